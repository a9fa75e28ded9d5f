import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from './log.ts'
import { type Binaries, findBinaries } from './embedded-binaries.ts'
import { dataFolder, isAlive, noteUser, passwords, privateFolder, socketFolder } from './embedded-folder.ts'
import { chooseIdentity } from './embedded-identity.ts'
import { DATABASE, provision, ROLES } from './embedded-roles.ts'
import { archiveSettings, untilRecovered } from './wal-archive.ts'
import { type Address, type Running, type Server, serverEnvironment, shutDown, start, superuserAt } from './embedded-server.ts'

export type EmbeddedOptions = {
  /** Everything the server keeps lies here; made when it is missing. */
  dataDir: string
  log: Log
  /** A folder of server programs, or `system`; those of the npm package when undefined. */
  binaries?: string | undefined
  /** Server settings beside our own, for tests and benches. */
  settings?: Readonly<Record<string, string>>
  /** A folder, on another disk, that the server archives its WAL in. */
  walArchive?: string | undefined
}

export type { Address } from './embedded-server.ts'

export type Embedded = {
  /** Owns the schema: for migrations alone. */
  owner: Address
  /** The runtime role: neither superuser nor owner, and the net holds it. */
  app: Address
  superuser: Address
  /** Stops the server, unless another living process uses it. */
  stop: () => Promise<void>
}

/**
 * Starts a real PostgreSQL server for this process, or takes over the one that survived it: private socket, no TCP,
 * passwords, and a new start with growing pauses if it dies. Refuses data made by another major version.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const data = dataFolder(options.dataDir)
  const folder = join(data, 'postgres')
  const binaries = await findBinaries(options.binaries)
  const keeper = existsSync(folder) ? lstatSync(folder).uid : undefined
  const identity = chooseIdentity([data, join(binaries.folder, 'postgres')], keeper)
  checkVersion(folder, binaries)
  const user = noteUser(data)
  try {
    const server: Server = {
      data,
      folder,
      sockets: socketFolder(data, identity),
      binaries,
      identity,
      secrets: passwords(data),
      settings: { ...(options.walArchive !== undefined && archiveSettings(options.walArchive, identity)), ...options.settings },
      log: options.log,
    }
    if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(server)
    let running = await start(server)
    const addresses = addressesOf(server)
    await untilRecovered(addresses.superuser)
    await provision(addresses.superuser, server.secrets)

    const stopping = new AbortController()
    const watching = watch(server, running, stopping.signal, (next) => {
      running = next
    })
    const stop = async () => {
      if (stopping.signal.aborted) return
      stopping.abort()
      await watching
      user.leave()
      const others = user.others()
      if (others.length > 0) options.log.info({ others }, 'the database stays up: other processes use it')
      else await shutDown(running.pid)
    }
    return { ...addresses, stop }
  } catch (error) {
    user.leave()
    throw error
  }
}

function checkVersion(folder: string, { major, folder: programs }: Binaries): void {
  const file = join(folder, 'PG_VERSION')
  if (!existsSync(file)) return
  const made = readFileSync(file, 'utf8').trim()
  if (made === String(major)) return
  throw new Error(
    `the database in ${folder} was made by PostgreSQL ${made}, the programs in ${programs} are version ${major}. ` +
      `Nothing was changed. Set NSPL_POSTGRES_BIN to the programs of version ${made}, or move the data to ${major} first (docs/operations.md)`,
  )
}

/** Makes the data directory beside its place and moves it there whole. */
async function initialise(server: Server): Promise<void> {
  const { folder, identity, binaries, secrets, data } = server
  const draft = `${folder}.new-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  privateFolder(draft, identity)
  const secretFile = join(privateFolder(join(data, `secret-${process.pid}`), identity), 'superuser')
  try {
    writeFileSync(secretFile, secrets.superuser, { mode: 0o600, flag: 'wx' })
    chownSync(secretFile, identity.uid, identity.gid)
    // Without a locale that knows å, ä and ö, upper case, trigrams and full text fail; 17 and later want both parts.
    const locale = ['--locale=C.UTF-8', ...(binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [])]
    const { file, args, options } = identity.command(join(binaries.folder, 'initdb'), [
      `--pgdata=${draft}`,
      `--username=${ROLES.superuser}`,
      `--pwfile=${secretFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--data-checksums',
      ...locale,
    ])
    const made = spawnSync(file, args, { ...options, cwd: '/', env: serverEnvironment(), encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
    try {
      renameSync(draft, folder)
    } catch (error) {
      // Another process that started at the same moment was first: its directory is as good.
      if (!existsSync(join(folder, 'PG_VERSION'))) throw error
    }
  } finally {
    rmSync(dirname(secretFile), { recursive: true, force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Looks after the server until we stop: when it has died it is started again, with growing pauses. */
async function watch(server: Server, first: Running, stopping: AbortSignal, onChange: (next: Running) => void): Promise<void> {
  // The timer must not keep a finished command alive, and a stop must not wait for it.
  const sleep = (ms: number) => wait(ms, undefined, { ref: false, signal: stopping }).catch(() => undefined)
  let running = first
  let pause = 100
  let since = Date.now()
  while (!stopping.aborted) {
    await sleep(200)
    if (stopping.aborted || isAlive(running.pid)) continue
    if (Date.now() - since > 60_000) pause = 100
    server.log.error({ pid: running.pid, pause }, 'the database has died, starting it again')
    await sleep(pause)
    pause = Math.min(pause * 2, 3_000)
    if (stopping.aborted) continue
    try {
      running = await start(server)
      since = Date.now()
      onChange(running)
    } catch (error) {
      server.log.error({ error: error instanceof Error ? error.message : String(error) }, 'the database does not start')
    }
  }
}

function addressesOf(server: Server): { owner: Address; app: Address; superuser: Address } {
  const at = { host: server.sockets, port: 5432, database: DATABASE }
  return {
    owner: { ...at, user: ROLES.owner, password: server.secrets.owner },
    app: { ...at, user: ROLES.app, password: server.secrets.app },
    superuser: superuserAt(server, server.sockets),
  }
}
