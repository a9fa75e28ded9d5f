import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { MIGRATIONS, userOf } from '../src/main/database.ts'
import { pendingMigrations } from '../src/platform/migrate.ts'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import { type Address, startEmbedded } from '../src/platform/embedded.ts'
import { verifyJournal } from '../src/platform/journal-verify.ts'
import { restoreBackup } from '../src/platform/restore.ts'
import { silent } from './silent.ts'

/** A demonstration as release 0.1 backed it up. It is never made again: each later program must be able to take it over. */
const RELEASE = join(import.meta.dirname, 'fixtures', 'release-0.1.backup')
const SYSTEM = '/usr/lib/postgresql'

const made: string[] = []
const superuser = inject('addresses').superuser
async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client(superuser)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
afterAll(async () => {
  for (const name of made) await asSuperuser(`drop database if exists ${name} with (force)`)
})

async function takeOver(owner: Address, app: Address): Promise<void> {
  const { manifest, header } = await restoreBackup(owner, {
    path: RELEASE,
    identities: [],
    migrations: MIGRATIONS,
    runtimeRole: userOf(app),
  })
  const db = openDatabase(owner, { max: 1, onError: () => undefined })
  try {
    const kept = manifest.checkpoints.map(({ note }) => note)
    const verdict = await verifyJournal(db, { now: new Date(header.madeAt), kept })
    expect(verdict.faults).toEqual([])
    expect(verdict.entries).toBeGreaterThan(500)
    expect(await inTransaction(db, (tx) => pendingMigrations(tx, MIGRATIONS), 'read only')).toEqual([])
    const { replies } = await inTransaction(
      db,
      (tx) => tx.one(sql<{ replies: number }>`select count(*)::int as replies from reply`),
      'read only',
    )
    expect(replies).toBeGreaterThan(20)
  } finally {
    await db.close()
  }
}

describe('what release 0.1 backed up is taken over', () => {
  test('by the embedded server', async () => {
    const { owner, app } = inject('addresses')
    const database = `release_${randomBytes(6).toString('hex')}`
    made.push(database)
    await asSuperuser(`create database ${database} owner ${owner.user} template template0`)
    await takeOver({ ...owner, database }, { ...app, database })
  })

  // The system's PostgreSQL is not on every machine; where it is not, this is shown as skipped.
  test.skipIf(!existsSync(SYSTEM))('by the system’s PostgreSQL, in an empty folder', { timeout: 60_000 }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'nspl-release-'))
    const { owner, app, stop } = await startEmbedded({ dataDir, binaries: 'system', log: silent })
    try {
      await takeOver(owner, app)
    } finally {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})
