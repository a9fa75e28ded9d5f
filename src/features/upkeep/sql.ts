import { sql } from 'kysely'
import type * as z from 'zod/mini'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import type { TroubledLetter, Upkeep } from './shapes.ts'

export type LetterRow = z.input<typeof TroubledLetter>

const letterColumns = sql`m.id, m.to_name, m.to_address, m.subject, m.made_at, m.attempted_at, m.attempts, m.accepted_at, m.uncertain,
  m.failed_at, m.failure, m.given_up_at, m.given_up_reason, (select p.name from person p where p.id = m.given_up_by) as given_up_by`
// A letter with a code in it is a key: it is nobody's but its reader's.
const SHOWN = sql`m.org_code = acting_org() and m.purpose <> 'sign-in-code'`

/** The acting organisation's letters that were refused, wait, or were given up of late: what can be done something about comes first. */
export function listTroubledLetters(db: Reader, now: Date): Promise<LetterRow[]> {
  return db.rows(sql<LetterRow>`
    select ${letterColumns} from outgoing_mail m
    where ${SHOWN} and m.accepted_at is null and (m.failed_at is null or m.failed_at > ${now}::timestamptz - interval '30 days')
    order by m.given_up_at is not null, m.failed_at is null, m.made_at desc, m.id desc limit 200`)
}

export function findTroubledLetter(db: Reader, id: string): Promise<LetterRow | undefined> {
  return db.maybe(sql<LetterRow>`select ${letterColumns} from outgoing_mail m where ${SHOWN} and m.id = ${id}`)
}

/** Locks one letter, so that nothing happens to it meanwhile. */
export function lockLetter(tx: Tx, id: string): Promise<LetterRow | undefined> {
  return tx.maybe(sql<LetterRow>`select ${letterColumns} from outgoing_mail m where ${SHOWN} and m.id = ${id} for update of m`)
}

/** It waits again. What the mail server said last stays, until it says something else. */
export function markWaiting(tx: Tx, id: string): void {
  tx.send(build.updateTable('outgoingMail').set({ failedAt: null }).where('id', '=', id))
}

export function markGivenUp(tx: Tx, id: string, given: { at: Date; by: string; reason: string; failedAt: Date; failure: string }): void {
  tx.send(
    build
      .updateTable('outgoingMail')
      .set({ givenUpAt: given.at, givenUpBy: given.by, givenUpReason: given.reason, failedAt: given.failedAt, failure: given.failure })
      .where('id', '=', id),
  )
}

type MailOfOrg = z.input<typeof Upkeep>['mail']['orgs'][number]

/** How the mail of each organisation goes, in numbers alone. */
export function countMail(db: Reader, now: Date): Promise<MailOfOrg[]> {
  return db.rows(sql<MailOfOrg>`
    select org_code as org, waiting, oldest_waiting, refused, uncertain, given_up from upkeep_mail(${now})`)
}

type DatabaseFacts = z.input<typeof Upkeep>['database']

/** What the database says of itself. Of the standbys, how many are connected: more is not told to the runtime role. */
export function findDatabase(db: Reader): Promise<DatabaseFacts> {
  return db.one(sql<DatabaseFacts>`
    select current_setting('server_version') as version,
      not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' as writable,
      (select count(*) from pg_stat_replication)::int as standbys,
      pg_database_size(current_database()) as size,
      (select numbackends from pg_stat_database where datname = current_database()) as connections,
      current_setting('max_connections')::int as most_connections,
      (select count(*) from migration)::int as migrations, m.name as last_migration, m.applied_at as migrated_at
    from migration m order by m.name desc limit 1`)
}
