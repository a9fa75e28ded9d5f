import { describe, expect, test } from 'vitest'
import { type Day, day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import {
  asksAboutDay,
  canSeeOthers,
  type DispatchState,
  isLate,
  lastDayFor,
  signsOf,
  type SlotSigns,
  slotMarks,
  slotState,
} from './rules.ts'
import type { RecipientFacts } from './shapes.ts'

const today = day('2027-03-10')
const sent: DispatchState = {
  kind: 'consultation',
  lastDay: day('2027-03-19'),
  sentAt: '2027-01-11T08:00:00.000Z',
  closedAt: null,
  recalledAt: null,
}
const nothing: SlotSigns = {
  delivered: true,
  bounced: false,
  received: false,
  drafting: false,
  decided: false,
  answeredOn: null,
  extendedTo: null,
  byOtherDoor: false,
  unconfirmed: false,
}
const slot = (but: Partial<SlotSigns>): SlotSigns => ({ ...nothing, ...but })

test.each([
  ['nothing', {}, 'not-received'],
  ['receipt', { received: true }, 'received'],
  ['draft', { received: true, drafting: true }, 'drafting'],
  ['a draft without receipt', { drafting: true }, 'drafting'],
  ['decision', { drafting: true, decided: true }, 'decided'],
  ['answer', { received: true, decided: true, answeredOn: today }, 'answered'],
  [
    'an answer by letter from somebody who never opened it',
    { delivered: false, bounced: true, answeredOn: today, byOtherDoor: true },
    'answered',
  ],
] as const)('the furthest fact says the state: %s', (_, but, state) => {
  expect(slotState(slot(but))).toBe(state)
})

test.each<[string, Day | null, Day | null, Day | null]>([
  ['the utskick’s', day('2027-03-19'), null, day('2027-03-19')],
  ['the organisation’s own, longer', day('2027-03-19'), day('2027-04-02'), day('2027-04-02')],
  ['the utskick’s, when a correction moved it past the extension', day('2027-04-09'), day('2027-04-02'), day('2027-04-09')],
  ['none', null, day('2027-04-02'), null],
])('the last day that holds: %s', (_, lastDay, extendedTo, expected) => {
  expect(lastDayFor({ lastDay }, { extendedTo })).toBe(expected)
})

test.each<[string, Day | null, Day, Day | null, boolean]>([
  ['no answer on the last day', null, day('2027-03-19'), null, false],
  ['no answer the day after', null, day('2027-03-20'), null, true],
  ['an answer on the last day, seen later', day('2027-03-19'), day('2027-05-01'), null, false],
  ['an answer the day after', day('2027-03-20'), day('2027-05-01'), null, true],
  ['an answer in extended time', day('2027-03-25'), day('2027-05-01'), day('2027-03-26'), false],
])('late or not: %s', (_, answeredOn, on, extendedTo, late) => {
  expect(isLate(sent, { answeredOn, extendedTo }, on)).toBe(late)
})

describe('marks', () => {
  const after = day('2027-03-22')
  test.each<[string, Partial<SlotSigns>, Partial<DispatchState>, string[]]>([
    ['nothing to say', { answeredOn: today }, {}, []],
    ['overdue', {}, {}, ['overdue']],
    ['late', { answeredOn: after }, {}, ['late']],
    ['extended', { extendedTo: day('2027-04-02') }, {}, ['extended']],
    ['an extension that was overtaken is no extension', { extendedTo: day('2027-03-20') }, { lastDay: day('2027-04-02') }, []],
    ['bounced', { bounced: true }, { lastDay: day('2027-04-02') }, ['bounced']],
    ['by letter and not confirmed', { answeredOn: today, byOtherDoor: true, unconfirmed: true }, {}, ['by-other-door', 'unconfirmed']],
    ['nobody is late for information', {}, { kind: 'information' }, []],
    ['nobody is late for what was recalled', {}, { recalledAt: '2027-02-01T08:00:00.000Z' }, []],
  ])('%s', (_, but, dispatch, marks) => {
    expect(slotMarks({ ...sent, ...dispatch }, slot(but), after)).toEqual(marks)
  })
})

test.each<[string, 'at-once' | 'after-last-day' | 'no', Day | null, string | null, Day, boolean]>([
  ['at once', 'at-once', day('2027-03-19'), null, today, true],
  ['never', 'no', day('2027-03-19'), '2027-03-01T08:00:00.000Z', day('2028-01-01'), false],
  ['on the last day', 'after-last-day', day('2027-03-19'), null, day('2027-03-19'), false],
  ['after the last day', 'after-last-day', day('2027-03-19'), null, day('2027-03-20'), true],
  ['closed before the last day', 'after-last-day', day('2027-03-19'), '2027-03-01T08:00:00.000Z', day('2027-03-02'), true],
  ['without a last day, until closed', 'after-last-day', null, null, day('2028-01-01'), false],
])('others’ answers: %s', (_, othersVisible, lastDay, closedAt, on, expected) => {
  expect(canSeeOthers({ othersVisible, lastDay, closedAt }, on)).toBe(expected)
})

test.each<[string, unknown]>([
  ['2027-03-19', undefined],
  ['2027-03-20', { redDay: undefined, weekday: 6 }],
  ['2027-03-26', { redDay: 'långfredagen', weekday: 5 }],
  ['2027-06-25', { redDay: undefined, weekday: 5 }],
])('a last day that is no working day is asked about: %s', (lastDay, expected) => {
  expect(asksAboutDay(day(lastDay))).toEqual(expected)
})

test('facts become signs', () => {
  const facts: RecipientFacts = {
    id: 'r',
    org: orgCode('12'),
    address: 'registrator@12.example',
    addedAt: '2027-01-11T08:00:00.000Z',
    deliveredAt: '2027-01-11T08:01:00.000Z',
    bouncedAt: '2027-01-11T08:00:30.000Z',
    openedAt: null,
    receivedAt: null,
    receivedHow: null,
    draftingAt: null,
    decidedAt: null,
    answeredAt: '2027-03-19T23:30:00.000Z',
    answeredHow: 'letter',
    confirmedAt: null,
    replyId: 'x',
    extendedTo: null,
    extendedAt: null,
    remindedAt: null,
    reminders: 0,
  }
  // 23.30 UTC is the next day in Sweden; a letter that got through after all has not bounced.
  expect(signsOf(facts)).toEqual(slot({ answeredOn: day('2027-03-20'), byOtherDoor: true, unconfirmed: true }))
  expect(signsOf({ ...facts, confirmedAt: facts.addedAt }).unconfirmed).toBe(false)
  expect(signsOf({ ...facts, deliveredAt: null }).bounced).toBe(true)
})
