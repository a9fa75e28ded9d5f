import { isAbove } from '../lib/class.ts'
import type { Context, ReadThing } from './context.ts'
import { inTransaction } from './db.ts'
import { record } from './journal.ts'

/** A page is read again and again while it is open: one person's reading of one thing is one entry an hour. */
const ONCE = 3_600_000
const MOST_KNOWN = 20_000
const known = new Map<string, number>()

/**
 * Journals what was read of things above class open (design 7b), in the reader's own log, before any of it leaves. What cannot be journaled is thrown,
 * and then nothing leaves. In one process each reading counts once an hour.
 */
export async function journalReads(ctx: Context, things: readonly ReadThing[]): Promise<void> {
  const now = ctx.now.getTime()
  const keyOf = ({ type, object }: ReadThing) => `${ctx.world.publicUrl} ${ctx.org} ${ctx.actor.personId} ${type} ${object}`
  const unknown = things.filter(
    (thing) => isAbove(thing.class, 'open') && !(now - (known.get(keyOf(thing)) ?? Number.NEGATIVE_INFINITY) < ONCE),
  )
  const read = [...new Map(unknown.map((thing) => [keyOf(thing), thing])).values()]
  if (read.length === 0) return
  await inTransaction(ctx.world.db, async (tx) => {
    for (const { type, object } of read) record(tx, ctx, { type, object })
  })
  if (known.size > MOST_KNOWN) known.clear()
  for (const thing of read) known.set(keyOf(thing), now)
}
