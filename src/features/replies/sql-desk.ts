import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { OrgCode } from '../../lib/regions.ts'
import type { Reader } from '../../platform/db.ts'
import { headColumns } from '../dispatches/sql.ts'
import { factsColumns } from '../dispatches/sql-slots.ts'
import { DispatchHead, RecipientFacts } from '../dispatches/shapes.ts'
import type { InboxItem } from './shapes-desk.ts'

type HeadRow = z.input<typeof DispatchHead> & { caseNumbers: string[]; corrections: number; toFill: number; filled: number }
type FactsRow = z.input<typeof RecipientFacts> & { dispatchId: string }

/**
 * Is there anything in this field? The same answer as isSectionAnswered and isAnswered give: a number, a yes or no, or a text that is
 * not blank, wherever it stands.
 */
const isFilled = sql`jsonb_path_exists(f.value,
  '$.** ? (@.type() == "number" || @.type() == "boolean" || (@.type() == "string" && @ like_regex "[^[:space:]]"))')`

/** Everything that was sent to an organisation, the soonest last day first, with how much of its own draft is filled in. Two queries, one trip. */
export async function listInbox(db: Reader, org: OrgCode): Promise<Omit<InboxItem, 'toConfirm'>[]> {
  const [slots, heads] = await Promise.all([
    db.rows(sql<FactsRow>`select ${factsColumns}, r.dispatch_id from recipient r where r.org_code = ${org}`),
    db.rows(sql<HeadRow>`
      select ${headColumns},
        (select coalesce(array_agg(c.case_number order by c.added_at, c.case_number), '{}')
          from recipient_case_number c where c.recipient_id = r.id and c.removed_at is null) as case_numbers,
        (select count(*)::int from correction c where c.dispatch_id = d.id) as corrections,
        (select count(*)::int from section s where s.dispatch_id = d.id)
          + (select count(*)::int from question q where q.dispatch_id = d.id) as to_fill,
        (select count(*)::int from draft_field f
          where f.recipient_id = r.id and f.field ~ '^(section|question):' and ${isFilled}) as filled
      from recipient r join dispatch d on d.id = r.dispatch_id
      where r.org_code = ${org} and d.sent_at is not null and d.deleted_at is null
      order by greatest(d.last_day, r.extended_to) nulls last, d.sent_at desc, d.id`),
  ])
  const factsOf = new Map(slots.map((slot) => [slot.dispatchId, slot]))
  return heads.map(({ caseNumbers, corrections, toFill, filled, ...head }) => ({
    head: DispatchHead.parse(head),
    facts: RecipientFacts.parse(factsOf.get(head.id)),
    caseNumbers,
    corrections,
    toFill,
    filled,
  }))
}
