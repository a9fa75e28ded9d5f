import type { World } from './context.ts'
import { takeInEntries } from './journal.ts'

/** Takes in what waits for other logs, and signs what has grown: a database at rest then has nothing unsigned, and a fault in it is a fault. */
export async function settleJournal(world: World): Promise<void> {
  await takeInEntries(world.db)
  await world.checkpoints.sign()
}
