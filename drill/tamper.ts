import { randomBytes, randomInt } from 'node:crypto'
import { inclusionProof, leafHash, verifyInclusion } from '../src/lib/merkle.ts'
import { formatProof, parseProof } from '../src/lib/tlog-proof.ts'
import { sha256 } from '../src/platform/ids.ts'
import { asCopied, type Entry, type Fault } from '../src/platform/journal-verify-log.ts'
import { noteReader, topClaims, verifyLog } from '../src/platform/journal-verify-rules.ts'
import {
  entryText,
  EVERY,
  type Journal,
  journalOf,
  type Log,
  logOf,
  makeJournal,
  newSigner,
  rowsAfter,
  sizesOf,
  START,
  verifierOf,
} from './tamper-logs.ts'

export type Outcome = { tried: number; failed: number; note: string; faults: string[] }

const LOG = '12'
const SIZE = 200
const [ours, foreign] = [newSigner(), newSigner()]
const verify = verifierOf([ours, foreign])

/** What somebody who may write the database does, ours being the signer's key. The top log is made to agree, where the attack can. */
type Attack = (journal: Journal) => Journal
const ATTACKS: Record<string, Attack> = {
  'bit flip': (journal) =>
    inOwn(journal, (entries) => {
      const place = pick(entries.length)
      return entries.with(place, flipped(at(entries, place)))
    }),
  delete: (journal) => inOwn(journal, (entries) => entries.toSpliced(pick(entries.length), 1)),
  swap: (journal) =>
    inOwn(journal, (entries) => {
      const one = pick(entries.length - 1)
      const other = one + 1 + pick(entries.length - one - 1)
      const [first, second] = [at(entries, one), at(entries, other)]
      return entries.with(one, { ...second, seq: one }).with(other, { ...first, seq: other })
    }),
  insert: (journal) => recomputedHead(journal, (texts) => texts.toSpliced(pick(texts.length), 0, entryText(LOG, pick(SIZE)))),
  'delete and renumber': (journal) =>
    inOwn(journal, (entries) => entries.toSpliced(pick(entries.length), 1).map((entry, seq) => ({ ...entry, seq }))),
  'truncate tail': (journal) => recomputedHead(journal, (texts) => texts.slice(0, texts.length - 1 - pick(EVERY * 3))),
  'rewrite and recompute': (journal) => recomputedHead(journal, rewritten),
  'same, checkpoints signed with own key': (journal) =>
    journalOf(journal.installation, LOG, rewritten(textsOf(journal.own)), sizesOf(SIZE), foreign),
  'same, later checkpoints dropped': (journal) => {
    const place = pick(SIZE)
    const texts = textsOf(journal.own).with(place, entryText(LOG, place))
    return journalOf(
      journal.installation,
      LOG,
      texts,
      sizesOf(SIZE).filter((size) => size <= place),
      ours,
    )
  },
  'log and checkpoints rolled back': (journal) => {
    const sizes = sizesOf(SIZE).slice(0, 1 + pick(sizesOf(SIZE).length - 1))
    return journalOf(journal.installation, LOG, textsOf(journal.own).slice(0, sizes.at(-1)), sizes, ours)
  },
  'stolen key': (journal) => journalOf(journal.installation, LOG, rewritten(textsOf(journal.own)), sizesOf(SIZE), ours),
}

/** Every way of tampering many times, each on a log of its own: all must be found, and logs that nobody touched must not alarm. */
export async function tamper(size: 'short' | 'full'): Promise<Outcome> {
  const each = size === 'full' ? 300 : 30
  const faults: string[] = []
  let [tried, failed] = [0, 0]
  const notes: string[] = []
  for (const [name, attack] of Object.entries(ATTACKS)) {
    let found = 0
    let foundWithoutKept = 0
    for (let round = 0; round < each; round += 1) {
      const journal = makeJournal(LOG, SIZE, ours)
      const kept = journal.own.checkpoints.at(-1)?.note ?? ''
      const bent = attack(journal)
      if (sameLog(bent.own, journal.own)) throw new Error(`${name} changed nothing`)
      if ((await faultsOf(bent, [])).length > 0) foundWithoutKept += 1
      if ((await faultsOf(bent, [kept])).length > 0) found += 1
      else faults.push(`${name}: not found`)
    }
    tried += each
    failed += each - found
    notes.push(`${name} ${found}/${each} (without a kept checkpoint ${foundWithoutKept})`)
  }
  const untouched = each * Object.keys(ATTACKS).length
  let alarms = 0
  for (let round = 0; round < untouched; round += 1) {
    const journal = makeJournal(LOG, 1 + pick(SIZE * 2), ours)
    const kept = at(journal.own.checkpoints, pick(journal.own.checkpoints.length)).note
    const found = await faultsOf(journal, [kept])
    if (found.length > 0) alarms += 1
    if (found[0]) faults.push(`untouched: ${found[0].kind}, ${found[0].detail}`)
  }
  notes.push(`${untouched} untouched logs, ${alarms} alarms`)
  return { tried: tried + untouched, failed: failed + alarms, note: notes.join('; '), faults }
}

/** What the verifier finds in a journal, the top log first, as it does in a database. */
export async function faultsOf(journal: Journal, kept: readonly string[]): Promise<Fault[]> {
  const { visit, claims, faults } = topClaims()
  const readNote = noteReader(journal.installation, [ours.key], verify)
  // A whole hour later: what is not signed by then was taken away.
  const given = (log: Log) => ({
    log: log.log,
    head: log.head,
    checkpoints: log.checkpoints.map(({ size, root, note }) => ({ size, root, said: readNote(log.log, note) })),
    rowsAfter: rowsAfter(log),
    now: new Date(START + 3_600_000),
  })
  const top = await verifyLog({ ...given(journal.top), claims: undefined, kept: [] }, visit)
  const said = claims.get(journal.own.log) ?? new Map<number, string>()
  const keptSaid = kept.map((note) => readNote(journal.own.log, note))
  const own = await verifyLog({ ...given(journal.own), claims: said, kept: keptSaid })
  return [...faults, ...top.faults, ...own.faults]
}

type Forged = { index: number; entry: string; hashes: Uint8Array[]; checkpoint: string }
type Forgery = (proof: Forged, other: Forged) => Forged
const FORGERIES: Record<string, Forgery> = {
  'a bit of the entry': (proof) => ({ ...proof, entry: flippedText(proof.entry) }),
  'another entry': (proof, other) => ({ ...proof, entry: other.entry }),
  'another place': (proof) => ({ ...proof, index: otherThan(proof.index, SIZE + 3) }),
  'a bit of a hash': (proof) => ({ ...proof, hashes: proof.hashes.with(0, flippedBytes(at(proof.hashes, 0))) }),
  'a hash fewer': (proof) => ({ ...proof, hashes: proof.hashes.toSpliced(pick(proof.hashes.length), 1) }),
  'a hash more': (proof) => ({ ...proof, hashes: proof.hashes.toSpliced(pick(proof.hashes.length), 0, randomBytes(32)) }),
  'hashes swapped': (proof) => ({ ...proof, hashes: proof.hashes.toReversed() }),
  'proof of another': (proof, other) => ({ ...other, entry: proof.entry }),
  'size of the checkpoint': (proof) => ({ ...proof, checkpoint: proof.checkpoint.replace(/\n\d+\n/, `\n${SIZE + 1 + pick(50)}\n`) }),
  'signature bent': (proof) => ({ ...proof, checkpoint: bentSignature(proof.checkpoint) }),
}

/** Proofs forged in ten ways, from true ones: none must be accepted, and the true ones must all be. */
export async function forgedProofs(size: 'short' | 'full'): Promise<Outcome> {
  const each = size === 'full' ? 10_000 : 1_000
  const faults: string[] = []
  let tried = 0
  let journal = makeJournal(LOG, SIZE, ours)
  let proofs = proofsOf(journal)
  for (const [name, forge] of Object.entries(FORGERIES)) {
    for (let round = 0; round < each; round += 1) {
      if (round % 500 === 499) {
        journal = makeJournal(LOG, SIZE, ours)
        proofs = proofsOf(journal)
        if (!proofs.every((proof) => isAccepted(journal, proof))) faults.push('a true proof was refused')
      }
      const index = pick(SIZE)
      const [proof, other] = [at(proofs, index), at(proofs, otherThan(index, SIZE))]
      if (isAccepted(journal, forge(proof, other))) faults.push(`${name}: accepted at ${index}`)
      tried += 1
    }
  }
  return {
    tried,
    failed: faults.length,
    note: `${Object.keys(FORGERIES).length} kinds of forged proofs, ${faults.length} accepted`,
    faults,
  }
}

function proofsOf({ own }: Journal): Forged[] {
  const leaves = own.entries.map((entry) => entry.leafHash)
  return own.entries.map(({ body }, index) => ({
    index,
    entry: Buffer.from(body).toString('utf8'),
    hashes: inclusionProof(sha256, leaves, index),
    checkpoint: at(own.checkpoints, own.checkpoints.length - 1).note,
  }))
}

/** What a verifier does with a proof's file: reads it, and asks the tree and the signature. */
function isAccepted({ installation, own }: Journal, { index, entry, hashes, checkpoint }: Forged): boolean {
  const proof = parseProof(formatProof({ extra: Buffer.from(entry, 'utf8'), index, hashes, checkpoint }))
  if (!proof?.extra) return false
  const said = noteReader(installation, [ours.key], verify)(own.log, proof.checkpoint)
  if (typeof said === 'string') return false
  const leaf = leafHash(sha256, proof.extra)
  return verifyInclusion(sha256, { leaf, index: proof.index, size: said.size, root: Buffer.from(said.root, 'hex'), proof: proof.hashes })
}

const otherThan = (index: number, below: number) => (index + 1 + pick(below - 1)) % below
const flippedText = (text: string) => text.replace(/[0-9a-f](?=[^0-9a-f]*$)/, (digit) => (digit === '1' ? '2' : '1'))
function flippedBytes(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes)
  const bit = pick(copy.length * 8)
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return copy
}
/** Another letter somewhere in the base64 of the signature, behind the key's id. */
function bentSignature(note: string): string {
  const place = note.length - 4 - pick(70)
  return note.slice(0, place) + (note[place] === 'A' ? 'B' : 'A') + note.slice(place + 1)
}

/** Changes rows as they lie, and leaves the head. */
function inOwn(journal: Journal, change: (entries: readonly Entry[]) => Entry[]): Journal {
  return { ...journal, own: { ...journal.own, entries: change(journal.own.entries) } }
}

/** Changes entries and makes all that needs no key agree: leaf hashes, numbers and the head. */
function recomputedHead(journal: Journal, change: (texts: readonly string[]) => string[]): Journal {
  const { checkpoints, log } = journal.own
  return { ...journal, own: { ...logOf(journal.installation, log, change(textsOf(journal.own)), [], ours), checkpoints } }
}

function rewritten(texts: readonly string[]): string[] {
  const place = pick(texts.length)
  return texts.with(place, entryText(LOG, place))
}

function flipped(entry: Entry): Entry {
  const bytes = flippedBytes(Buffer.concat([entry.body, entry.leafHash]))
  return { ...entry, body: bytes.subarray(0, entry.body.length), leafHash: bytes.subarray(entry.body.length) }
}

const pick = (below: number) => randomInt(below)
const textsOf = ({ entries }: Log) => entries.map(({ body }) => Buffer.from(body).toString('utf8'))
const at = <T>(all: readonly T[], index: number): T => {
  const one = all[index]
  if (one === undefined) throw new RangeError(`nothing at ${index}`)
  return one
}
const sameLog = (one: Log, other: Log) => one.checkpoints === other.checkpoints && asCopied(one.entries).equals(asCopied(other.entries))
