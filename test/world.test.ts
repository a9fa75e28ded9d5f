import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orgCode } from '../src/lib/regions.ts'
import { dayOf } from '../src/lib/day.ts'
import { inTransaction } from '../src/platform/db.ts'
import { record } from '../src/platform/journal.ts'
import { sendMail } from '../src/platform/mail.ts'
import { testWorld, type TestWorld } from './world.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

test('a copied database has the schema, the organisations and the mark of its kind', async () => {
  const [counted] = await it.asOwner((tx) =>
    tx.rows(sql<{ regions: number; demo: boolean }>`
      select (select count(*) from organisation where kind = 'region')::int as regions, (select demo from installation) as demo`),
  )
  expect(counted).toEqual({ regions: 21, demo: false })
})

test('a letter is in the ledger and is delivered by draining the queue; the journal tells what was recorded', async () => {
  const now = it.now()
  const ctx = { org: orgCode('NSPL'), now, today: dayOf(now), world: it.world, actor: 'system' as const }
  const object = '01900000-0000-7000-8000-000000000001'
  await inTransaction(it.world.db, async (tx) => {
    tx.send(sql`select set_config('app.org', 'NSPL', true)`)
    await sendMail(tx, ctx, [
      {
        purpose: 'test',
        to: { name: 'Registrator (demo)', address: 'registrator@12.example', org: orgCode('12') },
        objectId: null,
        letter: { subject: 'S', text: 't', html: '<p>t</p>' },
        attachments: [],
      },
    ])
    record(tx, ctx, { type: 'test.done', object, also: [orgCode('12')] })
  })
  expect(await it.outbox()).toMatchObject([{ subject: 'S', acceptedAt: null }])
  expect(await it.runJobs()).toBe(1)
  expect(await it.runJobs()).toBe(0)
  expect(await it.outbox()).toMatchObject([{ subject: 'S', acceptedAt: now }])
  expect((await it.journal(object)).map(({ log, type }) => `${log} ${type}`)).toEqual(['12 test.done', 'NSPL test.done'])
})

test('the clock stands still until it is moved', () => {
  expect(it.now()).toEqual(it.now())
  expect(it.now('2027-01-04T08:00:00Z').toISOString()).toBe('2027-01-04T08:00:00.000Z')
  expect(it.today()).toBe('2027-01-04')
})
