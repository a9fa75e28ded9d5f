import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Address, type Embedded, startEmbedded } from './embedded.ts'
import { dataFolder, passwords, privateFolder, socketFolder } from './embedded-folder.ts'
import { chooseIdentity } from './embedded-identity.ts'

const folder = mkdtempSync(join(tmpdir(), 'nspl-embedded-'))
// The server's account must pass, when the tests run as root.
chmodSync(folder, 0o711)
const dataDir = join(folder, 'data')
const said: string[] = []
const note = (_: Record<string, unknown>, message: string) => {
  said.push(message)
}
const log = { info: note, warn: note, error: note }
const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function ask<T extends pg.QueryResultRow>(address: Address, text: string): Promise<T[]> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

function serverPid(): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

describe('the embedded server', () => {
  let server: Embedded
  beforeAll(async () => {
    server = await startEmbedded({ dataDir, log })
  })
  afterAll(async () => {
    await server.stop()
  })

  test('knows å, ä and ö, and keeps checksums', async () => {
    const [row] = await ask(
      server.owner,
      `select upper('åäö') as upper, current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
        to_tsvector('swedish', 'ÅTGÄRD') @@ to_tsquery('swedish', 'åtgärd') as found`,
    )
    expect(row).toEqual({ upper: 'ÅÄÖ', encoding: 'UTF8', checksums: 'on', found: true })
  })

  test('listens on no network, and its socket lies in a folder of its own', async () => {
    expect(await ask(server.superuser, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
    expect(statSync(server.app.host).mode & 0o777).toBe(0o700)
  })

  test.each(['owner', 'app'] as const)('the role %s is neither superuser nor free of the net', async (which) => {
    const rows = await ask(server[which], 'select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user')
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }])
  })

  test.each(['owner', 'app', 'superuser'] as const)('a wrong password for %s is refused', async (which) => {
    await expect(ask({ ...server[which], password: 'wrong' }, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  test('the passwords lie in a file for this user alone', () => {
    expect(lstatSync(join(dataDir, 'database-passwords.json')).mode & 0o777).toBe(0o600)
    chmodSync(join(dataDir, 'database-passwords.json'), 0o640)
    expect(() => passwords(dataDir)).toThrow('mode 600')
    chmodSync(join(dataDir, 'database-passwords.json'), 0o600)
  })

  test('a second user of the same data finds the server, and leaves it running', async () => {
    const second = await startEmbedded({ dataDir, log })
    expect(second.app).toEqual(server.app)
    await second.stop()
    expect(await ask(server.app, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a server that dies is started again, and what was committed is there', async () => {
    await ask(server.owner, 'create table kept (n int); insert into kept values (1)')
    process.kill(serverPid(), 'SIGKILL')
    await wait(300)
    expect(await untilAnswered(() => ask(server.owner, 'select n from kept'))).toEqual([{ n: 1 }])
    expect(said).toContain('the database has died, starting it again')
  })

  test('a start after a kill of the whole program adopts the server that survived it', async () => {
    await server.stop()
    const other = await startElsewhere()
    const pid = serverPid()
    other.kill('SIGKILL')
    await once(other, 'exit')
    server = await startEmbedded({ dataDir, log })
    expect(serverPid()).toBe(pid)
    expect(said.at(-1)).toBe('database found running')
    expect(await ask(server.owner, 'select n from kept')).toEqual([{ n: 1 }])
    await server.stop()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  test('the number of a dead server that is another program’s by now does not keep it from starting', async () => {
    await server.stop()
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      [process.pid, join(dataDir, 'postgres'), 0, 5432, server.app.host, ''].join('\n'),
    )
    server = await startEmbedded({ dataDir, log })
    expect(serverPid()).not.toBe(process.pid)
  })

  test('data made by another major version are refused, and not touched', async () => {
    await server.stop()
    const file = join(dataDir, 'postgres', 'PG_VERSION')
    const version = readFileSync(file, 'utf8')
    writeFileSync(file, '9\n')
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(/was made by PostgreSQL 9.*NSPL_POSTGRES_BIN/)
    writeFileSync(file, version)
    server = await startEmbedded({ dataDir, log })
    expect(await ask(server.owner, 'select n from kept')).toEqual([{ n: 1 }])
  })
})

describe('folders that somebody else could have prepared', () => {
  const data = dataFolder(join(folder, 'folders'))

  test('a link in the place of a private folder is refused', () => {
    symlinkSync(tmpdir(), join(data, 'run'))
    expect(() => privateFolder(join(data, 'run'), me)).toThrow('is not a folder')
  })

  test('a data folder that anyone may write in is refused', () => {
    const open = dataFolder(join(folder, 'open'))
    chmodSync(open, 0o777)
    expect(() => dataFolder(open)).toThrow('anyone may write')
  })

  test('another owner than the server’s is refused', () => {
    expect(() => privateFolder(privateFolder(join(data, 'mine'), me), { uid: me.uid + 1, gid: me.gid })).toThrow('belongs to user')
  })

  test('a long path gives a short socket folder with a name nobody can foretell, and the same one next time', () => {
    const deep = dataFolder(join(folder, 'd'.repeat(100)))
    const identity = { ...me, how: '', command: (file: string) => ({ file, args: [], options: {} }) }
    const sockets = socketFolder(deep, identity)
    expect(sockets.length).toBeLessThan(60)
    expect(statSync(sockets).mode & 0o777).toBe(0o700)
    expect(socketFolder(deep, identity)).toBe(sockets)
    chmodSync(sockets, 0o755)
    const next = socketFolder(deep, identity)
    expect(next).not.toBe(sockets)
    for (const one of [sockets, next]) rmSync(one, { recursive: true })
  })

  test('data of another user are refused by name', () => {
    expect(() => chooseIdentity([dataDir], 4_242)).toThrow(`the database in ${dataDir} belongs to user 4242`)
  })
})

async function untilAnswered<T>(question: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await question()
    } catch (error) {
      if (tries > 100) throw error
      await wait(100)
    }
  }
}

/** Another Node process that starts the server and holds it. It lies in the program's folder, where its packages are found. */
async function startElsewhere(): Promise<ChildProcess> {
  const file = join(import.meta.dirname, '..', '..', 'node_modules', `.hold-${process.pid}.mjs`)
  await build({
    stdin: {
      contents: `import { startEmbedded } from './embedded.ts'
        const quiet = () => undefined
        await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: { info: quiet, warn: quiet, error: quiet } })
        console.log('up')
        setInterval(quiet, 1000)`,
      resolveDir: import.meta.dirname,
    },
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  rmSync(file)
  return child
}
