import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { BadBackup, type BackupHeader, counter, type Frame, type Manifest, readFrames } from './backup-frames.ts'
import { unseal } from './backup-seal.ts'
import { tablesOf } from './backup.ts'
import { type DatabaseAddress, sqlState } from './db.ts'
import { connectToPrimary } from './db-hosts.ts'
import { migrate, migrationFiles } from './migrate.ts'

export type Restored = { header: BackupHeader; manifest: Manifest; rowBytes: number; letters: { org: string; mailId: string }[] }

/**
 * Restores a backup into an empty database, as its owner. All of it is kept, or nothing: what fails leaves the database empty again. Refuses, by a
 * sentence each, a database that holds something, and a backup that is cut, altered, locked to others, or of a newer program. Letters that had not been
 * taken by a mail server when the backup was made are marked as uncertain, for they may have left since; they are answered, to be put on the queue.
 */
export async function restoreBackup(
  owner: DatabaseAddress,
  given: { path: string; identities: readonly string[]; migrations: string; runtimeRole: string },
): Promise<Restored> {
  const frames = readFrames(unseal(given.path, given.identities))
  const first = await frames.next()
  if (first.done || first.value.kind !== 'header') throw new BadBackup('this is not a backup of the platform')
  const { header } = first.value
  refuseUnknown(header, migrationFiles(given.migrations))
  const client = await connectToPrimary(owner)
  try {
    await refuseFilled(client)
    try {
      await migrate(owner, given.migrations, given.runtimeRole, { demo: header.demo, only: header.migrations })
      const loaded = await load(client, frames)
      await migrate(owner, given.migrations, given.runtimeRole, { demo: header.demo })
      return { header, ...loaded }
    } catch (error) {
      await empty(client)
      throw error
    }
  } finally {
    await frames.return(undefined)
    await client.end()
  }
}

function refuseUnknown({ migrations, version }: BackupHeader, known: readonly string[]): void {
  const unknown = migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new BadBackup(`the backup was made by a newer program (${version}): restore it with that one, or a later`)
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')`,
  )
  if (rows[0]?.count !== 0)
    throw new Error('the database is not empty: a backup is restored into an empty one, so that nothing is lost by mistake')
}

async function empty(client: pg.Client): Promise<void> {
  await client.query('rollback')
  await client.query('drop schema public cascade; create schema public; grant usage on schema public to public')
}

/** Loads every table in one transaction. Rules and references are set aside meanwhile; putting the references back checks them all. */
async function load(client: pg.Client, frames: AsyncGenerator<Frame>): Promise<Omit<Restored, 'header'>> {
  await client.query('begin')
  await client.query('set local statement_timeout = 0')
  const known = new Map((await tablesOf(client)).map(({ table, columns }) => [table, columns]))
  const references = await takeReferences(client)
  await setRules(client, [...known.keys()], 'off')
  await client.query(`truncate ${[...known.keys()].map((table) => client.escapeIdentifier(table)).join(', ')}`)

  const { counted, manifest } = await loadRows(client, frames, known)
  refuseAltered(counted, manifest)
  for (const { sequence, last, isCalled } of manifest.sequences)
    await client.query('select setval($1::regclass, $2, $3)', [client.escapeIdentifier(sequence), last, isCalled])
  for (const put of references)
    await client.query(put).catch((error: unknown) => {
      throw isOfData(error) ? altered('its tables do not fit together', error) : error
    })
  // Who has left since may have been signed in then; everybody signs in anew.
  await client.query('update session set ended_at = now() where ended_at is null')
  await client.query('update outgoing_mail set uncertain = true where accepted_at is null and failed_at is null')
  const { rows: letters } = await client.query<{ org: string; mailId: string }>(
    `select org_code::text as org, id::text as "mailId" from outgoing_mail where accepted_at is null and failed_at is null order by made_at, id`,
  )
  await setRules(client, [...known.keys()], 'on')
  await client.query('commit')
  await client.query('analyze')
  return { manifest, letters, rowBytes: manifest.tables.reduce((sum, { bytes }) => sum + bytes, 0) }
}

type Counted = Map<string, { bytes: number; sha256: string }>

async function loadRows(
  client: pg.Client,
  frames: AsyncGenerator<Frame>,
  known: ReadonlyMap<string, readonly string[]>,
): Promise<{ counted: Counted; manifest: Manifest }> {
  const counted: Counted = new Map()
  let next = await frames.next()
  while (!next.done && next.value.kind === 'table') {
    const { table, columns, isBinary } = next.value.start
    const writable = known.get(table)
    if (!writable || columns.some((column) => !writable.includes(column)) || counted.has(table))
      throw new BadBackup(`the backup has a table ${table} that does not fit the program`)
    const count = counter()
    // Rows are taken until something else comes, which is then the next.
    async function* rows(): AsyncGenerator<Buffer> {
      for (next = await frames.next(); !next.done && next.value.kind === 'rows'; next = await frames.next()) {
        count.add(next.value.bytes)
        yield next.value.bytes
      }
    }
    const names = columns.map((column) => client.escapeIdentifier(column)).join(', ')
    const how = `from stdin (format ${isBinary ? 'binary' : 'text'})`
    const into = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${names}) ${how}`))
    await pipeline(Readable.from(rows(), { objectMode: false }), into).catch((error: unknown) => {
      throw isOfData(error) ? altered(`the rows of ${table} cannot be read`, error) : error
    })
    counted.set(table, count.end())
  }
  if (next.done || next.value.kind !== 'manifest') throw new BadBackup('the backup is cut short: its end is missing')
  const { manifest } = next.value
  // What comes after the manifest is a fault, which the reader tells.
  await frames.next()
  return { counted, manifest }
}

function refuseAltered(counted: Counted, { tables }: Manifest): void {
  const wrong = tables.find(({ table, bytes, sha256 }) => counted.get(table)?.bytes !== bytes || counted.get(table)?.sha256 !== sha256)
  if (wrong || tables.length !== counted.size)
    throw new BadBackup(`the backup is altered: ${wrong ? `the rows of ${wrong.table}` : 'its tables'} are not what its manifest says`)
}

const altered = (what: string, cause: unknown) => new BadBackup(`the backup is altered: ${what}`, { cause })

/** The data is wrong (SQLSTATE classes 22 and 23), and not the server or the way to it. */
const isOfData = (error: unknown) => /^2[23]/.test(sqlState(error)?.code ?? '')

/** Drops every foreign key, and answers the statements that put them back. Only a superuser may load past them. */
async function takeReferences(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; put: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as put
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by conrelid::regclass::text, conname`)
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ put }) => put)
}

/** What is append-only or frozen, and the net, which takes no COPY: aside while the owner loads, and back before anybody sees it. */
async function setRules(client: pg.Client, tables: readonly string[], to: 'on' | 'off'): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select relname as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity`,
  )
  for (const table of tables)
    await client.query(`alter table ${client.escapeIdentifier(table)} ${to === 'off' ? 'disable' : 'enable'} trigger user`)
  for (const { table } of rows)
    await client.query(`alter table ${client.escapeIdentifier(table)} ${to === 'off' ? 'no force' : 'force'} row level security`)
}
