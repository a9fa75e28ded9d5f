import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { silent } from '../../test/silent.ts'
import { startEmbedded } from '../platform/embedded.ts'
import { sha256 } from '../platform/ids.ts'

// The command line as it is built and run, on an embedded database of its own.
const program = join(import.meta.dirname, '..', '..')
const built = join(program, 'dist', `.test-${process.pid}`)
const folder = mkdtempSync(join(tmpdir(), 'nspl-cli-'))
chmodSync(folder, 0o711)
const dataDir = join(folder, 'data')
let port: number

// Each command is a process with a database server to start.
vi.setConfig({ testTimeout: 120_000 })

beforeAll(async () => {
  await build({
    entryPoints: { cli: join(program, 'src/main/cli.ts') },
    outdir: built,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'warning',
  })
  port = await freePort()
})

afterAll(() => {
  rmSync(built, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

function begin(args: string[], settings: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(built, 'cli.js'), ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function nspl(args: string[], settings: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const child = begin(args, settings)
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await once(child, 'close')
  return { code: child.exitCode, said }
}

async function untilReady(child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    if (answer?.ok) return
    await wait(50)
  }
  throw new Error('the server does not answer')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function asOwner<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const secrets: { owner: string } = JSON.parse(readFileSync(join(dataDir, 'database-passwords.json'), 'utf8'))
  const client = new pg.Client({ host: join(dataDir, 'run'), user: 'nspl_owner', password: secrets.owner, database: 'nspl' })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

/** The same while no server runs. */
async function asEmbedded<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const server = await startEmbedded({ dataDir, log: silent })
  try {
    return await asOwner<T>(text)
  } finally {
    await server.stop()
  }
}

test('bad settings stop every command with a list', async () => {
  expect(await nspl(['serve', '--embedded'], { PORT: 'many', CLASS_CEILING: 'secret' })).toEqual({
    code: 1,
    said: expect.stringMatching(/^The settings are not right.*\n {2}PORT: .*\n {2}CLASS_CEILING: .*\n$/),
  })
})

test('serve without a database asks for --embedded, and makes none', async () => {
  expect(await nspl(['serve'])).toEqual({ code: 1, said: expect.stringContaining('add --embedded') })
  expect(existsSync(dataDir)).toBe(false)
})

test('an unknown command is refused', async () => {
  expect(await nspl(['server'])).toEqual({ code: 1, said: expect.stringContaining('no command "server"') })
})

test('routes prints method, path and gate without any database', async () => {
  const { code, said } = await nspl(['routes'])
  expect(code).toBe(0)
  for (const line of said.trimEnd().split('\n')) expect(line).toMatch(/^(GET|POST|PUT) +\/\S* +\S/)
  expect(existsSync(dataDir)).toBe(false)
})

test('migrate makes the database once, marks it as no demo, and changes nothing the second time', async () => {
  expect(await nspl(['migrate', '--embedded'])).toEqual({
    code: 0,
    said: expect.stringMatching(/\b[1-9]\d* migrations applied, 0 were there/),
  })
  const second = await nspl(['migrate'])
  expect(second).toEqual({ code: 0, said: expect.stringMatching(/^0 migrations applied/) })
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a database that was not made as a demo never becomes one', async () => {
  expect(await nspl(['serve', '--embedded', '--demo'])).toEqual({ code: 1, said: expect.stringContaining('never becomes one') })
  expect(await nspl(['demo'])).toEqual({ code: 1, said: expect.stringContaining('never becomes one') })
})

test('the server answers, keeps its database for other commands, says that its port is taken, and stops in order', async () => {
  const server = begin(['serve', '--embedded'])
  await untilReady(server)

  const { said } = await nspl(['init'])
  const token = /\/forsta\/([\w-]{43})\n/.exec(said)?.[1] ?? ''
  expect(said).toContain(`http://localhost:${port}/forsta/`)
  expect(said).toContain('WARNING: SMTP_URL')
  const links = await asOwner<{ hash: string; hours: number }>(
    "select encode(token_hash, 'hex') as hash, extract(epoch from expires_at - made_at)::int / 3600 as hours from sign_in_link",
  )
  expect(links).toEqual([{ hash: sha256(token).toString('hex'), hours: 24 }])
  expect(await asOwner('select demo from installation')).toEqual([{ demo: false }])

  await asOwner(`insert into person (id, name, email, made_at) values ('00000000-0000-7000-8000-000000000001', 'Olle (demo)', 'o@x.example', now());
    insert into mandate (id, person_id, org_code, role, from_on, made_at)
      values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'NSPL', 'operator', '2026-01-01', now())`)
  const back = await nspl(['init', '--email', 'O@x.example'])
  expect(back).toEqual({ code: 0, said: expect.stringMatching(/signs Olle \(demo\) in once.*\n\n {2}http:.*\/tillbaka\/[\w-]{43}\n/) })
  expect(await nspl(['init', '--email', 'nobody@x.example'])).toEqual({
    code: 1,
    said: expect.stringContaining('Choose one of o@x.example'),
  })

  expect(await nspl(['serve', '--embedded'])).toEqual({
    code: 1,
    said: expect.stringContaining(`port ${port} is already in use. Choose another, such as: PORT=${port + 1} npm start`),
  })
  await untilReady(server)

  server.kill('SIGTERM')
  await once(server, 'exit')
  expect(server.exitCode).toBe(0)
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a backup is made, and restored into an empty folder, from the command line', async () => {
  const to = join(folder, 'backups')
  const refused = await nspl(['backup', '--to', to])
  expect(refused).toEqual({ code: 1, said: expect.stringContaining('say who may open it: --recipient age1') })
  expect(await nspl(['backup', '--to', to, '--recipient', 'age1nobody'])).toEqual({
    code: 1,
    said: expect.stringContaining('age1nobody is no age recipient'),
  })
  const identity = await generateX25519Identity()
  writeFileSync(join(folder, 'backup.key'), `# made up\n${identity}\n`)
  const archive = join(folder, 'archive')
  const made = await nspl(['backup', '--to', to, '--recipient', await identityToRecipient(identity)])
  expect(made).toEqual({ code: 0, said: expect.stringMatching(/only 1 recipient can open it\ncompare with paper:\nnspl\/[\w-]+\/TOP\n/) })
  const [file = ''] = readdirSync(to)
  const restore = ['restore', '--embedded', '--from', join(to, file)]
  const empty = { DATA_DIR: join(folder, 'restored') }
  expect(await nspl(restore, empty)).toEqual({ code: 1, said: expect.stringContaining('say which file holds your age identity') })
  const restored = await nspl([...restore, '--identity', join(folder, 'backup.key')], empty)
  const paper = /compare with paper:\n.*\n.*\n.*/.exec(made.said)?.[0] ?? 'none'
  expect(restored).toEqual({ code: 0, said: expect.stringContaining(paper) })
  expect(restored.said).toMatch(/\nOK {2}journal: .*\n$/)
  expect(await nspl([...restore, '--identity', join(folder, 'backup.key')], empty)).toEqual({
    code: 1,
    said: expect.stringContaining('the database is not empty'),
  })
  expect(await nspl(['restore', '--from-archive', archive], empty)).toEqual({
    code: 1,
    said: expect.stringContaining('holds a database already'),
  })
  expect(await asEmbedded<{ kind: string; ok: boolean }>(`select kind, ok from upkeep_run where kind = 'backup'`)).toEqual([
    { kind: 'backup', ok: true },
  ])
})

test('the journal is verified, exported and given new keys from the command line', async () => {
  const file = join(folder, 'logg 12.zip')
  const nothing = await nspl(['journal', 'export', '--org', '12', '--to', file])
  expect(nothing).toEqual({ code: 1, said: expect.stringContaining('log 12 has nothing signed yet') })
  expect(await nspl(['journal'])).toEqual({ code: 1, said: expect.stringContaining('journal verify [--checkpoint FILE]') })
  expect(await nspl(['journal', 'export', '--org', '99'])).toEqual({ code: 1, said: expect.stringContaining('--org must be the code') })

  const server = begin(['serve', '--embedded'])
  await untilReady(server)
  await asOwner(
    `select journal_append('12', convert_to('{"at":"2026-11-25T08:00:00.000Z","log":"12","object":"o","type":"a.done","v":1}', 'UTF8'), '{}', '{}')`,
  )
  const rotated = await nspl(['journal', 'rotate-key'])
  expect(rotated).toEqual({ code: 0, said: expect.stringMatching(/^retired ed25519 ([0-9a-f]{4} ?){16}\n[^]*\nnew {5}ed25519 /m) })
  server.kill('SIGTERM')
  await once(server, 'exit')

  const [kept] = await asEmbedded<{ note: string }>(`select note from journal_checkpoint where log = '12'`)
  const checkpoint = join(folder, 'kept.txt')
  writeFileSync(checkpoint, kept?.note ?? '')
  const well = await nspl(['journal', 'verify', '--checkpoint', checkpoint])
  expect(well).toEqual({
    code: 0,
    said: expect.stringMatching(/\nOK {2}journal: \d+ entries in \d+ logs, \d+ checkpoints, 0 waiting, [\d.]+ s\n$/),
  })

  const [paper, wrong] = [join(folder, 'paper.txt'), join(folder, 'wrong.txt')]
  const [origin = '', size = '', root = ''] = (kept?.note ?? '').split('\n')
  writeFileSync(paper, `\r\n${origin}\r\n${size}\r\n${root}\r\n\r\n`)
  writeFileSync(wrong, `${origin}\n${size}\n${Buffer.alloc(32).toString('base64')}\n`)
  const runs = () => asEmbedded<{ ok: boolean }>(`select ok from upkeep_run where kind = 'journal-verify'`)
  const before = await runs()
  expect(await nspl(['journal', 'verify', '--checkpoint', paper])).toEqual({
    code: 0,
    said: expect.stringMatching(/no signature: it was compared by size and root[^]*\nOK {2}journal: /),
  })
  expect(await nspl(['journal', 'verify', '--checkpoint', wrong])).toEqual({
    code: 1,
    said: expect.stringContaining('FEL journal: 1 fault in log 12 (kept-differs)'),
  })
  writeFileSync(wrong, 'Kära dagbok\n')
  expect((await nspl(['journal', 'verify', '--checkpoint', wrong])).said).toMatch(/kept-not-ours: .* the three lines/)
  // What somebody holds in her hand is no run of the platform's.
  expect(await runs()).toEqual(before)

  expect(await nspl(['journal', 'export', '--org', '12', '--to', file])).toEqual({
    code: 0,
    said: expect.stringContaining('1 entry of log 12'),
  })
  const verifier = spawn(process.execPath, [join(program, 'verifier', 'nspl-verify.mjs'), file, '--checkpoint', checkpoint], {
    cwd: folder,
  })
  await once(verifier, 'close')
  expect(verifier.exitCode).toBe(0)

  const keyFile = join(dataDir, 'keys', 'journal.pem')
  renameSync(keyFile, `${keyFile}.kept`)
  expect(await nspl(['journal', 'verify'])).toEqual({ code: 0, said: expect.stringContaining(`No key file at ${keyFile}`) })
  writeFileSync(keyFile, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }))
  expect(await nspl(['journal', 'verify'])).toEqual({ code: 1, said: expect.stringContaining('FEL log TOP: key-not-on-disk') })
  renameSync(`${keyFile}.kept`, keyFile)

  await asEmbedded(
    `alter table journal_leaf disable trigger user; update journal_leaf set body = convert_to('{}', 'UTF8') where log = '12'`,
  )
  const bent = await nspl(['journal', 'verify'])
  expect(bent).toEqual({
    code: 1,
    said: expect.stringMatching(/\nFEL journal: (1 fault|\d faults, the first) in log 12 entry 0 \(entry-changed\)/),
  })
})

test('doctor says what is wrong', async () => {
  const well = await nspl(['doctor'])
  // Whether the web is built says nothing about this test.
  const wrong = well.said.split('\n').filter((line) => line.startsWith('FEL') && !line.startsWith('FEL web'))
  expect(wrong).toEqual([expect.stringMatching(/^FEL mail: SMTP_URL and MAIL_FROM are not set/)])
  expect(well.said).toMatch(/OK {2}database: PostgreSQL \d+/)
  const ill = await nspl(['doctor'], { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'nspl@uppsala.example' })
  expect(ill.said).toMatch(/FEL mail: 127\.0\.0\.1:\d+: /)
  expect(ill.code).toBe(1)
})
