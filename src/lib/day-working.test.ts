import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, partsOf, weekday } from './day.ts'
import { addWorkingDays, isWorkingDay, nextWorkingDay, redDayName, workingDaysBetween } from './day-working.ts'
import { redDayNames } from './texts-day.ts'

const anyDay = fc.integer({ min: -9_000, max: 18_000 }).map((days) => addDays(day('2026-01-01'), days))

function redDaysIn(year: number): [string, string][] {
  const found: [string, string][] = []
  for (let at = day(`${year}-01-01`); at <= `${year}-12-31`; at = addDays(at, 1)) {
    const name = redDayName(at)
    if (name !== undefined) found.push([at, name])
  }
  return found
}

describe('red days', () => {
  test('2026 has its 13', () => {
    expect(redDaysIn(2026)).toEqual([
      ['2026-01-01', 'nyårsdagen'],
      ['2026-01-06', 'trettondedag jul'],
      ['2026-04-03', 'långfredagen'],
      ['2026-04-05', 'påskdagen'],
      ['2026-04-06', 'annandag påsk'],
      ['2026-05-01', 'första maj'],
      ['2026-05-14', 'Kristi himmelsfärdsdag'],
      ['2026-05-24', 'pingstdagen'],
      ['2026-06-06', 'nationaldagen'],
      ['2026-06-20', 'midsommardagen'],
      ['2026-10-31', 'alla helgons dag'],
      ['2026-12-25', 'juldagen'],
      ['2026-12-26', 'annandag jul'],
    ])
  })

  test.each([
    '1818-03-22',
    '1943-04-25',
    '2000-04-23',
    '2005-03-27',
    '2008-03-23',
    '2011-04-24',
    '2016-03-27',
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2027-03-28',
    '2028-04-16',
    '2029-04-01',
    '2030-04-21',
    '2038-04-25',
    '2049-04-18',
    '2076-04-19',
    '2285-03-22',
  ])('Easter Sunday is %s', (easter) => expect(redDayName(day(easter))).toBe('påskdagen'))

  test('every year has all 13, on the weekdays of the law', () => {
    const weekdayOf: Record<string, number> = {
      [redDayNames['good-friday']]: 5,
      [redDayNames['easter-sunday']]: 7,
      [redDayNames['easter-monday']]: 1,
      [redDayNames.ascension]: 4,
      [redDayNames['whit-sunday']]: 7,
      [redDayNames.midsummer]: 6,
      [redDayNames['all-saints']]: 6,
    }
    for (let year = 2005; year <= 2120; year += 1) {
      const found = redDaysIn(year)
      const shared = new Set(found.map(([, name]) => name))
      // Two may fall on one day: first of May and Ascension in 2008, the national day and Whit Sunday in 2033.
      expect(found.length, String(year)).toBeGreaterThanOrEqual(12)
      expect(shared.size).toBe(found.length)
      for (const [at, name] of found) expect(weekday(day(at)), `${name} ${at}`).toBe(weekdayOf[name] ?? weekday(day(at)))
      const midsummer = found.find(([, name]) => name === redDayNames.midsummer)?.[0] ?? ''
      expect(midsummer >= `${year}-06-20` && midsummer <= `${year}-06-26`).toBe(true)
      const allSaints = found.find(([, name]) => name === redDayNames['all-saints'])?.[0] ?? ''
      expect(allSaints >= `${year}-10-31` && allSaints <= `${year}-11-06`).toBe(true)
    }
  })

  test('a plain Sunday has no name', () => expect(redDayName(day('2026-03-22'))).toBeUndefined())
})

describe('working days (lag 1930:173, 2 §)', () => {
  test.each([
    ['2026-03-20', 'an ordinary Friday', true],
    ['2026-03-21', 'a Saturday', false],
    ['2026-03-22', 'a Sunday', false],
    ['2026-04-02', 'skärtorsdagen', true],
    ['2026-04-03', 'långfredagen', false],
    ['2026-04-30', 'valborg', true],
    ['2026-06-19', 'midsommarafton', false],
    ['2025-06-20', 'midsommarafton', false],
    ['2026-12-23', 'the day before julafton', true],
    ['2026-12-24', 'julafton', false],
    ['2026-12-31', 'nyårsafton', false],
    ['2026-10-30', 'the day before alla helgons dag', true],
  ])('%s, %s: %s', (of, _, expected) => expect(isWorkingDay(day(of))).toBe(expected))

  test.each([
    ['2026-03-20', '2026-03-20'],
    ['2026-03-21', '2026-03-23'],
    ['2026-04-03', '2026-04-07'],
    ['2026-06-19', '2026-06-22'],
    ['2026-12-24', '2026-12-28'],
    ['2026-12-31', '2027-01-04'],
  ])('a last day on %s moves to %s', (from, to) => expect(nextWorkingDay(day(from))).toBe(to))

  test.each([
    ['2026-03-20', 1, '2026-03-23'],
    ['2026-03-21', 1, '2026-03-23'],
    ['2026-03-20', 0, '2026-03-20'],
    ['2026-03-21', 0, '2026-03-21'],
    ['2026-04-02', 1, '2026-04-07'],
    ['2026-12-23', 3, '2026-12-30'],
    ['2026-12-23', 4, '2027-01-04'],
    ['2026-04-17', -10, '2026-04-01'],
    ['2026-03-23', -1, '2026-03-20'],
  ])('%s and %i working days is %s', (from, workingDays, to) => expect(addWorkingDays(day(from), workingDays)).toBe(to))

  test.each([
    ['2026-03-20', '2026-03-23', 1],
    ['2026-03-20', '2026-03-20', 0],
    ['2026-03-23', '2026-03-20', -1],
    ['2026-03-20', '2026-03-22', 0],
    ['2026-01-01', '2026-12-31', 251],
  ])('from %s to %s there are %i', (from, to, count) => expect(workingDaysBetween(day(from), day(to))).toBe(count))

  test('adding ends on a working day, and counting gives back what was added', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (from, workingDays) => {
        const to = addWorkingDays(from, workingDays)
        expect(isWorkingDay(to)).toBe(true)
        expect(workingDaysBetween(from, to)).toBe(workingDays)
        expect(workingDaysBetween(to, from)).toBe(-workingDays)
        expect(isWorkingDay(addWorkingDays(from, -workingDays))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('a moved last day is a working day, at most five days away, with none skipped', () => {
    fc.assert(
      fc.property(anyDay, (from) => {
        const to = nextWorkingDay(from)
        expect(isWorkingDay(to)).toBe(true)
        expect(to <= addDays(from, 5)).toBe(true)
        expect(workingDaysBetween(addDays(from, -1), to)).toBe(1)
        expect(partsOf(to).year - partsOf(from).year).toBeLessThanOrEqual(1)
      }),
    )
  })
})
