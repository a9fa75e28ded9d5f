import { found, mustBeAllowed, refuseIf } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { addressScope, canManage } from './access.ts'
import { whyNotConfirmAddress, whyNotSetAddress } from './rules.ts'
import type { ConfirmedHow } from './shapes.ts'
import { findOrganisationKind } from './sql.ts'
import { type AddressRow, endAddress, insertAddress, lockAddress, markAddressConfirmed } from './sql-addresses.ts'

/** The registry's address from today on. Nobody has confirmed it yet, whoever typed it. */
export async function setAddress(tx: Tx, ctx: Context, org: OrgCode, typed: string): Promise<AddressRow> {
  const current = await lockSeenAddress(tx, ctx, org)
  mustBeAllowed(canManage(ctx.actor, org))
  const address = typed.trim()
  refuseIf(whyNotSetAddress(address, current))

  if (current) endAddress(tx, current.id, ctx.today)
  const id = newId(ctx.now)
  insertAddress(tx, { id, orgCode: org, address, fromOn: ctx.today, setAt: ctx.now, setBy: ctx.actor.personId })
  record(tx, ctx, { type: 'registry-address.set', object: id, also: [org], content: { address } })
  return { id, org, address, fromOn: ctx.today, toOn: null, confirmedAt: null, confirmedHow: null, confirmedByName: null }
}

/** Notes who made sure of the address, when and how. From then on records may be sent to it. */
export async function confirmAddress(
  tx: Tx,
  ctx: Context,
  org: OrgCode,
  { addressId, how }: { addressId: string; how: ConfirmedHow },
): Promise<AddressRow> {
  const current = await lockSeenAddress(tx, ctx, org)
  mustBeAllowed(canManage(ctx.actor, org))
  refuseIf(whyNotConfirmAddress(addressId, current))
  const address = found(current)

  markAddressConfirmed(tx, addressId, { at: ctx.now, how, by: ctx.actor.personId })
  record(tx, ctx, { type: 'registry-address.confirmed', object: addressId, also: [org], content: { how } })
  return { ...address, confirmedAt: ctx.now, confirmedHow: how, confirmedByName: ctx.actor.name }
}

/** Another organisation's address is not seen by a region, and so does not exist. A cooperation area has no registry. */
async function lockSeenAddress(tx: Tx, ctx: Context, org: OrgCode): Promise<AddressRow | undefined> {
  const scope = addressScope(ctx.actor)
  const kind = found(scope === 'all' || scope === org ? await findOrganisationKind(tx, org) : undefined)
  found(kind === 'area' ? undefined : kind)
  return await lockAddress(tx, org)
}
