import { sql } from 'kysely'
import type { OrgCode } from '../../lib/regions.ts'
import type { Reader } from '../../platform/db.ts'

export type EntryRow = { seq: number; type: string; at: string; org: string | null; actor: string | null; object: string | null }

/** Entries of a log, the latest first, below a place; with how far they are signed. */
export async function listEntries(
  db: Reader,
  log: OrgCode,
  { below, limit }: { below: number | null; limit: number },
): Promise<{ rows: EntryRow[]; signedSize: number }> {
  const [rows, { signedSize }] = await Promise.all([
    db.rows(sql<EntryRow>`
      select seq, e ->> 'type' as type, e ->> 'at' as at, e ->> 'org' as org, e ->> 'actor' as actor, e ->> 'object' as object
      from (
        select seq, convert_from(body, 'UTF8')::jsonb as e from journal_leaf
        where log = ${log} and (${below}::bigint is null or seq < ${below}::bigint) order by seq desc limit ${limit + 1}) l
      order by seq desc`),
    db.one(sql<{ signedSize: number }>`select coalesce(max(size), 0) as signed_size from journal_checkpoint where log = ${log}`),
  ])
  return { rows, signedSize }
}

export function namesOf(db: Reader, personIds: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db.rows(sql<{ id: string; name: string }>`select id, name from person where id = any(${[...personIds]}::uuid[])`)
}

export type AboutRow = { object: string; dispatchId: string; replyId: string | null; title: string; sent: boolean }

/** The utskick or answer behind each of these ids, as far as the acting organisation may see it. */
export function thingsOf(db: Reader, objects: readonly string[]): Promise<AboutRow[]> {
  const ids = [...objects]
  return db.rows(sql<AboutRow>`
    select i.object, d.id as dispatch_id, i.reply_id, d.title, d.sent_at is not null as sent
    from (
      select id as object, id as dispatch_id, null::uuid as reply_id from dispatch where id = any(${ids}::uuid[])
      union all select id, dispatch_id, null from recipient where id = any(${ids}::uuid[])
      union all select id, dispatch_id, null from correction where id = any(${ids}::uuid[])
      union all select id, dispatch_id, id from reply where id = any(${ids}::uuid[])) i
    join dispatch d on d.id = i.dispatch_id`)
}
