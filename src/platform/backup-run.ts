import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { sql } from 'kysely'
import { SECRETARIAT } from '../lib/regions.ts'
import { type MadeBackup, makeBackup } from './backup.ts'
import { type Database, type DatabaseAddress, inTransaction, openDatabase } from './db.ts'
import { verifyJournal } from './journal-verify.ts'
import { isDueAt } from './journal-verify-run.ts'
import type { Address } from './embedded.ts'
import { restoreBackup } from './restore.ts'
import { latestRuns, noteRun, type UpkeepKind, type UpkeepRun } from './upkeep.ts'
import { archiverState } from './wal-archive.ts'
import { newestBase, takeBase } from './wal-base.ts'

const DAY = 86_400_000
const AN_HOUR = 3_600_000

export type BackupPlan = {
  /** Reads everything: the owner's address. */
  owner: DatabaseAddress
  folder: string
  recipients: readonly string[]
  keepDays: number
  version: string
  migrations: string
  runtimeRole: string
  /** Makes an empty database to try restores in, and clears it away. */
  scratch: (() => Promise<{ owner: DatabaseAddress; clear: () => Promise<void> }>) | undefined
}

type Noting = { db: Database; clock: () => Date }

/** Makes a backup and notes how it went: also when it fails, which is thrown on. */
export async function runBackup({ db, clock }: Noting, plan: Omit<BackupPlan, 'scratch' | 'keepDays'>): Promise<MadeBackup> {
  const { owner, folder, recipients, version } = plan
  return await noted({ db, clock }, 'backup', async (startedAt) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const made = await makeBackup(owner, { folder, recipients, now: startedAt, version })
    return { result: made, detail: { file: made.path, bytes: made.bytes, encrypted: recipients.length > 0 } }
  })
}

/** Restores a backup into a database that is thrown away, and verifies the journal there. Notes how it went; what fails is thrown on. */
export async function runRestoreTest(
  { db, clock }: Noting,
  given: { path: string; identities: readonly string[] } & Pick<BackupPlan, 'migrations' | 'runtimeRole'> & {
      scratch: NonNullable<BackupPlan['scratch']>
    },
): Promise<void> {
  await noted({ db, clock }, 'restore-test', async () => {
    const scratch = await given.scratch()
    // Cleared only when it was filled here: what is refused because it holds something may be anybody's, and what fails is emptied by the restore.
    const { header, rowBytes } = await restoreBackup(scratch.owner, given)
    try {
      const restored = openDatabase(scratch.owner, { max: 1, onError: () => undefined })
      try {
        const { faults, entries } = await verifyJournal(restored, { now: new Date(header.madeAt) })
        const [first] = faults
        if (first) throw new Error(`the journal does not hold in the restored database: log ${first.log}: ${first.detail}`)
        return { result: undefined, detail: { file: given.path, entries, bytes: rowBytes } }
      } finally {
        await restored.close()
      }
    } finally {
      await scratch.clear()
    }
  })
}

/** Does a piece of upkeep, and notes how it went: also when it fails, which is thrown on. */
async function noted<T>(
  { db, clock }: Noting,
  kind: UpkeepKind,
  work: (startedAt: Date) => Promise<{ result: T; detail: UpkeepRun['detail'] }>,
): Promise<T> {
  const startedAt = clock()
  const note = (ok: boolean, detail: UpkeepRun['detail']) =>
    inTransaction(db, async (tx) => noteRun(tx, { kind, startedAt, endedAt: clock(), ok, detail }))
  try {
    const { result, detail } = await work(startedAt)
    await note(true, detail)
    return result
  } catch (error) {
    await note(false, { error: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

/**
 * The night's backup, when it is night and the last good one is a day old, or there is none of the last two days; once a week it is restored at once, with a key of its own that is then forgotten, so that no key
 * of a backup need lie on the server. Backups older than the plan keeps are removed, but for the newest.
 */
export async function backUpWhenDue(noting: Noting, plan: BackupPlan): Promise<void> {
  const now = noting.clock()
  const runs = await runsSoFar(noting)
  const since = (run: UpkeepRun | undefined) => (run ? now.getTime() - run.startedAt.getTime() : Number.POSITIVE_INFINITY)
  // What failed is tried again after an hour, not every quarter of one.
  if (!isDueAt(now, runs.backup?.lastOk?.startedAt) || since(runs.backup?.last) < AN_HOUR) return
  const isTested = since(runs['restore-test']?.lastOk) < 7 * DAY - AN_HOUR || plan.scratch === undefined
  // Of the strongest kind: a file is kept no better than by the weakest of its keys.
  const identity = isTested || plan.recipients.length === 0 ? undefined : await generateHybridIdentity()
  const recipients = identity === undefined ? plan.recipients : [...plan.recipients, await identityToRecipient(identity)]
  const { path } = await runBackup(noting, { ...plan, recipients })
  await removeOld(plan, now)
  if (isTested || plan.scratch === undefined) return
  await runRestoreTest(noting, { ...plan, path, identities: identity === undefined ? [] : [identity], scratch: plan.scratch })
}

function runsSoFar({ db }: Noting): Promise<Awaited<ReturnType<typeof latestRuns>>> {
  return inTransaction(
    db,
    async (tx) => {
      await tx.rows(sql`select set_config('app.org', ${SECRETARIAT}, true)`)
      return await latestRuns(tx)
    },
    'read only',
  )
}

/**
 * Looks after the archive of an embedded server's WAL: a new base copy once a week, and a note when the copying begins to fail, or goes well again. What
 * fails is tried again after an hour.
 */
export async function keepArchive(noting: Noting, given: { superuser: Address; dataDir: string; archive: string }): Promise<void> {
  const now = noting.clock()
  const last = (await runsSoFar(noting))['wal-archive']?.last
  const note = (ok: boolean, detail: UpkeepRun['detail']) =>
    inTransaction(noting.db, async (tx) => noteRun(tx, { kind: 'wal-archive', startedAt: now, endedAt: now, ok, detail }))
  const state = await archiverState(given.superuser)
  if (state !== 'well') {
    if (last?.ok !== false) await note(false, { error: `${NOT_WELL[state]} (${given.archive})` })
    return
  }
  const isDue = now.getTime() - (newestBase(given.archive)?.getTime() ?? 0) >= 7 * DAY
  if (!isDue && last?.ok === false) await note(true, {})
  if (!isDue || (last?.ok === false && now.getTime() - last.endedAt.getTime() < AN_HOUR)) return
  await noted(noting, 'wal-archive', async () => {
    const { path, bytes } = await takeBase({ ...given, now })
    return { result: undefined, detail: { file: path, bytes } }
  })
}

const NOT_WELL = {
  off: 'the database was started without its archive: stop all that use it, and start again',
  failing: 'the database cannot copy its WAL to the archive: it keeps it, and its disk fills up',
}

async function removeOld({ folder, keepDays }: BackupPlan, now: Date): Promise<void> {
  const backups = (await readdir(folder)).filter((name) => NAME.test(name)).toSorted()
  for (const name of backups.slice(0, -1)) {
    if (now.getTime() - madeAt(name) > keepDays * DAY) await rm(join(folder, name))
  }
}

const NAME = /^nspl-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/
const madeAt = (name: string) => Date.parse(name.replace(NAME, '$1T$2:$3:$4Z'))
