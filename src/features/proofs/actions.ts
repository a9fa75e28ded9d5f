import { canonical } from '../../lib/canonical.ts'
import type { Doc } from '../../lib/document.ts'
import { FILE_TYPES } from '../../lib/file-types.ts'
import { found, Problem, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import type { Download } from '../../platform/http.ts'
import { sha256 } from '../../platform/ids.ts'
import { verifierFile } from '../../platform/journal-export.ts'
import { makePdf } from '../../platform/pdf.ts'
import { zip, type ZipFile } from '../../platform/zip.ts'
import { recipientOrgs } from '../dispatches/rules-recipients.ts'
import type { Correction, DispatchContent, DispatchHead, SlotEvent } from '../dispatches/shapes.ts'
import { contentOf, correctionsOf, filesOf, findHead } from '../dispatches/sql.ts'
import { eventsOf, slotsOf } from '../dispatches/sql-slots.ts'
import { isReplyLate } from '../replies/rules.ts'
import { ReplyContent } from '../replies/shapes.ts'
import { findReply, findReplyContent, type ReplyRow } from '../replies/sql-replies.ts'
import { canProveReply } from './access.ts'
import { mustBeCommitted, proven, type Proven, receiptNames } from './actions-proof.ts'
import type { ReceiptFormat } from './shapes.ts'
import { correctionReceipt, replyReceipt, sendingReceipt } from './templates.ts'
import { fileNames } from './texts.ts'

/** A receipt before it has a format: the page, the proof and what they are about. */
export type Receipt = { names: ReturnType<typeof receiptNames>; doc: Doc; proof: Proven; content: string }

/** The files of a receipt: with them and the verifier alone, anybody can see that it holds. */
async function receiptFiles({ names, doc, proof, content }: Receipt): Promise<ZipFile[]> {
  return [
    { path: names.pdf, bytes: await makePdf(doc) },
    { path: names.proof, bytes: Buffer.from(proof.tlogProof, 'utf8') },
    { path: names.content, bytes: Buffer.from(content, 'utf8') },
    { path: fileNames.keys, bytes: Buffer.from(proof.keys, 'utf8') },
    verifierFile(),
  ]
}

function inFormat(receipt: Receipt, format: ReceiptFormat): Download {
  const { names, doc, proof } = receipt
  switch (format) {
    case 'pdf':
      return { name: names.pdf, mediaType: FILE_TYPES.pdf.mediaType, bytes: () => makePdf(doc) }
    case 'tlog-proof':
      return { name: names.proof, mediaType: 'text/plain; charset=utf-8', bytes: Buffer.from(proof.tlogProof, 'utf8') }
    case 'zip':
      return {
        name: names.zip,
        mediaType: 'application/zip',
        bytes: async () => zip(await receiptFiles(receipt), new Date(proof.entry.at)),
      }
  }
}

export const ANSWERED = ['reply.handed-in', 'reply.entered-on-behalf'] as const

/** Kvittens on an answer, from the acting organisation's own log. */
export async function readReplyReceipt(db: Reader, ctx: Context, replyId: string, format: ReceiptFormat): Promise<Download> {
  const { reply } = found(await findReply(db, replyId))
  found(canProveReply(ctx.actor, reply) ? reply : undefined)
  return inFormat(await receiptOfReply(db, ctx, reply), format)
}

export async function receiptOfReply(db: Reader, ctx: Context, reply: ReplyRow): Promise<Receipt> {
  ctx.noteRead?.({ type: 'reply.read', object: reply.id, class: reply.class })
  const [proof, bytes] = await Promise.all([proven(db, ctx, reply.id, reply.handedInAt, ...ANSWERED), findReplyContent(db, reply.id)])
  mustBeCommitted(proof, 'reply', bytes)
  const content = ReplyContent.parse(JSON.parse(bytes))
  const names = receiptNames(fileNames.receipt(reply.number), fileNames.reply(reply.number))
  const doc = replyReceipt({
    content,
    late: isReplyLate(reply, reply, reply),
    lastDay: reply.extendedTo ?? reply.lastDay,
    ...provenFacts(proof, bytes),
    names,
  })
  return { names, doc, proof, content: bytes }
}

const provenFacts = (proof: Proven, bytes: string) => ({
  sha256: sha256(bytes).toString('hex'),
  proof: proof.facts,
  at: proof.entry.at,
})

/** The utskick as it was when it was sent: corrections have changed its last day since. */
export async function contentAsSent(db: Reader, head: DispatchHead, corrections: readonly Correction[]): Promise<DispatchContent> {
  const first = corrections.find(({ newLastDay }) => newLastDay !== null)
  return await contentOf(db, { ...head, lastDay: first ? first.oldLastDay : head.lastDay })
}

/** Exactly what the journal committed to when the correction was made. */
export function correctionBytes({ number, text, oldLastDay, newLastDay }: Correction): string {
  return canonical({ number, text, oldLastDay, newLastDay })
}

/** The head of an utskick that has been sent. */
export async function sentHead(db: Reader, id: string): Promise<DispatchHead> {
  const head = found(await findHead(db, id))
  refuseIf(head.sentAt === null ? 'not-sent' : undefined)
  return head
}

/** Who did it, by the history of a slot that the acting organisation may see. */
async function whoDid(db: Reader, dispatchId: string, is: (event: SlotEvent) => boolean): Promise<string | null> {
  const [slot] = await slotsOf(db, dispatchId)
  return slot ? ((await eventsOf(db, slot.id)).find(is)?.who ?? null) : null
}

const numberOf = (head: DispatchHead) => head.caseNumber ?? fileNames.noNumber

/** Kvittens on the sending, for the sender and each recipient. */
export async function readSendingReceipt(db: Reader, ctx: Context, id: string, format: ReceiptFormat): Promise<Download> {
  return inFormat(await receiptOfSending(db, ctx, await sentHead(db, id)), format)
}

export async function receiptOfSending(db: Reader, ctx: Context, head: DispatchHead): Promise<Receipt> {
  ctx.noteRead?.({ type: 'dispatch.read', object: head.id, class: head.class })
  const [proof, corrections, files, by] = await Promise.all([
    proven(db, ctx, head.id, new Date(head.sentAt ?? ctx.now), 'dispatch.sent'),
    correctionsOf(db, head.id),
    filesOf(db, head.id),
    whoDid(db, head.id, ({ what }) => what === 'sent'),
  ])
  const content = await contentAsSent(db, head, corrections)
  const bytes = canonical(content)
  mustBeCommitted(proof, 'content', bytes)
  const names = receiptNames(fileNames.sending(numberOf(head)), fileNames.dispatch(numberOf(head)))
  const doc = sendingReceipt({
    head,
    lastDay: content.lastDay,
    files: files.filter(({ correctionId }) => correctionId === null),
    recipients: recipientOrgs(content.recipients).map((org) => ({ org })),
    by,
    ...provenFacts(proof, bytes),
    names,
  })
  return { names, doc, proof, content: bytes }
}

/** Kvittens on a correction, for the sender and each recipient. */
export async function readCorrectionReceipt(
  db: Reader,
  ctx: Context,
  id: string,
  number: number,
  format: ReceiptFormat,
): Promise<Download> {
  const head = await sentHead(db, id)
  const correction = (await correctionsOf(db, id)).find((one) => one.number === number)
  if (!correction) throw new Problem('missing', 'correction-not-found')
  return inFormat(await receiptOfCorrection(db, ctx, head, correction), format)
}

export async function receiptOfCorrection(db: Reader, ctx: Context, head: DispatchHead, correction: Correction): Promise<Receipt> {
  ctx.noteRead?.({ type: 'dispatch.read', object: head.id, class: head.class })
  const bytes = correctionBytes(correction)
  const [proof, content, files, by] = await Promise.all([
    proven(db, ctx, correction.id, new Date(correction.madeAt), 'dispatch.corrected'),
    contentOf(db, head),
    filesOf(db, head.id),
    whoDid(db, head.id, ({ what, detail }) => what === 'corrected' && detail === String(correction.number)),
  ])
  mustBeCommitted(proof, 'correction', bytes)
  const { number } = correction
  const names = receiptNames(fileNames.correction(numberOf(head), number), fileNames.corrected(numberOf(head), number))
  const doc = correctionReceipt({
    head,
    files: files.filter(({ correctionId }) => correctionId === correction.id),
    recipients: recipientOrgs(content.recipients).map((org) => ({ org })),
    by,
    correction,
    ...provenFacts(proof, bytes),
    names,
  })
  return { names, doc, proof, content: bytes }
}
