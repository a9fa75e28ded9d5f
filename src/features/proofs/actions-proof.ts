import { setTimeout } from 'node:timers/promises'
import * as z from 'zod/mini'
import { parseCheckpoint, TOP } from '../../lib/checkpoint.ts'
import { safeFileName } from '../../lib/file-types.ts'
import { keyIdOf, parseNote } from '../../lib/note.ts'
import { Problem } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { parseProof } from '../../lib/tlog-proof.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import { sha256 } from '../../platform/ids.ts'
import { commitmentOf } from '../../platform/journal.ts'
import { findEntry, latestCheckpoint, proofOf, publicKeys } from '../../platform/journal-proof.ts'
import { type ProofFacts, ProvenEntry } from './shapes.ts'

const Extra = z.object({ entry: z.string(), salts: z.record(z.string(), z.string()) })

/** An entry of the acting organisation's own log, with what anybody needs to see that it stands there. */
export type Proven = { entry: ProvenEntry; salts: Record<string, string>; facts: ProofFacts; tlogProof: string; keys: string }

/** The first of these kinds of entry that the log has about an object, if it is signed. */
export async function findProven(db: Reader, ctx: Context, object: string, types: readonly string[]): Promise<Proven | undefined> {
  const found = await Promise.all(types.map((type) => findEntry(db, { log: ctx.org, object, type })))
  const seq = found.find((entry) => entry !== undefined)?.seq
  return seq === undefined ? undefined : await provenAt(db, ctx.org, seq)
}

const LONGEST_WAIT_MS = 1_500

/** All logs are signed within a minute of an act, with room for one that was handed over. */
const SIGNED_WITHIN_MS = 120_000

/** The same, for what was done at an instant: if no signature covers it yet, it will in a moment, unless the log never had it. */
export async function proven(db: Reader, ctx: Context, object: string, at: Date, ...types: string[]): Promise<Proven> {
  const found = (await findProven(db, ctx, object, types)) ?? (await afterSigning(db, ctx, object, types))
  if (found) return found
  // Acts from before receipts stand in the log of whoever did them, and nowhere else.
  const latest = await latestCheckpoint(db, TOP)
  const isOlder = latest !== undefined && latest.signedAt.getTime() - at.getTime() > SIGNED_WITHIN_MS
  throw new Problem('refused', isOlder ? 'not-in-log' : 'not-signed-yet')
}

/** Whoever asks in the second after handing in waits for the signature that is on its way; not longer, since she holds a connection meanwhile. */
async function afterSigning(db: Reader, ctx: Context, object: string, types: readonly string[]): Promise<Proven | undefined> {
  await Promise.race([ctx.world.checkpoints.settled(), setTimeout(LONGEST_WAIT_MS, undefined, { ref: false })])
  return await findProven(db, ctx, object, types)
}

async function provenAt(db: Reader, log: OrgCode, seq: number): Promise<Proven | undefined> {
  const [proof, keys] = await Promise.all([proofOf(db, { log, seq }), publicKeys(db)])
  if (!proof) return undefined
  const { tlogProof } = proof
  const read = parseProof(tlogProof)
  const note = parseNote(read?.checkpoint ?? '')
  const checkpoint = parseCheckpoint(note?.text ?? '')
  if (!read?.extra || !note || !checkpoint) throw new Error(`the proof of entry ${seq} in log ${log} cannot be read`)
  const { entry, salts } = Extra.parse(JSON.parse(Buffer.from(read.extra).toString('utf8')))
  const ids = new Set(note.signatures.map(({ keyId }) => Buffer.from(keyId).toString('hex')))
  const signers = keys.filter((key) => ids.has(Buffer.from(keyIdOf(sha256, checkpoint.origin, key)).toString('hex')))
  const main = signers.find(({ algorithm }) => algorithm === 'ed25519')
  if (!main) throw new Error(`no known Ed25519 key has signed the checkpoint of log ${log}`)
  const [origin = '', size = '', root = ''] = note.text.split('\n')
  return {
    entry: ProvenEntry.parse(JSON.parse(entry)),
    salts,
    facts: { log, index: read.index, checkpoint: [origin, size, root], fingerprint: main.fingerprint },
    tlogProof,
    keys: signers.map(({ line }) => `${line}\n`).join(''),
  }
}

/** Throws unless these bytes are what the entry commits to under the label: a receipt never vouches for anything else. */
export function mustBeCommitted({ entry, salts }: Proven, label: string, bytes: Uint8Array | string): void {
  const salt = salts[label]
  if (salt !== undefined && commitmentOf(Buffer.from(salt, 'hex'), bytes) === entry.content[label]) return
  throw new Error(`the stored content is not what the ${entry.type} entry commits to under "${label}"`)
}

/** The names of a receipt's files. */
export const receiptNames = (name: string, content: string) => ({
  pdf: safeFileName(`${name}.pdf`),
  proof: safeFileName(`${name}.tlog-proof`),
  zip: safeFileName(`${name}.zip`),
  content: safeFileName(content),
})
