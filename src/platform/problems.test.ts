import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerOf, type Person } from '../../test/people.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { openDatabase } from './db.ts'
import { tryApi, tryServer } from './http-fixtures.ts'

let it: TestWorld
let server: ReturnType<typeof tryServer>
let skane: Person

beforeAll(async () => {
  it = await testWorld()
  server = tryServer(it.world)
  await server.app.ready()
  skane = await it.as('regional-officer', '12')
  skane.call = callerOf(server.app, skane.cookie, '12')
})
afterAll(async () => {
  await server.app.close()
  await it.close()
})

const ours = { 'sec-fetch-site': 'same-origin' }

test('a problem is RFC 9457 with a code and one Swedish sentence', async () => {
  const { problem, headers } = await skane.call(tryApi.heads)
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(problem).toEqual({
    type: 'about:blank',
    title: 'Du får inte göra detta',
    status: 403,
    code: 'role-missing',
    detail: 'Din roll räcker inte för detta. Be den som har rollen, eller kansliet om du behöver den.',
    details: {},
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('a bug is one general sentence outside and a place inside, without what anybody wrote', async () => {
  const reply = await skane.call(tryApi.breaks)
  expect([reply.status, reply.code]).toEqual([500, 'unexpected'])
  expect(reply.bytes.toString()).not.toContain('uuid')
  const bug = server.logged().find(({ msg }) => msg === 'unexpected')
  expect(bug).toMatchObject({ sql: '22P02', route: '/api/:org/try-breaks', reqId: reply.problem?.requestId })
  expect(bug?.['stack']).not.toEqual([])
  expect(server.raw()).not.toContain('written by somebody')
})

test.each([
  ['not JSON', '{"title":', 'application/json'],
  ['nothing', '', 'application/json'],
  ['a prototype', '{"__proto__":{"a":1},"title":"t"}', 'application/json'],
  ['another type', '<title/>', 'application/xml'],
  ['an unknown field', '{"title":"t","more":1}', 'application/json'],
])('a body that is %s is told so', async (_what, payload, type) => {
  const headers = { ...ours, cookie: skane.cookie, 'idempotency-key': 'some-key-1', 'content-type': type }
  const reply = await server.app.inject({ method: 'POST', url: '/api/12/try', headers, payload })
  expect([reply.statusCode, reply.json().code]).toEqual([422, 'wrong-shape'])
})

test('a body above 4 MB is told so', async () => {
  const reply = await skane.call(tryApi.add, { body: { title: 'x'.repeat(4 * 1024 * 1024) } })
  expect([reply.status, reply.code]).toEqual([413, 'too-large'])
})

test('a database that is away is 503, with a time to try again', async () => {
  const db = openDatabase({ host: '/nowhere', user: 'u', password: 'p', database: 'd' }, { onError: () => undefined })
  const lonely = tryServer({ ...it.world, db })
  const reply = await callerOf(lonely.app, skane.cookie, '12')(tryApi.list)
  expect([reply.status, reply.code, reply.headers['retry-after']]).toEqual([503, 'database-away', '5'])
  expect((await lonely.app.inject('/health/live')).statusCode).toBe(200)
  expect((await lonely.app.inject('/health/ready')).statusCode).toBe(503)
  await lonely.app.close()
  await db.close()
})

test('a disk without room is 503, and says that reading goes on', async () => {
  const full = Object.assign(new Error('could not extend file "base/1": No space left on device'), { code: '53100' })
  const lonely = tryServer({ ...it.world, db: { ...it.world.db, connect: () => Promise.reject(full) } })
  const reply = await callerOf(lonely.app, skane.cookie, '12')(tryApi.add, { body: { title: 'Hej' } })
  expect([reply.status, reply.code, reply.headers['retry-after']]).toEqual([503, 'disk-full', '5'])
  expect(reply.problem?.detail).toMatch(/lagringsutrymme: du kan läsa/)
  await lonely.app.close()
})

describe('a browser that asks for a page', () => {
  const html = { accept: 'text/html,application/xhtml+xml' }

  test('gets a page, harmless whatever the address was', async () => {
    const reply = await server.app.inject({ url: '/finns-inte/<script>', headers: html })
    expect(reply.statusCode).toBe(404)
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(reply.body).toContain('<h1>Sidan finns inte</h1>')
    expect(reply.body).not.toContain('<script')
    expect((await server.app.inject({ url: '/sida', headers: html })).statusCode).toBe(409)
  })

  test('is led to sign-in and back, but a program and a form are told', async () => {
    const page = await server.app.inject({ url: '/egen?a=1', headers: html })
    expect([page.statusCode, page.headers.location]).toEqual([303, '/logga-in?till=%2Fegen%3Fa%3D1'])
    expect((await server.app.inject('/egen')).statusCode).toBe(401)
    expect((await server.app.inject({ url: '/api/12/try', headers: html })).json()).toMatchObject({ code: 'not-signed-in' })
  })

  test('may send a plain form', async () => {
    const headers = { ...ours, 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await server.app.inject({ method: 'POST', url: '/formular', headers, payload: 'a=1&b=%C3%A5%00+x' })
    expect(reply.json()).toEqual({ a: '1', b: 'å x' })
  })
})

describe('a command not from our pages is refused', () => {
  test.each([
    ['no sign of where from', {}],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sister site', { 'sec-fetch-site': 'same-site', origin: 'http://sister.localhost' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['a null origin', { origin: 'null' }],
  ])('%s', async (_what, headers) => {
    for (const url of ['/api/12/try', '/api/12/try-file?name=a', '/formular', '/finns-inte']) {
      const reply = await server.app.inject({
        method: 'POST',
        url,
        headers: { cookie: skane.cookie, 'idempotency-key': 'foreign-key', ...headers },
        payload: { title: 'foreign' },
      })
      expect([reply.statusCode, reply.json().code]).toEqual([403, 'not-from-our-pages'])
    }
    expect((await skane.call(tryApi.list, { query: { title: 'foreign' } })).body.items).toEqual([])
  })
})

test('a demo answers only under its own names', async () => {
  const demo = tryServer({ ...it.world, demo: true })
  const at = async (host: string) => (await demo.app.inject({ url: '/health/live', headers: { host } })).statusCode
  expect(await at('localhost:3000')).toBe(200)
  expect(await at('evil.example')).toBe(403)
  await demo.app.close()
  expect((await server.app.inject({ url: '/health/live', headers: { host: 'evil.example' } })).statusCode).toBe(200)
})

test('who sends slowly, or nothing, is let go', () => {
  const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = server.app.server
  for (const limit of [headersTimeout, requestTimeout, timeout, keepAliveTimeout]) expect(limit).toBeGreaterThan(0)
  expect([headersTimeout, requestTimeout]).toEqual([15_000, 300_000])
})

test('one line per request: the route and who, never the address, the cookie or the body', async () => {
  const before = server.logged().length
  await skane.call(tryApi.list, { query: { title: 'private matter' } })
  await skane.call(tryApi.heads)
  const lines = server.logged().slice(before)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatchObject({
    method: 'GET',
    route: '/api/:org/try',
    status: 200,
    actor: skane.personId,
    org: '12',
    ms: expect.any(Number),
  })
  expect(lines[1]).toMatchObject({ route: '/api/:org/try-heads', status: 403, problem: 'role-missing', actor: skane.personId })
  expect(server.raw()).not.toMatch(/private|__Host|demo\)|\.example/)
})
