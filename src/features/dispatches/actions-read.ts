import * as z from 'zod/mini'
import { docToPlain } from '../../lib/document.ts'
import { FILE_TYPES } from '../../lib/file-types.ts'
import { found, mustBeAllowed, Problem } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import { readFileBytes } from '../../platform/files.ts'
import type { Download } from '../../platform/http.ts'
import { makePdf } from '../../platform/pdf.ts'
import { toWord } from '../../platform/word.ts'
import { recipientOrgs } from './rules-recipients.ts'
import { canRead } from './access.ts'
import type { RecipientFacts, SlotEvent } from './shapes.ts'
import { contentOf, correctionsOf, filesOf, findFile, findHead, findWriting } from './sql.ts'
import { type Cursor, findLetter, readCursor } from './sql-lists.ts'
import { caseNumbersOf, eventsOf, findSlot, slotsOf } from './sql-slots.ts'
import { dispatchDocument } from './templates-document.ts'
import { texts } from './texts.ts'

/** All that the sender sees of its own utskick. */
export async function readForSender(db: Reader, ctx: Context, id: string) {
  const head = found(await findHead(db, id))
  mustBeAllowed(canRead(ctx.actor, head))
  if (head.sentAt !== null) ctx.noteRead?.({ type: 'dispatch.read', object: id, class: head.class })
  const [content, writing, files, corrections, recipients] = await Promise.all([
    contentOf(db, head),
    findWriting(db, id),
    filesOf(db, id),
    correctionsOf(db, id),
    slotsOf(db, id),
  ])
  const { madeBy, changedAt } = found(writing)
  return { head, content, files, corrections, recipients, madeBy, changedAt }
}

/** One slot with its history. */
export async function readSlot(
  db: Reader,
  dispatchId: string,
  org: OrgCode,
): Promise<{ facts: RecipientFacts; caseNumbers: string[]; events: SlotEvent[] }> {
  const facts = found(await findSlot(db, dispatchId, org))
  const [caseNumbers, events] = await Promise.all([caseNumbersOf(db, facts.id), eventsOf(db, facts.id)])
  return { facts, caseNumbers, events }
}

/** The bytes of a file of an utskick, for its sender and its recipients. */
export async function readFile(db: Reader, ctx: Context, dispatchId: string, fileId: string): Promise<Download> {
  const { senderOrg, sha256, name, mediaType, class: itsClass } = found(await findFile(db, dispatchId, fileId))
  ctx.noteRead?.({ type: 'dispatch.read', object: dispatchId, class: itsClass })
  return { name, mediaType, bytes: found(await readFileBytes(db, senderOrg, sha256)) }
}

/** The utskick as one document that a registry can register. */
export async function readDocument(db: Reader, ctx: Context, id: string, format: 'pdf' | 'docx' | 'txt'): Promise<Download> {
  const head = found(await findHead(db, id))
  ctx.noteRead?.({ type: 'dispatch.read', object: id, class: head.class })
  const [content, files, corrections] = await Promise.all([contentOf(db, head), filesOf(db, id), correctionsOf(db, id)])
  const recipients = recipientOrgs(content.recipients).map((org) => ({ org }))
  const doc = dispatchDocument({ head, content, files, corrections, recipients, madeAt: ctx.now.toISOString() })
  const bytes = async () =>
    format === 'pdf' ? await makePdf(doc) : format === 'docx' ? await toWord(doc) : Buffer.from(docToPlain(doc), 'utf8')
  return { name: `${texts.documentName(head.caseNumber)}.${format}`, mediaType: FILE_TYPES[format].mediaType, bytes }
}

const Attached = z.array(z.object({ name: z.string(), size: z.int() }))

/** A letter of the ledger, as it was sent. */
export async function readLetter(db: Reader, id: string) {
  const row = await findLetter(db, id)
  if (!row) return undefined
  const { subject, textBody, htmlBody } = row
  const attachments = Attached.parse(row.attachments).map((file) => ({ ...file, attached: true }))
  return { line: row, letter: { subject, text: textBody, html: htmlBody, attachments } }
}

/** `after` as it came from the client; what we have not made ourselves is refused. */
export function cursorOf(after: string | undefined): Cursor | undefined {
  if (after === undefined) return undefined
  const cursor = readCursor(after)
  if (!cursor) throw new Problem('invalid', 'wrong-shape', { fields: ['after'] })
  return cursor
}
