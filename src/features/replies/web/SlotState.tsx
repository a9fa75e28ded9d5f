import { dayOf } from '../../../lib/day.ts'
import { type Status, StatusSign } from '../../../web/ui/StatusSign.tsx'
import { lastDayFor } from '../../dispatches/rules.ts'
import { kindOf } from '../../dispatches/rules-kinds.ts'
import type { DispatchHead, RecipientFacts } from '../../dispatches/shapes.ts'
import { texts } from '../texts-web.ts'

type RegionState = keyof typeof texts.states

/** How far the region itself has come with an utskick, in its own words. */
export function SlotState({ head, facts }: { head: DispatchHead; facts: RecipientFacts }) {
  const state = regionState(head, facts)
  return <StatusSign status={SIGNS[state]}>{texts.states[state]}</StatusSign>
}

const SIGNS: Record<RegionState, Status> = {
  new: 'not-started',
  received: 'received',
  drafting: 'draft',
  decided: 'waiting',
  answered: 'done',
  'answered-late': 'done-late',
  informed: 'done',
  recalled: 'withdrawn',
}

function regionState(head: DispatchHead, facts: RecipientFacts): RegionState {
  if (head.recalledAt) return 'recalled'
  if (facts.answeredAt) {
    const lastDay = lastDayFor(head, facts)
    return lastDay !== null && dayOf(new Date(facts.answeredAt)) > lastDay ? 'answered-late' : 'answered'
  }
  if (!kindOf(head.kind).hasAnswers) return facts.receivedAt ? 'informed' : 'new'
  if (facts.decidedAt) return 'decided'
  if (facts.draftingAt) return 'drafting'
  return facts.receivedAt ? 'received' : 'new'
}
