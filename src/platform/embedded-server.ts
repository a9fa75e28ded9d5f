import { spawn } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './log.ts'
import type { Binaries } from './embedded-binaries.ts'
import { isAlive, isRunning, type Passwords } from './embedded-folder.ts'
import type { Identity } from './embedded-identity.ts'
import { ROLES } from './embedded-roles.ts'

export type Address = { host: string; port: number; user: string; password: string; database: string }

/** One data directory, and all that is needed to run a server on it. */
export type Server = {
  /** DATA_DIR, the data directory in it, and the folder of the socket. */
  data: string
  folder: string
  sockets: string
  binaries: Binaries
  identity: Identity
  secrets: Passwords
  settings: Readonly<Record<string, string>>
  log: Log
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

/** What the server gets of our environment: nothing that is ours. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' }
}

export type Running = { pid: number }

/** Finds the living server on these data, or starts one, and waits until it answers. Throws what the server said. */
export async function start(server: Server): Promise<Running> {
  const until = Date.now() + LONGEST_START
  for (;;) {
    const living = await adopt(server)
    if (living !== undefined) {
      server.log.info({ pid: living }, 'database found running')
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
  const { identity, binaries, folder, sockets, data, log, settings } = server
  const said = join(data, 'start.log')
  const output = openSync(said, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW, 0o600)
  const given = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args, options } = identity.command(join(binaries.folder, 'postgres'), ['-D', folder, '-k', sockets, ...given])
  const child = spawn(file, args, { ...options, cwd: '/', env: serverEnvironment(), stdio: ['ignore', output, output], detached: true })
  closeSync(output)
  let ended: string | undefined
  child.on('error', (error) => (ended = error.message))
  const explain = () => (ended ??= readFileSync(said, 'utf8') || 'it ended at once')
  child.on('exit', explain)
  child.unref()
  while (ended === undefined) {
    if (child.pid !== undefined && (await answers(server, sockets))) {
      // From here on it may end when it is told to, and with its folder gone.
      child.off('exit', explain)
      log.info({ pid: child.pid, how: identity.how, version: binaries.major }, 'database started')
      return { pid: child.pid }
    }
    if (Date.now() > until) return 'it did not answer in time'
    await wait(20)
  }
  return ended
}

/** The process of a living server on our data, once it answers: it survived the one that started it. */
async function adopt(server: Server): Promise<number | undefined> {
  const file = join(server.folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [number, , , , sockets] = readFileSync(file, 'utf8').split('\n')
  const pid = Number(number)
  const until = Date.now() + LONGEST_START
  // After a restart of the machine the number may be any other program's.
  while (sockets && isRunning(pid, ['-D', server.folder]) && Date.now() < until) {
    if (await answers(server, sockets)) {
      server.sockets = sockets
      return pid
    }
    await wait(50)
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

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function shutDown(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  const until = Date.now() + 30_000
  while (isAlive(pid)) {
    if (Date.now() > until) throw new Error(`the database (process ${pid}) does not stop`)
    await wait(20)
  }
}

export function superuserAt({ secrets }: Server, sockets: string): Address {
  return { host: sockets, port: 5432, user: ROLES.superuser, password: secrets.superuser, database: 'postgres' }
}
