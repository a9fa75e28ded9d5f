import { sql } from 'kysely'
import type * as z from 'zod/mini'
import { isDay } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import type { Counts, DraftListItem } from './shapes-lists.ts'
import type { LedgerLine, MatrixRow, RegisterEntry } from './shapes.ts'

export type Page<Row> = { items: Row[]; next: string | null }

function pageOf<Row>(rows: Row[], limit: number, key: (row: Row) => string): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? key(last) : null }
}

/** Where a page begins: after the row with this key and id. Opaque to the client. */
export type Cursor = { key: string; id: string }

const CURSOR = /^((\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}:\d{2}\.\d{3}Z)?)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** In: `after` as it came. Undefined when it is none of ours. */
export function readCursor(after: string): Cursor | undefined {
  const [, key = '', onDay = '', id = ''] = CURSOR.exec(after) ?? []
  return isDay(onDay) && !Number.isNaN(Date.parse(key)) ? { key, id } : undefined
}

type MatrixSqlRow = z.input<typeof MatrixRow> & { sortOn: string }

/**
 * Sent utskick with all their slots, the latest last day first (those without one by the day they were sent), in one query.
 * A cell says only what a sign and a word need.
 */
export async function listMatrix(db: Reader, after: Cursor | undefined, limit: number): Promise<Page<z.input<typeof MatrixRow>>> {
  const rows = await db.rows(sql<MatrixSqlRow>`
    select d.id, d.kind, d.title, d.case_number, d.last_day, d.sent_at, d.closed_at, d.recalled_at, d.sort_on,
      s.asked, s.answered, s.slots
    from (
      select id, kind, title, case_number, last_day, sent_at, closed_at, recalled_at,
        coalesce(last_day, (sent_at at time zone 'Europe/Stockholm')::date) as sort_on
      from dispatch where sender_org = (select acting_org()) and sent_at is not null
        and (${after?.key ?? null}::date is null
          or (coalesce(last_day, (sent_at at time zone 'Europe/Stockholm')::date), id) < (${after?.key ?? null}::date, ${after?.id ?? null}::uuid))
      order by sort_on desc, id desc limit ${limit + 1}) d
    cross join lateral (
      select count(*)::int as asked, count(r.answered_at)::int as answered,
        coalesce(json_agg(json_build_object(
          'org', r.org_code, 'delivered', r.delivered_at is not null, 'bounced', r.bounced_at is not null and r.delivered_at is null,
          'received', r.received_at is not null, 'drafting', r.drafting_at is not null, 'decided', r.decided_at is not null,
          'answeredOn', (r.answered_at at time zone 'Europe/Stockholm')::date, 'extendedTo', r.extended_to,
          'byOtherDoor', coalesce(r.answered_how in ('mail', 'letter'), false),
          'unconfirmed', r.answered_at is not null and r.answered_how <> 'platform' and r.confirmed_at is null)), '[]') as slots
      from recipient r where r.dispatch_id = d.id) s
    order by d.sort_on desc, d.id desc`)
  return pageOf(rows, limit, (row) => `${row.sortOn}_${row.id}`)
}

/** What is being written, the latest changed first. */
export function listDrafts(db: Reader): Promise<z.input<typeof DraftListItem>[]> {
  return db.rows(sql<z.input<typeof DraftListItem>>`
    select d.id, d.kind, d.title, d.case_number, d.last_day, d.changed_at, p.name as changed_by
    from dispatch d join person p on p.id = d.changed_by
    where d.sender_org = acting_org() and d.sent_at is null and d.deleted_at is null order by d.changed_at desc, d.id desc`)
}

/** For a recipient's eyes: how many, never who. Undefined when the utskick is not for the acting organisation. */
export function findCounts(db: Reader, dispatchId: string): Promise<Counts | undefined> {
  return db.maybe(sql<Counts>`
    select c.asked, c.answered from dispatch d cross join lateral dispatch_counts(d.id) c where d.id = ${dispatchId} and d.deleted_at is null`)
}

const ledgerColumns = sql`m.id, m.purpose, m.to_name, m.to_address, m.to_org, m.subject, m.made_at, m.attempted_at, m.attempts,
  m.accepted_at, m.uncertain, m.failed_at, m.failure`
// A letter with a code in it is a key: it is nobody's but its reader's.
const SHOWN = sql`m.org_code = acting_org() and m.purpose <> 'sign-in-code'`

type LedgerRow = z.input<typeof LedgerLine> & { madeAt: Date }

const LEDGER = { refused: sql`m.failed_at is not null`, waiting: sql`m.failed_at is null and m.accepted_at is null` }

/** The acting organisation's own letters, newest first: all, or only those that were refused or that wait. */
export async function listLedger(
  db: Reader,
  only: keyof typeof LEDGER | undefined,
  after: Cursor | undefined,
  limit: number,
): Promise<Page<LedgerRow>> {
  const rows = await db.rows(sql<LedgerRow>`
    select ${ledgerColumns} from outgoing_mail m where ${SHOWN} and ${only === undefined ? sql`true` : LEDGER[only]}
      and (${after?.key ?? null}::timestamptz is null or (m.made_at, m.id) < (${after?.key ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by m.made_at desc, m.id desc limit ${limit + 1}`)
  return pageOf(rows, limit, (row) => `${row.madeAt.toISOString()}_${row.id}`)
}

type LetterRow = LedgerRow & { textBody: string; htmlBody: string; attachments: unknown }

export function findLetter(db: Reader, id: string): Promise<LetterRow | undefined> {
  return db.maybe(sql<LetterRow>`
    select ${ledgerColumns}, m.text_body, m.html_body, m.attachments from outgoing_mail m where ${SHOWN} and m.id = ${id}`)
}

const registerColumns = sql`e.id, e.direction, e.occurred_at, e.counterpart_org, e.title, e.case_number, e.counterpart_case_number,
  e.document, e.object_id, e.registered_at, (select p.name from person p where p.id = e.registered_by) as registered_by,
  case e.document when 'reply' then y.dispatch_id else e.object_id end as dispatch_id,
  case when y.id is not null then json_build_object('number', y.number, 'relation', y.relation,
    'earlierNumber', (select earlier.number from reply earlier where earlier.id = y.earlier_id),
    'files', (select coalesce(json_agg(json_build_object('position', f.position, 'name', f.name, 'size', f.size, 'role', f.role)
      order by f.position), '[]') from reply_file f where f.reply_id = y.id)) end as reply`

type RegisterRow = z.input<typeof RegisterEntry> & { occurredAt: Date }

type RegisterChoice = { registered: boolean; search: string | undefined }

/** In: what was typed in a search. Out: a pattern for ilike, in which only our own percent signs mean anything. */
const patternOf = (search: string) => `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`

/** What arrived and left, newest first: what waits to be registered, or what has been. */
export async function listRegister(
  db: Reader,
  { registered, search = '' }: RegisterChoice,
  after: Cursor | undefined,
  limit: number,
): Promise<Page<RegisterRow>> {
  const isFound =
    search.trim() === ''
      ? sql`true`
      : sql`concat_ws(' ', e.title, e.case_number, e.counterpart_case_number, y.number, o.name) ilike ${patternOf(search)}`
  const rows = await db.rows(sql<RegisterRow>`
    select ${registerColumns} from register_entry e
    left join reply y on e.document = 'reply' and y.id = e.object_id
    left join organisation o on o.code = e.counterpart_org
    where e.org_code = acting_org() and (e.registered_at is not null) = ${registered} and ${isFound}
      and (${after?.key ?? null}::timestamptz is null or (e.occurred_at, e.id) < (${after?.key ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by e.occurred_at desc, e.id desc limit ${limit + 1}`)
  return pageOf(rows, limit, (row) => `${row.occurredAt.toISOString()}_${row.id}`)
}

export type LockedEntry = { id: string; org: OrgCode; registeredAt: Date | null }

export function lockRegisterEntry(tx: Tx, id: string): Promise<LockedEntry | undefined> {
  return tx.maybe(sql<LockedEntry>`
    select id, org_code as org, registered_at from register_entry where id = ${id} and org_code = acting_org() for update`)
}

export function markRegistered(tx: Tx, id: string, at: Date, by: string): void {
  tx.send(sql`update register_entry set registered_at = ${at}, registered_by = ${by} where id = ${id}`)
}

export function unmarkRegistered(tx: Tx, id: string): void {
  tx.send(sql`update register_entry set registered_at = null, registered_by = null where id = ${id}`)
}

export type NewRegisterEntry = {
  id: string
  orgCode: OrgCode
  direction: 'in' | 'out'
  occurredAt: Date
  counterpartOrg: OrgCode | null
  title: string
  caseNumber: string | null
  counterpartCaseNumber: string | null
  document: RegisterEntry['document']
  objectId: string
}

/** Without returning: a region's hand-in writes a line here that it may not read. */
export function insertRegisterEntry(tx: Tx, entry: NewRegisterEntry): void {
  tx.send(build.insertInto('registerEntry').values(entry))
}
