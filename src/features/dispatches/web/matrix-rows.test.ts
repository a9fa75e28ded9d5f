import { expect, test } from 'vitest'
import type { MatrixRow } from '../shapes.ts'
import { aCell as cell, aRow as row } from '../fixtures-matrix.ts'
import { doneCount, findRows, groupRows, isOpen, readCell } from './matrix-rows.ts'

const AT = '2027-02-01T08:00:00.000Z'

test.each<[string, Partial<MatrixRow>, boolean]>([
  ['is sent', {}, true],
  ['is closed', { closedAt: AT }, false],
  ['is recalled', { recalledAt: AT }, false],
  ['is för kännedom', { kind: 'information' }, false],
])('whether an utskick still waits for answers: it %s', (_, patch, expected) => {
  expect(isOpen(row(patch))).toBe(expected)
})

test('what is answered stands before what is only received', () => {
  const groups = groupRows([row({ kind: 'information' }), row({ kind: 'survey' }), row({ kind: 'consultation' })])
  expect(groups.map(({ kind }) => kind)).toEqual(['consultation', 'survey', 'information'])
})

test.each([
  ['every word counts, in title or number', 'modell 90012', 1],
  ['capitals do not', 'LEDNING', 1],
  ['nothing looked for is all', '', 1],
  ['one word that is not there', 'ledning gotland', 0],
])('search: %s', (_, search, count) => {
  expect(findRows([row({})], search, false)).toHaveLength(count)
})

test('för kännedom counts those who have received it', () => {
  expect(doneCount(row({ kind: 'information', answered: 0, slots: [cell({ received: true }), cell({})] }))).toBe(1)
})

test.each([
  ['01a1818a-7fe0-7575-a336-85277d1657d7.12', { dispatchId: '01a1818a-7fe0-7575-a336-85277d1657d7', org: '12' }],
  ['01a1818a.12', undefined],
  ['', undefined],
  [undefined, undefined],
])('the open cell in an address: %s', (text, expected) => {
  expect(readCell(text)).toEqual(expected)
})
