import { sql } from 'kysely'
import { hexOf } from '../lib/bytes.ts'
import { TOP } from '../lib/checkpoint.ts'
import type { Reader } from './db.ts'
import type { ExportedJournal } from './journal-export.ts'
import { proofOf, publicKeys } from './journal-proof.ts'

/**
 * In: a log that the reader may see. Out: what journalFiles writes of it, up to its latest checkpoint: what has been done since is signed in a
 * moment, and comes next time. Undefined when nothing in it is signed yet.
 */
export async function readJournal(db: Reader, log: string): Promise<ExportedJournal | undefined> {
  const checkpoints = await db.rows(sql<{ size: number; signedAt: Date; note: string }>`
    select size, signed_at, note from journal_checkpoint where log = ${log} order by size`)
  const latest = checkpoints.at(-1)
  if (!latest) return undefined
  const [entries, salts, keys, top] = await Promise.all([
    db.rows(
      sql<{ seq: number; body: Buffer }>`select seq, body from journal_leaf where log = ${log} and seq < ${latest.size} order by seq`,
    ),
    db.rows(sql<{ seq: number; label: string; salt: Buffer }>`
      select seq, label, salt from journal_commitment where log = ${log} and seq < ${latest.size} order by seq, label`),
    publicKeys(db),
    // Backwards from the checkpoint of TOP that was signed together with it: the log may have been quiet for long, and TOP have grown by millions since.
    db.maybe(sql<{ seq: number }>`
      select seq from journal_leaf where log = ${TOP} and convert_from(body, 'UTF8')::jsonb @> ${JSON.stringify({ of: log, size: latest.size })}::jsonb
        and seq < (select max(size) from journal_checkpoint where log = ${TOP} and signed_at = ${latest.signedAt})
      order by seq desc limit 1`),
  ])
  const proof = top && (await proofOf(db, { log: TOP, seq: top.seq }))
  if (!proof) throw new Error(`the checkpoint of log ${log} with ${latest.size} entries does not stand in the log over all logs`)
  const saltsBySeq = new Map<number, Record<string, string>>()
  for (const { seq, label, salt } of salts) saltsBySeq.set(seq, { ...saltsBySeq.get(seq), [label]: hexOf(salt) })
  return {
    log,
    entries: entries.map(({ seq, body }) => ({ seq, entry: body.toString('utf8'), salts: saltsBySeq.get(seq) ?? {} })),
    checkpoints: checkpoints.map(({ size, signedAt, note }) => ({ size, signedAt: signedAt.toISOString(), note })),
    keyLines: keys.map(({ line }) => line),
    topProof: proof.tlogProof,
  }
}
