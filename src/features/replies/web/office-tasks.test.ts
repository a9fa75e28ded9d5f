import { expect, test } from 'vitest'
import { day } from '../../../lib/day.ts'
import { orgCode } from '../../../lib/regions.ts'
import type { LedgerLine, MatrixRow } from '../../dispatches/shapes.ts'
import { aCell as cell, aRow as row } from '../../dispatches/fixtures-matrix.ts'
import { deadlinesAhead, officeTasks } from './office-tasks.ts'

const TODAY = day('2027-03-01')

const AT = '2027-02-01T08:00:00.000Z'

const whatOf = (rows: MatrixRow[]) => officeTasks({ rows, lines: [], uncoded: [] }, TODAY).map(({ what }) => what)

test.each<[string, Partial<MatrixRow>, string[]]>([
  ['answers are missing ten working days before', { lastDay: day('2027-03-15') }, ['remind']],
  ['answers are missing, but there is time', { lastDay: day('2027-03-16') }, []],
  ['the last day has gone by', { lastDay: day('2027-02-26') }, ['remind']],
  ['all have answered', { answered: 21 }, ['close']],
  ['it is closed', { closedAt: AT }, []],
  ['a letter bounced', { lastDay: day('2027-05-03'), slots: [cell({ bounced: true })] }, ['bounced']],
  ['a letter bounced, but the region has it', { lastDay: day('2027-05-03'), slots: [cell({ bounced: true, received: true })] }, []],
  ['an answer is not confirmed', { closedAt: AT, slots: [cell({ answeredOn: TODAY, unconfirmed: true })] }, ['unconfirmed']],
])('what kansliet has to do when %s', (_, patch, expected) => {
  expect(whatOf([row(patch)])).toEqual(expected)
})

test('the most urgent stands first', () => {
  const tasks = officeTasks(
    { rows: [row({ lastDay: day('2027-03-10') }), row({ lastDay: day('2027-02-20') })], lines: [], uncoded: [] },
    TODAY,
  )
  expect(tasks.map((task) => (task.what === 'remind' ? task.days : undefined))).toEqual([-9, 9])
})

test('four weeks ahead, soonest first', () => {
  const rows = ['2027-03-29', '2027-03-30', '2027-03-01', '2027-02-28'].map((lastDay) => row({ lastDay: day(lastDay) }))
  expect(deadlinesAhead(rows, TODAY).map(({ lastDay }) => lastDay)).toEqual(['2027-03-01', '2027-03-29'])
})

const line = (failedAt: string | null): LedgerLine => ({
  id: 'a',
  purpose: 'dispatch',
  toName: 'Region Skåne',
  toAddress: 'registrator@region-12.example',
  toOrg: orgCode('12'),
  subject: 'Remiss',
  madeAt: AT,
  attemptedAt: AT,
  attempts: 1,
  acceptedAt: null,
  uncertain: false,
  failedAt,
  failure: null,
})

test.each([
  ['two weeks ago', '2027-02-15T08:00:00.000Z', 1],
  ['longer ago', '2027-02-14T08:00:00.000Z', 0],
  ['never', null, 0],
])('a letter that was refused %s', (_, failedAt, count) => {
  expect(officeTasks({ rows: [], lines: [line(failedAt)], uncoded: [] }, TODAY)).toHaveLength(count)
})

test('own yttranden to code, also of an utskick that is closed', () => {
  const of = { dispatchId: 'b', title: 'Ledningsmodell', replies: 7 }
  expect(officeTasks({ rows: [], lines: [], uncoded: [of] }, TODAY)).toEqual([{ what: 'uncoded', of }])
})
