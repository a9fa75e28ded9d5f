import { type Doc, docToPlain } from '../../lib/document.ts'
import { FILE_TYPES, safeFileName } from '../../lib/file-types.ts'
import { found } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import { readFileBytes } from '../../platform/files.ts'
import type { Download } from '../../platform/http.ts'
import { makePdf } from '../../platform/pdf.ts'
import { toWord } from '../../platform/word.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import { readableReply } from './actions-read.ts'
import { ReplyContent } from './shapes.ts'
import { findReplyContent, findReplyFile } from './sql-replies.ts'
import { replyDocument } from './templates.ts'
import { texts } from './texts.ts'

/** A copy of exactly what was handed in: as PDF, as Word, as plain text, or its very bytes. */
export async function copyReply(db: Reader, ctx: Context, id: string, format: 'pdf' | 'docx' | 'txt' | 'json'): Promise<Download> {
  const reply = await readableReply(db, ctx, id)
  const bytes = await findReplyContent(db, id)
  const name = safeFileName(`${texts.copyName(reply.number, organisationName(reply.org))}.${format}`)
  if (format === 'json') return { name, mediaType: 'application/json', bytes: Buffer.from(bytes, 'utf8') }
  const doc = replyDocument(ReplyContent.parse(JSON.parse(bytes)))
  return { name, mediaType: FILE_TYPES[format].mediaType, bytes: () => written(doc, format) }
}

async function written(doc: Doc, format: 'pdf' | 'docx' | 'txt'): Promise<Uint8Array> {
  if (format === 'pdf') return await makePdf(doc)
  return format === 'docx' ? await toWord(doc) : Buffer.from(docToPlain(doc), 'utf8')
}

/** A file of an answer, by its place in it. */
export async function readReplyFile(db: Reader, ctx: Context, id: string, position: number): Promise<Download> {
  await readableReply(db, ctx, id)
  const file = found(await findReplyFile(db, id, position))
  return { name: file.name, mediaType: file.mediaType, bytes: found(await readFileBytes(db, file.fileOrg, file.sha256)) }
}
