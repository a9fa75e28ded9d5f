import { FILE_TYPES, safeFileName } from '../../lib/file-types.ts'
import { found, mustBeAllowed, Problem } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import type { Download } from '../../platform/http.ts'
import { verifierFile } from '../../platform/journal-export.ts'
import { makePdf } from '../../platform/pdf.ts'
import { zip, type ZipFile } from '../../platform/zip.ts'
import { canRead } from '../dispatches/access.ts'
import { kindOf } from '../dispatches/rules-kinds.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import type { DispatchHead, RecipientFacts } from '../dispatches/shapes.ts'
import { correctionsOf } from '../dispatches/sql.ts'
import { caseNumbersOf, eventsOf, slotsOf } from '../dispatches/sql-slots.ts'
import { countingReplies, isReplyLate } from '../replies/rules.ts'
import { ReplyContent } from '../replies/shapes.ts'
import { contentsOf, repliesOf, type ReplyRow } from '../replies/sql-replies.ts'
import { findProven, receiptNames } from './actions-proof.ts'
import { type Receipt, receiptOfCorrection, receiptOfReply, receiptOfSending, sentHead } from './actions.ts'
import { type ListedProof, type ListedRecipient, sendingListDocument } from './templates-list.ts'
import { fileNames, listTexts, receiptTexts } from './texts.ts'

/** Sändlista med kvittenser: all that is known of each recipient, as a document or together with the proofs. */
export async function readSendingList(db: Reader, ctx: Context, dispatchId: string, format: 'pdf' | 'zip'): Promise<Download> {
  const head = await sentHead(db, dispatchId)
  mustBeAllowed(canRead(ctx.actor, head))
  const [slots, replies] = await Promise.all([slotsOf(db, dispatchId), repliesOf(db, dispatchId)])
  const recipients = await listed(db, slots, replies)
  const acts = await provableActs(db, ctx, head, slots, replies)
  const fingerprints = [...new Set(acts.flatMap(({ fingerprint }) => fingerprint ?? []))]
  const doc = sendingListDocument({
    head,
    lastDay: head.lastDay,
    hasAnswers: kindOf(head.kind).hasAnswers,
    recipients,
    proofs: acts.map(({ proof }) => proof),
    fingerprints,
    readAt: ctx.now.toISOString(),
  })
  const name = fileNames.list(head.caseNumber ?? fileNames.noNumber)
  const path = safeFileName(`${name}.pdf`)
  if (format === 'pdf') return { name: path, mediaType: FILE_TYPES.pdf.mediaType, bytes: () => makePdf(doc) }
  const bytes = async () => {
    const pdf = { path, bytes: await makePdf(doc) }
    const readme = { path: listTexts.readmeFile, bytes: Buffer.from(listTexts.readme(path, fingerprints), 'utf8') }
    const proofFiles = acts.flatMap(({ files }) => files)
    const withProofs = proofFiles.length === 0 ? [] : [readme, verifierFile(), ...proofFiles]
    const files = new Map([pdf, ...withProofs].map((file) => [file.path, file]))
    return await zip(files.values(), ctx.now)
  }
  return { name: safeFileName(`${name}.zip`), mediaType: 'application/zip', bytes }
}

async function listed(db: Reader, slots: readonly RecipientFacts[], replies: readonly ReplyRow[]): Promise<ListedRecipient[]> {
  const counting = countingReplies(replies)
  const contents = new Map(
    (
      await contentsOf(
        db,
        counting.map(({ id }) => id),
      )
    ).map(({ id, content }) => [id, content]),
  )
  return await Promise.all(
    slots.map(async (facts) => {
      const [caseNumbers, events] = await Promise.all([caseNumbersOf(db, facts.id), eventsOf(db, facts.id)])
      const answers = counting
        .filter(({ org }) => org === facts.org)
        .map((reply) => ({
          number: reply.number,
          at: reply.handedInAt.toISOString(),
          who: reply.handedInBy,
          decided: ReplyContent.parse(JSON.parse(found(contents.get(reply.id)))).decided,
          late: isReplyLate(reply, reply, reply),
        }))
      return { facts, caseNumbers, events, answers }
    }),
  )
}

/** The fingerprint is of the key that signed; undefined while nobody has. */
type Act = { proof: ListedProof; files: ZipFile[]; fingerprint?: string }

/** Everything that the sender's own log can prove: the sending, corrections, receipts of the recipients, and answers. */
async function provableActs(
  db: Reader,
  ctx: Context,
  head: DispatchHead,
  slots: readonly RecipientFacts[],
  replies: readonly ReplyRow[],
): Promise<Act[]> {
  const corrections = await correctionsOf(db, head.id)
  const { subtitle, label } = receiptTexts
  return await Promise.all([
    act(subtitle.sending, receiptOfSending(db, ctx, head)),
    ...corrections.map((one) => act(`${label.correction} ${one.number}`, receiptOfCorrection(db, ctx, head, one))),
    ...slots.filter(({ receivedAt }) => receivedAt !== null).map((slot) => receivedAct(db, ctx, slot)),
    ...replies.map((reply) => act(listTexts.reply(reply.number, organisationName(reply.org)), receiptOfReply(db, ctx, reply))),
  ])
}

const inFolder = (path: string, text: string): ZipFile => ({ path: `${fileNames.proofs}/${path}`, bytes: Buffer.from(text, 'utf8') })

const NO_PROOF = new Set(['not-signed-yet', 'not-in-log'])

async function act(what: string, receipt: Promise<Receipt>): Promise<Act> {
  const signed = await receipt.catch((error: unknown) => {
    // What was done a moment ago is listed too, and so is what the log never had.
    if (error instanceof Problem && NO_PROOF.has(error.code)) return undefined
    throw error
  })
  if (!signed) return { proof: { what, index: null, file: '' }, files: [] }
  const { names, proof, content } = signed
  return {
    proof: { what, index: proof.facts.index, file: names.proof },
    fingerprint: proof.facts.fingerprint,
    files: [inFolder(names.proof, proof.tlogProof), inFolder(names.content, content), inFolder(fileNames.keys, proof.keys)],
  }
}

/** That a recipient confirmed, or that the sender noted it from a mail or a call. */
async function receivedAct(db: Reader, ctx: Context, slot: RecipientFacts): Promise<Act> {
  const org = organisationName(slot.org)
  const what = listTexts.received(org)
  const proof = await findProven(db, ctx, slot.id, ['slot.received', 'slot.receipt-noted'])
  if (!proof) return { proof: { what, index: null, file: '' }, files: [] }
  const file = receiptNames(fileNames.received(org), '').proof
  const files = [inFolder(file, proof.tlogProof), inFolder(fileNames.keys, proof.keys)]
  return { proof: { what, index: proof.facts.index, file }, files, fingerprint: proof.facts.fingerprint }
}
