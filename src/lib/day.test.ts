import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  clock,
  Day,
  day,
  dayOf,
  dayOfWeek,
  daysBetween,
  endOfDay,
  isDay,
  isoWeek,
  longDay,
  longInstant,
  partsOf,
  shortDay,
  startOfDay,
  weekday,
} from './day.ts'

const anyDay = fc.integer({ min: -80_000, max: 200_000 }).map((days) => addDays(day('2026-01-01'), days))

describe('a day', () => {
  test.each(['2026-03-20', '2028-02-29', '2000-02-29', '1583-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(isDay(text)).toBe(true)
    expect(Day.safeParse(text).success).toBe(true)
    expect(day(text)).toBe(text)
  })

  test.each([
    '',
    '2026-3-20',
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '1582-12-31',
    '0026-03-20',
  ])('%j is none', (text) => {
    expect(isDay(text)).toBe(false)
    expect(Day.safeParse(text).success).toBe(false)
    expect(() => day(text)).toThrow(RangeError)
  })

  test.each(['2026-03-20T00:00:00Z', ' 2026-03-20', '2026-03-20\n', '+002026-03-20', '10000-01-01'])(
    '%j is none, though it holds one',
    (text) => {
      expect(isDay(text)).toBe(false)
      expect(Day.safeParse(text).success).toBe(false)
    },
  )

  test('whatever text comes, the shape and isDay say the same', () => {
    const nearlyDays = fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/)
    fc.assert(fc.property(fc.oneof(nearlyDays, fc.string()), (text) => isDay(text) === Day.safeParse(text).success))
  })

  test.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-03-20', 0, '2026-03-20'],
    ['1999-12-31', 366, '2000-12-31'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to)
    expect(daysBetween(day(from), day(to))).toBe(days)
  })

  test('adding days and counting them are each other turned round, and order as text is order in time', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
        const to = addDays(from, days)
        expect(daysBetween(from, to)).toBe(days)
        expect(to > from).toBe(days > 0)
      }),
    )
  })

  test.each([1, -1])('outside the calendar there is none (%i)', (step) => {
    expect(() => addDays(day(step > 0 ? '9999-12-31' : '1583-01-01'), step)).toThrow(RangeError)
    expect(() => addDays(day('2026-03-20'), step * 1e12)).toThrow(RangeError)
  })

  test('half a day cannot be added, nor can what is no number', () => {
    expect(() => addDays(day('2026-03-20'), Number.NaN)).toThrow(RangeError)
  })
})

describe('weeks', () => {
  test.each([
    ['2026-03-20', 2026, 12, 5],
    ['2026-01-01', 2026, 1, 4],
    ['2025-12-29', 2026, 1, 1],
    ['2026-12-31', 2026, 53, 4],
    ['2027-01-01', 2026, 53, 5],
    ['2027-01-03', 2026, 53, 7],
    ['2027-01-04', 2027, 1, 1],
    ['2024-12-30', 2025, 1, 1],
    ['2021-01-03', 2020, 53, 7],
    ['9999-12-31', 9999, 52, 5],
  ])('%s is in %i, week %i, weekday %i', (text, year, week, number) => {
    expect(isoWeek(day(text))).toEqual({ year, week })
    expect(weekday(day(text))).toBe(number)
    expect(dayOfWeek(year, week, number)).toBe(text)
  })

  test('every day from 1900 to 2199 agrees with a count from one known Monday', () => {
    let at = day('1900-01-01')
    let [year, week, number] = [1900, 1, 1]
    const wrong: string[] = []
    for (; at < '2200-01-01'; at = addDays(at, 1)) {
      const found = isoWeek(at)
      if (found.year !== year || found.week !== week || weekday(at) !== number) wrong.push(at)
      number = number === 7 ? 1 : number + 1
      if (number !== 1) continue
      const { year: mondayYear, month, date } = partsOf(addDays(at, 1))
      const begins = (month === 12 && date >= 29) || (month === 1 && date <= 4)
      week = begins ? 1 : week + 1
      if (begins) year = month === 12 ? mondayYear + 1 : mondayYear
    }
    expect(wrong).toEqual([])
  })

  test('a year without a week 53 has no day in it', () => {
    expect(dayOfWeek(2026, 53, 5)).toBe('2027-01-01')
    expect(dayOfWeek(2027, 53, 5)).toBeUndefined()
    expect(dayOfWeek(2026, 0, 5)).toBeUndefined()
    expect(dayOfWeek(2026, 54, 1)).toBeUndefined()
  })

  test('a day is found again by its week', () => {
    fc.assert(
      fc.property(anyDay, (of) => {
        const { year, week } = isoWeek(of)
        return dayOfWeek(year, week, weekday(of)) === of
      }),
    )
  })
})

describe('words for a day', () => {
  test.each([
    ['2026-03-20', 'fredag 20 mars 2026, vecka 12'],
    ['2027-01-01', 'fredag 1 januari 2027, vecka 53'],
    ['2026-08-09', 'söndag 9 augusti 2026, vecka 32'],
  ])('%s is %s', (text, words) => expect(longDay(day(text))).toBe(words))

  test.each([
    ['2026-03-20', '2026-03-02', 'fredag vecka 12'],
    ['2026-03-20', '2026-04-02', 'fredag vecka 12'],
    ['2026-03-20', '2026-01-19', 'fredag vecka 12'],
    ['2026-03-20', '2026-01-18', '20 mars'],
    ['2026-03-20', '2026-11-24', '20 mars'],
    ['2027-01-08', '2026-11-24', 'fredag vecka 1'],
    ['2027-03-19', '2026-11-24', '19 mars 2027'],
  ])('%s, seen from %s, is %s', (of, today, words) => expect(shortDay(day(of), day(today))).toBe(words))

  test('without today a short day keeps its year', () => expect(shortDay(day('2026-03-20'))).toBe('20 mars 2026'))
})

describe('instants', () => {
  test.each([
    ['2026-03-20T09:42:59.999Z', '2026-03-20', '10.42', 'fredag 20 mars 2026 kl. 10.42'],
    ['2026-03-19T22:59:59.999Z', '2026-03-19', '23.59', 'torsdag 19 mars 2026 kl. 23.59'],
    ['2026-03-19T23:00:00.000Z', '2026-03-20', '00.00', 'fredag 20 mars 2026 kl. 00.00'],
    ['2026-03-29T00:59:59.000Z', '2026-03-29', '01.59', 'söndag 29 mars 2026 kl. 01.59'],
    ['2026-03-29T01:00:00.000Z', '2026-03-29', '03.00', 'söndag 29 mars 2026 kl. 03.00'],
    ['2026-06-30T22:00:00.000Z', '2026-07-01', '00.00', 'onsdag 1 juli 2026 kl. 00.00'],
    ['2026-10-25T00:59:00.000Z', '2026-10-25', '02.59', 'söndag 25 oktober 2026 kl. 02.59'],
    ['2026-10-25T01:00:00.000Z', '2026-10-25', '02.00', 'söndag 25 oktober 2026 kl. 02.00'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01', '00.00', 'fredag 1 januari 2027 kl. 00.00'],
  ])('%s is %s %s in Sweden', (instant, of, time, words) => {
    expect(dayOf(new Date(instant))).toBe(of)
    expect(clock(new Date(instant))).toBe(time)
    expect(longInstant(new Date(instant))).toBe(words)
  })

  test.each([
    ['2026-03-20', '2026-03-19T23:00:00.000Z', '2026-03-20T22:59:59.999Z'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z', '2026-07-01T21:59:59.999Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
  ])('%s lasts from %s to %s', (of, start, end) => {
    expect(startOfDay(day(of)).toISOString()).toBe(start)
    expect(endOfDay(day(of)).toISOString()).toBe(end)
  })

  test('every day begins where the one before ends, and both ends are in it', () => {
    for (let at = day('2015-01-01'); at < '2036-01-01'; at = addDays(at, 1)) {
      const [start, end] = [startOfDay(at), endOfDay(at)]
      expect([dayOf(start), dayOf(end), dayOf(new Date(start.getTime() - 1)), clock(start)]).toEqual([at, at, addDays(at, -1), '00.00'])
      expect(startOfDay(addDays(at, 1)).getTime()).toBe(end.getTime() + 1)
    }
  })

  test('no instant, no day', () => expect(() => dayOf(new Date(Number.NaN))).toThrow(RangeError))
})
