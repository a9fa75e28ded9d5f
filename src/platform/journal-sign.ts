import { sql } from 'kysely'
import { canonical } from '../lib/canonical.ts'
import { hexOf, utf8Of } from '../lib/bytes.ts'
import { checkpointText, originOf, TOP } from '../lib/checkpoint.ts'
import { frontierRoot } from '../lib/merkle.ts'
import { formatNote, keyIdOf } from '../lib/note.ts'
import type { Log } from './log.ts'
import { type Database, inTransaction, type Tx } from './db.ts'
import { sha256 } from './ids.ts'
import type { SigningKey } from './journal-key.ts'

/** Signs the logs of the journal. */
export type Checkpoints = {
  keys: readonly SigningKey[]
  /** Signs every log that has grown. Out: how many checkpoints were made. */
  sign: () => Promise<number>
  /** Asks for the same in a moment, without waiting; what fails is logged, and done by the next. */
  signSoon: () => void
  /** When what was asked for is done. */
  settled: () => Promise<void>
}

/** Someone who hands in sees her receipt at once; many who do so in the same moment share a checkpoint. In milliseconds. */
const SHORTEST_PAUSE = 250

/** The signer of a database, with these keys. */
export function makeCheckpoints(db: Database, keys: readonly SigningKey[], clock: () => Date, log: Log): Checkpoints {
  let [going, isAsked, latest] = [Promise.resolve(), false, 0]
  const sign = () => inTransaction(db, (tx) => signAll(tx, keys, clock()))
  const run = async () => {
    const pause = latest + SHORTEST_PAUSE - performance.now()
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    isAsked = false
    latest = performance.now()
    await sign().catch((error: unknown) => log.error({ error: String(error) }, 'checkpoints were not signed'))
  }
  return {
    keys,
    sign,
    signSoon: () => {
      if (isAsked) return
      isAsked = true
      going = going.then(run)
    },
    settled: () => going,
  }
}

type Grown = { log: string; size: number; frontier: Buffer[]; signedSize: number }

/** Every log that has grown, and then the log over them. One signs at a time: the first statement holds the head of TOP. */
async function signAll(tx: Tx, keys: readonly SigningKey[], now: Date): Promise<number> {
  const [{ id: installation }, grown] = await Promise.all([
    tx.one(sql<{ id: string }>`select id from installation`),
    tx.rows(sql<Grown>`select log, size, frontier, signed_size from journal_unsigned()`),
  ])
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
    tx.send(sql`select journal_append(${TOP}, ${Buffer.from(entry, 'utf8')}, '{}'::text[], '{}'::bytea[])`)
  }
  if (grown.length === 0) return 0
  signed(TOP, await tx.one(sql<Grown>`select size, frontier from journal_top_head()`))
  return others.length + 1
}

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
 * That new keys take over: an entry in the log over all logs, signed by the old ones, so that whoever trusts those can trust these. The old are marked as
 * retired, and go on being known. A server that runs goes on with the old until it is started anew.
 */
export async function recordRotation(
  db: Database,
  change: { before: readonly SigningKey[]; after: readonly SigningKey[]; now: Date },
): Promise<void> {
  const { before, after, now } = change
  await inTransaction(db, async (tx) => {
    const ids = (keys: readonly SigningKey[]) => keys.map(({ id }) => id)
    keepKeys(tx, [...before, ...after], now)
    tx.send(sql`select journal_retire_keys(${ids(before)}::text[], ${now})`)
    const entry = canonical({ v: 1, log: TOP, type: 'key.rotated', at: now.toISOString(), before: ids(before), after: ids(after) })
    tx.send(sql`select journal_append(${TOP}, ${Buffer.from(entry, 'utf8')}, '{}'::text[], '{}'::bytea[])`)
    await signAll(tx, before, now)
  })
}
