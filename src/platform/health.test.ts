import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/world.ts'
import { testHost } from '../../test/host.ts'
import { inTransaction } from './db.ts'

let it: TestWorld
let delay = 0
beforeAll(async () => {
  it = await testWorld()
  it.world.load = { delayMs: () => delay }
})
afterAll(() => it.close())
beforeEach(() => {
  delay = 0
  it.world.host = testHost(it.now())
})

const ready = async () => {
  const reply = await it.app.inject('/health/ready')
  return { status: reply.statusCode, body: reply.json<unknown>() }
}

test('a process that can do all it is for says so', async () => {
  it.world.host = { ...testHost(it.now()), folders: [{ use: 'data', path: '/' }] }
  const { status, body } = await ready()
  expect(status).toBe(200)
  expect(body).toMatchObject({ checks: { database: 'writable', load: 'ok' } })
  expect((await it.app.inject('/health/live')).json()).toEqual({ status: 'ok' })
})

test('with too much to do it turns away reads and commands, pages too, and still answers whether it lives', async () => {
  const officer = await it.as('secretariat-officer', 'NSPL')
  delay = 201
  const reply = await it.app.inject({ url: '/api/NSPL/me', headers: { cookie: officer.cookie } })
  expect(reply.statusCode).toBe(503)
  expect(reply.headers['retry-after']).toBe('5')
  expect(reply.json()).toMatchObject({ code: 'too-busy', detail: expect.stringContaining('Det du skrivit finns kvar') })
  const command = await it.app.inject({ method: 'POST', url: '/api/NSPL/dispatches', headers: { cookie: officer.cookie }, payload: {} })
  expect(command.json()).toMatchObject({ code: 'too-busy' })
  const page = await it.app.inject({ url: '/om', headers: { accept: 'text/html' } })
  expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
  expect(page.body).toContain('Det är många som använder tjänsten')

  expect((await it.app.inject('/health/live')).statusCode).toBe(200)
  expect(await ready()).toEqual({
    status: 200,
    body: { status: 'degraded', checks: { database: 'writable', journal: 'ok', disk: 'unknown', load: 'high' } },
  })
  delay = 200
  expect((await it.app.inject({ url: '/api/NSPL/me', headers: { cookie: officer.cookie } })).statusCode).toBe(200)
})

test('an entry that has waited more than five minutes for its checkpoint is told', async () => {
  await inTransaction(it.world.db, async (tx) => {
    const entry = Buffer.from(JSON.stringify({ v: 1, log: '05', type: 'test', at: it.now().toISOString() }))
    tx.send(sql`select journal_append('05', ${entry}, '{}', '{}')`)
  })
  const at = it.now().getTime()
  it.now(new Date(at + 5 * 60_000).toISOString())
  expect(await ready()).toMatchObject({ body: { status: 'ok', checks: { journal: 'ok' } } })
  it.now(new Date(at + 5 * 60_000 + 1).toISOString())
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'degraded', checks: { journal: 'late' } } })
  it.now(new Date(at).toISOString())
})

test('a folder that is not there is not a full disk', async () => {
  it.world.host = { ...testHost(it.now()), folders: [{ use: 'backup', path: '/no/such/folder' }] }
  expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok', checks: { disk: 'unknown' } } })
})
