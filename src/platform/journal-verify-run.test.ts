import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { canonical } from '../lib/canonical.ts'
import { verifyJournal } from './journal-verify.ts'
import { isDueAt, runVerification, verifyNightly } from './journal-verify-run.ts'
import { latestRuns } from './upkeep.ts'

let w: TestWorld
beforeAll(async () => {
  w = await testWorld()
})
afterAll(() => w.close())

const runs = () => w.asOwner(async (tx) => (await latestRuns(tx))['journal-verify'])

test('the journal is verified at once, then each night, and what was found is noted', async () => {
  await w.asOwner(async (tx) => {
    const entry = Buffer.from(canonical({ v: 1, log: '12', type: 'a.done', at: '2026-11-25T07:00:00.000Z', object: 'x', content: {} }))
    tx.send(sql`select journal_append('12', ${entry}, '{}'::text[], '{}'::bytea[])`)
  })
  await verifyNightly(w.world)
  const first = await runs()
  expect(first?.last).toMatchObject({ ok: true, detail: { logs: 2, entries: 2, checkpoints: 2, faults: 0 } })

  w.now('2026-11-25T20:00:00.000Z')
  await verifyNightly(w.world)
  expect(await runs()).toEqual(first)
  w.now('2026-11-26T10:00:00.000Z')
  await verifyNightly(w.world)
  expect(await runs()).toEqual(first)

  w.now('2026-11-27T02:00:00.000Z')
  await w.asOwner(async (tx) => {
    tx.send(sql`alter table journal_leaf disable trigger user`)
    tx.send(sql`update journal_leaf set leaf_hash = sha256(leaf_hash) where log = '12'`)
  })
  await verifyNightly(w.world)
  const bad = await runs()
  expect(bad?.last).toMatchObject({ ok: false, detail: { faults: 1, log: '12', seq: 0, fault: 'entry-changed' } })
  expect(bad?.lastOk).toEqual(first?.last)
})

test('a verifier that fails is noted as a failure, and not as a success', async () => {
  const failing = runVerification(w.world.db, w.world.clock, () => Promise.reject(new Error('out of memory')))
  await expect(failing).rejects.toThrow('out of memory')
  expect((await runs())?.last).toMatchObject({ ok: false, detail: { reason: 'out of memory' } })
  await runVerification(w.world.db, w.world.clock, (now) => verifyJournal(w.world.db, { now }))
})

test.each([
  ['never', '2026-11-25T12:00:00Z', undefined, true],
  ['an hour ago, at night', '2026-11-25T02:00:00Z', '2026-11-25T01:00:00Z', false],
  ['last night, at night', '2026-11-25T02:00:00Z', '2026-11-24T02:10:00Z', true],
  ['last night, by day', '2026-11-25T12:00:00Z', '2026-11-24T02:10:00Z', false],
  ['two nights ago, by day', '2026-11-25T12:00:00Z', '2026-11-23T02:10:00Z', true],
])('due when it was done %s', (_what, now, last, isDue) => {
  expect(isDueAt(new Date(now), last === undefined ? undefined : new Date(last))).toBe(isDue)
})
