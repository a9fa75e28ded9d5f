import { sql } from 'kysely'
import { canonical } from '../lib/canonical.ts'
import { hexOf } from '../lib/bytes.ts'
import { originOf, TOP } from '../lib/checkpoint.ts'
import { consistencyPath, inclusionPath } from '../lib/merkle.ts'
import { fingerprintOf, keyLine, type NoteKey } from '../lib/note.ts'
import { formatProof, type ProofExtra } from '../lib/tlog-proof.ts'
import type { Reader } from './db.ts'
import { sha256 } from './ids.ts'
import { treeOf } from './journal-tree.ts'

export type KeptCheckpoint = { size: number; root: Buffer; note: string; signedAt: Date }
export type FoundEntry = { seq: number; body: Buffer; salts: Record<string, string> }
export type Proof = { index: number; entry: Buffer; size: number; note: string; signedAt: Date; hashes: Buffer[]; tlogProof: string }

/** The entry of an act about an object in a log that the acting organisation may see: the latest, where there are several. Undefined while it is not signed. */
export async function findEntry(db: Reader, at: { log: string; object: string; type: string }): Promise<FoundEntry | undefined> {
  const found = await db.maybe(sql<{ seq: number; body: Buffer }>`
    select l.seq, l.body from journal_object o join journal_leaf l on l.log = o.log and l.seq = o.seq
    where o.log = ${at.log} and o.object = ${at.object} and o.type = ${at.type} order by o.seq desc limit 1`)
  return found && { ...found, salts: await saltsOf(db, at.log, found.seq) }
}

async function saltsOf(db: Reader, log: string, seq: number): Promise<Record<string, string>> {
  const rows = await db.rows(sql<{ label: string; salt: Buffer }>`
    select label, salt from journal_commitment where log = ${log} and seq = ${seq} order by label`)
  return Object.fromEntries(rows.map(({ label, salt }) => [label, hexOf(salt)]))
}

/**
 * What proves that an entry stands at its place: by the first checkpoint that covers it, so that the proof is the same whenever it is asked for. Undefined
 * when there is no such entry, or none has been signed yet.
 */
export async function proofOf(db: Reader, { log, seq }: { log: string; seq: number }): Promise<Proof | undefined> {
  const [row, checkpoint, salts] = await Promise.all([
    db.maybe(sql<{ body: Buffer }>`select body from journal_leaf where log = ${log} and seq = ${seq}`),
    db.maybe(sql<KeptCheckpoint>`
      select size, root, note, signed_at from journal_checkpoint where log = ${log} and size > ${seq} order by size limit 1`),
    saltsOf(db, log, seq),
  ])
  if (!row || !checkpoint) return undefined
  const { size, note, signedAt } = checkpoint
  const hashes = inclusionPath(await treeOf(db, log, size, [seq]), size, seq)
  const extra: ProofExtra = { entry: row.body.toString('utf8'), salts }
  const tlogProof = formatProof({ extra: Buffer.from(canonical(extra), 'utf8'), index: seq, hashes, checkpoint: note })
  return { index: seq, entry: row.body, size, note, signedAt, hashes: hashes.map((hash) => Buffer.from(hash)), tlogProof }
}

/** The newest checkpoint of a log; undefined when there is none. */
export function latestCheckpoint(db: Reader, log: string): Promise<KeptCheckpoint | undefined> {
  return db.maybe(sql<KeptCheckpoint>`
    select size, root, note, signed_at from journal_checkpoint where log = ${log} order by size desc limit 1`)
}

/** That the log with `to` entries grew out of the one with `from`. Undefined when the log is not so large, or the sizes are the wrong way round. */
export async function consistency(db: Reader, log: string, from: number, to: number): Promise<Buffer[] | undefined> {
  if (from > to) return undefined
  const head = await db.maybe(sql<{ size: number }>`select size from journal_head where log = ${log}`)
  if (!head || head.size < to) return undefined
  if (from === 0 || from === to) return []
  return consistencyPath(await treeOf(db, log, to, [from]), to, from).map((hash) => Buffer.from(hash))
}

export type PublicKey = NoteKey & { id: string; madeAt: Date; retiredAt: Date | null; fingerprint: string; line: string }

/** The public halves of all keys that have signed, newest first, each with its line for the log over all logs. */
export async function publicKeys(db: Reader): Promise<PublicKey[]> {
  const [{ id: installation }, rows] = await Promise.all([
    db.one(sql<{ id: string }>`select id from installation`),
    db.rows(sql<{ id: string; algorithm: NoteKey['algorithm']; publicKey: Buffer; madeAt: Date; retiredAt: Date | null }>`
      select id, algorithm, public_key, made_at, retired_at from journal_key order by made_at desc, algorithm`),
  ])
  return rows.map(({ publicKey, ...row }) => {
    const key: NoteKey = { algorithm: row.algorithm, raw: new Uint8Array(publicKey) }
    return { ...row, raw: key.raw, fingerprint: fingerprintOf(sha256, key), line: keyLine(sha256, originOf(installation, TOP), key) }
  })
}
