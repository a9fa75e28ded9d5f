import { safeFileName } from '../../lib/file-types.ts'
import { sizeText } from '../../lib/number.ts'
import { Problem } from '../../lib/problem.ts'
import { canonical } from '../../lib/canonical.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context, ReadThing } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import { readFileBytes } from '../../platform/files.ts'
import type { Download } from '../../platform/http.ts'
import { sha256 } from '../../platform/ids.ts'
import { type ExportedJournal, journalFiles, withManifest } from '../../platform/journal-export.ts'
import { readJournal } from '../../platform/journal-export-read.ts'
import { zip, type ZipFile } from '../../platform/zip.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import type { DispatchHead } from '../dispatches/shapes.ts'
import { correctionsOf, filesOf, findHead } from '../dispatches/sql.ts'
import { findReply, findReplyContent } from '../replies/sql-replies.ts'
import { contentAsSent, correctionBytes } from './actions.ts'
import { dispatchOfCorrection, entriesOfTypes, replyFilesOf, type DocumentedEntry } from './sql.ts'
import { bundleTexts, fileNames } from './texts.ts'

/** A bundle is made in memory: what goes beyond this is named in it instead. */
const MOST_BYTES = 100 * 1024 * 1024

/** A document of a bundle: its bytes are read when its turn comes. `size` is known before for files, so that none is read in vain. */
type Document = { path: string; seq: number; label: string; size: number; read: () => Promise<Uint8Array | undefined> }
/** What belongs together, and what somebody reads who reads it. */
type Documents = { thing: ReadThing; documents: Document[] }

const bytesOf = (text: string) => Buffer.from(text, 'utf8')
const inFolder = (folder: string, name: string) => `documents/${safeFileName(folder)}/${safeFileName(name)}`

function contentDocument(seq: number, label: string, path: string, text: string): Document {
  const bytes = bytesOf(text)
  return { path, seq, label, size: bytes.length, read: async () => bytes }
}

const DOCUMENTS: Record<string, (db: Reader, entry: DocumentedEntry) => Promise<Documents | undefined>> = {
  'dispatch.sent': sentDocuments,
  'dispatch.corrected': correctionDocuments,
  'dispatch.recalled': recallDocuments,
  'reply.handed-in': replyDocuments,
  'reply.entered-on-behalf': replyDocuments,
}

/** Utskick of different years may bear one number, or none: the entry's place in the log tells them apart. */
const folderOf = (seq: number, what: string) => `${String(seq).padStart(6, '0')} ${what}`
const numberOf = (head: DispatchHead) => head.caseNumber ?? fileNames.noNumber

type Filed = { position: number; name: string; size: number; org: DispatchHead['senderOrg']; sha256: Buffer }

function fileDocuments(db: Reader, seq: number, folder: string, files: readonly Filed[]): Document[] {
  return files.map(({ position, name, size, org, sha256: hash }) => ({
    path: inFolder(folder, `${position} ${name}`),
    seq,
    label: `file:${position}`,
    size,
    read: () => readFileBytes(db, org, hash),
  }))
}

async function dispatchFiles(
  db: Reader,
  seq: number,
  folder: string,
  head: DispatchHead,
  correctionId: string | null,
): Promise<Document[]> {
  const files = (await filesOf(db, head.id)).filter((file) => file.correctionId === correctionId)
  const filed = files.map((file) => ({ ...file, org: head.senderOrg, sha256: Buffer.from(file.sha256, 'hex') }))
  return fileDocuments(db, seq, folder, filed)
}

const ofDispatch = ({ id, class: itsClass }: DispatchHead, documents: Document[]): Documents => ({
  thing: { type: 'dispatch.read', object: id, class: itsClass },
  documents,
})

async function sentDocuments(db: Reader, { seq, object }: DocumentedEntry): Promise<Documents | undefined> {
  const head = await findHead(db, object)
  if (!head) return undefined
  const folder = folderOf(seq, fileNames.dispatchFolder(numberOf(head)))
  const content = await contentAsSent(db, head, await correctionsOf(db, head.id))
  return ofDispatch(head, [
    contentDocument(seq, 'content', inFolder(folder, fileNames.dispatch(numberOf(head))), canonical(content)),
    ...(await dispatchFiles(db, seq, folder, head, null)),
  ])
}

async function correctionDocuments(db: Reader, { seq, object }: DocumentedEntry): Promise<Documents | undefined> {
  const dispatchId = await dispatchOfCorrection(db, object)
  const head = dispatchId === undefined ? undefined : await findHead(db, dispatchId)
  const correction = head && (await correctionsOf(db, head.id)).find(({ id }) => id === object)
  if (!correction) return undefined
  const name = fileNames.corrected(numberOf(head), correction.number)
  const folder = folderOf(seq, fileNames.correctionFolder(numberOf(head), correction.number))
  return ofDispatch(head, [
    contentDocument(seq, 'correction', inFolder(folder, name), correctionBytes(correction)),
    ...(await dispatchFiles(db, seq, folder, head, correction.id)),
  ])
}

async function recallDocuments(db: Reader, { seq, object }: DocumentedEntry): Promise<Documents | undefined> {
  const head = await findHead(db, object)
  if (!head?.recallReason) return undefined
  const folder = folderOf(seq, fileNames.recallFolder(numberOf(head)))
  return ofDispatch(head, [contentDocument(seq, 'reason', inFolder(folder, fileNames.recall(numberOf(head))), head.recallReason)])
}

async function replyDocuments(db: Reader, { seq, object }: DocumentedEntry): Promise<Documents | undefined> {
  const found = await findReply(db, object)
  if (!found) return undefined
  const { number, class: itsClass } = found.reply
  const folder = folderOf(seq, fileNames.replyFolder(number))
  const files = await replyFilesOf(db, object)
  const documents = [
    contentDocument(seq, 'reply', inFolder(folder, fileNames.reply(number)), await findReplyContent(db, object)),
    ...fileDocuments(
      db,
      seq,
      folder,
      files.map((file) => ({ ...file, org: file.fileOrg })),
    ),
  ]
  return { thing: { type: 'reply.read', object, class: itsClass }, documents }
}

/** Every document of the log, one at a time, then the list of which entry commits to which, and what did not fit. */
async function* documentFiles(db: Reader, { entries }: ExportedJournal, org: OrgCode, limits: BundleLimits): AsyncGenerator<ZipFile> {
  const { mostBytes = Infinity, noteRead } = limits
  const index: { path: string; seq: number; label: string; sha256: string }[] = []
  const leftOut: string[] = []
  let total = 0
  // What the entry did not bind, or whose salt is erased, goes along as it is: nobody can be asked to prove it.
  const isBound = (seq: number, label: string) => entries[seq]?.salts[label] !== undefined
  for (const entry of await entriesOfTypes(db, org, Object.keys(DOCUMENTS))) {
    const found = await DOCUMENTS[entry.type]?.(db, entry)
    if (found) noteRead?.(found.thing)
    for (const { path, seq, label, size, read } of found?.documents ?? []) {
      const bytes = total + size > mostBytes ? undefined : await read()
      if (!bytes) {
        leftOut.push(path)
        continue
      }
      total += bytes.length
      if (isBound(seq, label)) index.push({ path, seq, label, sha256: sha256(bytes).toString('hex') })
      yield { path, bytes }
    }
  }
  if (leftOut.length > 0)
    yield { path: fileNames.leftOut, bytes: bytesOf(`${bundleTexts.leftOut(sizeText(mostBytes))}\n\n${leftOut.join('\n')}\n`) }
  yield { path: 'documents/index.json', bytes: bytesOf(`${canonical(index)}\n`) }
}

type BundleLimits = { mostBytes?: number; noteRead?: Context['noteRead'] }

/**
 * The files of an organisation's own log with every document that it commits to, one at a time, in the form that verifier/nspl-verify.mjs
 * reads. Documents beyond `mostBytes` are named instead. `noteRead` is told of each thing whose documents are taken.
 */
export async function* bundleFiles(db: Reader, journal: ExportedJournal, org: OrgCode, limits: BundleLimits = {}): AsyncGenerator<ZipFile> {
  yield* journalFiles(journal)
  yield* documentFiles(db, journal, org, limits)
}

let isBusy = false

/** The acting organisation's own records, to take home. One is made at a time. */
export async function readBundle(db: Reader, ctx: Context): Promise<Download> {
  if (isBusy) throw new Problem('refused', 'bundle-busy')
  isBusy = true
  try {
    const journal = await readJournal(db, ctx.org)
    if (!journal) throw new Problem('refused', 'not-signed-yet')
    const bytes = await zip(withManifest(bundleFiles(db, journal, ctx.org, { mostBytes: MOST_BYTES, noteRead: ctx.noteRead })), ctx.now)
    return { name: safeFileName(fileNames.bundle(organisationName(ctx.org), ctx.today)), mediaType: 'application/zip', bytes }
  } finally {
    isBusy = false
  }
}
