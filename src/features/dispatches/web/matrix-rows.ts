import type { OrgCode } from '../../../lib/regions.ts'
import type { DispatchState } from '../rules.ts'
import { kindOf } from '../rules-kinds.ts'
import { KINDS, type Kind, type MatrixRow } from '../shapes.ts'

/** Does an utskick still wait for answers? */
export function isOpen(row: DispatchState): boolean {
  return kindOf(row.kind).hasAnswers && row.closedAt === null && row.recalledAt === null
}

// What is answered stands first: that is what is looked for.
const ORDER: readonly Kind[] = KINDS.toSorted((one, other) => Number(kindOf(other).hasAnswers) - Number(kindOf(one).hasAnswers))

/** The rows by kind; kinds without rows are left out. */
export function groupRows(rows: readonly MatrixRow[]): { kind: Kind; rows: MatrixRow[] }[] {
  return ORDER.map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) })).filter((group) => group.rows.length > 0)
}

/** The rows that fit what is looked for: words of the title or the case number, in any case. */
export function findRows(rows: readonly MatrixRow[], search: string, onlyOpen: boolean): MatrixRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const text = `${row.title} ${row.caseNumber ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word)) && (!onlyOpen || isOpen(row))
  })
}

/** How many of the asked are done with it: have answered, or have received what wants no answer. */
export function doneCount(row: MatrixRow): number {
  return kindOf(row.kind).hasAnswers ? row.answered : row.slots.filter(({ received }) => received).length
}

/** The open cell as it stands in the address: an utskick and an organisation. */
export function readCell(text: string | undefined): { dispatchId: string; org: string } | undefined {
  const parts = /^([0-9a-f-]{36})\.([A-Z0-9]{2,8})$/.exec(text ?? '')
  return parts?.[1] && parts[2] ? { dispatchId: parts[1], org: parts[2] } : undefined
}

export function cellText(dispatchId: string, org: OrgCode): string {
  return `${dispatchId}.${org}`
}
