import { found, mustBeAllowed, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { record } from '../../platform/journal.ts'
import { whyNotAnswer as whyNotDraft } from '../dispatches/rules-sent.ts'
import { lockSlot, noteEvent } from '../dispatches/sql-slots.ts'
import { canAnswer } from './access.ts'
import { answerFacts, freeze, replyContent } from './actions-freeze.ts'
import { countingReplies, isReplyLate, whyNotConfirm, whyNotContent, whyNotRelation } from './rules.ts'
import { type HandedIn, handedIn, putTogether, versionOf } from './rules-draft.ts'
import type { ReplyContent } from './shapes.ts'
import { loadToHandIn, type ToHandIn } from './sql-asked.ts'
import { findReply, setAnswered, setReplyConfirmed, setSlotConfirmed } from './sql-replies.ts'

type HandInInput = { dispatchId: string; version: number; relation: ReplyContent['relation'] }
type Receipt = { replyId: string; number: string; handedInAt: Date; late: boolean }

/**
 * Lämna svar. Three trips to the database in all: the session, what is handed in (read behind the slot's lock, so that two at the same
 * moment meet there), and all that is written.
 */
export async function handIn(tx: Tx, ctx: Context, input: HandInInput): Promise<Receipt> {
  const [locked, loaded] = await Promise.all([lockSlot(tx, input.dispatchId, ctx.org), loadToHandIn(tx, input.dispatchId, ctx.org)])
  const slot = found(locked)
  const dispatch = found(loaded)
  mustBeAllowed(canAnswer(ctx.actor, slot))
  const content = whatToHandIn(ctx, dispatch, input)

  const reply = replyContent(ctx, dispatch, content, { org: ctx.org, relation: input.relation, channel: 'platform', receivedOn: null })
  const { id: replyId, committed } = freeze(tx, ctx, dispatch, slot, reply, ctx.now)
  const by = { at: ctx.now, personId: ctx.actor.personId }
  const confirms = input.relation === 'completes' && dispatch.earlier?.enteredByOrg === dispatch.senderOrg
  if (confirms && dispatch.earlier) setReplyConfirmed(tx, dispatch.earlier.id, by)
  setAnswered(tx, slot.id, {
    ...answerFacts(slot, reply, ctx.now),
    replyId,
    confirmedAt: slot.confirmedAt === null ? (confirms ? ctx.now : null) : new Date(slot.confirmedAt),
  })
  noteEvent(tx, ctx, { ...slot, senderOrg: dispatch.senderOrg }, EVENTS[input.relation], reply.number)
  record(tx, ctx, { type: 'reply.handed-in', seal: true, object: replyId, also: [dispatch.senderOrg], content: committed })
  return {
    replyId,
    number: reply.number,
    handedInAt: ctx.now,
    late: isReplyLate(dispatch, slot, { handedInAt: ctx.now, receivedOn: ctx.today }),
  }
}

const EVENTS = { first: 'answered', replaces: 'replaced', completes: 'completed' } as const

function whatToHandIn(ctx: Context, dispatch: ToHandIn, input: HandInInput): HandedIn {
  refuseIf(whyNotDraft(dispatch))
  const { earlier } = dispatch
  refuseIf(whyNotRelation(input.relation, earlier !== null), { number: earlier?.number, who: earlier?.who, at: earlier?.at })
  refuseIf(versionOf(dispatch.fields) === input.version ? undefined : 'changed-since-check', { version: versionOf(dispatch.fields) })
  const content = handedIn(putTogether(dispatch.fields, dispatch), dispatch)
  const [reason] = whyNotContent(content, dispatch.kind, ctx.today)
  refuseIf(reason?.code, { names: reason?.names })
  return content
}

/** The organisation says that an answer entered on its behalf is its own. Said twice, it is said once. */
export async function confirmReply(tx: Tx, ctx: Context, replyId: string): Promise<{ confirmedAt: Date }> {
  const { reply } = found(await findReply(tx, replyId))
  const slot = found(await lockSlot(tx, reply.dispatchId, reply.org))
  mustBeAllowed(canAnswer(ctx.actor, slot))
  const { reply: now, ofSlot } = found(await findReply(tx, replyId))
  if (now.confirmedAt) return { confirmedAt: now.confirmedAt }
  const counting = countingReplies(ofSlot)
  const counts = counting.some(({ id }) => id === replyId)
  refuseIf(whyNotConfirm(now, counts))

  setReplyConfirmed(tx, replyId, { at: ctx.now, personId: ctx.actor.personId })
  const isLeft = counting.some(({ id, enteredByOrg, org, confirmedAt }) => id !== replyId && enteredByOrg !== org && confirmedAt === null)
  if (!isLeft) setSlotConfirmed(tx, slot.id, ctx.now)
  noteEvent(tx, ctx, { ...slot, senderOrg: reply.senderOrg }, 'confirmed', reply.number)
  record(tx, ctx, { type: 'reply.confirmed', object: replyId, also: [reply.senderOrg] })
  return { confirmedAt: ctx.now }
}
