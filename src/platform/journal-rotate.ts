import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { fingerprintOf, type NoteKey } from '../lib/note.ts'
import { type Database, inTransaction, type Tx } from './db.ts'
import { sha256 } from './ids.ts'
import { type KeyPlace, keyPathOf, keysOnDisk, makePem, openKeys, readKeys, type SigningKey } from './journal-key.ts'
import { keepKeys, type KeyStore, recordRotation } from './journal-sign.ts'
import type { Log } from './log.ts'

/**
 * The keys to sign with, made known so that what they sign can be verified after they are gone. A rotation that fell in the middle is first finished when
 * it was recorded, else let go. Refuses what openKeys refuses.
 */
export function currentKeys(db: Database, place: KeyPlace, now: Date, log: Log, mayMake = true): Promise<SigningKey[]> {
  return inTransaction(db, async (tx) => {
    await hold(tx)
    await finishRotation(tx, place, log)
    const keys = openKeys(place, log, mayMake)
    await tellOfOthers(tx, keys, keyPathOf(place), log)
    keepKeys(tx, keys, now)
    return keys
  })
}

/** A key that nobody recorded is told at every start: it may be a file changed by hand, another host's, or somebody's who should have none. */
async function tellOfOthers(tx: Tx, keys: readonly SigningKey[], path: string, log: Log): Promise<void> {
  const own = keys.find(({ algorithm }) => algorithm === 'ed25519')
  const known = await tx.rows(sql<{ id: string; publicKey: Buffer; retiredAt: Date | null }>`
    select id, public_key, retired_at from journal_key where algorithm = 'ed25519' order by made_at desc`)
  if (!own) return
  const fingerprint = fingerprintOf(sha256, own)
  if (known.some(({ id, retiredAt }) => id === own.id && retiredAt !== null)) {
    log.error(
      { path, fingerprint },
      'the journal key in this file was retired: nothing is signed until the file that took over is in its place',
    )
    return
  }
  const others = known.filter(({ id, retiredAt }) => id !== own.id && retiredAt === null)
  if (others.length === 0) return
  const before = others.map(({ publicKey }) => fingerprintOf(sha256, { raw: publicKey }))
  log.warn(
    { path, fingerprint, others: before },
    'the journal has other keys than the one in this file, and no rotation to it was recorded: make sure that it is yours, and give its fingerprint to the regions',
  )
}

/** The keys of a running process. */
export function keyStore(db: Database, place: KeyPlace, clock: () => Date, log: Log): KeyStore {
  return { open: () => currentKeys(db, place, clock(), log, false), look: () => keysOnDisk(place, log) }
}

/**
 * Lets new keys take over from those in DATA_DIR. They are first written beside them, then recorded by an entry that the old ones sign, and only then put in
 * their place: whenever it falls, a start knows from the record which of them hold. Refuses a file that the operator has named herself: whoever made it changes it.
 */
export async function rotateKeys(db: Database, place: KeyPlace, now: Date, log: Log): Promise<{ retired: NoteKey[]; made: NoteKey[] }> {
  if (place.keyFile !== undefined)
    throw new Error('JOURNAL_KEY_FILE is set: put the new key first in that file yourself, and keep the old one elsewhere')
  const rotation = await inTransaction(db, async (tx) => {
    await hold(tx)
    await finishRotation(tx, place, log)
    const before = openKeys(place, log)
    const made = writeNew(place, log)
    return { retired: await recordRotation(tx, { before, after: made, now }), made }
  })
  await inTransaction(db, async (tx) => {
    await hold(tx)
    await finishRotation(tx, place, log)
  })
  return rotation
}

/** One at a time touches the files: until the end of the transaction. */
const hold = (tx: Tx) => tx.rows(sql`select pg_advisory_xact_lock(hashtextextended('journal keys', 0))`)

/** Nobody else makes the keys in this file known: they are, when and only when their rotation was recorded. */
async function finishRotation(tx: Tx, place: KeyPlace, log: Log): Promise<void> {
  const path = newPathOf(place)
  const keys = place.keyFile === undefined ? keysOnDisk({ ...place, keyFile: path }, log) : undefined
  if (!keys) return
  const ids = keys.map(({ id }) => id)
  const known = await tx.rows(sql<{ madeAt: Date }>`select made_at from journal_key where id = any(${ids}::text[])`)
  const [recorded] = known
  if (!recorded || known.length < keys.length) {
    rmSync(path)
    log.warn({ path }, 'a change of journal keys was begun and never recorded: the new keys were thrown away, the old ones hold')
    return
  }
  const old = keyPathOf(place)
  // A copy first: there are keys in this place at every moment. Cut off in the middle, it is made anew under the same name.
  if (existsSync(old)) copyFileSync(old, join(dirname(old), `journal-retired-${recorded.madeAt.toISOString().replaceAll(':', '')}.pem`))
  renameSync(path, old)
  syncToDisk(dirname(old))
  log.info({ path: old }, 'the new journal keys are in place')
}

const newPathOf = (place: KeyPlace) => `${keyPathOf(place)}.new`

/** On the disk before they are recorded: a record of keys that are lost would stop all signing. */
function writeNew(place: KeyPlace, log: Log): SigningKey[] {
  const [path, made] = [newPathOf(place), makePem()]
  writeFileSync(path, made, { mode: 0o600 })
  syncToDisk(path)
  syncToDisk(dirname(path))
  return readKeys(made, path, log)
}

function syncToDisk(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
