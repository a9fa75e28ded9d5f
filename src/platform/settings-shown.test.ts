import { expect, test } from 'vitest'
import { readSettings, SETTINGS } from './settings.ts'
import { shownSettings } from './settings-shown.ts'

const SECRET = 'hemligt-lösen'

test('no setting shows a secret, also one that nobody has thought of', () => {
  const environment = {
    DATABASE_URL: `postgresql://nspl_app:${SECRET}@db1.example:5432,db2.example:5433/nspl`,
    DATABASE_OWNER_URL: `postgresql://nspl_owner:${SECRET}%40x@db1.example/nspl`,
    SMTP_URL: `smtps://user:${SECRET}@mail.example:465`,
    NEW_SETTING: SECRET,
    PORT: ' 3000 ',
  }
  const shown = shownSettings([...SETTINGS, 'NEW_SETTING'], environment)
  expect(JSON.stringify(shown)).not.toContain(SECRET)
  expect(Object.fromEntries(shown.filter(({ value }) => value !== null).map(({ name, value }) => [name, value]))).toEqual({
    DATABASE_URL: 'db1.example:5432,db2.example:5433',
    DATABASE_OWNER_URL: 'db1.example',
    SMTP_URL: 'mail.example:465',
    NEW_SETTING: '',
    PORT: '3000',
  })
})

test('the settings that were read tell what may be shown of them', () => {
  const { shown } = readSettings({ SMTP_URL: `smtp://a:${SECRET}@mail.example`, MAIL_FROM: 'nspl@host.example' }, '/srv')
  expect(shown).toContainEqual({ name: 'SMTP_URL', value: 'mail.example', shown: 'host', isDefault: false })
  expect(shown).toContainEqual({ name: 'MAIL_FROM', value: 'nspl@host.example', shown: 'value', isDefault: false })
})
