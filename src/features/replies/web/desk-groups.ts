import { addDays, type Day, weekday } from '../../../lib/day.ts'
import { lastDayFor } from '../../dispatches/rules.ts'
import { kindOf } from '../../dispatches/rules-kinds.ts'
import type { InboxItem } from '../shapes-desk.ts'

/** The groups of Min region, in the order they are shown: what is late and what is new stands first. */
export const DESK_GROUPS = ['overdue', 'toConfirm', 'thisWeek', 'nextWeek', 'later', 'closed', 'handled'] as const
export type DeskGroup = (typeof DESK_GROUPS)[number]

type Item = Pick<InboxItem, 'head' | 'facts' | 'toConfirm'>

/** Is an answer still to come? After the answer time is closed it may come, but nobody waits for it. */
export const isToAnswer = ({ head, facts }: Item): boolean =>
  kindOf(head.kind).hasAnswers && facts.answeredAt === null && head.recalledAt === null

export const isToConfirm = ({ head, facts, toConfirm }: Item): boolean =>
  head.recalledAt === null && (toConfirm !== null || facts.receivedAt === null)

/** Where an utskick stands on Min region. What nobody has begun with is first to be received, unless its last day has gone by. */
export function deskGroup(item: Item, today: Day): DeskGroup {
  if (!isToAnswer(item)) return isToConfirm(item) ? 'toConfirm' : 'handled'
  if (item.head.closedAt !== null) return 'closed'
  const lastDay = lastDayFor(item.head, item.facts)
  if (lastDay !== null && lastDay < today) return 'overdue'
  if (item.toConfirm !== null || (item.facts.receivedAt === null && item.facts.draftingAt === null)) return 'toConfirm'
  if (lastDay === null) return 'later'
  const sunday = addDays(today, 7 - weekday(today))
  if (lastDay <= sunday) return 'thisWeek'
  return lastDay <= addDays(sunday, 7) ? 'nextWeek' : 'later'
}

/** What the head of Min region counts. */
export function deskCounts(items: readonly Item[], today: Day): { toAnswer: number; overdue: number; toConfirm: number } {
  const waiting = items.filter((item) => isToAnswer(item) && item.head.closedAt === null)
  return {
    toAnswer: waiting.length,
    overdue: waiting.filter((item) => deskGroup(item, today) === 'overdue').length,
    toConfirm: items.filter(isToConfirm).length,
  }
}
