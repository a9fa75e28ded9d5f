import { generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from 'node:crypto'
import { canonical } from '../src/lib/canonical.ts'
import { checkpointText, originOf, TOP } from '../src/lib/checkpoint.ts'
import { append, EMPTY_FRONTIER, type Frontier, frontierRoot, leafHash } from '../src/lib/merkle.ts'
import { formatNote, keyIdOf, type NoteKey, type Verify } from '../src/lib/note.ts'
import { sha256 } from '../src/platform/ids.ts'
import { asCopied, type Entry, type Head } from '../src/platform/journal-verify-log.ts'

export type Signer = { key: NoteKey; privateKey: KeyObject }
/** A checkpoint as a database keeps it, `root` as lower-case hex. */
export type StoredNote = { size: number; root: string; note: string }
export type Log = { log: string; entries: Entry[]; head: Head; checkpoints: StoredNote[] }
/** An installation's journal in memory: one log, and the top log over its checkpoints, as a database keeps them. */
export type Journal = { installation: string; own: Log; top: Log }

export const START = Date.parse('2026-11-25T08:00:00.000Z')
export const EVERY = 25

export function newSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { key: { algorithm: 'ed25519', raw }, privateKey }
}

/** Verifies with a signer's own key, without making the key anew for each note. */
export function verifierOf(signers: readonly Signer[]): Verify {
  return (key, text, signature) => {
    const signer = signers.find((one) => one.key === key)
    return signer && verify(null, text, signer.privateKey, signature)
  }
}

export function entryText(log: string, seq: number): string {
  const content = seq % 3 === 0 ? { reply: sha256(`${log} ${seq}`).toString('hex') } : {}
  const at = new Date(START + seq * 1000).toISOString()
  return canonical({ v: 1, log, type: 'reply.handed-in', at, org: log, actor: randomUUID(), object: randomUUID(), content })
}

/** A journal of so many entries, a checkpoint every 25 and one at the end. */
export function makeJournal(log: string, size: number, signer: Signer): Journal {
  const bodies = Array.from({ length: size }, (_, seq) => entryText(log, seq))
  return journalOf(randomUUID(), log, bodies, sizesOf(size), signer)
}

export const sizesOf = (size: number) =>
  [...Array.from({ length: Math.floor(size / EVERY) }, (_, at) => (at + 1) * EVERY), size].filter(
    (at, index, all) => at > 0 && all.indexOf(at) === index,
  )

/** The journal that these entries and sizes of checkpoints make, all recomputed and signed by the signer. */
export function journalOf(installation: string, log: string, bodies: readonly string[], sizes: readonly number[], signer: Signer): Journal {
  const own = logOf(installation, log, bodies, sizes, signer)
  const claims = own.checkpoints.map(({ size, root }) =>
    canonical({ v: 1, log: TOP, type: 'log.checkpoint', at: new Date(START + size * 1000).toISOString(), of: log, size, root }),
  )
  return {
    installation,
    own,
    top: logOf(
      installation,
      TOP,
      claims,
      claims.map((_, at) => at + 1),
      signer,
    ),
  }
}

export function logOf(installation: string, log: string, bodies: readonly string[], sizes: readonly number[], signer: Signer): Log {
  let frontier: Frontier = EMPTY_FRONTIER
  const wanted = new Set(sizes)
  const checkpoints: StoredNote[] = []
  const entries = bodies.map((text, seq) => {
    const body = Buffer.from(text, 'utf8')
    const leaf = leafHash(sha256, body)
    frontier = append(sha256, frontier, leaf)
    if (wanted.has(frontier.size)) checkpoints.push(checkpointOf(installation, log, frontier.size, frontierRoot(sha256, frontier), signer))
    return { seq, body, leafHash: leaf }
  })
  return { log, entries, head: { size: frontier.size, frontier: frontier.peaks }, checkpoints }
}

export function checkpointOf(installation: string, log: string, size: number, root: Uint8Array, signer: Signer): StoredNote {
  const origin = originOf(installation, log)
  const text = checkpointText({ origin, size, root })
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey)
  const note = formatNote({ text, signatures: [{ name: origin, keyId: keyIdOf(sha256, origin, signer.key), signature }] })
  return { size, root: Buffer.from(root).toString('hex'), note }
}

/** The log's entries as its check takes them, some at a time: those in the order of their numbers after the given one. */
export function rowsAfter({ entries }: Log): (seq: number) => Buffer {
  const inOrder = entries.toSorted((one, other) => one.seq - other.seq)
  return (last) => asCopied(inOrder.filter(({ seq }) => seq > last).slice(0, 64))
}
