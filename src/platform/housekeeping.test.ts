import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { type TestWorld, testWorld } from '../../test/world.ts'
import { forgetOldKeys, keepHouse } from './housekeeping.ts'
import { takeInEntries } from './journal.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

test('keys are kept for 90 days, and those of all organisations then go', async () => {
  const person = await it.as('registrar', '12')
  const made = (key: string, org: string, days: number) => sql`
    insert into command_key (org_code, person_id, route, key, body_hash, made_at)
    values (${org}, ${person.personId}, 'route', ${key}, '\\x00', ${new Date(it.now().getTime() - days * 86_400_000)})`
  await it.asOwner(async (tx) => {
    tx.send(made('old-of-skane', '12', 91))
    tx.send(made('old-of-halland', '13', 120))
    tx.send(made('not-so-old', '12', 89))
  })
  expect(await forgetOldKeys(it.world)).toBe(2)
  expect(await forgetOldKeys(it.world)).toBe(0)
  const left = await it.asOwner((tx) => tx.rows(sql<{ key: string }>`select key from command_key`))
  expect(left.map(({ key }) => key)).toEqual(['not-so-old'])
})

test('an entry for another organisation’s log waits in the act’s own transaction, and is taken in once, in order', async () => {
  const [first, second] = ['018f3f2e-0000-7000-8000-000000000001', '018f3f2e-0000-7000-8000-000000000002']
  const hand = (object: string) =>
    sql`select journal_hand_over('NSPL', convert_to(${JSON.stringify({ object, type: 'test.done', content: {} })}, 'UTF8'), '{l}', ${[Buffer.alloc(32)]}::bytea[])`
  await it.asOwner(async (tx) => {
    tx.send(hand(first))
    tx.send(hand(second))
  })
  const taken = await Promise.all([takeInEntries(it.world.db), takeInEntries(it.world.db), takeInEntries(it.world.db)])
  expect(taken.reduce((sum, one) => sum + one, 0)).toBe(2)
  const [one, two] = [await it.journal(first), await it.journal(second)]
  expect([one.length, two.length]).toEqual([1, 1])
  expect((one[0]?.seq ?? 0) + 1).toBe(two[0]?.seq)
  const salts = await it.asOwner((tx) => tx.rows(sql`select 1 from journal_commitment where log = 'NSPL' and label = 'l'`))
  expect(salts).toHaveLength(2)
})

test('house is kept until it is stopped, and the database may then be closed without a word', async () => {
  const errors: unknown[] = []
  const own = await testWorld()
  const stop = keepHouse({ ...own.world, log: { ...own.world.log, error: (fields) => void errors.push(fields) } })
  const entry = Buffer.from(JSON.stringify({ at: own.now().toISOString(), object: 'o', type: 'test.done' }))
  await own.asOwner((tx) => tx.rows(sql`select journal_hand_over('NSPL', ${entry}, '{}', '{}')`))
  const waiting = () => own.asOwner((tx) => tx.rows(sql`select from journal_waiting`))
  for (let tries = 0; (await waiting()).length > 0 && tries < 60; tries++) await wait(50)
  expect(await waiting()).toEqual([])
  await stop()
  await own.close()
  await wait(1_200)
  expect(errors).toEqual([])
})
