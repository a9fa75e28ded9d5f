import type * as z from 'zod/mini'
import { found, mustBeAllowed } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import { canSeeOthers } from '../dispatches/rules.ts'
import { contentOf, correctionsOf, filesOf, findHead } from '../dispatches/sql.ts'
import { findCounts } from '../dispatches/sql-lists.ts'
import { caseNumbersOf, findSlot } from '../dispatches/sql-slots.ts'
import { canReadPassages, canReadReply, canSeeLate } from './access.ts'
import { countingReplies, isReplyLate } from './rules.ts'
import { ReplyContent, type ReplySummary, type ReplyView } from './shapes.ts'
import type { DispatchForRecipient, InboxItem } from './shapes-desk.ts'
import { listInbox } from './sql-desk.ts'
import { findReply, findReplyContent, ownReplies, passagesOf, repliesOf, type ReplyRow } from './sql-replies.ts'

/** Min region: all that was sent here, with what waits to be confirmed. */
export async function readInbox(db: Reader, ctx: Context): Promise<InboxItem[]> {
  const [items, replies] = await Promise.all([listInbox(db, ctx.org), ownReplies(db, ctx.org)])
  return items.map((item) => {
    const counting = countingReplies(replies.filter(({ dispatchId }) => dispatchId === item.head.id))
    const toConfirm = counting.find(({ enteredByOrg, confirmedAt }) => enteredByOrg !== ctx.org && confirmedAt === null)
    return { ...item, toConfirm: toConfirm?.id ?? null }
  })
}

/** An utskick as its recipient sees it. Of the others it shows how many have answered, and the answers that may be read. */
export async function readReceived(db: Reader, ctx: Context, dispatchId: string): Promise<z.input<typeof DispatchForRecipient>> {
  const [ownSlot, ownHead] = await Promise.all([findSlot(db, dispatchId, ctx.org), findHead(db, dispatchId)])
  const facts = found(ownSlot)
  const head = found(ownHead)
  ctx.noteRead?.({ type: 'dispatch.read', object: dispatchId, class: head.class })
  const [content, files, corrections, caseNumbers, counts, replies] = await Promise.all([
    contentOf(db, head),
    filesOf(db, dispatchId),
    correctionsOf(db, dispatchId),
    caseNumbersOf(db, facts.id),
    findCounts(db, dispatchId),
    repliesOf(db, dispatchId),
  ])
  const { coveringLetter, sections, questions } = content
  const open = canSeeOthers(head, ctx.today)
  const others = countingReplies(replies.filter(({ org }) => org !== ctx.org)).filter((reply) =>
    canReadReply(ctx.actor, reply, { open, counts: true }),
  )
  return {
    head,
    coveringLetter,
    sections,
    questions,
    files,
    corrections,
    facts,
    caseNumbers,
    counts: found(counts),
    ownReplies: replies.filter(({ org }) => org === ctx.org).map((reply) => summaryOf(ctx, reply)),
    othersReplies: others.map((reply) => summaryOf(ctx, reply)),
  }
}

type Summary = z.input<typeof ReplySummary>

/** What is true of an answer without opening it. Whether another organisation was late is not told: `late` is then false. */
export function summaryOf(ctx: Context, reply: ReplyRow): Summary {
  const { id, org, number, form, channel, relation, earlierId, handedInAt, handedInBy, receivedOn, confirmedAt } = reply
  return {
    id,
    org,
    number,
    form,
    channel,
    relation,
    earlierId,
    handedInAt,
    handedInBy,
    receivedOn,
    confirmedAt,
    coded: form === 'filled' || reply.codedAt !== null,
    late: canSeeLate(ctx.actor, reply) && isReplyLate(reply, reply, reply),
  }
}

/** An answer that the actor may read, or "missing". */
export async function readableReply(db: Reader, ctx: Context, id: string): Promise<ReplyRow> {
  const { reply, ofSlot } = found(await findReply(db, id))
  const counts = countingReplies(ofSlot).some((one) => one.id === id)
  const open = canSeeOthers(reply, ctx.today)
  const readable = found(canReadReply(ctx.actor, reply, { open, counts }) ? reply : undefined)
  ctx.noteRead?.({ type: 'reply.read', object: id, class: readable.class })
  return readable
}

export async function readReply(db: Reader, ctx: Context, id: string): Promise<z.input<typeof ReplyView>> {
  const reply = await readableReply(db, ctx, id)
  const [content, passages] = await Promise.all([
    findReplyContent(db, id),
    canReadPassages(ctx.actor, reply) ? passagesOf(db, [id]) : Promise.resolve([]),
  ])
  return { summary: summaryOf(ctx, reply), content: ReplyContent.parse(JSON.parse(content)), passages }
}

/** All answers to the sender's utskick, the earlier ones too. */
export async function readReplies(db: Reader, ctx: Context, dispatchId: string): Promise<Summary[]> {
  const [head, replies] = await Promise.all([findHead(db, dispatchId), repliesOf(db, dispatchId)])
  mustBeAllowed(found(head).senderOrg === ctx.org)
  return replies.map((reply) => summaryOf(ctx, reply))
}
