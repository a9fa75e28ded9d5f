import { expect, test } from 'vitest'
import { anchorDueAt, anchorState } from './anchor.ts'

const at = (text: string) => new Date(`2026-11-${text}:00.000Z`)

test.each([
  ['no authority', undefined, '25T08:00', '25T09:00', false, 'off'],
  ['nothing to stamp', undefined, undefined, '25T09:00', true, 'anchored'],
  ['the first checkpoint', undefined, '25T08:00', '25T08:01', true, 'due'],
  ['the first, and it has failed for five hours', undefined, '25T08:00', '25T13:00', true, 'late'],
  ['the first, and it has failed for a day', undefined, '25T08:00', '26T11:00', true, 'unanchored'],
  ['stamped today, grown since', '25T08:00', '25T08:10', '25T20:00', true, 'anchored'],
  ['a new day in Sweden, grown before it', '25T08:00', '25T20:00', '25T23:01', true, 'due'],
  ['a new day, failing since its midnight', '25T08:00', '25T20:00', '26T04:00', true, 'late'],
  ['failing, and 27 hours since the last', '25T08:00', '25T20:00', '26T11:00', true, 'unanchored'],
  ['ten days without a new entry', '15T08:00', undefined, '25T09:00', true, 'anchored'],
  ['ten days without, and then one', '15T08:00', '25T09:00', '25T09:01', true, 'unanchored'],
] as const)('%s', (_what, stampedAt, waitingSince, now, isSet, state) => {
  const anchor = { stampedAt: stampedAt && at(stampedAt), waitingSince: waitingSince && at(waitingSince) }
  expect(anchorState(anchor, isSet, at(now))).toBe(state)
})

test('the next stamp is due when a day begins in Sweden, or at its first checkpoint', () => {
  expect(anchorDueAt({ stampedAt: at('25T08:00'), waitingSince: at('25T09:00') })).toEqual(at('25T23:00'))
  expect(anchorDueAt({ stampedAt: at('25T08:00'), waitingSince: at('26T06:30') })).toEqual(at('26T06:30'))
})
