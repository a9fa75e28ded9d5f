import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { findBinaries } from '../src/platform/embedded-binaries.ts'
import { chooseIdentity, type Identity } from '../src/platform/embedded-identity.ts'
import { DATABASE, provision, ROLES } from '../src/platform/embedded-roles.ts'
import { freePort } from '../test/running-server.ts'
import { killWhole } from './processes.ts'
import { untilSo } from './writers.ts'

type Node = { folder: string; port: number; child: ChildProcess }

/** A primary and a standby that confirms every commit, on this machine's network. */
export type Cluster = {
  /** An address with both, for a role. */
  url: (role: 'owner' | 'app') => string
  superuser: () => { host: string; port: number; user: string; password: string; database: string }
  kill: () => Promise<void>
  promote: () => Promise<void>
  /** A new standby in the place of the one that was killed; ends when it confirms commits. */
  rebuild: () => Promise<void>
  stop: () => Promise<void>
}

const SECRET = 'made-up'
const NEEDED = ['pg_basebackup', 'pg_ctl']

/** The system's programs: the packaged ones have no pg_basebackup. A text is what is missing. */
export async function clusterPrograms(): Promise<{ folder: string } | string> {
  try {
    const { folder } = await findBinaries('system')
    const missing = NEEDED.find((program) => !existsSync(join(folder, program)))
    return missing === undefined ? { folder } : `there is no ${missing} in ${folder}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export async function startCluster(dataDir: string, programs: string): Promise<Cluster> {
  const who = chooseIdentity([dataDir, join(programs, 'postgres')], undefined)
  const run = (program: string, ...args: string[]) => {
    const { file, args: all, options } = who.command(join(programs, program), args)
    const done = spawnSync(file, all, { ...options, cwd: '/', encoding: 'utf8', env: ENVIRONMENT })
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`)
  }
  const folder = (name: string) => ownFolder(join(dataDir, name), who)
  const ports = [await freePort(), await freePort()] as const

  const one = folder('one')
  run('initdb', '-D', one, '-U', ROLES.superuser, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8')
  let primary: Node = await startNode({ folder: one, port: ports[0] }, programs, who)
  const superuserOf = ({ port }: { port: number }, database = DATABASE) => ({
    host: '127.0.0.1',
    port,
    user: ROLES.superuser,
    password: SECRET,
    database,
  })
  await provision(superuserOf(primary, 'postgres'), { owner: SECRET, app: SECRET })
  let standby: Node = await makeStandby(ports[1], 'two')

  async function makeStandby(port: number, name: string): Promise<Node> {
    rmSync(join(dataDir, name), { recursive: true, force: true })
    const place = folder(name)
    run('pg_basebackup', '-D', place, '-h', '127.0.0.1', '-p', String(primary.port), '-U', ROLES.superuser, '--checkpoint=fast')
    const follow = `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=${ROLES.superuser} application_name=standby'\n`
    // Not what the primary says of its own standby: once promoted, it would wait for one that is not there.
    writeFileSync(join(place, 'postgresql.auto.conf'), follow)
    writeFileSync(join(place, 'standby.signal'), '')
    const node = await startNode({ folder: place, port }, programs, who)
    await ask(superuserOf(primary), "alter system set synchronous_standby_names = 'standby'", 'select pg_reload_conf()')
    await untilSo('the standby to confirm', async () => {
      const [row] = await ask(superuserOf(primary), "select 1 from pg_stat_replication where sync_state = 'sync'")
      return row
    })
    return node
  }

  return {
    url: (role) => `postgres://${ROLES[role]}:${SECRET}@127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}/${DATABASE}`,
    superuser: () => superuserOf(primary),
    kill: () => killWhole(primary.child.pid ?? 0),
    promote: async () => {
      run('pg_ctl', 'promote', '-D', standby.folder, '-W')
      ;[primary, standby] = [standby, primary]
    },
    rebuild: async () => {
      standby = await makeStandby(standby.port, standby.port === ports[0] ? 'one' : 'two')
    },
    stop: async () => {
      for (const { child } of [standby, primary]) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill('SIGINT')
        await once(child, 'exit')
      }
    },
  }
}

const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' }
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'wal_retrieve_retry_interval=300ms', 'max_connections=80']

async function startNode(node: { folder: string; port: number }, programs: string, who: Identity): Promise<Node> {
  const settings = [...SETTINGS, `port=${node.port}`].flatMap((setting) => ['-c', setting])
  const { file, args, options } = who.command(join(programs, 'postgres'), ['-D', node.folder, ...settings])
  const child = spawn(file, args, { ...options, cwd: '/', env: ENVIRONMENT, stdio: 'ignore' })
  const address = { host: '127.0.0.1', port: node.port, user: ROLES.superuser, password: SECRET, database: 'postgres' }
  await untilSo('a server to start', () =>
    ask(address, 'select 1').then(
      () => true,
      () => (child.exitCode === null ? undefined : Promise.reject(new Error(`the server in ${node.folder} does not start`))),
    ),
  )
  return { ...node, child }
}

function ownFolder(path: string, who: Identity): string {
  mkdirSync(path, { mode: 0o700 })
  chownSync(path, who.uid, who.gid)
  return path
}

async function ask(address: pg.ClientConfig, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 1_500 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    let rows: unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end().catch(() => undefined)
  }
}
