import { cleanText } from '../../lib/blocks-clean.ts'
import { found, mustBeAllowed, Problem, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { canReadPassages, canWorkAsSender } from './access.ts'
import { whyNotTag } from './rules.ts'
import type { Stance } from './shapes.ts'
import { findAsked } from './sql-asked.ts'
import { findReply, insertPassage, removePassage, type ReplyRow, setCoded } from './sql-replies.ts'

type Tag = { replyId: string; sectionId: string | null; questionId: string | null; stance: Stance | null; text: string }

/** An answer to code: another organisation's reader does not even know that it can be coded. */
async function findToCode(tx: Tx, ctx: Context, id: string): Promise<ReplyRow> {
  const { reply } = found(await findReply(tx, id))
  found(canReadPassages(ctx.actor, reply) ? reply : undefined)
  mustBeAllowed(canWorkAsSender(ctx.actor, reply))
  return reply
}

/** A passage of an own yttrande, tagged to an avsnitt or a question, or to the whole. */
export async function tagPassage(tx: Tx, ctx: Context, { replyId, ...tag }: Tag): Promise<{ id: string }> {
  const reply = await findToCode(tx, ctx, replyId)
  const asked = found(await findAsked(tx, reply.dispatchId))
  refuseIf(whyNotTag(reply.form, tag))
  const isOf = (id: string | null, places: readonly { id: string }[]) => id === null || places.some((place) => place.id === id)
  if (!isOf(tag.sectionId, asked.sections) || !isOf(tag.questionId, asked.questions)) throw new Problem('refused', 'place-unknown')
  const text = cleanText(tag.text).trim()
  if (text === '') throw new Problem('invalid', 'passage-empty')

  const id = newId(ctx.now)
  insertPassage(tx, { ...tag, text, id, replyId, senderOrg: reply.senderOrg, madeAt: ctx.now, madeBy: ctx.actor.personId })
  record(tx, ctx, { type: 'reply.tagged', object: replyId, content: { passage: text } })
  return { id }
}

export async function untagPassage(tx: Tx, ctx: Context, { replyId, passageId }: { replyId: string; passageId: string }): Promise<void> {
  await findToCode(tx, ctx, replyId)
  found((await removePassage(tx, replyId, passageId, ctx.now)) || undefined)
  record(tx, ctx, { type: 'reply.untagged', object: replyId })
}

/** All that can be coded is coded. Said twice, it is said once; more may be tagged afterwards. */
export async function markCoded(tx: Tx, ctx: Context, replyId: string): Promise<void> {
  const reply = await findToCode(tx, ctx, replyId)
  refuseIf(whyNotTag(reply.form, { sectionId: null, questionId: null }))
  if (reply.codedAt) return

  setCoded(tx, replyId, ctx.now)
  record(tx, ctx, { type: 'reply.coded', object: replyId })
}
