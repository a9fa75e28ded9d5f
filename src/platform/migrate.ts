import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import type { DatabaseAddress, Reader } from './db.ts'
import { connectToPrimary } from './db-hosts.ts'

const LOCK = 7_305_114_093

export type MigrationResult = { applied: string[]; already: number; demo: boolean }

/**
 * Brings the database to the newest schema as its owner: plain SQL, forward only, each file in one transaction, under an
 * advisory lock so that several may start at once. Then grants the runtime role what it needs, and nothing more.
 * Refuses a database whose schema is newer than this program, and one whose locale breaks Swedish.
 * `only` leaves out all others: for a backup of an older program. `demo` marks a database that is made now; one that exists keeps what it is.
 */
export async function migrate(
  owner: DatabaseAddress,
  folder: string,
  runtimeRole: string,
  options: { demo: boolean; only?: readonly string[] | undefined } = { demo: false },
): Promise<MigrationResult> {
  const client = await connectToPrimary(owner)
  try {
    await checkSwedish(client)
    // Should this program be killed, the server ends what it was doing, and the next one need not wait for it.
    await client.query("set client_connection_check_interval = '500ms'")
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query('create table if not exists migration (name text primary key, applied_at timestamptz not null default now())')
    const done = new Set((await client.query<{ name: string }>('select name from migration')).rows.map((row) => row.name))
    const files = migrationFiles(folder)
    refuseNewer([...done], files)

    const applied: string[] = []
    const { only } = options
    for (const name of files.filter((file) => !done.has(file) && (only === undefined || only.includes(file)))) {
      await client.query('begin')
      try {
        await client.query("set local lock_timeout = '5s'")
        await client.query(readFileSync(join(folder, name), 'utf8'))
        await client.query('insert into migration (name) values ($1)', [name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
      applied.push(name)
    }
    await client.query('insert into installation (id, made_at, demo) values (gen_random_uuid(), now(), $1) on conflict do nothing', [
      options.demo,
    ])
    const { rows } = await client.query<{ demo: boolean }>('select demo from installation')
    // The rights are those of the newest schema.
    if (only === undefined) await grant(client, runtimeRole)
    return { applied, already: done.size, demo: rows[0]?.demo === true }
  } finally {
    await client.end()
  }
}

/** What a database lacks of this program's migrations, asked as the runtime role. Refuses one that is newer than the program. */
export async function pendingMigrations(db: Reader, folder: string): Promise<string[]> {
  const made = await db.one(sql<{ made: boolean }>`select to_regclass('public.migration') is not null as made`)
  const done = made.made ? await db.rows(sql<{ name: string }>`select name from migration`) : []
  const files = migrationFiles(folder)
  refuseNewer(
    done.map(({ name }) => name),
    files,
  )
  return files.filter((file) => !done.some(({ name }) => name === file))
}

function refuseNewer(done: readonly string[], files: readonly string[]): void {
  const unknown = done.filter((name) => !files.includes(name))
  if (unknown.length > 0) throw new Error(`the database has newer migrations than this program: ${unknown.join(', ')}`)
}

/** The migrations in the order they are applied: by name, which begins with the time they were written. */
export function migrationFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{12}-[a-z-]+\.sql$/.test(name))
    .toSorted()
}

type Server = { ok: boolean; encoding: string; version: number }

/** Upper case and full text: both lose å, ä and ö when the locale is C. */
async function checkSwedish(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Server>(
    `select upper(U&'\\00E5\\00E4\\00F6') = U&'\\00C5\\00C4\\00D6'
        and to_tsvector('swedish', U&'\\00C5TG\\00C4RD') @@ to_tsquery('swedish', U&'\\00E5tg\\00E4rd') as ok,
        current_setting('server_encoding') as encoding, current_setting('server_version_num')::int / 10000 as version`,
  )
  const why = whyNotServer(rows[0])
  if (why !== undefined) throw new Error(why)
}

/** Why a server or database cannot be used, as one sentence to the operator; undefined when it can. */
export function whyNotServer(server: Server | undefined): string | undefined {
  if (!server || server.encoding !== 'UTF8') return `the database must be UTF8, it is ${server?.encoding}: make it with encoding UTF8`
  if (server.version < 15 || server.version > 18) return `PostgreSQL 15 to 18 is supported, this is ${server.version}`
  if (!server.ok) return 'the locale of the database breaks Swedish letters: make it with locale C.UTF-8'
  return undefined
}

/** What is written once, and never changed or taken away. */
const KEPT = 'matter, reminder, slot_event, stored_file, file_chunk, section, question, upkeep_run, journal_timestamp'
/** The same, but for facts that come later. */
const FROZEN = 'reply, reply_file, correction, register_entry, outgoing_mail, passage, recipient_case_number'
const READ_ONLY =
  'journal_head, journal_leaf, journal_commitment, journal_waiting, journal_checkpoint, journal_object, journal_key, migration, organisation, area_member, installation'
/** Drafts, and codes that are used up. What is on record is deleted by nobody. */
const DELETABLE = 'draft_field, section, question, dispatch_file, sign_in_code'

/** The runtime role reads and writes rows through the net; it owns nothing, and cannot touch the journal but by its function. */
async function grant(client: pg.Client, runtimeRole: string): Promise<void> {
  const role = client.escapeIdentifier(runtimeRole)
  await client.query('begin')
  await client.query(`grant usage on schema public to ${role}`)
  await client.query(`revoke all on all tables in schema public from ${role}`)
  await client.query(`grant select, insert, update on all tables in schema public to ${role}`)
  await client.query(`grant usage on all sequences in schema public to ${role}`)
  await client.query(`revoke execute on all functions in schema public from public`)
  await client.query(`grant execute on all functions in schema public to ${role}`)
  // Steps inside journal_append and journal_take_in, which hold the head.
  await client.query(`revoke execute on function journal_put, journal_hold from ${role}`)
  await client.query(`revoke insert, update on ${READ_ONLY} from ${role}`)
  await client.query(`revoke update on ${KEPT}, ${FROZEN} from ${role}`)
  await client.query(`grant delete on ${DELETABLE} to ${role}`)
  // Of what is frozen, only the facts that come later may be written.
  await client.query(`grant update (coded_at, confirmed_at, confirmed_by) on reply to ${role}`)
  await client.query(`grant update (removed_at) on passage to ${role}`)
  await client.query(`grant update (removed_at, removed_by) on recipient_case_number to ${role}`)
  await client.query(`grant update (registered_at, registered_by) on register_entry to ${role}`)
  await client.query(`grant update (attempted_at, attempts, accepted_at, uncertain, failed_at, failure) on outgoing_mail to ${role}`)
  await client.query(`grant update (given_up_at, given_up_by, given_up_reason) on outgoing_mail to ${role}`)
  await client.query('commit')
}
