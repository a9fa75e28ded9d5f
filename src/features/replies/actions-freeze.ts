import { canonical } from '../../lib/canonical.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId, sha256 } from '../../platform/ids.ts'
import type { RecipientFacts } from '../dispatches/shapes.ts'
import { insertRegisterEntry } from '../dispatches/sql-lists.ts'
import { classOfReply, replyNumber } from './rules.ts'
import type { HandedIn } from './rules-draft.ts'
import type { ReplyContent } from './shapes.ts'
import type { ToHandIn } from './sql-asked.ts'
import { insertReply } from './sql-replies.ts'

type How = Pick<ReplyContent, 'org' | 'relation' | 'channel' | 'receivedOn'>

/** What is frozen: it can be read alone, in any decade. */
export function replyContent(ctx: Context, dispatch: ToHandIn, content: HandedIn, how: How): ReplyContent {
  const { id, title, caseNumber, senderOrg, lastDay } = dispatch
  return {
    v: 1,
    number: replyNumber(ctx.today, dispatch.running),
    dispatch: { id, title, caseNumber: caseNumber ?? '', senderOrg, lastDay },
    caseNumbers: dispatch.caseNumbers,
    earlierNumber: how.relation === 'first' ? null : (dispatch.earlier?.number ?? null),
    ...content,
    ...how,
    handedInAt: ctx.now.toISOString(),
    handedInBy: ctx.actor.name,
    enteredByOrg: ctx.org,
  }
}

/** `committed` is what the journal commits to: the answer's bytes, and the hash of each file by its place. */
export type Frozen = { id: string; committed: Record<string, string> }

/** Writes the answer with its canonical bytes, its files and the line in the sender's register. */
export function freeze(tx: Tx, ctx: Context, dispatch: ToHandIn, slot: RecipientFacts, reply: ReplyContent, arrivedAt: Date): Frozen {
  const id = newId(ctx.now)
  const bytes = canonical(reply)
  insertReply(
    tx,
    {
      id,
      recipientId: slot.id,
      dispatchId: dispatch.id,
      orgCode: slot.org,
      senderOrg: dispatch.senderOrg,
      number: reply.number,
      form: reply.form,
      channel: reply.channel,
      relation: reply.relation,
      earlierId: reply.relation === 'first' ? null : (dispatch.earlier?.id ?? null),
      content: bytes,
      contentSha256: sha256(bytes),
      class: classOfReply(dispatch, reply.marking),
      secrecyProvision: reply.marking?.provision ?? null,
      secrecyDate: reply.marking?.date ?? null,
      secrecyAuthority: reply.marking?.authority ?? null,
      handedInAt: ctx.now,
      handedInBy: ctx.actor.personId,
      enteredByOrg: ctx.org,
      receivedOn: reply.receivedOn,
    },
    reply.files,
    ctx.org,
  )
  insertRegisterEntry(tx, {
    id: newId(ctx.now),
    orgCode: dispatch.senderOrg,
    direction: 'in',
    occurredAt: arrivedAt,
    counterpartOrg: slot.org,
    title: dispatch.title,
    caseNumber: dispatch.caseNumber,
    counterpartCaseNumber: reply.caseNumbers.length > 0 ? reply.caseNumbers.join(', ') : null,
    document: 'reply',
    objectId: id,
  })
  return { id, committed: { reply: bytes, ...Object.fromEntries(reply.files.map(({ sha256: hash }, at) => [`file:${at}`, hash])) } }
}

/**
 * The time of the answer that arrived first counts, in whatever order they were entered: a letter may have come before what was handed in
 * here. The door is that of the answer that counts, which one that completes does not change.
 */
export function answerFacts(slot: RecipientFacts, reply: ReplyContent, arrivedAt: Date): { answeredAt: Date; answeredHow: string } {
  const before = slot.answeredAt === null ? arrivedAt : new Date(slot.answeredAt)
  return {
    answeredAt: arrivedAt < before ? arrivedAt : before,
    answeredHow: reply.relation === 'completes' && slot.answeredHow !== null ? slot.answeredHow : reply.channel,
  }
}
