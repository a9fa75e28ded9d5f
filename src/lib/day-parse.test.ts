import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, longDay, shortDay } from './day.ts'
import { isNoSuchDate, parseDay } from './day-parse.ts'

const today = day('2026-11-24')
const anyDay = fc.integer({ min: -30_000, max: 60_000 }).map((days) => addDays(today, days))

describe('a typed day', () => {
  test.each([
    ['2026-03-20', '2026-03-20'],
    ['2026-3-20', '2026-03-20'],
    ['2026/03/20', '2026-03-20'],
    ['2026.03.20', '2026-03-20'],
    ['20260320', '2026-03-20'],
    ['260320', '2026-03-20'],
    ['26-03-20', '2026-03-20'],
    ['20/3', '2027-03-20'],
    ['20/03', '2027-03-20'],
    ['24/11', '2026-11-24'],
    ['23/11', '2027-11-23'],
    ['25/11', '2026-11-25'],
    ['20/3 2027', '2027-03-20'],
    ['20/3-27', '2027-03-20'],
    ['20/3/2026', '2026-03-20'],
    ['20.3', '2027-03-20'],
    ['20.3.', '2027-03-20'],
    ['20.3.2026', '2026-03-20'],
    ['20 mars', '2027-03-20'],
    ['20 MARS', '2027-03-20'],
    ['  20   mars ', '2027-03-20'],
    ['20 mar.', '2027-03-20'],
    ['20 mars 2027', '2027-03-20'],
    ['20 mars 26', '2026-03-20'],
    ['1 jun', '2027-06-01'],
    ['1 jul', '2027-07-01'],
    ['den 6 december', '2026-12-06'],
    ['29/2', '2028-02-29'],
    ['29 februari 2028', '2028-02-29'],
    ['20/3 75', '2075-03-20'],
    ['20/3 77', '1977-03-20'],
  ])('%j is %s', (text, expected) => expect(parseDay(text, today)).toBe(expected))

  test.each([
    ['v 12', '2027-03-26'],
    ['v12', '2027-03-26'],
    ['v. 12', '2027-03-26'],
    ['V.12', '2027-03-26'],
    ['vecka 12', '2027-03-26'],
    ['vecka 12 2026', '2026-03-20'],
    ['v 48', '2026-11-27'],
    ['v 47', '2027-11-26'],
    ['v 53', '2027-01-01'],
    ['tis v 48', '2026-11-24'],
    ['mån v 48', '2027-11-29'],
    ['fre v 12', '2027-03-26'],
    ['fredag vecka 12', '2027-03-26'],
    ['Fredag, v. 12', '2027-03-26'],
    ['ti v 12', '2027-03-23'],
    ['söndag vecka 12 2026', '2026-03-22'],
  ])('%j is %s', (text, expected) => expect(parseDay(text, today)).toBe(expected))

  test.each([
    ['i dag', '2026-11-24'],
    ['Idag', '2026-11-24'],
    ['i morgon', '2026-11-25'],
    ['imorgon', '2026-11-25'],
    ['i övermorgon', '2026-11-26'],
    ['i o\u0308vermorgon', '2026-11-26'],
    ['igår', '2026-11-23'],
  ])('%j is %s', (text, expected) => expect(parseDay(text, today)).toBe(expected))

  test.each([
    ['fredag 20 mars 2026', '2026-03-20'],
    ['fre 20/3 2026', '2026-03-20'],
    ['fredagen den 20 mars 2026', '2026-03-20'],
    ['fredag 20 mars 2026, vecka 12', '2026-03-20'],
    ['20/3 2026 v 12', '2026-03-20'],
    ['tis 24/11', '2026-11-24'],
  ])('%j, said twice, is %s', (text, expected) => expect(parseDay(text, today)).toBe(expected))

  test.each([
    'torsdag 20 mars 2026',
    '20 mars 2026, vecka 13',
    'fre 24/11',
    'söndag',
    'v 0',
    'v 54',
    'v 53 2027',
    'vecka',
    'w 12',
    '31/4',
    '30/2',
    '29/2 2027',
    '0/3',
    '20/0',
    '20/13',
    '20 ma',
    '20 marsch',
    '20',
    '203',
    '2026',
    '2026-13-01',
    '20261301',
    '2026-0320',
    '20 mars 202',
    '',
    ' ',
    'snart',
    '10.42.30.5',
    `20 mars${' '.repeat(3)}${'x'.repeat(80)}`,
  ])('%j is none', (text) => expect(parseDay(text, today)).toBeUndefined())

  test.each([
    ['24 november', '2026-11-24'],
    ['23/11', '2026-11-23'],
    ['25/11', '2025-11-25'],
    ['20 mars', '2026-03-20'],
    ['29/2', '2024-02-29'],
    ['v 12', '2026-03-20'],
    ['v 47', '2026-11-20'],
    ['v 48', '2025-11-28'],
    ['mån v 48', '2026-11-23'],
    ['v 53', '2021-01-01'],
    ['i dag', '2026-11-24'],
    ['i morgon', '2026-11-25'],
    ['20 mars 2027', '2027-03-20'],
  ])('%j, of what has been, is %s', (text, expected) => expect(parseDay(text, today, 'past')).toBe(expected))

  test('a date that has been is the latest of its kind', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }), (now, date, month) => {
        const found = parseDay(`${date}/${month}`, now, 'past')
        expect(found !== undefined && found <= now && found > addDays(now, -367)).toBe(true)
      }),
    )
  })

  test.each([
    ['30 februari', true],
    ['31/4', true],
    ['2026-02-30', true],
    ['29/2 2027', true],
    ['20 mars', false],
    ['snart', false],
    ['2026-13-01', false],
    ['40', false],
  ])('%j names a month without such a date: %s', (text, expected) => expect(isNoSuchDate(text, today)).toBe(expected))

  test('what the platform writes, it reads', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (of, now) => {
        expect(parseDay(of, now)).toBe(of)
        expect(parseDay(of.replaceAll('-', ''), now)).toBe(of)
        expect(parseDay(longDay(of), now)).toBe(of)
        expect(parseDay(shortDay(of), now)).toBe(of)
      }),
    )
  })

  test('a short day that lies ahead is read as itself', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 300 }),
        (now, days) => parseDay(shortDay(addDays(now, days), now), now) === addDays(now, days),
      ),
    )
  })

  test('a date without its year is never behind us, and never more than eight years ahead', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 }), (now, date, month) => {
        const found = parseDay(`${date}/${month}`, now)
        if (found === undefined) expect([29, 30, 31]).toContain(date)
        else expect(found >= now && found <= addDays(now, 8 * 366)).toBe(true)
      }),
    )
  })

  test('no text makes it fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9 /.vfre-]{0,12}$/)), (text) => {
        expect(() => parseDay(text, today)).not.toThrow()
      }),
    )
  })
})
