import { describe, expect, test } from 'vitest'
import { BadSettings, readSettings, SETTINGS } from './settings.ts'
import { settingTexts } from './texts-settings.ts'

const FOLDER = '/srv/nspl'

function complaints(environment: Record<string, string>): string[] {
  try {
    readSettings(environment, FOLDER)
  } catch (error) {
    if (error instanceof BadSettings) return error.message.split('\n').slice(1)
    throw error
  }
  return []
}

describe('readSettings', () => {
  test('without any setting it is a local installation that sends no mail', () => {
    expect(readSettings({}, FOLDER)).toEqual({
      databaseUrl: undefined,
      databaseOwnerUrl: undefined,
      dataDir: '/srv/nspl/.data',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      smtp: undefined,
      classCeiling: 'limited',
      trustProxy: [],
      logLevel: 'info',
      metrics: undefined,
      postgresBin: undefined,
      shown: expect.arrayContaining([
        { name: 'PORT', value: '3000', shown: 'value', isDefault: true },
        { name: 'PUBLIC_URL', value: 'http://localhost:3000', shown: 'value', isDefault: true },
        { name: 'SMTP_URL', value: null, shown: 'host', isDefault: true },
      ]),
    })
  })

  test('the database may have several hosts', () => {
    const url = 'postgres://u:p@one:5432,two,[::1]:5433/db'
    expect(readSettings({ DATABASE_URL: url }, FOLDER).databaseUrl).toBe(url)
  })

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['PORT', '-1'],
    ['HOST', 'a b'],
    ['DATABASE_URL', 'mysql://a/b'],
    ['DATABASE_URL', 'nspl'],
    ['DATABASE_URL', 'postgres://u:p@one:5432,two:x/db'],
    ['DATABASE_URL', 'postgres://u:p@one,/db'],
    ['DATABASE_OWNER_URL', 'http://a/b'],
    ['PUBLIC_URL', 'http://nspl.example'],
    ['PUBLIC_URL', 'https://nspl.example/sub'],
    ['PUBLIC_URL', 'https://user@nspl.example'],
    ['PUBLIC_URL', 'nspl.example'],
    ['SMTP_URL', 'http://mail.example'],
    ['MAIL_FROM', 'NSPL <nspl@uppsala.example>'],
    ['CLASS_CEILING', 'secret'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.1,proxy'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_PORT', '0'],
    ['METRICS_HOST', 'a b'],
    ['NSPL_POSTGRES_BIN', 'usr/bin'],
  ] as const)('%s=%s is refused by name, and its value is not repeated', (name, value) => {
    expect(complaints({ [name]: value })).toEqual([`  ${name}: ${settingTexts[name].wrong}`])
  })

  test.each([
    ['PORT', '8080'],
    ['HOST', '::'],
    ['DATABASE_URL', 'postgres://nspl_app:x@db.example/nspl'],
    ['PUBLIC_URL', 'https://nspl.example'],
    ['PUBLIC_URL', 'http://127.0.0.1:3000/'],
    ['CLASS_CEILING', 'open'],
    ['TRUST_PROXY', 'loopback, 10.0.0.0/8'],
    ['TRUST_PROXY', '2001:db8::1'],
    ['NSPL_POSTGRES_BIN', 'system'],
    ['NSPL_POSTGRES_BIN', '/usr/lib/postgresql/17/bin'],
  ] as const)('%s=%s is taken', (name, value) => {
    expect(complaints({ [name]: value })).toEqual([])
  })

  test('every bad setting is listed at once', () => {
    expect(complaints({ PORT: 'x', LOG_LEVEL: 'x', HOST: '' })).toHaveLength(2)
  })

  test('a mail server without a sender is refused', () => {
    expect(complaints({ SMTP_URL: 'smtp://mail.example:587' })).toEqual(['  MAIL_FROM: must be set when SMTP_URL is'])
    expect(readSettings({ SMTP_URL: 'smtp://mail.example:587', MAIL_FROM: 'nspl@uppsala.example' }, FOLDER).smtp).toEqual({
      url: 'smtp://mail.example:587',
      from: 'nspl@uppsala.example',
    })
  })

  test('the public address follows the port, and never ends in a slash', () => {
    expect(readSettings({ PORT: '8080' }, FOLDER).publicUrl).toBe('http://localhost:8080')
    expect(readSettings({ PUBLIC_URL: 'https://nspl.example/' }, FOLDER).publicUrl).toBe('https://nspl.example')
  })

  test('each setting is documented', () => {
    expect([...SETTINGS].toSorted()).toEqual(Object.keys(settingTexts).toSorted())
  })
})
