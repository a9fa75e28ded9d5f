import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonical } from '../lib/canonical.ts'
import { sha256 } from './ids.ts'
import { exportReadme } from './texts-journal.ts'
import type { ZipFile } from './zip.ts'

/** One entry as it was signed, and the salts of what it commits to; those of erased content are gone. */
export type ExportedEntry = { seq: number; entry: string; salts: Record<string, string> }
export type ExportedCheckpoint = { size: number; signedAt: string; note: string }
export type ExportedJournal = {
  log: string
  entries: readonly ExportedEntry[]
  checkpoints: readonly ExportedCheckpoint[]
  /** Public keys as lines, newest first. */
  keyLines: readonly string[]
  /** That the latest checkpoint stands in the top log. */
  topProof: string
}
/** The same place from src/platform and from dist/server. */
const VERIFIER = join(import.meta.dirname, '..', '..', 'verifier', 'nspl-verify.mjs')

/** The script that judges proofs and bundles, so that nobody has to look for it. */
export const verifierFile = (): ZipFile => ({ path: 'nspl-verify.mjs', bytes: readFileSync(VERIFIER) })

/** The files of a journal in a bundle, in the form that verifier/nspl-verify.mjs reads. */
export function journalFiles({ log, entries, checkpoints, keyLines, topProof }: ExportedJournal): ZipFile[] {
  return [
    file('README.txt', exportReadme(log, entries.length)),
    verifierFile(),
    file('keys.txt', lines(keyLines)),
    file(`journal/${log}.ndjson`, lines(entries.map(({ seq, entry, salts }) => JSON.stringify({ seq, entry, salts })))),
    file(`journal/${log}.checkpoints.ndjson`, lines(checkpoints.map((checkpoint) => JSON.stringify(checkpoint)))),
    file('journal/TOP.tlog-proof', topProof),
  ]
}

/** The same files, and last manifest.json with the hash of each: what a bundle is made of. */
export async function* withManifest(files: Iterable<ZipFile> | AsyncIterable<ZipFile>): AsyncGenerator<ZipFile> {
  const listed: { path: string; sha256: string; size: number }[] = []
  for await (const { path, bytes } of files) {
    listed.push({ path, sha256: sha256(bytes).toString('hex'), size: bytes.length })
    yield { path, bytes }
  }
  yield file('manifest.json', `${canonical({ files: listed })}\n`)
}

const file = (path: string, text: string): ZipFile => ({ path, bytes: Buffer.from(text, 'utf8') })
const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')
