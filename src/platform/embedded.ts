import { spawn, spawnSync } from 'node:child_process'
import { chownSync, closeSync, constants, existsSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './context.ts'
import type { DatabaseAddress } from './db.ts'
import { type Binaries, findBinaries } from './embedded-binaries.ts'
import { dataFolder, isAlive, noteUser, type Passwords, passwords, privateFolder, socketFolder } from './embedded-folder.ts'
import { chooseIdentity, type Identity } from './embedded-identity.ts'
import { DATABASE, provision, ROLES } from './embedded-roles.ts'

export type EmbeddedOptions = {
  /** Everything the server keeps lies here; made when it is missing. */
  dataDir: string
  log: Log
  /** A folder of server programs, or `system`; those of the npm package when undefined. */
  binaries?: string | undefined
  /** Server settings beside our own, for tests and benches. */
  settings?: Readonly<Record<string, string>>
}

export type Address = Extract<DatabaseAddress, { host: string }>
export type Embedded = {
  /** Owns the schema: for migrations alone. */
  owner: Address
  /** The runtime role: neither superuser nor owner, and the net holds it. */
  app: Address
  superuser: Address
  /** Stops the server, unless another living process uses it. */
  stop: () => Promise<void>
}

type Server = {
  data: string
  folder: string
  sockets: string
  binaries: Binaries
  identity: Identity
  secrets: Passwords
  options: EmbeddedOptions
}

const SETTINGS = {
  listen_addresses: '',
  port: '5432',
  max_connections: '60',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server keeps its own log, so that it survives us: a file per weekday, begun afresh each week.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'server-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_file_mode: '0600',
}

const LONGEST_START = 120_000

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
    const server: Server = { data, folder, sockets: socketFolder(data, identity), binaries, identity, secrets: passwords(data), options }
    if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(server)
    let running = await start(server)
    const addresses = addressesOf(server)
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

/** What the server gets of our environment: nothing that is ours. */
function serverEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' }
}

type Running = { pid: number }

async function start(server: Server): Promise<Running> {
  const until = Date.now() + LONGEST_START
  for (;;) {
    const living = await adopt(server)
    if (living !== undefined) {
      server.options.log.info({ pid: living }, 'database found running')
      return { pid: living }
    }
    const started = await launch(server, until)
    if (typeof started !== 'string') return started
    // After a kill the old server's processes may still be going away, and hold their memory.
    if (Date.now() > until || !/lock file|shared memory|still in use/.test(started)) {
      throw new Error(
        `the database does not start: ${started.trim().split('\n').slice(-3).join(' / ')} (logs: ${join(server.folder, 'log')})`,
      )
    }
    await wait(150)
  }
}

/** Runs the server and waits until it answers. A text is what it said when it ended instead. */
async function launch(server: Server, until: number): Promise<Running | string> {
  const { identity, binaries, folder, sockets, data, options } = server
  const said = join(data, 'start.log')
  const log = openSync(said, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW, 0o600)
  const settings = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args, options: how } = identity.command(join(binaries.folder, 'postgres'), ['-D', folder, '-k', sockets, ...settings])
  const child = spawn(file, args, { ...how, cwd: '/', env: serverEnvironment(), stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  let ended: string | undefined
  child.on('error', (error) => (ended = error.message))
  const explain = () => (ended ??= readFileSync(said, 'utf8') || 'it ended at once')
  child.on('exit', explain)
  child.unref()
  while (ended === undefined) {
    if (child.pid !== undefined && (await answers(server, sockets))) {
      // From here on it may end when it is told to, and with its folder gone.
      child.off('exit', explain)
      options.log.info({ pid: child.pid, how: identity.how, version: binaries.major }, 'database started')
      return { pid: child.pid }
    }
    if (Date.now() > until) return 'it did not answer in time'
    await wait(20)
  }
  return ended
}

/** The process of a living server on our data, if it answers: it survived the one that started it. */
async function adopt(server: Server): Promise<number | undefined> {
  const file = join(server.folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , , sockets] = readFileSync(file, 'utf8').split('\n')
  if (!pid || !isAlive(Number(pid)) || !sockets) return undefined
  const until = Date.now() + LONGEST_START
  while (isAlive(Number(pid)) && Date.now() < until) {
    if (await answers(server, sockets)) {
      server.sockets = sockets
      return Number(pid)
    }
    await wait(50)
    // The number may by now be some other program's, which will never answer.
    if (!existsSync(join(sockets, '.s.PGSQL.5432.lock'))) return undefined
  }
  return undefined
}

async function answers(server: Server, sockets: string): Promise<boolean> {
  const client = new pg.Client({ ...superuserAt(server, sockets), connectionTimeoutMillis: 1_500 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === server.folder
  } catch (error) {
    // A server that answers but refuses our password will not change its mind.
    if (error instanceof Error && 'code' in error && error.code === '28P01') {
      throw new Error(`the database in ${server.folder} does not know the password in ${join(server.data, 'database-passwords.json')}`, {
        cause: error,
      })
    }
    return false
  } finally {
    client.end().catch(() => undefined)
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
    server.options.log.error({ pid: running.pid, pause }, 'the database has died, starting it again')
    await sleep(pause)
    pause = Math.min(pause * 2, 10_000)
    if (stopping.aborted) continue
    try {
      running = await start(server)
      since = Date.now()
      onChange(running)
    } catch (error) {
      server.options.log.error({ error: error instanceof Error ? error.message : String(error) }, 'the database does not start')
    }
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function shutDown(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  const until = Date.now() + 30_000
  while (isAlive(pid)) {
    if (Date.now() > until) throw new Error(`the database (process ${pid}) does not stop`)
    await wait(20)
  }
}

function superuserAt({ secrets }: Server, sockets: string): Address {
  return { host: sockets, port: 5432, user: ROLES.superuser, password: secrets.superuser, database: 'postgres' }
}

function addressesOf(server: Server): { owner: Address; app: Address; superuser: Address } {
  const at = { host: server.sockets, port: 5432, database: DATABASE }
  return {
    owner: { ...at, user: ROLES.owner, password: server.secrets.owner },
    app: { ...at, user: ROLES.app, password: server.secrets.app },
    superuser: superuserAt(server, server.sockets),
  }
}
