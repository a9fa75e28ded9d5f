import { found, mustBeAllowed, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { record } from '../../platform/journal.ts'
import { canRegister } from './access.ts'
import { lockRegisterEntry, markRegistered, unmarkRegistered } from './sql-lists.ts'

/** The registrar has put it in the host authority's register. */
export async function registerEntry(tx: Tx, ctx: Context, id: string): Promise<void> {
  const entry = found(await lockRegisterEntry(tx, id))
  mustBeAllowed(canRegister(ctx.actor, entry))
  refuseIf(entry.registeredAt === null ? undefined : 'registered-already')

  markRegistered(tx, id, ctx.now, ctx.actor.personId)
  record(tx, ctx, { type: 'register-entry.registered', object: id })
}

/** The mark was a mistake: it waits to be registered again. Both stand in the journal. */
export async function unregisterEntry(tx: Tx, ctx: Context, id: string): Promise<void> {
  const entry = found(await lockRegisterEntry(tx, id))
  mustBeAllowed(canRegister(ctx.actor, entry))
  refuseIf(entry.registeredAt === null ? 'not-registered' : undefined)

  unmarkRegistered(tx, id)
  record(tx, ctx, { type: 'register-entry.unregistered', object: id })
}
