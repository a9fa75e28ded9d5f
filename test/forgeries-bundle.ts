import { randomBytes, randomUUID } from 'node:crypto'
import { journalOf, newSigner, type Journal, type Signer } from '../drill/tamper-logs.ts'
import { canonical } from '../src/lib/canonical.ts'
import { originOf, TOP } from '../src/lib/checkpoint.ts'
import { inclusionProof } from '../src/lib/merkle.ts'
import { keyLine } from '../src/lib/note.ts'
import { formatProof } from '../src/lib/tlog-proof.ts'
import { sha256 } from '../src/platform/ids.ts'
import { commitmentOf } from '../src/platform/journal.ts'
import { type ExportedEntry, journalFiles } from '../src/platform/journal-export.ts'

export const LOG = '12'
export const SIZES = [4, 9, 14]
const DOCUMENT = 'documents/yttrande.txt'
export const CONTENT = Buffer.from('Regionen tillstyrker förslaget i alla delar.\n', 'utf8')

/** Something true, to be forged: a journal of 14 entries of which number 6 commits to a document. */
export type Truth = { signer: Signer; journal: Journal; entries: ExportedEntry[]; keyLines: string[] }

export function truth(signer = newSigner()): Truth {
  const salt = randomBytes(32)
  const entries = Array.from({ length: 14 }, (_, seq): ExportedEntry => {
    const content = seq === 6 ? { statement: commitmentOf(salt, CONTENT) } : {}
    const at = new Date(Date.UTC(2026, 10, 25, 8, seq)).toISOString()
    const entry = canonical({ v: 1, log: LOG, type: 'reply.handed-in', at, org: LOG, actor: randomUUID(), object: randomUUID(), content })
    return { seq, entry, salts: seq === 6 ? { statement: salt.toString('hex') } : {} }
  })
  return signed(entries, signer)
}

/** The entries as a journal that the signer has signed, whatever they say. */
export function signed(entries: ExportedEntry[], signer: Signer, installation: string = randomUUID()): Truth {
  const texts = entries.map(({ entry }) => entry)
  const journal = journalOf(installation, LOG, texts, [...SIZES.slice(0, -1), texts.length], signer)
  const keyLines = [LOG, TOP].map((log) => keyLine(sha256, originOf(journal.installation, log), signer.key))
  return { signer, journal, entries, keyLines }
}

/** The bundle's files as text by path, but for its manifest. */
export function bundleOf({ journal, entries, keyLines }: Truth): Map<string, string> {
  const { own, top } = journal
  const topIndex = top.entries.length - 1
  const topLeaves = top.entries.map(({ leafHash }) => leafHash)
  const extra = canonical({ entry: textOf(top.entries[topIndex]?.body), salts: {} })
  const checkpoint = top.checkpoints.at(-1)?.note ?? ''
  const index = [{ path: DOCUMENT, seq: 6, label: 'statement', sha256: sha256(CONTENT).toString('hex') }]
  const files = [
    ...journalFiles({
      log: LOG,
      entries,
      checkpoints: own.checkpoints.map(({ size, note }) => ({ size, note, signedAt: '2026-11-25T09:00:00.000Z' })),
      keyLines,
      topProof: formatProof({
        extra: Buffer.from(extra),
        index: topIndex,
        hashes: inclusionProof(sha256, topLeaves, topIndex),
        checkpoint,
      }),
    }),
    { path: DOCUMENT, bytes: CONTENT },
    { path: 'documents/index.json', bytes: Buffer.from(canonical(index)) },
  ]
  return new Map(files.map(({ path, bytes }) => [path, textOf(bytes)]))
}

export type Proof = { index: number; entry: string; salts: Record<string, string>; hashes: Uint8Array[]; checkpoint: string }

/** The proof of entry 6, in parts. */
export function proofOf({ journal, entries }: Truth): Proof {
  const { own } = journal
  const { entry = '', salts = {} } = entries[6] ?? {}
  const leaves = own.entries.map(({ leafHash }) => leafHash)
  return { index: 6, entry, salts, hashes: inclusionProof(sha256, leaves, 6), checkpoint: own.checkpoints.at(-1)?.note ?? '' }
}

export function proofText({ index, entry, salts, hashes, checkpoint }: Proof): string {
  return formatProof({ extra: Buffer.from(canonical({ entry, salts }), 'utf8'), index, hashes, checkpoint })
}

export const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')
