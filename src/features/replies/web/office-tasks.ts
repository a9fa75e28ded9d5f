import { addDays, type Day, daysBetween } from '../../../lib/day.ts'
import { addWorkingDays } from '../../../lib/day-working.ts'
import type { OrgCode } from '../../../lib/regions.ts'
import type { LedgerLine, MatrixRow } from '../../dispatches/shapes.ts'
import { isOpen } from '../../dispatches/web/matrix-rows.ts'
import type { UncodedOfDispatch } from '../shapes.ts'

/** Something that kansliet has to do, with what it is about. */
export type OfficeTask =
  | { what: 'remind'; row: MatrixRow; lastDay: Day; missing: number; days: number }
  | { what: 'close'; row: MatrixRow }
  | { what: 'bounced'; row: MatrixRow; orgs: OrgCode[] }
  | { what: 'unconfirmed'; row: MatrixRow; orgs: OrgCode[] }
  | { what: 'uncoded'; of: UncodedOfDispatch }
  | { what: 'refused'; line: LedgerLine }

// Three days before is too late for a board: kansliet looks at an utskick ten working days ahead.
const WORKING_DAYS_AHEAD = 10
const LETTER_DAYS = 14
const DAYS_AHEAD = 28

type OfficeFacts = { rows: readonly MatrixRow[]; lines: readonly LedgerLine[]; uncoded: readonly UncodedOfDispatch[] }

/** What must be done, the most urgent first. Letters that were refused long ago are history, not work. */
export function officeTasks({ rows, lines, uncoded }: OfficeFacts, today: Day): OfficeTask[] {
  const refused = lines
    .filter(({ failedAt }) => failedAt !== null && failedAt.slice(0, 10) >= addDays(today, -LETTER_DAYS))
    .map((line) => ({ what: 'refused' as const, line }))
  const open = rows.filter(isOpen)
  const answers = open.flatMap((row) => answerTask(row, today)).toSorted((one, other) => urgency(one) - urgency(other))
  const bounced = rows.filter(({ recalledAt }) => recalledAt === null).flatMap((row) => slotTask('bounced', row))
  const unconfirmed = rows.flatMap((row) => slotTask('unconfirmed', row))
  const toCode = uncoded.map((of) => ({ what: 'uncoded' as const, of }))
  return [...answers, ...bounced, ...refused, ...toCode, ...unconfirmed]
}

function answerTask(row: MatrixRow, today: Day): OfficeTask[] {
  const missing = row.asked - row.answered
  if (missing === 0) return [{ what: 'close', row }]
  if (row.lastDay === null || row.lastDay > addWorkingDays(today, WORKING_DAYS_AHEAD)) return []
  return [{ what: 'remind', row, lastDay: row.lastDay, missing, days: daysBetween(today, row.lastDay) }]
}

const urgency = (task: OfficeTask) => (task.what === 'remind' ? task.days : Number.POSITIVE_INFINITY)

function slotTask(what: 'bounced' | 'unconfirmed', row: MatrixRow): OfficeTask[] {
  const orgs = row.slots
    .filter((slot) => (what === 'bounced' ? slot.bounced && !slot.received && slot.answeredOn === null : slot.unconfirmed))
    .map(({ org }) => org)
  return orgs.length > 0 ? [{ what, row, orgs }] : []
}

/** The last days of the four weeks ahead, soonest first. */
export function deadlinesAhead(rows: readonly MatrixRow[], today: Day): { row: MatrixRow; lastDay: Day }[] {
  const until = addDays(today, DAYS_AHEAD)
  return rows
    .filter(isOpen)
    .flatMap((row) => (row.lastDay !== null && row.lastDay >= today && row.lastDay <= until ? [{ row, lastDay: row.lastDay }] : []))
    .toSorted((one, other) => one.lastDay.localeCompare(other.lastDay))
}
