import { describe, expect, test } from 'vitest'
import { chooseHost, connectToPrimary, hostName, hostsOf, lookAt } from './db-hosts.ts'

const url = (connectionString: string) => ({ connectionString })

describe('the hosts of an address', () => {
  test('each gets the user, the password and the rest; user and password are told to nobody', () => {
    const hosts = hostsOf(url('postgresql://u%40x:p%2C@one:5432,two,[::1]:5433,%2Frun%2Fdb/nspl?sslmode=require'))
    expect(hosts).toEqual([
      url('postgresql://u%40x:p%2C@one:5432/nspl?sslmode=require'),
      url('postgresql://u%40x:p%2C@two/nspl?sslmode=require'),
      url('postgresql://u%40x:p%2C@[::1]:5433/nspl?sslmode=require'),
      url('postgresql://u%40x:p%2C@%2Frun%2Fdb/nspl?sslmode=require'),
    ])
    expect(hosts.map(hostName)).toEqual(['one:5432', 'two', '[::1]:5433', '/run/db'])
  })

  test('one host is itself, and so are the pieces', () => {
    expect(hostsOf(url('postgres://u:p@one/nspl?options=a,b'))).toEqual([url('postgres://u:p@one/nspl?options=a,b')])
    const pieces = { host: '/run/x', user: 'u', password: 'p', database: 'd' }
    expect(hostsOf(pieces)).toEqual([pieces])
  })
})

describe('which host is used', () => {
  const primary = (timeline: number) => ({ writable: true, timeline })
  const standby = { writable: false, timeline: 0 }
  test.each([
    ['the one that takes writes, wherever it stands', [standby, primary(1)], 0, { at: 1, writable: true }],
    ['the old primary that came back gets nothing, even if it is the one in use', [primary(1), primary(2)], 0, { at: 1, writable: true }],
    ['of two as good the one in use', [primary(1), primary(1)], 1, { at: 1, writable: true }],
    ['of two as good, neither in use, the first', [undefined, standby, standby], 0, { at: 1, writable: false }],
    ['a standby when there is nothing else', [undefined, standby], 0, { at: 1, writable: false }],
    ['none when none answers', [undefined, undefined], 0, undefined],
  ])('%s', (_, seen, current, chosen) => {
    expect(chooseHost(seen, current)).toEqual(chosen)
  })
})

test('a migration says of each host why it cannot be used', async () => {
  await expect(connectToPrimary(url('postgres://u:secret@127.0.0.1:1,127.0.0.1:2/nspl'))).rejects.toThrow(
    'no host of the database takes writes: 127.0.0.1:1 does not answer, 127.0.0.1:2 does not answer',
  )
  expect(await lookAt(url('postgres://u:p@127.0.0.1:1/nspl'))).toBeUndefined()
})
