import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { contentsOf } from '../../test/contents.ts'
import { silent } from '../../test/silent.ts'
import { MIGRATIONS } from '../main/database.ts'
import { makeBackup } from './backup.ts'
import { type DatabaseAddress, openDatabase } from './db.ts'
import { connectToPrimary } from './db-hosts.ts'
import { type Address, type Embedded, startEmbedded } from './embedded.ts'
import { findBinaries } from './embedded-binaries.ts'
import { verifyJournal } from './journal-verify.ts'
import { restoreBackup } from './restore.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const frozen = join(import.meta.dirname, '../../test/fixtures/release-0.1.backup')
const now = new Date('2026-12-01T08:00:00Z')
const { owner, app, superuser } = inject('addresses')

// The suite runs on the packaged PostgreSQL or, by NSPL_POSTGRES_BIN, on the system's: a backup goes over to the other, and back.
const other = process.env['NSPL_POSTGRES_BIN'] ? undefined : 'system'
const programs = await findBinaries(other).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
const isMissing = typeof programs === 'string'
// Where there is none, the test is skipped, and its name says why.
const why = isMissing ? ` (skipped: ${programs})` : ''

const folder = mkdtempSync(join(tmpdir(), 'nspl-release-'))
const made: string[] = []
let elsewhere: Embedded | undefined

beforeAll(async () => {
  if (isMissing) return
  chmodSync(folder, 0o711)
  elsewhere = await startEmbedded({ dataDir: join(folder, 'data'), binaries: other, log: silent })
})
afterAll(async () => {
  await elsewhere?.stop()
  for (const name of made) await asked(superuser, `drop database if exists ${name} with (force)`)
  rmSync(folder, { recursive: true, force: true })
})

async function asked(address: DatabaseAddress, statement: string): Promise<unknown> {
  const client = await connectToPrimary(address)
  try {
    const { rows } = await client.query<{ said?: unknown }>(statement)
    return rows[0]?.said
  } finally {
    await client.end()
  }
}

async function emptyDatabase(): Promise<Address> {
  const database = `release_${randomBytes(6).toString('hex')}`
  made.push(database)
  await asked(superuser, `create database ${database} owner ${owner.user} template template0`)
  return { ...owner, database }
}

async function verdict(address: DatabaseAddress, kept: readonly { note: string }[]) {
  const db = openDatabase(address, { max: 1, onError: () => undefined })
  try {
    return await verifyJournal(db, { now, kept: kept.map(({ note }) => note) })
  } finally {
    await db.close()
  }
}

test.skipIf(isMissing)(
  `a backup crosses over to another version of PostgreSQL, and back, to the same rows and the same checkpoints${why}`,
  async () => {
    if (!elsewhere) throw new Error('no other server')
    const identity = await generateX25519Identity()
    const recipients = [await identityToRecipient(identity)]
    const major = "select current_setting('server_version_num')::int / 10000 as said"
    expect(await asked(elsewhere.owner, major)).not.toBe(await asked(owner, major))
    const [first, last] = [await emptyDatabase(), await emptyDatabase()]
    const into = (to: DatabaseAddress, path: string, runtimeRole = app.user, identities = [identity]) =>
      restoreBackup(to, { path, identities, migrations: MIGRATIONS, runtimeRole })
    await into(first, frozen, app.user, [])
    const out = await makeBackup(first, { folder, recipients, now, version: 'test' })
    await into(elsewhere.owner, out.path, elsewhere.app.user)
    const { faults } = await verdict(elsewhere.owner, out.checkpoints)
    expect(faults).toEqual([])

    const home = await makeBackup(elsewhere.owner, { folder, recipients, now: new Date(now.getTime() + 60_000), version: 'test' })
    expect(home.checkpoints).toEqual(out.checkpoints)
    await into(last, home.path)
    const [before, after] = [await contentsOf(first), await contentsOf(last)]
    for (const contents of [before, after]) delete contents['migration']
    expect(after).toEqual(before)
  },
)
