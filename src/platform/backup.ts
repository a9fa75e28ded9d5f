import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type BackupHeader, counter, type Frame, inOrder, type Manifest, type TableStart, writeFrame } from './backup-frames.ts'
import { seal } from './backup-seal.ts'
import type { DatabaseAddress } from './db.ts'
import { connectToPrimary } from './db-hosts.ts'

/** How large the pieces are that are pressed each by itself, about. */
const PIECE = 262_144

export type MadeBackup = { path: string; bytes: number; rowBytes: number; tables: number; checkpoints: Manifest['checkpoints'] }

/**
 * Writes the whole database, as it is at one moment, to one file in a folder, encrypted to the recipients. In: the owner's address, who
 * reads everything. The file has its name only when it is whole. Jobs are left out: at a restore the letters that wait are put on the queue anew.
 */
export async function makeBackup(
  owner: DatabaseAddress,
  given: { folder: string; recipients: readonly string[]; now: Date; version: string },
): Promise<MadeBackup> {
  const { folder, recipients, now } = given
  const path = join(folder, `nspl-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.backup`)
  const part = `${path}.part`
  const client = await connectToPrimary(owner)
  let [bytes, rowBytes] = [0, 0]
  let manifest: Manifest | undefined
  async function* plain() {
    for await (const frame of framesOf(client, given)) {
      if (frame.kind === 'rows') rowBytes += frame.bytes.length
      if (frame.kind === 'manifest') manifest = frame.manifest
      yield frame
    }
  }
  try {
    const sealed = seal(inOrder(plain(), writeFrame), recipients)
    await pipeline(
      sealed,
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          bytes += piece.length
          yield piece
        }
      },
      createWriteStream(part, { mode: 0o600, flush: true }),
    )
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await client.end()
  }
  return { path, bytes, rowBytes, tables: manifest?.tables.length ?? 0, checkpoints: manifest?.checkpoints ?? [] }
}

async function* framesOf(client: pg.Client, { now, version }: { now: Date; version: string }): AsyncGenerator<Frame> {
  await client.query('begin isolation level repeatable read read only')
  await client.query('set local statement_timeout = 0')
  yield { kind: 'header', header: await headerOf(client, now, version) }
  const tables: Manifest['tables'] = []
  for (const { table, columns, isBinary } of await tablesOf(client)) {
    yield { kind: 'table', start: { table, columns, isBinary } }
    const count = counter()
    const names = columns.map((column) => client.escapeIdentifier(column)).join(', ')
    const what = `(select ${names} from ${client.escapeIdentifier(table)})`
    const rows: AsyncIterable<Buffer> = client.query(copyTo(`copy ${what} to stdout (format ${isBinary ? 'binary' : 'text'})`))
    for await (const bytes of joined(rows)) {
      count.add(bytes)
      yield { kind: 'rows', bytes }
    }
    tables.push({ table, ...count.end() })
  }
  yield { kind: 'manifest', manifest: { tables, sequences: await sequencesOf(client), checkpoints: await checkpointsOf(client) } }
  await client.query('rollback')
}

/** Small rows are joined to pieces of about this size, so that each is worth pressing and framing. */
async function* joined(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const piece of pieces) {
    held.push(piece)
    length += piece.length
    if (length < PIECE) continue
    yield Buffer.concat(held)
    ;[held, length] = [[], 0]
  }
  if (length > 0) yield Buffer.concat(held)
}

async function headerOf(client: pg.Client, now: Date, version: string): Promise<BackupHeader> {
  const { rows } = await client.query<{ id: string; demo: boolean; postgres: number; migrations: string[] }>(`
    select id::text, demo, current_setting('server_version_num')::int as postgres,
      array(select name from migration order by name) as migrations from installation`)
  const [row] = rows
  if (!row) throw new Error('the database has no installation: there is nothing to back up yet')
  return {
    format: 'nspl-backup/1',
    madeAt: now.toISOString(),
    installation: row.id,
    demo: row.demo,
    version,
    migrations: row.migrations,
    postgres: row.postgres,
  }
}

// Types whose binary form is the same in every version from 15 to 18, for ever: bytes come as they are, and not as twice as many digits.
const PLAIN = ['bytea', 'text', 'varchar', 'bool', 'int2', 'int4', 'int8', 'uuid', 'date', 'timestamptz']

/** Every table of ours with the columns that can be written, by name; and whether it holds bytes, and nothing that must go as text. */
export async function tablesOf(client: pg.Client): Promise<TableStart[]> {
  const { rows } = await client.query<{ table: string; columns: string[]; types: string[] }>(`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns,
      array_agg((case when t.typbasetype = 0 then t.typname else b.typname end)::text order by a.attnum) as types
    from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = t.typbasetype
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.relname order by c.relname`)
  return rows.map(({ table, columns, types }) => {
    return { table, columns, isBinary: types.includes('bytea') && types.every((type) => PLAIN.includes(type)) }
  })
}

async function sequencesOf(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname`,
  )
  const sequences: Manifest['sequences'] = []
  for (const { name } of rows) {
    const state = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${client.escapeIdentifier(name)}`,
    )
    for (const { last, called } of state.rows) sequences.push({ sequence: name, last: Number(last), isCalled: called })
  }
  return sequences
}

async function checkpointsOf(client: pg.Client): Promise<Manifest['checkpoints']> {
  const { rows } = await client.query<{ log: string; size: string; note: string }>(
    `select distinct on (c.log) c.log::text, c.size::text, c.note from journal_checkpoint c order by c.log, c.size desc`,
  )
  return rows.map(({ log, size, note }) => ({ log, size: Number(size), note }))
}
