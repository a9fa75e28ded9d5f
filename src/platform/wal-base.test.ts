import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { silent } from '../../test/silent.ts'
import { testWorld } from '../../test/world.ts'
import { keepArchive } from './backup-run.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { archiverState, asked, one } from './wal-archive.ts'
import { newestBase, placeBase, takeBase } from './wal-base.ts'

// A server waits a minute before it tries again what it could not archive.
vi.setConfig({ testTimeout: 150_000, hookTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'nspl-wal-'))
// The server's account must pass, when the tests run as root.
chmodSync(folder, 0o711)
const archive = join(folder, 'archive of WAL')
const binaries = process.env['NSPL_POSTGRES_BIN'] || undefined
const dataDir = join(folder, 'data')
let server: Embedded

beforeAll(async () => {
  server = await startEmbedded({ dataDir, walArchive: archive, binaries, log: silent })
  await run('create table kept (what text)')
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run = (statement: string) => asked(server.owner, (client) => client.query(statement))
const instant = () =>
  asked(server.owner, (client) => one<{ now: Date }>(client, 'select clock_timestamp() as now')).then((row) => row?.now ?? new Date(0))
const keptIn = (it: Embedded) =>
  asked(it.owner, async (client) =>
    (await client.query<{ what: string }>('select what from kept order by what')).rows.map(({ what }) => what),
  )

/** Has what was written so far archived, as it is within a minute by itself. */
async function archived(): Promise<void> {
  await asked(server.superuser, async (client) => {
    const last = await one<{ name: string }>(client, 'select pg_walfile_name(pg_switch_wal()) as name')
    for (let tries = 0; tries < 300; tries += 1) {
      if (readdirSync(archive).includes(`${last?.name}.gz`)) return
      await wait(50)
    }
    throw new Error('the WAL was not archived')
  })
}

async function restored(name: string, until: Date | undefined): Promise<string[]> {
  const place = join(folder, name)
  await placeBase({ dataDir: place, archive, until, binaries })
  const it = await startEmbedded({ dataDir: place, binaries, log: silent })
  try {
    await asked(it.owner, (client) => client.query("insert into kept values ('after')"))
    return await keptIn(it)
  } finally {
    await it.stop()
  }
}

test('a database is restored as it was at an instant, or at its end, from a base copy and the WAL since', async () => {
  expect(newestBase(archive)).toBeUndefined()
  await expect(placeBase({ dataDir: join(folder, 'none'), archive, until: undefined, binaries })).rejects.toThrow(
    'there is no base copy in',
  )
  await run("insert into kept values ('before the base')")
  const began = await instant()
  const { bytes } = await takeBase({ superuser: server.superuser, dataDir, archive, now: began })
  expect(bytes).toBeGreaterThan(1e6)
  expect(newestBase(archive)?.getTime()).toBe(Math.floor(began.getTime() / 1000) * 1000)
  await run("insert into kept values ('in the WAL')")
  const then = await instant()
  await wait(20)
  await run('delete from kept')
  await run("insert into kept values ('too late')")
  await archived()
  expect(await archiverState(server.superuser)).toBe('well')

  expect(await restored('at an instant', then)).toEqual(['after', 'before the base', 'in the WAL'])
  expect(await restored('at the end', undefined)).toEqual(['after', 'too late'])
  await expect(placeBase({ dataDir, archive, until: then, binaries })).rejects.toThrow('holds a database already')
  await expect(placeBase({ dataDir: join(folder, 'early'), archive, until: new Date('2020-01-01'), binaries })).rejects.toThrow(
    'from before 2020-01-01',
  )
})

test('two base copies are kept, with the WAL since the older one, and a failing archive is told of', async () => {
  const segments = () =>
    readdirSync(archive)
      .filter((name) => /^[0-9A-F]{24}\.gz$/.test(name))
      .toSorted()
  const first = segments()[0]
  for (const day of ['2050-01-01', '2050-01-02']) {
    await run("insert into kept values ('x')")
    await takeBase({ superuser: server.superuser, dataDir, archive, now: new Date(day) })
  }
  expect(readdirSync(archive).filter((name) => name.startsWith('base-'))).toEqual(['base-2050-01-01T000000Z', 'base-2050-01-02T000000Z'])
  expect(segments()).not.toContain(first)
  expect(segments().length).toBeGreaterThanOrEqual(2)

  // Not at the edge of a segment: PostgreSQL 15 counts that to the one before.
  await run("insert into kept values ('y')")
  // Another server's segment of the same name: ours is not written over it.
  const next = await asked(server.superuser, (client) =>
    one<{ name: string }>(client, 'select pg_walfile_name(pg_current_wal_lsn()) as name'),
  )
  writeFileSync(join(archive, `${next?.name}.gz`), 'not ours')
  await asked(server.superuser, (client) => client.query('select pg_switch_wal()'))
  await vi.waitFor(async () => expect(await archiverState(server.superuser)).toBe('failing'), { timeout: 20_000, interval: 100 })

  // What the secretariat reads of it: told once, and again when it goes well.
  const it = await testWorld()
  try {
    const look = () => keepArchive({ db: it.world.db, clock: () => it.now() }, { superuser: server.superuser, dataDir, archive })
    const noted = () =>
      it.asOwner((tx) =>
        tx.rows(sql<{ ok: boolean; error: string | null }>`
          select ok, detail ->> 'error' as error from upkeep_run where kind = 'wal-archive' order by id`),
      )
    await look()
    await look()
    expect(await noted()).toEqual([{ ok: false, error: expect.stringContaining('cannot copy its WAL to the archive') }])
    rmSync(join(archive, `${next?.name}.gz`))
    await vi.waitFor(async () => expect(await archiverState(server.superuser)).toBe('well'), { timeout: 90_000, interval: 200 })
    it.now(new Date(it.now().getTime() + 60_000).toISOString())
    await look()
    expect(await noted()).toEqual([expect.objectContaining({ ok: false }), { ok: true, error: null }])
  } finally {
    await it.close()
  }
})
