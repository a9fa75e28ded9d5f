import { sql } from 'kysely'
import { canonical } from '../lib/canonical.ts'
import { hexOf, utf8Of } from '../lib/bytes.ts'
import { checkpointText, originOf, TOP } from '../lib/checkpoint.ts'
import { frontierRoot } from '../lib/merkle.ts'
import { formatNote, keyIdOf, type NoteKey } from '../lib/note.ts'
import type { Log } from './log.ts'
import { type Database, inTransaction, type Tx } from './db.ts'
import { sha256 } from './ids.ts'
import type { SigningKey } from './journal-key.ts'

/** Signs the logs of the journal. */
export type Checkpoints = {
  /** Those that sign now. */
  readonly keys: readonly SigningKey[]
  /** The ids of the keys that a start would sign with; none when their file is gone. */
  onDisk: () => string[]
  /** Signs every log that has grown. Out: how many checkpoints were made. Keys that were retired sign nothing: they are read anew, and what then still fails is thrown. */
  sign: () => Promise<number>
  /** Asks for the same in a moment, without waiting; what fails is logged, and done by the next. */
  signSoon: () => void
  /** When what was asked for is done. */
  settled: () => Promise<void>
}

/** Someone who hands in sees her receipt at once; many who do so in the same moment share a checkpoint. In milliseconds. */
const SHORTEST_PAUSE = 250

/** Where a signer's keys lie. */
export type KeyStore = {
  /** Reads them anew, after others took over. Refuses when there are none: they are made at a start alone. */
  open: () => Promise<readonly SigningKey[]>
  /** Those in the file now; undefined when it is gone. */
  look: () => readonly SigningKey[] | undefined
}

/** The signer of a database, with these keys; when others take over, with those that then lie in the store. */
export function makeCheckpoints(db: Database, first: readonly SigningKey[], clock: () => Date, log: Log, store?: KeyStore): Checkpoints {
  let [going, isAsked, latest] = [Promise.resolve(), false, 0]
  let keys = first
  const signOnce = () => inTransaction(db, (tx) => signAll(tx, keys, clock()))
  const sign = async () => {
    const made = await signOnce()
    if (made !== 'retired') return made
    if (!store) throw new Error(RETIRED)
    keys = await store.open()
    const again = await signOnce()
    if (again === 'retired') throw new Error(RETIRED)
    return again
  }
  const run = async () => {
    const pause = latest + SHORTEST_PAUSE - performance.now()
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    isAsked = false
    latest = performance.now()
    await sign().catch((error: unknown) => log.error({ error: String(error) }, 'checkpoints were not signed'))
  }
  return {
    get keys() {
      return keys
    },
    onDisk: () => (store ? (store.look() ?? []) : keys).map(({ id }) => id),
    sign,
    signSoon: () => {
      if (isAsked) return
      isAsked = true
      going = going.then(run)
    },
    settled: () => going,
  }
}

const RETIRED =
  'the journal keys in the key file were retired, and sign nothing: put the file that took over in its place, or, if that is lost, remove it and start anew'

type Grown = { log: string; size: number; frontier: Buffer[]; signedSize: number }

/**
 * Every log that has grown, and then the log over them. One signs at a time: the first statement holds the head of TOP. That keys take over is
 * the last that the keys before say there: what stands after it, they have not signed. Out: how many checkpoints; 'retired' when one of the keys was, and
 * nothing was signed.
 */
async function signAll(tx: Tx, keys: readonly SigningKey[], now: Date, rotation?: string): Promise<number | 'retired'> {
  const ids = keys.map(({ id }) => id)
  const [{ id: installation }, grown, retired] = await Promise.all([
    tx.one(sql<{ id: string }>`select id from installation`),
    tx.rows(sql<Grown>`select log, size, frontier, signed_size from journal_unsigned()`),
    // Asked while the head of TOP is held: a rotation is either recorded before, and seen, or waits.
    tx.rows(sql`select id from journal_key where id = any(${ids}::text[]) and retired_at is not null`),
  ])
  if (retired.length > 0) return 'retired'
  const others = grown.filter(({ log }) => log !== TOP)
  const signed = (log: string, { size, frontier }: Pick<Grown, 'size' | 'frontier'>) => {
    const root = frontierRoot(sha256, { size, peaks: frontier })
    const origin = originOf(installation, log)
    tx.send(sql`select journal_keep_checkpoint(${log}, ${size}, ${Buffer.from(root)}, ${signedNote(keys, origin, { size, root })}, ${now})`)
    return hexOf(root)
  }
  for (const one of others) {
    const root = signed(one.log, one)
    const entry = canonical({ v: 1, log: TOP, type: 'log.checkpoint', at: now.toISOString(), of: one.log, size: one.size, root })
    appendToTop(tx, entry)
  }
  if (rotation !== undefined) appendToTop(tx, rotation)
  if (grown.length === 0 && rotation === undefined) return 0
  signed(TOP, await tx.one(sql<Grown>`select size, frontier from journal_top_head()`))
  return others.length + 1
}

const appendToTop = (tx: Tx, entry: string) =>
  tx.send(sql`select journal_append(${TOP}, ${Buffer.from(entry, 'utf8')}, '{}'::text[], '{}'::bytea[])`)

/** A checkpoint as a note that all of these keys have signed. */
export function signedNote(keys: readonly SigningKey[], origin: string, { size, root }: { size: number; root: Uint8Array }): string {
  const text = checkpointText({ origin, size, root })
  const bytes = utf8Of(text)
  return formatNote({
    text,
    signatures: keys.map((key) => ({ name: origin, keyId: keyIdOf(sha256, origin, key), signature: key.sign(bytes) })),
  })
}

/** Makes the public halves known, so that what they have signed can be verified after they are gone. */
export function keepKeys(tx: Tx, keys: readonly SigningKey[], now: Date): void {
  for (const { id, algorithm, raw } of keys) tx.send(sql`select journal_keep_key(${id}, ${algorithm}, ${Buffer.from(raw)}, ${now})`)
}

/**
 * That new keys take over: an entry in the log over all logs, in a checkpoint that the old and the new have signed, so that whoever trusts those can trust
 * these. All others are marked as retired, and go on being known. Out: those. Refuses old ones that were retired themselves.
 */
export async function recordRotation(
  tx: Tx,
  change: { before: readonly SigningKey[]; after: readonly SigningKey[]; now: Date },
): Promise<NoteKey[]> {
  const { before, after, now } = change
  keepKeys(tx, before, now)
  const retired = await tx.rows(sql<{ id: string; algorithm: NoteKey['algorithm']; publicKey: Buffer }>`
    select id, algorithm, public_key from journal_key where retired_at is null order by made_at desc, algorithm`)
  const ids = (keys: readonly { id: string }[]) => keys.map(({ id }) => id)
  keepKeys(tx, after, now)
  const rotation = { v: 1, log: TOP, type: 'key.rotated', at: now.toISOString(), before: ids(retired), after: ids(after) }
  if ((await signAll(tx, [...before, ...after], now, canonical(rotation))) === 'retired') throw new Error(RETIRED)
  tx.send(sql`select journal_retire_keys(${ids(retired)}::text[], ${now})`)
  return retired.map(({ algorithm, publicKey }) => ({ algorithm, raw: new Uint8Array(publicKey) }))
}
