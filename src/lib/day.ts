import * as z from 'zod/mini'
import { dayTexts, monthNames, weekdayNames } from './texts-day.ts'

const DAY_LENGTH = 86_400_000
/** The Gregorian calendar has no days before; PostgreSQL, Date and the rule for Easter agree from here on. */
const FIRST_YEAR = 1583
/** Up to here weekday and week number say it best; further away people think in dates. */
const NEAR_DAYS = 60

/** A calendar day in Sweden, as 2026-03-20. Days compare with <. Shape for whatever crosses a border; 1583 to 9999. */
export const Day = z.iso.date().check(z.refine(isDay)).brand<'Day'>()
export type Day = z.infer<typeof Day>

/** Is the text a real day, written YYYY-MM-DD? */
export function isDay(text: string): text is Day {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts || Number(parts[1]) < FIRST_YEAR) return false
  return textOf(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY_LENGTH) === text
}

/** The text as a day. Throws RangeError on anything that is not a day: for literals and trusted text, not for what people type. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`Not a day: ${text}`)
  return text
}

/** The day n whole days later, or earlier when n is negative. Throws RangeError outside the years 1583 to 9999. */
export function addDays(from: Day, days: number): Day {
  return day(textOf(numberOf(from) + days))
}

/** Whole days from one day to another: 1 from today to tomorrow, negative backwards. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekday(of: Day): number {
  return weekdayOfNumber(numberOf(of))
}

/** The ISO 8601 week, with the year that the week belongs to: 2027-01-01 is week 53 of 2026. */
export function isoWeek(of: Day): { year: number; week: number } {
  const number = numberOf(of)
  const thursday = number + 4 - weekdayOfNumber(number)
  const year = new Date(thursday * DAY_LENGTH).getUTCFullYear()
  return { year, week: Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_LENGTH) / 7) + 1 }
}

/** The day of a week, weekday 1 to 7; undefined when that year has no such week. */
export function dayOfWeek(year: number, week: number, weekdayNumber: number): Day | undefined {
  const fourth = Date.UTC(year, 0, 4) / DAY_LENGTH
  const text = textOf(fourth - weekdayOfNumber(fourth) + (week - 1) * 7 + weekdayNumber)
  if (!isDay(text)) return undefined
  const found = isoWeek(text)
  return found.year === year && found.week === week ? text : undefined
}

/** Year, month (1 to 12) and date of a day. */
export function partsOf(of: Day): { year: number; month: number; date: number } {
  return { year: Number(of.slice(0, 4)), month: Number(of.slice(5, 7)), date: Number(of.slice(8, 10)) }
}

/** "fredag 20 mars 2026, vecka 12". */
export function longDay(of: Day): string {
  return dayTexts.long(wordsOf(of))
}

/**
 * A day in a list. Within 60 days of today "fredag vecka 12"; further away in the same year "20 mars"; otherwise, and when
 * today is not given, "20 mars 2026", because a date without its year would then mislead.
 */
export function shortDay(of: Day, today?: Day): string {
  const words = wordsOf(of)
  if (today === undefined) return dayTexts.dateMonthYear(words)
  if (Math.abs(daysBetween(today, of)) <= NEAR_DAYS) return dayTexts.weekdayAndWeek(words)
  return words.year === partsOf(today).year ? dayTexts.dateAndMonth(words) : dayTexts.dateMonthYear(words)
}

// Every request asks for today's day, several times, and the calendar's own formatting is slow.
let latest: { second: number; day: Day } | undefined

/** The day in Sweden at an instant, summer time included. */
export function dayOf(instant: Date): Day {
  const second = Math.floor(instant.getTime() / 1000)
  if (latest?.second === second) return latest.day
  const { year, month, date } = inSweden(instant)
  latest = { second, day: day(`${year.padStart(4, '0')}-${month}-${date}`) }
  return latest.day
}

/** The time in Sweden at an instant, as "08.42" (Myndigheternas skrivregler: a full stop between hours and minutes). */
export function clock(instant: Date): string {
  const { hour, minute } = inSweden(instant)
  return `${hour}.${minute}`
}

/** "fredag 20 mars 2026 kl. 10.42", in Swedish time. */
export function longInstant(instant: Date): string {
  return dayTexts.instant(wordsOf(dayOf(instant)), clock(instant))
}

/** The instant when a day begins in Sweden. */
export function startOfDay(of: Day): Date {
  const midnight = numberOf(of) * DAY_LENGTH
  // Once more from the first answer: near a change to or from summer time the first offset may be the other one.
  const nearly = midnight - aheadOfUtc(new Date(midnight))
  return new Date(midnight - aheadOfUtc(new Date(nearly)))
}

/** The last millisecond of a day in Sweden. */
export function endOfDay(of: Day): Date {
  return new Date(startOfDay(addDays(of, 1)).getTime() - 1)
}

function numberOf(of: Day): number {
  const { year, month, date } = partsOf(of)
  return Date.UTC(year, month - 1, date) / DAY_LENGTH
}

function textOf(dayNumber: number): string {
  const instant = new Date(dayNumber * DAY_LENGTH)
  return Number.isNaN(instant.getTime()) ? 'beyond the calendar' : instant.toISOString().split('T')[0]!
}

// Day number 0, 1970-01-01, was a Thursday.
const weekdayOfNumber = (dayNumber: number) => ((((dayNumber + 3) % 7) + 7) % 7) + 1

function wordsOf(of: Day) {
  const { year, month, date } = partsOf(of)
  return { weekday: weekdayNames[weekday(of) - 1]!, date, month: monthNames[month - 1]!, year, week: isoWeek(of).week }
}

const SWEDISH_TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Stockholm',
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

function inSweden(instant: Date) {
  const parts = new Map(SWEDISH_TIME.formatToParts(instant).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return { year: part('year'), month: part('month'), date: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') }
}

function aheadOfUtc(instant: Date): number {
  const { year, month, date, hour, minute, second } = inSweden(instant)
  const asIfUtc = Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute), Number(second))
  return asIfUtc - Math.floor(instant.getTime() / 1000) * 1000
}
