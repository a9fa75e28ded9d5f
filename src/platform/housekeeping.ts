import { sql } from 'kysely'
import type { World } from './context.ts'
import { inTransaction } from './db.ts'

const EVERY = 6 * 3_600_000

/** Forgets the idempotency keys of commands that are older than 90 days (design: kept 90 days). Out: how many. */
export async function forgetOldKeys(world: World): Promise<number> {
  const { count } = await inTransaction(world.db, (tx) =>
    tx.one(sql<{ count: number }>`select forget_command_keys(${world.clock()}) as count`),
  )
  return count
}

/** Does what nobody asks for, at once and then four times a day, for as long as the process runs. What fails is logged and done the next time. */
export function keepHouse(world: World): void {
  const round = () => {
    forgetOldKeys(world).then(
      (keys) => world.log.info({ keys }, 'old command keys forgotten'),
      (error: unknown) => world.log.error({ error: String(error) }, 'housekeeping'),
    )
  }
  round()
  setInterval(round, EVERY).unref()
}
