import { type Day, dayOf, weekday } from '../../lib/day.ts'
import { isWorkingDay, redDayName } from '../../lib/day-working.ts'
import type { DispatchHead, RecipientFacts, SlotCell } from './shapes.ts'
import { kindOf } from './rules-kinds.ts'

/** A moment as it travels (text) or as the database has it; the rules only ask whether it has been, and on which day. */
type Moment = string | Date | null

/** What the rules need to know of an utskick. A head has it, and so has a row of the matrix. */
export type DispatchState = Pick<DispatchHead, 'kind' | 'lastDay'> & { sentAt: Moment; closedAt: Moment; recalledAt: Moment }

/** What the rules need to know of a slot. A cell of the matrix has it; facts are brought to it by `signsOf`. */
export type SlotSigns = Omit<SlotCell, 'org'>

export const SLOT_STATES = ['not-received', 'received', 'drafting', 'decided', 'answered'] as const
export type SlotState = (typeof SLOT_STATES)[number]

/** What may be true beside the state. */
export type SlotMark = 'late' | 'overdue' | 'extended' | 'bounced' | 'by-other-door' | 'unconfirmed'

/** Facts as signs: what has been, without when. */
export function signsOf(facts: RecipientFacts): SlotSigns {
  return {
    delivered: facts.deliveredAt !== null,
    bounced: facts.bouncedAt !== null && facts.deliveredAt === null,
    received: facts.receivedAt !== null,
    drafting: facts.draftingAt !== null,
    decided: facts.decidedAt !== null,
    answeredOn: facts.answeredAt === null ? null : dayOf(new Date(facts.answeredAt)),
    extendedTo: facts.extendedTo,
    byOtherDoor: facts.answeredHow === 'mail' || facts.answeredHow === 'letter',
    unconfirmed: facts.answeredAt !== null && facts.answeredHow !== 'platform' && facts.confirmedAt === null,
  }
}

/** How far the organisation has come. The furthest fact says it: an answer may come by letter from a region that never opened the utskick. */
export function slotState(slot: SlotSigns): SlotState {
  if (slot.answeredOn !== null) return 'answered'
  if (slot.decided) return 'decided'
  if (slot.drafting) return 'drafting'
  return slot.received ? 'received' : 'not-received'
}

/** The last day that holds for one organisation: its own longer time, or the utskick's, whichever is later. */
export function lastDayFor(dispatch: { lastDay: Day | null }, slot: { extendedTo: Day | null }): Day | null {
  if (dispatch.lastDay === null) return null
  return slot.extendedTo !== null && slot.extendedTo > dispatch.lastDay ? slot.extendedTo : dispatch.lastDay
}

/** Did the answer come after the last day, or has the last day gone by without one? */
export function isLate(dispatch: { lastDay: Day | null }, slot: { extendedTo: Day | null; answeredOn: Day | null }, today: Day): boolean {
  const last = lastDayFor(dispatch, slot)
  return last !== null && (slot.answeredOn ?? today) > last
}

/** Everything worth a mark on a slot, for the sender's eyes and the organisation's own. Nobody else sees who is late. */
export function slotMarks(dispatch: DispatchState, slot: SlotSigns, today: Day): SlotMark[] {
  const marks: SlotMark[] = []
  const late = kindOf(dispatch.kind).hasAnswers && dispatch.recalledAt === null && isLate(dispatch, slot, today)
  if (late) marks.push(slot.answeredOn === null ? 'overdue' : 'late')
  if (slot.extendedTo !== null && slot.extendedTo === lastDayFor(dispatch, slot)) marks.push('extended')
  if (slot.bounced) marks.push('bounced')
  if (slot.byOtherDoor) marks.push('by-other-door')
  if (slot.unconfirmed) marks.push('unconfirmed')
  return marks
}

/** Others' handed-in answers open as the utskick says; closing the answer time counts as the last day gone by. */
export function canSeeOthers(dispatch: Pick<DispatchHead, 'othersVisible' | 'lastDay'> & { closedAt: Moment }, today: Day): boolean {
  switch (dispatch.othersVisible) {
    case 'at-once':
      return true
    case 'no':
      return false
    case 'after-last-day':
      return dispatch.closedAt !== null || (dispatch.lastDay !== null && today > dispatch.lastDay)
  }
}

/** A last day that is no working day is asked about once: it may be meant. A red day by its name, else the weekday's number. */
export function asksAboutDay(lastDay: Day | null): { redDay: string | undefined; weekday: number } | undefined {
  if (lastDay === null || isWorkingDay(lastDay)) return undefined
  return { redDay: redDayName(lastDay), weekday: weekday(lastDay) }
}
