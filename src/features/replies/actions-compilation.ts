import { FILE_TYPES, safeFileName } from '../../lib/file-types.ts'
import { found, mustBeAllowed, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import type { Download } from '../../platform/http.ts'
import { toWord } from '../../platform/word.ts'
import { whyNotAnswer as whyNotDraft } from '../dispatches/rules-sent.ts'
import { contentOf, correctionsOf, filesOf, findHead } from '../dispatches/sql.ts'
import { slotsOf } from '../dispatches/sql-slots.ts'
import { canReadPassages } from './access.ts'
import { summaryOf } from './actions-read.ts'
import { Passage, ReplyContent, ReplySummary } from './shapes.ts'
import { contentsOf, passagesOf, repliesOf } from './sql-replies.ts'
import { compilationDocument } from './templates-compilation.ts'
import { texts } from './texts.ts'

/** Remissammanställning: what the organisations have answered so far, as Word. From sending on; it says when it was made. */
export async function compileReplies(db: Reader, ctx: Context, dispatchId: string): Promise<Download> {
  const head = found(await findHead(db, dispatchId))
  mustBeAllowed(canReadPassages(ctx.actor, head))
  refuseIf(whyNotDraft(head))
  const [content, files, corrections, slots, replies] = await Promise.all([
    contentOf(db, head),
    filesOf(db, dispatchId),
    correctionsOf(db, dispatchId),
    slotsOf(db, dispatchId),
    repliesOf(db, dispatchId),
  ])
  for (const reply of replies) ctx.noteRead?.({ type: 'reply.read', object: reply.id, class: reply.class })
  const ids = replies.map(({ id }) => id)
  const [contents, passages] = await Promise.all([contentsOf(db, ids), passagesOf(db, ids)])
  const contentById = new Map(contents.map((one) => [one.id, one.content]))
  const doc = compilationDocument({
    head,
    content,
    files,
    corrections,
    recipients: slots.map((facts) => ({ org: facts.org, facts })),
    replies: replies.map((reply) => ({
      summary: ReplySummary.parse(summaryOf(ctx, reply)),
      content: ReplyContent.parse(JSON.parse(found(contentById.get(reply.id)))),
      passages: passages.filter(({ replyId }) => replyId === reply.id).map((passage) => Passage.parse(passage)),
    })),
    madeAt: ctx.now.toISOString(),
  })
  return { name: safeFileName(`${texts.compilationName(head.title)}.docx`), mediaType: FILE_TYPES.docx.mediaType, bytes: await toWord(doc) }
}
