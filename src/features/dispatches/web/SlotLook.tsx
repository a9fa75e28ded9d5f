import type { Day } from '../../../lib/day.ts'
import { type Status, StatusSign } from '../../../web/ui/StatusSign.tsx'
import { type DispatchState, type SlotMark, slotMarks, type SlotSigns, slotState } from '../rules.ts'
import { kindOf } from '../rules-kinds.ts'
import { texts as stateTexts } from '../texts.ts'
import { slotTexts as texts } from '../texts-web.ts'

/** `mark` is a small sign beside the shape for what must not be missed in the matrix; the words always say it too. */
export type SlotLook = { status: Status; word: string; mark?: 'extended' | 'unconfirmed' | undefined }

const BY_STATE = { 'not-received': 'not-started', received: 'received', drafting: 'draft', decided: 'waiting', answered: 'done' } as const

/** How a slot is shown to kansliet: one sign, and the words that say the same and more. Undefined is an organisation that was not asked. */
export function slotLook(dispatch: DispatchState, slot: SlotSigns | undefined, today: Day): SlotLook {
  if (slot === undefined) return { status: 'not-asked', word: texts.notAsked }
  const state = slotState(slot)
  const marks = slotMarks(dispatch, slot, today)
  const base = slot.answeredOn === null ? stateTexts.state[state] : texts.answeredOn(slot.answeredOn)
  const word = [base, ...marks.map((mark) => markWord(mark, slot))].join(', ')
  const mark = marks.find((one) => one === 'extended' || one === 'unconfirmed')
  if (dispatch.recalledAt !== null) return { status: 'withdrawn', word: `${texts.recalled}. ${word}` }
  if (marks.includes('overdue') || (marks.includes('bounced') && state === 'not-received')) return { status: 'late', word, mark }
  if (marks.includes('late')) return { status: 'done-late', word, mark }
  // För kännedom is over for the one who has received it.
  if (state === 'received' && !kindOf(dispatch.kind).hasAnswers) return { status: 'done', word }
  return { status: BY_STATE[state], word, mark }
}

function markWord(mark: SlotMark, slot: SlotSigns): string {
  return mark === 'extended' && slot.extendedTo !== null ? texts.extendedTo(slot.extendedTo) : stateTexts.mark[mark]
}

export function SlotSign({ look }: { look: SlotLook }) {
  return <StatusSign status={look.status}>{look.word}</StatusSign>
}
