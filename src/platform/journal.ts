import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { canonical } from '../lib/canonical.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { AnyContext } from './context.ts'
import { type Database, inTransaction, type Tx } from './db.ts'

export type Act = {
  /** thing.past-participle, such as "reply.handed-in". */
  type: string
  object: string
  /** Other organisations whose logs also get the entry: a hand-in lands in the sender's too. */
  also?: readonly OrgCode[]
  /** Content that the entry commits to, by label. The bytes stay outside the log. */
  content?: Record<string, Uint8Array | string>
  /** Sign the logs as soon as this is committed: somebody is about to ask for a receipt. */
  seal?: boolean
}

/**
 * One entry per log, as the last thing before the commit. An act is appended to the acting organisation's log; for another's
 * it is handed over in the same transaction, and taken in moments later (decision 0014). Entries hold ids and salted
 * commitments, SHA-256(0x02 ‖ salt ‖ bytes), and never content, names or addresses.
 */
export function record(tx: Tx, ctx: AnyContext, act: Act): void {
  if (act.seal) tx.afterCommit(ctx.world.checkpoints.signSoon)
  const logs = [...new Set([ctx.org, ...(act.also ?? [])])].toSorted()
  const content = Object.entries(act.content ?? {}).map(([label, bytes]) => {
    const salt = randomBytes(32)
    return { label, salt, commitment: commitmentOf(salt, bytes) }
  })
  for (const log of logs) {
    const entry = canonical({
      v: 1,
      log,
      type: act.type,
      at: ctx.now.toISOString(),
      org: ctx.org,
      actor: ctx.actor === 'system' ? 'system' : ctx.actor.personId,
      object: act.object,
      content: Object.fromEntries(content.map(({ label, commitment }) => [label, commitment])),
    })
    const labels = content.map(({ label }) => label)
    const salts = content.map(({ salt }) => salt)
    const bytes = Buffer.from(entry, 'utf8')
    if (log === ctx.org) tx.send(sql`select journal_append(${log}, ${bytes}, ${labels}::text[], ${salts}::bytea[])`)
    else tx.send(sql`select journal_hand_over(${log}, ${bytes}, ${labels}::text[], ${salts}::bytea[])`)
  }
}

/** Takes the entries that wait into their logs. Out: how many. Several may do it at once; each entry is taken in once. */
export async function takeInEntries(db: Database): Promise<number> {
  const { taken } = await inTransaction(db, (tx) => tx.one(sql<{ taken: number }>`select journal_take_in() as taken`))
  return taken
}

/** The commitment to some bytes under a 32-byte salt, as lower-case hex. */
export function commitmentOf(salt: Uint8Array, bytes: Uint8Array | string): string {
  return createHash('sha256').update(Uint8Array.of(2)).update(salt).update(bytes).digest('hex')
}
