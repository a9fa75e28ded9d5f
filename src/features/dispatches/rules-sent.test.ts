import { describe, expect, test } from 'vitest'
import { type Day, day } from '../../lib/day.ts'
import type { DispatchState } from './rules.ts'
import {
  whyNotAnswer,
  whyNotAttach,
  whyNotClose,
  whyNotCorrect,
  whyNotExtend,
  whyNotRecall,
  whyNotReceive,
  whyNotRemind,
} from './rules-sent.ts'

const today = day('2027-03-10')
const at = '2027-01-11T08:00:00.000Z'
const sent: DispatchState = { kind: 'consultation', lastDay: day('2027-03-19'), sentAt: at, closedAt: null, recalledAt: null }
const draft = { ...sent, sentAt: null }
const recalled = { ...sent, recalledAt: at }
const closed = { ...sent, closedAt: at }
const information: DispatchState = { ...sent, kind: 'information', lastDay: null }
const open = { answeredAt: null, extendedTo: null }
const answered = { answeredAt: at, extendedTo: null }

test.each<[string, DispatchState, string | undefined]>([
  ['one that runs', sent, undefined],
  ['one whose last day has gone', { ...sent, lastDay: day('2027-01-12') }, undefined],
  ['one that is closed: late answers have arrived all the same', closed, undefined],
  ['a draft', draft, 'not-sent'],
  ['one that was recalled', recalled, 'recalled'],
  ['information', information, 'kind-without-answers'],
])('answering %s', (_, dispatch, expected) => {
  expect(whyNotAnswer(dispatch)).toBe(expected)
})

test.each<[string, DispatchState, string | undefined]>([
  ['one that runs', sent, undefined],
  ['one that is closed', closed, 'already-closed'],
  ['a draft', draft, 'not-sent'],
  ['one that was recalled', recalled, 'recalled'],
  ['information', information, 'kind-without-answers'],
])('closing %s', (_, dispatch, expected) => {
  expect(whyNotClose(dispatch)).toBe(expected)
})

test.each<[string, DispatchState, string, string | undefined]>([
  ['one that runs', sent, 'Fel version', undefined],
  ['one that is closed', closed, 'Fel version', undefined],
  ['without reason', sent, '  ', 'text-missing'],
  ['a draft', draft, 'Fel version', 'not-sent'],
  ['twice', recalled, 'Fel version', 'recalled'],
])('recalling %s', (_, dispatch, reason, expected) => {
  expect(whyNotRecall(dispatch, reason)).toBe(expected)
})

test.each<[string, DispatchState, string, Day | null, string | undefined]>([
  ['a text alone', sent, 'Ny bilaga', null, undefined],
  ['a new last day', sent, 'Ny dag', day('2027-04-09'), undefined],
  ['an earlier last day', sent, 'Ny dag', day('2027-03-12'), undefined],
  ['a last day that has been', sent, 'Ny dag', day('2027-03-09'), 'last-day-past'],
  ['the same last day', sent, 'Ny dag', day('2027-03-19'), 'last-day-same'],
  ['nothing said', sent, ' ', null, 'text-missing'],
  ['a text after closing', closed, 'Ny bilaga', null, undefined],
  ['a new last day after closing', closed, 'Ny dag', day('2027-04-09'), 'already-closed'],
  ['a last day for information', information, 'Ny dag', day('2027-04-09'), 'last-day-not-used'],
  ['a draft', draft, 'Ny dag', null, 'not-sent'],
  ['one that was recalled', recalled, 'Ny dag', null, 'recalled'],
])('correcting: %s', (_, dispatch, text, newLastDay, expected) => {
  expect(whyNotCorrect(dispatch, { text, newLastDay }, today)).toBe(expected)
})

test.each<[string, DispatchState, { answeredAt: unknown; extendedTo: Day | null }, Day, string | undefined]>([
  ['to a later day', sent, open, day('2027-04-02'), undefined],
  ['to the last day itself', sent, open, day('2027-03-19'), 'not-later'],
  ['to a day before an extension it has', sent, { ...open, extendedTo: day('2027-04-09') }, day('2027-04-02'), 'not-later'],
  ['to a day that has been', { ...sent, lastDay: day('2027-03-01') }, open, day('2027-03-05'), 'last-day-past'],
  ['after the last day', { ...sent, lastDay: day('2027-03-01') }, open, day('2027-03-12'), undefined],
  ['after the answer', sent, answered, day('2027-04-02'), 'already-answered'],
  ['after closing', closed, open, day('2027-04-02'), 'already-closed'],
  ['without a last day', { ...sent, lastDay: null }, open, day('2027-04-02'), 'no-last-day'],
  ['information', information, open, day('2027-04-02'), 'kind-without-answers'],
])('extending %s', (_, dispatch, slot, to, expected) => {
  expect(whyNotExtend(dispatch, slot, to, today)).toBe(expected)
})

test.each<[string, DispatchState, { answeredAt: unknown; extendedTo: null }, string | undefined]>([
  ['one that has not answered', sent, open, undefined],
  ['one that has', sent, answered, 'already-answered'],
  ['after closing', closed, open, 'already-closed'],
  ['when recalled', recalled, open, 'recalled'],
  ['of information', information, open, 'kind-without-answers'],
])('reminding %s', (_, dispatch, slot, expected) => {
  expect(whyNotRemind(dispatch, slot)).toBe(expected)
})

test.each<[string, DispatchState, string | null, string | undefined]>([
  ['without a number', sent, null, undefined],
  ['with one', sent, 'RS 2027-00123', undefined],
  ['of what was recalled', recalled, 'RS 2027-00123', undefined],
  ['with a number that cannot be seen', sent, '\u200b17', 'case-number-malformed'],
  ['of a draft', draft, null, 'not-sent'],
])('receipt %s', (_, dispatch, caseNumber, expected) => {
  expect(whyNotReceive(dispatch, caseNumber)).toBe(expected)
})

describe('attaching', () => {
  const file = (id: string, sha256: string, replacesId: string | null = null) => ({ id, sha256, replacesId, name: `${id}.pdf` })
  const own = new Set(['aa', 'bb', 'cc'])
  test.each<[string, ReturnType<typeof file>[], ReturnType<typeof file>[], string | undefined]>([
    ['a first file', [], [file('1', 'aa')], undefined],
    ['somebody else’s bytes', [], [file('1', 'dd')], 'file-not-yours'],
    ['the same bytes again', [file('1', 'aa')], [file('2', 'aa')], 'file-already-attached'],
    ['the same bytes twice at once', [], [file('1', 'aa'), file('2', 'aa')], 'file-already-attached'],
    ['a new version', [file('1', 'aa')], [file('2', 'bb', '1')], undefined],
    ['a new version with the old bytes', [file('1', 'aa')], [file('2', 'aa', '1')], undefined],
    ['a version of what has a newer one', [file('1', 'aa'), file('2', 'bb', '1')], [file('3', 'cc', '1')], 'file-to-replace-missing'],
    ['a version of nothing', [], [file('3', 'cc', 'x')], 'file-to-replace-missing'],
    ['two versions of one', [file('1', 'aa')], [file('2', 'bb', '1'), file('3', 'cc', '1')], 'file-to-replace-missing'],
    ['too many', Array.from({ length: 60 }, (_, n) => file(`${n}`, `h${n}`)), [file('x', 'aa')], 'files-too-many'],
  ])('%s', (_, attached, added, expected) => {
    expect(whyNotAttach(attached, added, own)).toBe(expected)
  })
})
