import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { World } from './context.ts'
import { inTransaction } from './db.ts'
import { takeInEntries } from './journal.ts'
import { settleJournal } from './journal-settle.ts'
import { timestampDaily } from './timestamp.ts'
import { verifyNightly } from './journal-verify-run.ts'

const SELDOM = 6 * 3_600_000
const OFTEN = 1_000
/** Within a minute of any act its log is signed: this leaves room for a slow one. */
const BETWEEN_SIGNINGS = 10_000
const QUARTERLY = 15 * 60_000

/** Forgets the idempotency keys of commands that are older than 90 days (design: kept 90 days). Out: how many. */
export async function forgetOldKeys(world: World): Promise<number> {
  const { count } = await inTransaction(world.db, (tx) =>
    tx.one(sql<{ count: number }>`select forget_command_keys(${world.clock()}) as count`),
  )
  return count
}

/** A piece of upkeep, and how long to wait before it is asked again whether it is due; in milliseconds. */
export type Task = { pause: number; work: () => Promise<unknown> }

/**
 * Does what nobody asks for, until it is stopped. What fails is logged and done the next time. Out: the stop, which waits for what is being
 * done; after it the database may be closed.
 */
export function keepHouse(world: World, more: readonly Task[] = []): () => Promise<void> {
  const stops = [
    every(SELDOM, async () => {
      const keys = await forgetOldKeys(world)
      if (keys > 0) world.log.info({ keys }, 'old command keys forgotten')
    }),
    every(OFTEN, () => takeInEntries(world.db)),
    every(BETWEEN_SIGNINGS, () => world.checkpoints.sign()),
    every(QUARTERLY, () => verifyNightly(world)),
    every(QUARTERLY, () => timestampDaily(world)),
    ...more.map(({ pause, work }) => every(pause, work)),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
    await settleJournal(world).catch((error: unknown) => world.log.error({ error: String(error) }, 'the journal was not signed at the end'))
  }

  function every(pause: number, work: () => Promise<unknown>): () => Promise<void> {
    const ending = new AbortController()
    const goingOn = (async () => {
      while (!ending.signal.aborted) {
        await work().catch((error: unknown) => world.log.error({ error: String(error) }, 'housekeeping'))
        await wait(pause, undefined, { ref: false, signal: ending.signal }).catch(() => undefined)
      }
    })()
    return () => {
      ending.abort()
      return goingOn
    }
  }
}
