import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { ClassCode } from '../../lib/class.ts'
import type { Day } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Reader, Tx } from '../../platform/db.ts'
import { Question } from '../dispatches/shapes-questions.ts'
import type { Kind } from '../dispatches/shapes.ts'
import type { Asked } from './rules-draft.ts'

/** What is asked, and the facts that the rules of answering need. */
export type AskedDispatch = Asked & {
  id: string
  senderOrg: OrgCode
  kind: Kind
  title: string
  caseNumber: string | null
  class: ClassCode
  lastDay: Day | null
  sentAt: Date | null
  closedAt: Date | null
  recalledAt: Date | null
}

type AskedRow = Omit<AskedDispatch, 'sections' | 'questions'> & { sections: unknown; questions: unknown }

const Headings = z.array(z.object({ id: z.string(), number: z.string(), heading: z.string() }))
const Questions = z.array(Question)

const askedColumns = sql`d.id, d.sender_org, d.kind, d.title, d.case_number, d.class, d.last_day, d.sent_at, d.closed_at, d.recalled_at,
  (select coalesce(json_agg(json_build_object('id', s.id, 'number', s.number, 'heading', s.heading) order by s.position), '[]')
    from section s where s.dispatch_id = d.id) as sections,
  (select coalesce(json_agg(q.definition order by q.position), '[]') from question q where q.dispatch_id = d.id) as questions`

const askedOf = <R extends AskedRow>(row: R) => ({
  ...row,
  sections: Headings.parse(row.sections),
  questions: Questions.parse(row.questions),
})

export async function findAsked(db: Reader, dispatchId: string): Promise<AskedDispatch | undefined> {
  const row = await db.maybe(sql<AskedRow>`select ${askedColumns} from dispatch d where d.id = ${dispatchId} and d.deleted_at is null`)
  return row && askedOf(row)
}

/** What is there to hand in, in one statement: sent right after the lock, it sees what the lock waited for. */
export type ToHandIn = AskedDispatch & {
  caseNumbers: string[]
  fields: { field: string; value: unknown; version: number }[]
  earlier: Earlier | null
  running: number
}

export type Earlier = { id: string; number: string; at: string; who: string; enteredByOrg: string; confirmedAt: string | null }

type ToHandInRow = AskedRow & { caseNumbers: string[]; fields: unknown; earlier: unknown; running: number }

const Fields = z.array(z.object({ field: z.string(), value: z.unknown(), version: z.int() }))
const EarlierShape = z.nullable(
  z.object({
    id: z.string(),
    number: z.string(),
    at: z.string(),
    who: z.string(),
    enteredByOrg: z.string(),
    confirmedAt: z.nullable(z.string()),
  }),
)

// The running number is drawn here, in the same trip: an attempt that is refused leaves a gap, which a receipt number may have.
const handInColumns = sql`nextval('reply_number') as running,
  (select coalesce(array_agg(c.case_number order by c.added_at, c.case_number), '{}')
    from recipient_case_number c where c.recipient_id = r.id and c.removed_at is null) as case_numbers,
  (select json_build_object('id', y.id, 'number', y.number, 'at', y.handed_in_at, 'who', p.name, 'enteredByOrg', y.entered_by_org,
      'confirmedAt', y.confirmed_at)
    from reply y join person p on p.id = y.handed_in_by where y.id = r.reply_id) as earlier`

export async function loadToHandIn(tx: Tx, dispatchId: string, org: OrgCode): Promise<ToHandIn | undefined> {
  const row = await tx.maybe(sql<ToHandInRow>`
    select ${askedColumns}, ${handInColumns},
      (select coalesce(json_agg(json_build_object('field', f.field, 'value', f.value, 'version', f.version)), '[]')
        from draft_field f where f.recipient_id = r.id) as fields
    from recipient r join dispatch d on d.id = r.dispatch_id where r.dispatch_id = ${dispatchId} and r.org_code = ${org}`)
  return row && { ...askedOf(row), fields: Fields.parse(row.fields), earlier: EarlierShape.parse(row.earlier) }
}
