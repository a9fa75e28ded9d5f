import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { contentsOf } from '../../test/contents.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { fill } from '../../test/rls-fill.ts'
import { MIGRATIONS } from '../main/database.ts'
import { newId } from './ids.ts'
import { backUpWhenDue, type BackupPlan } from './backup-run.ts'
import { makeBackup } from './backup.ts'
import { type DatabaseAddress, inTransaction, openDatabase } from './db.ts'
import type { Address } from './embedded.ts'
import { verifyJournal } from './journal-verify.ts'
import { restoreBackup } from './restore.ts'
import { noteRun } from './upkeep.ts'

let it: TestWorld
let owner: Address
let folder: string
const made: string[] = []

beforeAll(async () => {
  it = await testWorld()
  owner = it.database.owner
  await it.asOwner(fill)
  await it.asOwner(async (tx) => {
    tx.send(sql`update outgoing_mail set accepted_at = made_at where id <> (select min(id::text)::uuid from outgoing_mail)`)
  })
  await it.as('secretariat-officer', 'NSPL')
})
afterAll(async () => {
  for (const name of made) await asSuperuser(`drop database if exists ${name} with (force)`)
  await it.close()
})
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nspl-backup-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = new Date('2026-11-25T08:00:00Z')
const backUp = (recipients: string[] = []) => makeBackup(owner, { folder, recipients, now, version: 'test' })

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client(inject('addresses').superuser)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** An empty database of the owner's own, dropped when the file is done. */
async function emptyDatabase(): Promise<DatabaseAddress & Address> {
  const database = `restore_${randomBytes(6).toString('hex')}`
  made.push(database)
  await asSuperuser(`create database ${database} owner ${owner.user} template template0`)
  return { ...owner, database }
}
const restoreInto = (address: DatabaseAddress, path: string, identities: string[] = []) =>
  restoreBackup(address, { path, identities, migrations: MIGRATIONS, runtimeRole: it.database.app.user })

const tablesIn = async (address: DatabaseAddress) => Object.keys(await contentsOf(address))

describe('a backup', () => {
  test('restores to the same rows, rules on again, and the letters that may not have left are told of', async () => {
    const { path, tables } = await backUp()
    const target = await emptyDatabase()
    const { letters, header } = await restoreInto(target, path)
    expect(header).toMatchObject({ version: 'test', demo: false })
    expect(letters).toHaveLength(1)
    const [before, after] = [await contentsOf(owner), await contentsOf(target)]
    expect(Object.keys(after)).toHaveLength(tables)
    // The one letter is marked as uncertain; migrations were run at another time.
    for (const name of ['outgoing_mail', 'session', 'migration']) for (const contents of [before, after]) delete contents[name]
    expect(after).toEqual(before)

    const db = openDatabase(target, { max: 1, onError: () => undefined })
    await expect(inTransaction(db, async (tx) => tx.send(sql`delete from journal_leaf`))).rejects.toThrow(/append-only/)
    const forced = await inTransaction(db, (tx) =>
      tx.rows(sql<{ name: string }>`select relname as name from pg_class where relrowsecurity and not relforcerowsecurity`),
    )
    expect(forced).toEqual([])
    const references = await inTransaction(db, (tx) =>
      tx.one(sql<{ count: number }>`select count(*)::int from pg_constraint where contype = 'f'`),
    )
    expect(references.count).toBeGreaterThan(30)
    await db.close()
  })

  test('of signed logs holds, and its sequences go on where they were', async () => {
    const world = await testWorld()
    const person = await world.as('secretariat-officer', 'NSPL')
    expect(person).toBeDefined()
    await world.asOwner(async (tx) =>
      tx.send(
        sql`select journal_append('12', convert_to('{"v":1,"log":"12","type":"t","at":"2026-11-25T08:00:00.000Z","object":"o"}', 'UTF8'), '{}', '{}')`,
      ),
    )
    await world.asOwner(async (tx) => tx.send(sql`select setval('reply_number', 4711)`))
    await world.world.checkpoints.sign()
    const { path, checkpoints } = await makeBackup(world.database.owner, { folder, recipients: [], now, version: 'test' })
    expect(checkpoints.map(({ log }) => log)).toEqual(['12', 'TOP'])
    const target = await emptyDatabase()
    await restoreInto(target, path)
    const db = openDatabase(target, { max: 1, onError: () => undefined })
    const verdict = await verifyJournal(db, { now, kept: checkpoints.map(({ note }) => note) })
    expect(verdict.faults).toEqual([])
    expect(await inTransaction(db, (tx) => tx.one(sql`select nextval('reply_number')::int as next`))).toEqual({ next: 4712 })
    await db.close()
    await world.close()
  })

  test('is for its recipients alone, also those that withstand quantum computers', async () => {
    const [mine, other, hybrid] = [await generateX25519Identity(), await generateX25519Identity(), await generateHybridIdentity()]
    const { path } = await backUp([await identityToRecipient(mine), await identityToRecipient(hybrid)])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path).includes('organisation')).toBe(false)
    const target = await emptyDatabase()
    await expect(restoreInto(target, path)).rejects.toThrow(
      'the backup is encrypted: say which file holds your age identity with --identity',
    )
    await expect(restoreInto(target, path, [other])).rejects.toThrow('the identity does not open this backup')
    for (const identity of [mine, hybrid]) expect((await restoreInto(await emptyDatabase(), path, [identity])).letters).toHaveLength(1)
  })

  test('is not restored over anything', async () => {
    const { path } = await backUp()
    await expect(restoreInto(owner, path)).rejects.toThrow('the database is not empty')
  })

  test.each([false, true])('that is cut or altered is refused, and nothing of it stays (encrypted: %s)', async (isEncrypted) => {
    const identity = await generateX25519Identity()
    const { path } = await backUp(isEncrypted ? [await identityToRecipient(identity)] : [])
    const whole = readFileSync(path)
    const target = await emptyDatabase()
    const refusal = async (bytes: Buffer) => {
      writeFileSync(path, bytes)
      const reason = await restoreInto(target, path, [identity]).then(
        () => 'restored',
        (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
      )
      expect(await tablesIn(target)).toEqual([])
      return reason
    }
    for (const at of [0.2, 0.5, 0.9]) {
      const changed = Buffer.from(whole)
      const place = Math.floor(whole.length * at)
      changed[place] = (changed[place] ?? 0) ^ 0x10
      expect(await refusal(changed)).toMatch(/^BadBackup: /)
      expect(await refusal(whole.subarray(0, place))).toMatch(/^BadBackup: .*(cut short|altered)/)
    }
    expect(await refusal(Buffer.alloc(0))).toBe('BadBackup: the file is empty')
    expect(await refusal(Buffer.from('PK something else'))).toMatch(/^BadBackup: /)
  })

  test('that fails leaves no file', async () => {
    await expect(makeBackup({ ...owner, database: 'nowhere' }, { folder, recipients: [], now, version: 'test' })).rejects.toThrow(/nowhere/)
    await expect(makeBackup(owner, { folder: join(folder, 'gone'), recipients: [], now, version: 'test' })).rejects.toThrow(/ENOENT/)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('by night', () => {
  let night: TestWorld
  beforeAll(async () => {
    night = await testWorld()
  })
  afterAll(() => night.close())
  const plan = (but: Partial<BackupPlan> = {}): BackupPlan => ({
    owner: night.database.owner,
    folder,
    recipients: [],
    keepDays: 30,
    version: 'test',
    migrations: MIGRATIONS,
    runtimeRole: night.database.app.user,
    scratch: async () => {
      const scratch = await emptyDatabase()
      return { owner: scratch, clear: () => asSuperuser(`drop database ${scratch.database} with (force)`) }
    },
    ...but,
  })
  const runs = () =>
    night.asOwner((tx) =>
      tx.rows(sql<{ kind: string; ok: boolean; error: string | null }>`
      select kind, ok, detail ->> 'error' as error from upkeep_run where id > ${first} order by id`),
    )
  let first: string
  const noting = () => ({ db: night.world.db, clock: () => night.now() })

  test('one is made a day, one a week is restored, by a key that is forgotten; what fails is told and tried again after an hour', async () => {
    first = newId(new Date('2027-01-01T00:00:00Z'))
    night.now('2027-01-02T02:00:00Z')
    const recipients = [await identityToRecipient(await generateX25519Identity())]
    await backUpWhenDue(noting(), plan({ recipients }))
    await backUpWhenDue(noting(), plan({ recipients }))
    expect(await runs()).toEqual([
      { kind: 'backup', ok: true, error: null },
      { kind: 'restore-test', ok: true, error: null },
    ])
    night.now('2027-01-03T01:30:00Z')
    await backUpWhenDue(noting(), plan({ recipients }))
    expect((await runs()).map(({ kind }) => kind)).toEqual(['backup', 'restore-test', 'backup'])

    night.now('2027-01-09T02:30:00Z')
    const failing = plan({ scratch: () => Promise.reject(new Error('no room')) })
    await expect(backUpWhenDue(noting(), failing)).rejects.toThrow('no room')
    expect((await runs()).at(-1)).toEqual({ kind: 'restore-test', ok: false, error: 'no room' })
    night.now('2027-01-10T02:30:00Z')
    writeFileSync(join(folder, 'a file'), '')
    await expect(backUpWhenDue(noting(), plan({ folder: join(folder, 'a file', 'under') }))).rejects.toThrow()
    await backUpWhenDue(noting(), plan({ folder: join(folder, 'a file', 'under') }))
    expect((await runs()).filter(({ ok }) => !ok)).toHaveLength(2)
    expect(readdirSync(folder).filter((name) => name.endsWith('.backup'))).toHaveLength(3)
  })

  test('a restore is never tried in a database that holds something, and that is left as it was', async () => {
    night.now('2027-01-20T02:00:00Z')
    const cleared: string[] = []
    const scratch = async () => ({ owner: night.database.owner, clear: async () => void cleared.push('all of it') })
    await expect(backUpWhenDue(noting(), plan({ scratch }))).rejects.toThrow('the database is not empty')
    expect(cleared).toEqual([])
    expect((await runs()).at(-1)).toMatchObject({ kind: 'restore-test', ok: false })
  })

  test('the key that is forgotten is no weaker than those of the recipients', async () => {
    night.now('2027-01-22T02:00:00Z')
    await backUpWhenDue(noting(), plan({ recipients: [await identityToRecipient(await generateHybridIdentity())] }))
    expect((await runs()).slice(-2)).toMatchObject([
      { kind: 'backup', ok: true },
      { kind: 'restore-test', ok: true },
    ])
    const header = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'latin1').split('\n--- ', 1)[0] ?? ''
    expect(header.match(/^-> \S+/gm)).toEqual(['-> mlkem768x25519', '-> mlkem768x25519'])
  })

  test('what is older than is kept goes, but never the newest', async () => {
    first = newId(new Date('2027-02-01T00:00:00Z'))
    writeFileSync(join(folder, 'nspl-2026-01-01T020000Z.backup'), '')
    writeFileSync(join(folder, 'mine.txt'), '')
    night.now(new Date(Date.now() + 40 * 86_400_000).toISOString())
    await night.asOwner(async (tx) =>
      noteRun(tx, { kind: 'restore-test', startedAt: night.now(), endedAt: night.now(), ok: true, detail: {} }),
    )
    await backUpWhenDue(noting(), plan())
    expect(readdirSync(folder).filter((name) => name.endsWith('.backup'))).toHaveLength(1)
    expect(readdirSync(folder)).toContain('mine.txt')
  })
})
