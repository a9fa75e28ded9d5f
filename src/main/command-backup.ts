import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Logger } from 'pino'
import { isRecipient } from '../platform/age.ts'
import { type BackupPlan, runBackup } from '../platform/backup-run.ts'
import { type DatabaseAddress, inTransaction, openDatabase } from '../platform/db.ts'
import { connectToPrimary } from '../platform/db-hosts.ts'
import { openQueue } from '../platform/jobs.ts'
import { verifyJournal } from '../platform/journal-verify.ts'
import { mailJobs } from '../platform/mail.ts'
import { restoreBackup } from '../platform/restore.ts'
import type { Settings } from '../platform/settings.ts'
import { PLAIN_PATH } from '../platform/wal-archive.ts'
import { placeBase } from '../platform/wal-base.ts'
import { OrgCode } from '../lib/regions.ts'
import { amount, describe } from './command-journal.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase, type Reached, userOf } from './database.ts'
import { VERSION } from './version.ts'

export type BackupFlags = { embedded: boolean; to?: string | undefined; recipient?: string[] | undefined; unencrypted: boolean }
export type RestoreFlags = {
  embedded: boolean
  from?: string | undefined
  identity?: string | undefined
  'from-archive'?: string | undefined
  until?: string | undefined
}

const needsOwner = 'set DATABASE_OWNER_URL to the owner of the database: only the owner reads, and restores, everything'

/** Writes the whole database to one file, and prints what it was and the checkpoints to keep on paper. */
export async function backup(settings: Settings, log: Logger, flags: BackupFlags): Promise<void> {
  const folder = flags.to === undefined ? settings.backup?.folder : resolve(flags.to)
  if (folder === undefined) throw new Error('say where to put it: --to FOLDER, or set BACKUP_DIR')
  const recipients = [...(flags.recipient ?? settings.backup?.recipients ?? [])]
  const wrong = recipients.find((recipient) => !isRecipient(recipient))
  if (wrong !== undefined) throw new Error(`${wrong} is no age recipient: it should begin with age1`)
  if (recipients.length === 0 && !flags.unencrypted)
    throw new Error(
      'say who may open it: --recipient age1… (or BACKUP_RECIPIENTS), or --unencrypted if the folder is as well kept as the database',
    )
  if (recipients.length > 0 && flags.unencrypted) throw new Error('--unencrypted, and recipients: choose one')
  const database = await reachDatabase(settings, { embedded: flags.embedded, mayFind: true }, log)
  try {
    const { owner } = database
    if (!owner) throw new Error(needsOwner)
    const db = openDatabase(database.app, { max: 1, onError: (error) => log.error({ error: error.message }, 'database connection') })
    try {
      const plan = { owner, folder, recipients, version: VERSION, migrations: MIGRATIONS, runtimeRole: userOf(database.app) }
      const started = performance.now()
      const made = await runBackup({ db, clock: () => new Date() }, plan)
      const seconds = (performance.now() - started) / 1000
      console.log(
        `${made.path}: ${mega(made.bytes)} MB of ${mega(made.rowBytes)} MB in ${amount(made.tables, 'table', 'tables')}, ${seconds.toFixed(1)} s`,
      )
      console.log(recipients.length > 0 ? `only ${amount(recipients.length, 'recipient', 'recipients')} can open it` : 'NOT encrypted')
      printTop(made.checkpoints)
    } finally {
      await db.close()
    }
  } finally {
    await database.stop()
  }
}

/** Restores a backup into an empty database, and ends with the verifier's verdict and the checkpoint to compare with paper. Out: the exit code. */
export async function restore(settings: Settings, log: Logger, flags: RestoreFlags): Promise<number> {
  if (flags['from-archive'] !== undefined) return await restoreArchive(settings, log, flags['from-archive'], flags.until)
  if (flags.from === undefined) throw new Error('say what to restore: --from FILE, or --from-archive FOLDER')
  const identities = flags.identity === undefined ? [] : identitiesIn(flags.identity)
  const database = await reachDatabase(settings, { embedded: flags.embedded, mayFind: true }, log)
  try {
    const { owner } = database
    if (!owner) throw new Error(needsOwner)
    const started = performance.now()
    const restored = await restoreBackup(owner, {
      path: resolve(flags.from),
      identities,
      migrations: MIGRATIONS,
      runtimeRole: userOf(database.app),
    })
    await prepareDatabase(database, { demo: restored.header.demo })
    await putOnQueue(database.app, restored.letters, log)
    const { header, rowBytes, letters } = restored
    const seconds = (performance.now() - started) / 1000
    console.log(`restored ${mega(rowBytes)} MB, as it was ${header.madeAt}, in ${seconds.toFixed(1)} s`)
    if (letters.length > 0)
      console.log(
        `${amount(letters.length, 'letter', 'letters')} may or may not have left before the backup: sent again, and marked as uncertain`,
      )
    return await verdict(owner, { at: new Date(header.madeAt), started, checkpoints: restored.manifest.checkpoints })
  } finally {
    await database.stop()
  }
}

/**
 * Starts an embedded database in an empty DATA_DIR as it was at an instant, or at the end of its archive. Letters that no mail server had taken by then may
 * have left since: they are marked as uncertain.
 */
async function restoreArchive(settings: Settings, log: Logger, folder: string, until: string | undefined): Promise<number> {
  if (settings.databaseUrl !== undefined) throw new Error('an archive is restored into the embedded database: leave DATABASE_URL out')
  const at = until === undefined ? undefined : new Date(until)
  if (at && Number.isNaN(at.getTime())) throw new Error('--until must be an instant, such as 2026-11-25T08:00:00Z')
  const archive = resolve(folder)
  // It stands in a command of PostgreSQL's.
  if (!PLAIN_PATH.test(archive)) throw new Error(`${archive}: the archive's path may hold letters, digits and . _ - / and spaces alone`)
  const started = performance.now()
  const { base } = await placeBase({ dataDir: settings.dataDir, archive, until: at, binaries: settings.postgresBin })
  const database = await reachDatabase(settings, { embedded: true, mayFind: false }, log)
  try {
    const { superuser, owner } = database
    if (!superuser || !owner) throw new Error('the embedded database has no owner')
    await statement(
      { ...superuser, database: 'nspl' },
      'update outgoing_mail set uncertain = true where accepted_at is null and failed_at is null',
    )
    console.log(`restored from ${base} and the WAL after it, ${at ? `up to ${at.toISOString()}` : 'to its end'}`)
    return await verdict(owner, { at: at ?? new Date(), started, checkpoints: [] })
  } finally {
    await database.stop()
  }
}

/** Prints the checkpoint to compare with paper, and the verdict on the journal. By the time of what was restored: what had not been signed then is signed by the server that starts now. */
async function verdict(
  owner: DatabaseAddress,
  { at, started, checkpoints }: { at: Date; started: number; checkpoints: readonly { log: string; note: string }[] },
): Promise<number> {
  const db = openDatabase(owner, { max: 1, onError: () => undefined })
  try {
    const verified = await verifyJournal(db, { now: at })
    if (checkpoints.length > 0) printTop(checkpoints)
    for (const line of describe(verified, (performance.now() - started) / 1000, false)) console.log(line)
    return verified.faults.length === 0 ? 0 : 1
  } finally {
    await db.close()
  }
}

async function putOnQueue(app: DatabaseAddress, letters: readonly { org: string; mailId: string }[], log: Logger): Promise<void> {
  const queue = await openQueue(app, log)
  const db = openDatabase(app, { max: 1, onError: () => undefined })
  try {
    await inTransaction(db, async (tx) => {
      for (const { org, mailId } of letters) await queue.enqueue(tx, mailJobs.deliver, OrgCode.parse(org), [{ mailId }])
    })
  } finally {
    await queue.stop()
    await db.close()
  }
}

function identitiesIn(path: string): string[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'))
  if (identities.length === 0 || identities.some((line) => !line.startsWith('AGE-SECRET-KEY-')))
    throw new Error(`${path} is no file of age identities: its lines should begin with AGE-SECRET-KEY-`)
  return identities
}

function printTop(checkpoints: readonly { log: string; note: string }[]): void {
  const top = checkpoints.find(({ log }) => log === 'TOP')
  if (top) console.log(`compare with paper:\n${top.note.split('\n\n')[0]}`)
  else console.log('nothing had been signed yet')
}

const mega = (bytes: number) => (bytes / 1e6).toFixed(1)

const SCRATCH = 'nspl_restore_test'

/** What the nightly backup needs, undefined where none is set or the owner's address is not at hand. */
export function backupPlan(settings: Settings, database: Reached): BackupPlan | undefined {
  const { backup: set } = settings
  const { owner, superuser } = database
  if (!set || !owner) return undefined
  return {
    owner,
    folder: set.folder,
    recipients: set.recipients,
    keepDays: set.keepDays,
    version: VERSION,
    migrations: MIGRATIONS,
    runtimeRole: userOf(database.app),
    scratch: superuser
      ? () => scratchBeside(superuser, userOf(owner), owner)
      : set.scratchUrl
        ? () => scratchAt(set.scratchUrl ?? '')
        : undefined,
  }
}

/** A database of its own on the embedded server, dropped afterwards. */
async function scratchBeside(superuser: DatabaseAddress, owner: string, at: DatabaseAddress) {
  const drop = () => statement(superuser, `drop database if exists ${SCRATCH} with (force)`)
  await drop()
  await statement(superuser, `create database ${SCRATCH} owner ${owner} template template0`)
  return { owner: { ...at, database: SCRATCH } as DatabaseAddress, clear: drop }
}

/** An empty database that the operator has made for this, emptied afterwards. */
async function scratchAt(url: string) {
  const owner = { connectionString: url }
  return {
    owner,
    clear: () => statement(owner, 'drop schema public cascade; create schema public; grant usage on schema public to public'),
  }
}

async function statement(address: DatabaseAddress, text: string): Promise<void> {
  const client = await connectToPrimary(address)
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
