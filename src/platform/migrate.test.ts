import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { inTransaction, openDatabase } from './db.ts'
import { migrate, migrationFiles, pendingMigrations, whyNotServer } from './migrate.ts'

const OURS = join(import.meta.dirname, '../../db/migrations')
const { owner, app, superuser } = inject('addresses')
const made: string[] = []
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nspl-migrations-'))
  cpSync(OURS, folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(async () => {
  for (const name of made.splice(0)) await ask(superuser, `drop database ${name} with (force)`)
})

async function ask<T extends pg.QueryResultRow>(address: pg.ClientConfig, text: string): Promise<T[]> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

async function emptyDatabase(options = ''): Promise<typeof owner> {
  const database = `test_${randomBytes(6).toString('hex')}`
  await ask(superuser, `create database ${database} owner ${owner.user} template template0 ${options}`)
  made.push(database)
  return { ...owner, database }
}

describe('a migration that is cut off', () => {
  const slow = '299901010000-slow.sql'

  test('by SIGKILL leaves nothing of itself, and the next one goes on from there', async () => {
    const files = migrationFiles(OURS)
    const address = await emptyDatabase()
    writeFileSync(join(folder, slow), 'create table slow_one (n int); select pg_sleep(60); create table slow_two (n int);')
    const child = await migrateElsewhere(address)
    await vi.waitFor(async () => expect(await ask(address, 'select count(*)::int as n from migration')).toEqual([{ n: files.length }]), {
      timeout: 20_000,
      interval: 50,
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await ask(address, "select to_regclass('slow_one') as half")).toEqual([{ half: null }])

    writeFileSync(join(folder, slow), 'create table slow_one (n int); create table slow_two (n int);')
    const started = performance.now()
    const result = await migrate(address, folder, app.user)
    expect(result).toEqual({ applied: [slow], already: files.length, demo: false })
    // The server has noticed that the killed one is gone: nobody waits for its minute.
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(await ask(address, "select to_regclass('slow_one')::text as one, to_regclass('slow_two')::text as two")).toEqual([
      { one: 'slow_one', two: 'slow_two' },
    ])
    rmSync(join(folder, slow))
  })

  test('by an error leaves what came before it, and says which file it was', async () => {
    const address = await emptyDatabase()
    writeFileSync(join(folder, slow), 'create table slow_one (n int); select 1 / 0;')
    await expect(migrate(address, folder, app.user)).rejects.toThrow(`migration ${slow}: division by zero`)
    expect(await ask(address, "select to_regclass('slow_one') as half, to_regclass('matter')::text as whole")).toEqual([
      { half: null, whole: 'matter' },
    ])
    rmSync(join(folder, slow))
    expect((await migrate(address, folder, app.user)).applied).toEqual([])
  })
})

test('a program refuses a database that is newer than itself, to migrate and to serve, and changes nothing', async () => {
  const address = await emptyDatabase()
  await migrate(address, OURS, app.user)
  await ask(address, "insert into migration (name) values ('299912312359-later.sql')")
  await expect(migrate(address, OURS, app.user)).rejects.toThrow(
    'the database has newer migrations than this program: 299912312359-later.sql',
  )
  const db = openDatabase({ ...app, database: address.database }, { max: 1, onError: () => undefined })
  await ask(superuser, `grant connect on database ${address.database} to ${app.user}`)
  await expect(inTransaction(db, (tx) => pendingMigrations(tx, OURS), 'read only')).rejects.toThrow('newer migrations than this program')
  await db.close()
})

describe('a database that would spoil the texts is refused with what to do, and left as it was', () => {
  test.each([
    ["encoding 'UTF8' locale_provider libc locale 'C'", 'the locale of the database breaks Swedish letters: make it with locale C.UTF-8'],
    ["encoding 'LATIN1' locale_provider libc locale 'C'", 'the database must be UTF8, it is LATIN1: make it with encoding UTF8'],
  ])('%s', async (options, sentence) => {
    const address = await emptyDatabase(options)
    await expect(migrate(address, OURS, app.user)).rejects.toThrow(sentence)
    expect(await ask(address, "select count(*)::int as tables from pg_tables where schemaname = 'public'")).toEqual([{ tables: 0 }])
  })

  test.each([14, 19])('version %i', (version) => {
    expect(whyNotServer({ ok: true, encoding: 'UTF8', version })).toBe(`PostgreSQL 15 to 18 is supported, this is ${version}`)
  })
  test.each([15, 16, 17, 18])('version %i is used', (version) => {
    expect(whyNotServer({ ok: true, encoding: 'UTF8', version })).toBeUndefined()
  })
})

/** Another program that migrates, to be killed. It lies in the program's folder, where its packages are found. */
async function migrateElsewhere(address: typeof owner): Promise<ChildProcess> {
  const file = join(import.meta.dirname, '..', '..', 'node_modules', `.migrate-${process.pid}.mjs`)
  await build({
    stdin: {
      contents: `import { migrate } from './migrate.ts'
        console.log('begun')
        await migrate(${JSON.stringify(address)}, ${JSON.stringify(folder)}, ${JSON.stringify(app.user)})`,
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
