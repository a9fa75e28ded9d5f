import { expect, test } from 'vitest'
import { day } from '../../../lib/day.ts'
import { orgCode } from '../../../lib/regions.ts'
import type { DispatchHead, RecipientFacts } from '../../dispatches/shapes.ts'
import { aHead } from '../../dispatches/fixtures-letters.ts'
import { deskCounts, deskGroup } from './desk-groups.ts'
import { answerSteps } from './steps.ts'

// A Wednesday.
const TODAY = day('2026-11-25')
const AT = '2026-11-20T08:00:00.000Z'

const NO_FACTS: RecipientFacts = {
  id: 'a',
  org: orgCode('12'),
  address: null,
  addedAt: AT,
  deliveredAt: AT,
  bouncedAt: null,
  openedAt: null,
  receivedAt: null,
  receivedHow: null,
  draftingAt: null,
  decidedAt: null,
  answeredAt: null,
  answeredHow: null,
  confirmedAt: null,
  replyId: null,
  extendedTo: null,
  extendedAt: null,
  remindedAt: null,
  reminders: 0,
}
const item = (lastDay: string | null, facts: Partial<RecipientFacts> = {}, head: Partial<DispatchHead> = {}) => ({
  head: aHead({ kind: 'consultation', sentAt: AT, lastDay: lastDay === null ? null : day(lastDay), ...head }),
  facts: { ...NO_FACTS, ...facts },
  toConfirm: null,
})
const received = { receivedAt: AT, receivedHow: 'platform' as const }
const answered = { ...received, answeredAt: AT, answeredHow: 'platform' as const }

test.each([
  ['new', item('2027-03-01'), 'toConfirm'],
  ['new, but begun with', item('2027-03-01', { draftingAt: AT }), 'later'],
  ['new and overdue', item('2026-11-24'), 'overdue'],
  ['received, for this Sunday', item('2026-11-29', received), 'thisWeek'],
  ['received, for Monday', item('2026-11-30', received), 'nextWeek'],
  ['received, for the Monday after', item('2026-12-07', received), 'later'],
  ['received, without a last day', item(null, received), 'later'],
  ['longer time', item('2026-11-24', { ...received, extendedTo: day('2026-11-27') }), 'thisWeek'],
  ['closed before its last day', item('2027-03-01', received, { closedAt: AT }), 'closed'],
  ['closed after its last day', item('2026-11-24', received, { closedAt: AT }), 'closed'],
  ['answered', item('2027-03-01', answered), 'handled'],
  ['answered for it, not confirmed', { ...item('2027-03-01', answered), toConfirm: 'b' }, 'toConfirm'],
  ['to know of, new', item(null, {}, { kind: 'information' }), 'toConfirm'],
  ['to know of, received', item(null, received, { kind: 'information' }), 'handled'],
  ['recalled', item('2027-03-01', {}, { recalledAt: AT }), 'handled'],
])('%s stands under %s', (_what, given, group) => expect(deskGroup(given, TODAY)).toBe(group))

test('what is new counts as to confirm also while it waits for an answer; what is closed waits for none', () => {
  const items = [item('2027-03-01'), item('2026-11-24', received), item('2027-03-01', received, { closedAt: AT })]
  expect(deskCounts(items, TODAY)).toEqual({ toAnswer: 2, overdue: 1, toConfirm: 1 })
})

const statesOf = (facts: RecipientFacts, place: 'read' | 'write' | 'check') =>
  answerSteps(orgCode('12'), aHead(), facts, place).map(({ state }) => state)

test.each([
  ['reading', NO_FACTS, 'read', ['current', 'ahead', 'ahead', 'ahead']],
  ['checking', NO_FACTS, 'check', ['done', 'done', 'current', 'ahead']],
  ['reading what is answered', { ...NO_FACTS, ...answered }, 'read', ['done', 'done', 'done', 'done']],
  ['writing another answer', { ...NO_FACTS, ...answered }, 'write', ['done', 'current', 'ahead', 'ahead']],
] as const)('steps: %s', (_what, facts, place, states) => expect(statesOf(facts, place)).toEqual(states))
