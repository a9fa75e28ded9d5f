import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerOf, type Person } from '../../test/people.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { tryApi, tryServer } from './http-fixtures.ts'

let it: TestWorld
let server: ReturnType<typeof tryServer>
let skane: Person
let uppsala: Person
const NOWHERE = '01900000-0000-7000-8000-00000000dead'

beforeAll(async () => {
  it = await testWorld()
  server = tryServer(it.world)
  await server.app.ready()
  skane = await it.as('regional-officer', '12')
  uppsala = await it.as('regional-officer', '03')
  skane.call = callerOf(server.app, skane.cookie, '12')
  uppsala.call = callerOf(server.app, uppsala.cookie, '03')
})
afterAll(async () => {
  await server.app.close()
  await it.close()
})

const titles = async (person: Person) => (await person.call(tryApi.list)).body.items.map(({ title }) => title)

describe('a request is judged by session, mandate, gate, input, thing, in that order', () => {
  const bad = { params: { id: 'not an id' } }

  test('without a session nothing else is looked at', async () => {
    const nobody = callerOf(server.app, undefined, '12')
    const stale = callerOf(server.app, `__Host-nspl=${'x'.repeat(43)}`, '12')
    for (const call of [nobody, stale]) {
      expect((await call(tryApi.find, bad)).code).toBe('not-signed-in')
      expect((await call(tryApi.save, bad)).code).toBe('not-signed-in')
      expect((await call(tryApi.list)).status).toBe(401)
      expect((await call(tryApi.put, { query: { name: 'a' }, bytes: Buffer.from('a') })).status).toBe(401)
    }
  })

  test.each(['03', 'NSPL', 'ZZZ', 'not-a-code'])('without a mandate for %s, nothing of it is told', async (org) => {
    expect((await skane.call(tryApi.find, { ...bad, org })).code).toBe('no-mandate')
    expect((await skane.call(tryApi.save, { ...bad, org })).code).toBe('no-mandate')
    expect((await skane.call(tryApi.list, { org })).status).toBe(403)
  })

  test('a gate that stays shut is 403, an input with faults 422 with their names', async () => {
    expect((await skane.call(tryApi.heads)).code).toBe('role-missing')
    expect((await skane.call(tryApi.find, bad)).problem).toMatchObject({ status: 422, code: 'wrong-shape', details: { fields: ['id'] } })
    expect((await skane.call(tryApi.save, bad)).code).toBe('wrong-shape')
    expect((await skane.call(tryApi.find, { params: { id: NOWHERE } })).code).toBe('not-found')
  })

  test('an ended session and a mandate that has run out are told apart', async () => {
    const guest = await it.as('reader', '12')
    const call = callerOf(server.app, guest.cookie, '12')
    expect((await call(tryApi.list)).status).toBe(200)
    await it.asOwner((tx) => tx.text(`update mandate set to_on = from_on, from_on = from_on - 1 where person_id = $1`, [guest.personId]))
    await it.asOwner((tx) => tx.text(`update mandate set to_on = to_on - 1 where person_id = $1`, [guest.personId]))
    expect((await call(tryApi.list)).code).toBe('no-mandate')
    await it.asOwner((tx) => tx.text(`update session set ended_at = now() where person_id = $1`, [guest.personId]))
    expect((await call(tryApi.list)).code).toBe('not-signed-in')
  })
})

test('what one may not see answers byte for byte as what is not there, but for the request id', async () => {
  const { id } = (await uppsala.call(tryApi.add, { body: { title: 'Uppsala' } })).body
  expect((await uppsala.call(tryApi.find, { params: { id } })).status).toBe(200)
  const unseen = await skane.call(tryApi.find, { params: { id } })
  const missing = await skane.call(tryApi.find, { params: { id: NOWHERE } })
  const body = ({ bytes, problem }: typeof unseen) => bytes.toString().replace(problem?.requestId ?? 'none', '')
  expect(body(unseen)).toBe(body(missing))
  const headers = ({ headers: { date: _, ...rest } }: typeof unseen) => rest
  expect(headers(unseen)).toEqual(headers(missing))
})

test('only what the contract names leaves, from reads and commands, now and when repeated', async () => {
  const ask = { body: { title: 'guard' }, key: 'guard-key' }
  const { id } = (await skane.call(tryApi.add, ask)).body
  expect((await skane.call(tryApi.add, ask)).body).toEqual({ id })
  expect((await skane.call(tryApi.find, { params: { id } })).body).toEqual({ id, title: 'guard', version: 3 })
  expect((await skane.call(tryApi.list, { query: { title: 'guard' } })).body).toEqual({ items: [{ title: 'guard' }] })
})

describe('a command is done once per key', () => {
  test('fifty at the same moment: one is done, all get its reply', async () => {
    const ask = { body: { title: 'fifty' }, key: 'the-same-key' }
    const replies = await Promise.all(Array.from({ length: 50 }, () => skane.call(tryApi.add, ask)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
    expect(replies.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(49)
    expect((await titles(skane)).filter((title) => title === 'fifty')).toHaveLength(1)
  })

  test('fifty with keys of their own: fifty are done', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => skane.call(tryApi.add, { body: { title: 'each' } })))
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(50)
  })

  test('another body under the same key is refused, and nothing is done', async () => {
    await skane.call(tryApi.add, { body: { title: 'one' }, key: 'reused-key' })
    const other = await skane.call(tryApi.add, { body: { title: 'two' }, key: 'reused-key' })
    expect([other.status, other.code]).toEqual([409, 'idempotency-key-reused'])
    expect(await titles(skane)).not.toContain('two')
  })

  test('a command that was refused keeps no key: the same key can be used when it has been put right', async () => {
    const refused = await skane.call(tryApi.add, { body: { title: 'refuse' }, key: 'mended-key' })
    expect([refused.status, refused.code]).toEqual([409, 'no-good'])
    expect(await titles(skane)).not.toContain('refuse')
    expect((await skane.call(tryApi.add, { body: { title: 'mended' }, key: 'mended-key' })).status).toBe(200)
  })

  test('one person acting for two organisations has a key for each', async () => {
    await it.asOwner((tx) =>
      tx.text(
        `insert into mandate (id, person_id, org_code, role, from_on, made_at)
        select gen_random_uuid(), $1, '03', 'reader', from_on, made_at from mandate where person_id = $1 limit 1`,
        [skane.personId],
      ),
    )
    const one = await skane.call(tryApi.add, { body: { title: 'hats' }, key: 'two-hats-key' })
    const other = await skane.call(tryApi.add, { body: { title: 'hats' }, key: 'two-hats-key', org: '03' })
    expect(other.body.id).not.toBe(one.body.id)
  })

  test('two that met: the one that the database ended is done again, a few times', async () => {
    expect((await skane.call(tryApi.meet, { body: { times: 3 } })).body).toEqual({ attempts: 4 })
    const hopeless = await skane.call(tryApi.meet, { body: { times: 9 } })
    expect([hopeless.status, hopeless.code]).toEqual([503, 'database-away'])
  })

  test.each([undefined, 'short', 'x'.repeat(101), 'with space'])('key %s is refused', async (key) => {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/12/try',
      headers: { cookie: skane.cookie, 'sec-fetch-site': 'same-origin', ...(key !== undefined && { 'idempotency-key': key }) },
      payload: { title: 'keyless' },
    })
    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({ code: 'idempotency-key-missing' })
  })
})

test('a version travels as ETag, and comes back in If-Match', async () => {
  const { id } = (await skane.call(tryApi.add, { body: { title: 'v' } })).body
  expect((await skane.call(tryApi.find, { params: { id } })).headers.etag).toBe('"3"')
  expect((await skane.call(tryApi.save, { params: { id }, ifMatch: 3 })).body).toEqual({ ifMatch: 3 })
  expect((await skane.call(tryApi.save, { params: { id } })).body).toEqual({ ifMatch: null })
})

test('a larger reply is pressed for those who can read it, a small one and a file are not', async () => {
  for (let i = 0; i < 30; i++) await uppsala.call(tryApi.add, { body: { title: `pressed ${'x'.repeat(250)}` } })
  const headers = { cookie: uppsala.cookie, 'accept-encoding': 'gzip, br' }
  const large = await server.app.inject({ url: '/api/03/try', headers })
  expect(large.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
  const plain = await server.app.inject({ url: '/api/03/try', headers: { cookie: uppsala.cookie } })
  expect([plain.headers['content-encoding'], plain.headers.vary]).toEqual([undefined, 'accept-encoding'])
  expect(gunzipSync(large.rawPayload).toString()).toBe(plain.body)
  expect(large.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4)
  for (const url of ['/api/03/try?title=none', '/api/03/try-file?name=a']) {
    expect((await server.app.inject({ url, headers })).headers['content-encoding']).toBeUndefined()
  }
})

describe('files', () => {
  test('an upload is bytes, whatever type the browser names', async () => {
    for (const type of [
      'application/octet-stream',
      'application/json',
      'text/plain',
      'application/pdf',
      'application/x-www-form-urlencoded',
    ]) {
      const reply = await server.app.inject({
        method: 'POST',
        url: '/api/12/try-file?name=a',
        headers: {
          cookie: skane.cookie,
          'sec-fetch-site': 'same-origin',
          'idempotency-key': `upload-${type.length}-key`,
          'content-type': type,
        },
        payload: Buffer.from('{not json'),
      })
      expect(reply.json()).toEqual({ size: 9, name: 'a' })
    }
    expect((await skane.call(tryApi.put, { query: { name: 'empty' } })).body.size).toBe(0)
  })

  test('25 MB is taken, more than 26 is told so', async () => {
    expect((await skane.call(tryApi.put, { query: { name: 'b' }, bytes: Buffer.alloc(25 * 1024 * 1024, 1) })).body.size).toBe(26_214_400)
    const big = await skane.call(tryApi.put, { query: { name: 'b' }, bytes: Buffer.alloc(26 * 1024 * 1024 + 1) })
    expect([big.status, big.code]).toEqual([413, 'too-large'])
  })

  test('a file is not read for a session that is made up: it would be told as too large', async () => {
    const stale = callerOf(server.app, `__Host-nspl=${'x'.repeat(43)}`, '12')
    expect((await stale(tryApi.put, { query: { name: 'b' }, bytes: Buffer.alloc(26 * 1024 * 1024 + 1) })).code).toBe('not-signed-in')
  })

  test('the same key with another file is refused, with the same file repeated', async () => {
    const ask = { query: { name: 'c' }, key: 'file-key-1' }
    await skane.call(tryApi.put, { ...ask, bytes: Buffer.from('one') })
    expect((await skane.call(tryApi.put, { ...ask, bytes: Buffer.from('one') })).headers['idempotency-replayed']).toBe('true')
    expect((await skane.call(tryApi.put, { ...ask, bytes: Buffer.from('two') })).code).toBe('idempotency-key-reused')
    expect((await skane.call(tryApi.put, { ...ask, query: { name: 'd' }, bytes: Buffer.from('one') })).code).toBe('idempotency-key-reused')
  })

  test('a download is an attachment that no browser renders, under its real name', async () => {
    const reply = await skane.call(tryApi.take, { query: { name: 'Åtgärd "1" (år)\r\n.pdf' } })
    expect(reply.bytes.toString()).toBe('bytes, made with 0 connections in hand')
    expect(reply.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Atgard -1- (ar).pdf"; filename*=UTF-8''%C3%85tg%C3%A4rd%20-1-%20%28%C3%A5r%29.pdf`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })
})

test('text that the database cannot hold is mended, not lost, and a NUL in an address is refused', async () => {
  await skane.call(tryApi.add, { body: { title: 'a\u0000b\ud800c' } })
  expect(await titles(skane)).toContain('ab\ufffdc')
  expect((await skane.call(tryApi.list, { query: { title: 'a\u0000' } })).code).toBe('wrong-shape')
})
