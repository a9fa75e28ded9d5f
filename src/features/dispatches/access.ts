import { type Actor, type Gate, gate, hasRole, type OrgKind, type Role } from '../../lib/actor.ts'
import type { OrgCode } from '../../lib/regions.ts'

const WRITERS: readonly Role[] = ['secretariat-officer', 'secretariat-head']
const RECIPIENTS: readonly OrgKind[] = ['region', 'area', 'authority', 'association']
const RECEIVERS: readonly Role[] = ['registrar', 'regional-officer', 'endorser']

/** Writes and sends. */
export const writesDispatches = gate('writes utskick', ['secretariat'], ...WRITERS)

/** Reads the secretariat's own. */
export const readsDispatches = gate('reads the secretariat’s utskick', ['secretariat'], ...WRITERS, 'registrar', 'reader')

/** Sender or recipient; the net tells which utskick. */
export const readsEither = gate('reads utskick sent or received', 'any', ...WRITERS, ...RECEIVERS, 'reader')

/** Opens what has arrived. */
export const opensReceived = gate('opens what has arrived', RECIPIENTS, ...RECEIVERS, 'reader')

/** Receives for the organisation. */
export const receives = gate('receives for the organisation', RECIPIENTS, ...RECEIVERS)

/** Utgående post, one's own organisation's. */
export const readsLedger: Gate = {
  name: 'reads the mail ledger',
  allows: (actor) =>
    actor.orgKind === 'secretariat' ? hasRole(actor, ...WRITERS, 'registrar', 'operator') : hasRole(actor, 'registrar', 'operator'),
}

/** Att diarieföra. */
export const readsRegister = gate('reads the register', ['secretariat'], ...WRITERS, 'registrar', 'reader')
export const marksRegistered = gate('registers', ['secretariat'], 'registrar')

type Sent = { senderOrg: OrgCode }

/** May the actor write, send, correct, recall, close and remind? Only for the organisation that sends. */
export function canWrite(actor: Actor, dispatch: Sent): boolean {
  return actor.org === dispatch.senderOrg && hasRole(actor, ...WRITERS)
}

/** May the actor say that the organisation of this slot has received? */
export function canReceive(actor: Actor, slot: { org: OrgCode }): boolean {
  return actor.org === slot.org && hasRole(actor, ...RECEIVERS)
}

/** May the actor open for the organisation of this slot? */
export function canOpen(actor: Actor, slot: { org: OrgCode }): boolean {
  return actor.org === slot.org && hasRole(actor, ...RECEIVERS, 'reader')
}

/** May the actor mark an entry of the register as registered? */
export function canRegister(actor: Actor, entry: { org: OrgCode }): boolean {
  return actor.org === entry.org && hasRole(actor, 'registrar')
}

/** May the actor see what only the sender sees: the draft, and all slots? */
export function canRead(actor: Actor, dispatch: Sent): boolean {
  return actor.org === dispatch.senderOrg && hasRole(actor, ...WRITERS, 'registrar', 'reader')
}
