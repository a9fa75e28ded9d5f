import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Address } from '../src/platform/embedded.ts'

export type TestDatabase = { owner: Address; app: Address; drop: () => Promise<void> }

/** Where a migrated database is, and who may copy it. */
export type Template = { owner: Address; app: Address; superuser: Address }

/** A migrated database of one's own: a copy of the template that global-setup made. */
export async function testDatabase(): Promise<TestDatabase> {
  // Loaded only here: the drills copy a template of their own, outside the test runner.
  const { inject } = await import('vitest')
  return await copyOf(inject('addresses'))
}

/** A copy of a template that nobody is using. */
export async function copyOf({ owner, app, superuser }: Template): Promise<TestDatabase> {
  const database = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(superuser, `create database ${database} template ${owner.database} owner ${owner.user} strategy wal_log`)
  return {
    owner: { ...owner, database },
    app: { ...app, database },
    drop: () => asSuperuser(superuser, `drop database ${database} with (force)`),
  }
}

async function asSuperuser(address: Address, statement: string): Promise<void> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    // Only one copy of the template can be made at a time.
    await client.query('select pg_advisory_lock(7305114099)')
    await client.query(statement)
  } finally {
    await client.end()
  }
}
