import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, chmod, chown, copyFile, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBinaries } from './embedded-binaries.ts'
import { dataFolder } from './embedded-folder.ts'
import { chooseIdentity } from './embedded-identity.ts'
import type { Address } from './embedded-server.ts'
import { asked, one, recoverySettings } from './wal-archive.ts'

type Who = { uid: number; gid: number }

const SECRETS = 'database-passwords.json'
/** How many base copies are kept, each with the WAL since it began. */
const KEPT = 2

// A server that starts makes these anew (postgresql.org, 25.3.4, "Backing up the data directory"): the folders are copied empty.
const EMPTIED = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans', 'log']
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label.*|tablespace_map.*)$/

/** When the newest base copy in an archive was begun; undefined where there is none. */
export function newestBase(archive: string): Date | undefined {
  const name = basesIn(archive).at(-1)
  return name === undefined ? undefined : beganAt(name)
}

/**
 * Copies the data directory of a running server to its archive, from where the WAL goes on, and removes older copies but one, with the WAL before it.
 * Out: the copy's folder and its size. The passwords of the roles come with it: the archive is as secret as DATA_DIR.
 */
export async function takeBase(given: { superuser: Address; dataDir: string; archive: string; now: Date }): Promise<{
  path: string
  bytes: number
}> {
  const { superuser, dataDir, archive, now } = given
  const path = join(archive, `base-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`)
  const part = `${path}.part`
  const data = join(dataDir, 'postgres')
  const who = await lstat(data)
  await rm(part, { recursive: true, force: true })
  try {
    const bytes = await asked(superuser, async (client) => {
      // The end waits for the WAL to be archived: for ever, if it cannot be.
      await client.query(`set statement_timeout = '10min'`)
      await client.query("select pg_backup_start('nspl', true)")
      const copied = await copyTree(data, part, who)
      const stopped = await one<{ label: string }>(client, 'select labelfile as label from pg_backup_stop(true)')
      await writeOwned(join(part, 'backup_label'), stopped?.label ?? '', who)
      return copied
    })
    await writeOwned(join(part, SECRETS), readFileSync(join(dataDir, SECRETS), 'utf8'), who)
    await rename(part, path)
    await forgetOld(archive)
    return { path, bytes }
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/**
 * Puts the newest base copy that was begun before an instant in an empty DATA_DIR, so that the server that starts there goes through the archived WAL up
 * to the instant, or to the end. Refused: a DATA_DIR that holds a database, and an archive without a copy from before the instant.
 */
export async function placeBase(given: {
  dataDir: string
  archive: string
  until: Date | undefined
  binaries: string | undefined
}): Promise<{ base: string }> {
  const { archive, until } = given
  const dataDir = dataFolder(given.dataDir)
  const data = join(dataDir, 'postgres')
  if (existsSync(data) || existsSync(join(dataDir, SECRETS)))
    throw new Error(`${dataDir} holds a database already: set DATA_DIR to an empty folder`)
  const name = basesIn(archive).findLast((one) => until === undefined || beganAt(one) <= until)
  if (name === undefined) throw new Error(`there is no base copy in ${archive}${until ? ` from before ${until.toISOString()}` : ''}`)
  const base = join(archive, name)
  const who = chooseIdentity([dataDir, join((await findBinaries(given.binaries)).folder, 'postgres')], undefined)
  await copyTree(base, data, who, { isWhole: true })
  await rm(join(data, SECRETS))
  await appendFile(join(data, 'postgresql.auto.conf'), recoverySettings(archive, until))
  await writeOwned(join(data, 'recovery.signal'), '', who)
  await writeFile(join(dataDir, SECRETS), readFileSync(join(base, SECRETS)), { mode: 0o600 })
  return { base: name }
}

/** Copies a folder for somebody. Out: how many bytes. A running server takes files away meanwhile, which its WAL tells of. */
async function copyTree(from: string, to: string, who: Who, { isWhole } = { isWhole: false }): Promise<number> {
  await mkdir(to, { mode: 0o700 })
  await chown(to, who.uid, who.gid)
  let bytes = 0
  for (const entry of await readdir(from, { withFileTypes: true }).catch(unlessGone([]))) {
    const { name } = entry
    if (!isWhole && LEFT_OUT.test(name)) continue
    const [source, target] = [join(from, name), join(to, name)]
    if (entry.isDirectory() && !isWhole && EMPTIED.includes(name)) {
      await mkdir(target, { mode: 0o700 })
      await chown(target, who.uid, who.gid)
    } else if (entry.isDirectory()) bytes += await copyTree(source, target, who, { isWhole })
    else bytes += await copyOne(source, target, who).catch(unlessGone(0))
  }
  return bytes
}

async function copyOne(source: string, target: string, { uid, gid }: Who): Promise<number> {
  await copyFile(source, target)
  await chown(target, uid, gid)
  await chmod(target, 0o600)
  return (await lstat(target)).size
}

const unlessGone =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead
    throw error
  }

async function writeOwned(path: string, text: string, { uid, gid }: Who): Promise<void> {
  await writeFile(path, text, { mode: 0o600 })
  await chown(path, uid, gid)
}

const BASE = /^base-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const beganAt = (name: string) => new Date(name.replace(BASE, '$1T$2:$3:$4Z'))
const basesIn = (archive: string) =>
  existsSync(archive)
    ? readdirSync(archive)
        .filter((name) => BASE.test(name))
        .toSorted()
    : []

async function forgetOld(archive: string): Promise<void> {
  const bases = basesIn(archive)
  for (const name of bases.slice(0, -KEPT)) await rm(join(archive, name), { recursive: true })
  const [oldest] = bases.slice(-KEPT)
  const label = oldest === undefined ? '' : readFileSync(join(archive, oldest, 'backup_label'), 'utf8')
  const first = /START WAL LOCATION: .*\(file ([0-9A-F]{24})\)/.exec(label)?.[1]
  if (first === undefined) return
  for (const name of await readdir(archive)) {
    // Before the first sixteen digits comes the line of history, which says nothing of age.
    if (/^[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?\.gz$/.test(name) && name.slice(8, 24) < first.slice(8)) await rm(join(archive, name))
  }
}
