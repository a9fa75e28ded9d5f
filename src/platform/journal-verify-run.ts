import { sql } from 'kysely'
import { SECRETARIAT } from '../lib/regions.ts'
import type { World } from './context.ts'
import { type Database, inTransaction } from './db.ts'
import { settleJournal } from './journal-settle.ts'
import { type Verification, verifyJournal } from './journal-verify.ts'
import { latestRuns, noteRun } from './upkeep.ts'

/** A night's verification may come an hour early, so that it does not wander round the clock. */
const A_DAY = 23 * 3_600_000
const NIGHT = { from: 1, to: 5 }

/** Verifies, and notes how it went for the secretariat to see: also when the verifier itself fails, which is thrown on. */
export async function runVerification(
  db: Database,
  clock: () => Date,
  verify: (now: Date) => Promise<Verification>,
): Promise<Verification> {
  const startedAt = clock()
  try {
    const result = await verify(startedAt)
    const { logs, entries, checkpoints, faults } = result
    const [first] = faults
    await inTransaction(db, async (tx) =>
      noteRun(tx, {
        kind: 'journal-verify',
        startedAt,
        endedAt: clock(),
        ok: faults.length === 0,
        detail: {
          logs,
          entries,
          checkpoints,
          faults: faults.length,
          ...(first && { log: first.log, seq: first.seq ?? null, fault: first.kind, reason: first.detail }),
        },
      }),
    )
    return result
  } catch (error) {
    const detail = { reason: error instanceof Error ? error.message : String(error) }
    await inTransaction(db, async (tx) => noteRun(tx, { kind: 'journal-verify', startedAt, endedAt: clock(), ok: false, detail }))
    throw error
  }
}

/**
 * Verifies the journal when it is night, or has not been done for two days. What waits is taken in and signed first, so that a start after a stop is no
 * fault. Hosts that meet in the same moment may both do it.
 */
export async function verifyNightly(world: World): Promise<void> {
  const now = world.clock()
  const latest = await inTransaction(
    world.db,
    async (tx) => {
      await tx.rows(sql`select set_config('app.org', ${SECRETARIAT}, true)`)
      return latestRuns(tx)
    },
    'read only',
  )
  if (!isDueAt(now, latest['journal-verify']?.last.startedAt)) return
  await settleJournal(world)
  const { faults } = await runVerification(world.db, world.clock, (at) =>
    verifyJournal(world.db, { now: at, onDisk: world.checkpoints.onDisk() }),
  )
  const [first] = faults
  if (first) world.log.error({ faults: faults.length, log: first.log, seq: first.seq, kind: first.kind }, 'the journal does not hold')
}

/** In UTC: at night in Sweden either way. */
export function isDueAt(now: Date, last: Date | undefined): boolean {
  const since = last ? now.getTime() - last.getTime() : Number.POSITIVE_INFINITY
  const isNight = now.getUTCHours() >= NIGHT.from && now.getUTCHours() < NIGHT.to
  return since > 2 * A_DAY || (isNight && since > A_DAY)
}
