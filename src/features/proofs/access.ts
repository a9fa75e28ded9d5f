import { type Actor, gate, type Gate, hasRole } from '../../lib/actor.ts'
import type { OrgCode } from '../../lib/regions.ts'

const AT_THE_DESK = ['registrar', 'regional-officer', 'endorser'] as const
const AT_THE_OFFICE = ['secretariat-officer', 'secretariat-head'] as const

/** Whoever may read what a receipt is about may have the receipt. */
export const readsReceipts = gate('reads receipts', 'any', ...AT_THE_DESK, 'reader', ...AT_THE_OFFICE)

/** The list of recipients with receipts is the sender's. */
export const readsSendingList = gate('reads the list of recipients', ['secretariat'], ...AT_THE_OFFICE, 'registrar', 'reader')

/** Takes home the organisation's own log with all that it handed in or received. */
export const takesHome: Gate = {
  name: 'takes home the organisation’s own records',
  allows: (actor) => (actor.orgKind === 'secretariat' ? hasRole(actor, 'secretariat-head', 'registrar') : hasRole(actor, ...AT_THE_DESK)),
}

/** The two sides of an answer have it in their logs; a neighbour who may read it has no receipt of it. */
export function canProveReply(actor: Actor, reply: { org: OrgCode; senderOrg: OrgCode }): boolean {
  return actor.org === reply.org || actor.org === reply.senderOrg
}
