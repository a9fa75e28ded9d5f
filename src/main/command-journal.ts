import { createWriteStream, readFileSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { parseKeptLines } from '../lib/checkpoint.ts'
import { fingerprintOf } from '../lib/note.ts'
import { type OrgCode, OTHER_ORGANISATIONS, REGIONS } from '../lib/regions.ts'
import { bundleFiles } from '../features/proofs/actions-bundle.ts'
import { type Database, inTransaction, openDatabase } from '../platform/db.ts'
import { sha256 } from '../platform/ids.ts'
import { withManifest } from '../platform/journal-export.ts'
import { readJournal } from '../platform/journal-export-read.ts'
import { keyPathOf, keysOnDisk } from '../platform/journal-key.ts'
import { rotateKeys } from '../platform/journal-rotate.ts'
import { verifyJournal, type Verification } from '../platform/journal-verify.ts'
import { runVerification } from '../platform/journal-verify-run.ts'
import type { Settings } from '../platform/settings.ts'
import { zipParts } from '../platform/zip.ts'
import { reachDatabase } from './database.ts'

export type JournalFlags = {
  embedded: boolean
  checkpoint?: string | undefined
  org?: string | undefined
  to?: string | undefined
}

const ORG_CODES: readonly OrgCode[] = [...REGIONS, ...OTHER_ORGANISATIONS].map(({ code }) => code)
const ACTIONS = 'journal verify [--checkpoint FILE], journal export --org CODE --to FILE, or journal rotate-key'

/** The journal from the command line. Out: the exit code; 1 when the journal does not hold. */
export async function journal(settings: Settings, log: Logger, action: string | undefined, flags: JournalFlags): Promise<number> {
  if (action === 'verify') return withDatabase(settings, log, flags, (db) => verify(db, settings, log, flags.checkpoint))
  if (action === 'export') return withDatabase(settings, log, flags, (db) => exportLog(db, flags.org, flags.to))
  if (action === 'rotate-key') return withDatabase(settings, log, flags, (db) => rotate(db, settings, log))
  throw new Error(`say what to do with the journal: ${ACTIONS}`)
}

async function withDatabase(
  settings: Settings,
  log: Logger,
  flags: { embedded: boolean },
  work: (db: Database) => Promise<number>,
): Promise<number> {
  const database = await reachDatabase(settings, { embedded: flags.embedded, mayFind: true }, log)
  // Connections are let go of before they are closed: what the server says to them then is no error.
  let closing = false
  const onError = (error: Error) => closing || log.error({ error: error.message }, 'database connection')
  const db = openDatabase(database.app, { max: 2, onError })
  try {
    return await work(db)
  } finally {
    closing = true
    await db.close()
    await database.stop()
  }
}

async function verify(db: Database, settings: Settings, log: Logger, checkpoint: string | undefined): Promise<number> {
  const kept = checkpoint === undefined ? [] : [readFileSync(checkpoint, 'utf8')]
  const place = keyPlaceOf(settings)
  // Before the snapshot: what it then holds is signed by these, or by those that took over from them, with them.
  const onDisk = keysOnDisk(place, log)?.map(({ id }) => id)
  const started = performance.now()
  const clock = () => new Date()
  const run = (now: Date) => verifyJournal(db, { now, kept, onDisk })
  // What somebody holds beside the journal may itself be wrong: that is for her to see, and no state of the platform.
  const result = kept.length > 0 ? await run(clock()) : await runVerification(db, clock, run)
  if (!onDisk) console.log(`No key file at ${keyPathOf(place)}: the keys that the database knows were not compared with it`)
  if (kept.some((text) => parseKeptLines(text)))
    console.log('The checkpoint given has no signature: it was compared by size and root, and counts as the note of whoever kept it')
  for (const line of describe(result, (performance.now() - started) / 1000, kept.length > 0)) console.log(line)
  return result.faults.length === 0 ? 0 : 1
}

/** A number and the word that goes with it. */
export const amount = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** What was verified, in lines; the last one is the verdict. */
export function describe(result: Verification, seconds: number, isKept: boolean): string[] {
  const { logs, entries, checkpoints, waiting, faults, top, fingerprints } = result
  const lines = faults.map(({ log, seq, kind, detail }) => `FEL log ${log}${seq === undefined ? '' : ` entry ${seq}`}: ${kind}: ${detail}`)
  for (const fingerprint of fingerprints) lines.push(`key ${fingerprint}`)
  if (top) lines.push(`top log: ${top.size} entries, root ${top.root}`)
  if (!isKept) lines.push('A rollback, or a stolen key, shows only beside a checkpoint kept elsewhere: add --checkpoint FILE')
  const counts = `${amount(entries, 'entry', 'entries')} in ${amount(logs, 'log', 'logs')}, ${amount(checkpoints, 'checkpoint', 'checkpoints')}, ${waiting} waiting, ${seconds.toFixed(1)} s`
  const [first] = faults
  const place = first && `log ${first.log}${first.seq === undefined ? '' : ` entry ${first.seq}`} (${first.kind})`
  lines.push(
    first
      ? `FEL journal: ${faults.length === 1 ? '1 fault' : `${faults.length} faults, the first`} in ${place}; ${counts}`
      : `OK  journal: ${counts}`,
  )
  return lines
}

async function exportLog(db: Database, org: string | undefined, to: string | undefined): Promise<number> {
  const log = ORG_CODES.find((code) => code === org)
  if (log === undefined) throw new Error(`--org must be the code of an organisation: ${ORG_CODES.join(', ')}`)
  if (to === undefined) throw new Error('say where to put it: --to FILE.zip')
  const path = resolve(to)
  const draft = `${path}.${process.pid}.part`
  // In one transaction, so that the documents are those of the entries; one file at a time is held in memory.
  const exported = await inTransaction(
    db,
    async (tx) => {
      await tx.rows(sql`select set_config('app.org', ${log}, true)`)
      const found = await readJournal(tx, log)
      if (!found) throw new Error(`log ${log} has nothing signed yet`)
      await pipeline(
        zipParts(withManifest(bundleFiles(tx, found, log)), new Date()),
        createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
      )
      return found
    },
    'read only',
  ).catch((error: unknown) => {
    rmSync(draft, { force: true })
    throw error
  })
  renameSync(draft, path)
  console.log(
    `${amount(exported.entries.length, 'entry', 'entries')} of log ${log}, with their documents, written to ${path}. Verify them with: node verifier/nspl-verify.mjs ${path}`,
  )
  return 0
}

async function rotate(db: Database, settings: Settings, log: Logger): Promise<number> {
  const { retired, made } = await rotateKeys(db, keyPlaceOf(settings), new Date(), log)
  for (const key of retired) console.log(`retired ${key.algorithm} ${fingerprintOf(sha256, key)}`)
  for (const key of made) console.log(`new     ${key.algorithm} ${fingerprintOf(sha256, key)}`)
  console.log(
    'Running servers and workers sign with the new key within ten seconds; where they read a copy of the file, replace that. Give the new fingerprint to the regions by another way than the platform',
  )
  return 0
}

const keyPlaceOf = ({ dataDir, journalKeyFile }: Settings) => ({ dataDir, keyFile: journalKeyFile })
