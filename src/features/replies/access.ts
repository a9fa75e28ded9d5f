import { type Actor, gate, hasRole } from '../../lib/actor.ts'
import type { OrgCode } from '../../lib/regions.ts'

const AT_THE_DESK = ['registrar', 'regional-officer', 'endorser'] as const

/** Whoever may be asked: regions, and organisations that an utskick was sent to. Which ones it was, each query says. */
const RECIPIENTS = ['region', 'area', 'authority', 'association'] as const

export const readsDesk = gate('reads the desk of a recipient', RECIPIENTS, ...AT_THE_DESK, 'reader')
export const worksAtDesk = gate('works at the desk of a recipient', RECIPIENTS, ...AT_THE_DESK)
export const readsReplies = gate('reads answers', 'any', ...AT_THE_DESK, 'reader', 'secretariat-officer', 'secretariat-head')
export const readsAsSender = gate('reads as the sender', ['secretariat'], 'secretariat-officer', 'secretariat-head', 'registrar', 'reader')
export const worksAsSender = gate('works as the sender', ['secretariat'], 'secretariat-officer', 'secretariat-head')

type Slot = { org: OrgCode }

/** Preparing and handing in is done by those at the organisation's own desk; a reader reads. */
export function canAnswer(actor: Actor, slot: Slot): boolean {
  return actor.org === slot.org && hasRole(actor, ...AT_THE_DESK)
}

/** Entering for a recipient, tagging and compiling is the sender's. */
export function canWorkAsSender(actor: Actor, dispatch: { senderOrg: OrgCode }): boolean {
  return actor.org === dispatch.senderOrg && hasRole(actor, 'secretariat-officer', 'secretariat-head')
}

type Reply = { org: OrgCode; senderOrg: OrgCode; isMarked: boolean }

/** Its organisation and the sender read an answer always; the others when the utskick lets them, if it still counts and is not marked. */
export function canReadReply(actor: Actor, reply: Reply, others: { open: boolean; counts: boolean }): boolean {
  return actor.org === reply.org || actor.org === reply.senderOrg || (others.open && others.counts && !reply.isMarked)
}

/** Tags are the sender's working material, and never part of the answer. */
export function canReadPassages(actor: Actor, reply: { senderOrg: OrgCode }): boolean {
  return actor.org === reply.senderOrg
}

/** A draft is its organisation's own, for all who read there. */
export function canReadDraft(actor: Actor, slot: Slot): boolean {
  return actor.org === slot.org && hasRole(actor, ...AT_THE_DESK, 'reader')
}

/** Who was late is for the sender, and for the organisation itself. */
export function canSeeLate(actor: Actor, reply: Omit<Reply, 'isMarked'>): boolean {
  return actor.org === reply.org || actor.org === reply.senderOrg
}
