import { addDays, type Day, dayOfWeek, isDay, isoWeek, partsOf, weekday } from './day.ts'
import { monthNames, typedDays, weekdayNames } from './texts-day.ts'

const FRIDAY = 5
const LONGEST_TEXT = 60
/** 29 February may be eight years away (1896 to 1904), week 53 seven. */
const MOST_YEARS = 8

/** Which way a day without its year is looked for: a last day lies ahead, a day of decision has been. */
export type Towards = 'ahead' | 'past'

/**
 * What a person typed in a date field, as a day; undefined when it is no day, or when its parts disagree (a Thursday that
 * is a Friday, a week the date is not in). Takes 2026-03-20, 20260320, 260320, 20/3, 20/3 2027, 20.3, "20 mars", "20 mars
 * 2027", "v 12", "vecka 12 2027", all with a weekday in front, "i dag", "imorgon" and whatever longDay and shortDay write.
 * A week alone means its Friday. Without a year it is the first such day from today on, or for what has happened (`past`) the
 * latest such day up to today; a year of two digits is the one closest to today.
 */
export function parseDay(text: string, today: Day, towards: Towards = 'ahead'): Day | undefined {
  const words = text.normalize('NFC').trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (words.length > LONGEST_TEXT) return undefined
  const daysFromToday = typedDays.daysFromToday.get(words)
  if (daysFromToday !== undefined) return addDays(today, daysFromToday)

  const { named, rest } = splitWeekday(words)
  const week = readWeek(rest)
  if (week) return dayInWeek(week, named ?? FRIDAY, today, towards)
  const { date, weekOfDate } = splitWeek(rest)
  const found = readDate(date, today, towards)
  if (found === undefined) return undefined
  if (named !== undefined && weekday(found) !== named) return undefined
  return weekOfDate === undefined || isoWeek(found).week === weekOfDate ? found : undefined
}

/** Is the text a day in all but that the month has no such date, as "30 februari"? */
export function isNoSuchDate(text: string, today: Day): boolean {
  if (parseDay(text, today) !== undefined) return false
  const first = text.trim().replace(/^\d{1,2}(?=[ ./])/, '1')
  const last = text.trim().replace(/^(\d{4}-?\d{2}-?)\d{2}$/, '$101')
  return [first, last].some((other) => other !== text.trim() && parseDay(other, today) !== undefined)
}

type TypedWeek = { week: number; year: number | undefined }

function splitWeekday(words: string): { named: number | undefined; rest: string } {
  const [first = '', ...others] = words.split(' ')
  const named = others.length > 0 ? weekdayNumber(first.replace(/[.,]+$/, '')) : undefined
  const rest = named === undefined ? [first, ...others] : others
  return { named, rest: (rest[0] === typedDays.article ? rest.slice(1) : rest).join(' ') }
}

/** "fre", "fredag" and "fredagen" are 5; two letters are enough to tell them apart. */
function weekdayNumber(word: string): number | undefined {
  if (word.length < 2) return undefined
  const index = weekdayNames.findIndex((name) => name.startsWith(word) || word === name + typedDays.definiteEnding)
  return index < 0 ? undefined : index + 1
}

/** "v12", "v. 12", "vecka 12", "vecka 12 2027". */
function readWeek(words: string): TypedWeek | undefined {
  const parts = /^(\p{L}+\.?) ?(\d{1,2})(?: (\d{4}))?$/u.exec(words)
  if (!parts || !isWeekWord(parts[1])) return undefined
  return { week: Number(parts[2]), year: parts[3] === undefined ? undefined : Number(parts[3]) }
}

/** "20 mars 2026, vecka 12" is a date and its week. */
function splitWeek(words: string): { date: string; weekOfDate: number | undefined } {
  const parts = /^(.+?),? (\p{L}+\.?) ?(\d{1,2})$/u.exec(words)
  return parts && isWeekWord(parts[2]) ? { date: parts[1]!, weekOfDate: Number(parts[3]) } : { date: words, weekOfDate: undefined }
}

const isWeekWord = (word: string | undefined) => typedDays.weekWords.some((known) => known === word)

function dayInWeek({ week, year }: TypedWeek, weekdayNumberInWeek: number, today: Day, towards: Towards): Day | undefined {
  if (year !== undefined) return dayOfWeek(year, week, weekdayNumberInWeek)
  // A week that began last year, as 1 January 2027 in week 53 of 2026, still counts from its own year.
  return closest(today, towards, isoWeek(today).year, (inYear) => dayOfWeek(inYear, week, weekdayNumberInWeek))
}

function readDate(words: string, today: Day, towards: Towards): Day | undefined {
  const yearFirst = /^(\d{4}|\d{2})([-/.]?)(\d{2})\2(\d{2})$/.exec(words) ?? /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(words)
  if (yearFirst) return dayFrom(fullYear(yearFirst[1]!, today), Number(yearFirst[3]), Number(yearFirst[4]))

  const numbers = /^(\d{1,2}) ?[/.] ?(\d{1,2})\.?(?:[ /.-](\d{4}|\d{2}))?$/.exec(words)
  const named = numbers ? undefined : /^(\d{1,2})\.? ?(\p{L}+)\.?(?: (\d{4}|\d{2}))?$/u.exec(words)
  const parts = numbers ?? named
  if (!parts) return undefined
  const date = Number(parts[1])
  const month = numbers ? Number(parts[2]) : monthNumber(parts[2]!)
  if (parts[3] !== undefined) return dayFrom(fullYear(parts[3], today), month, date)
  return closest(today, towards, partsOf(today).year, (year) => dayFrom(year, month, date))
}

/** "mar" and "mars" are 3; three letters tell the months apart. Zero is no month. */
function monthNumber(word: string): number {
  return word.length < 3 ? 0 : monthNames.findIndex((name) => name.startsWith(word)) + 1
}

function closest(today: Day, towards: Towards, thisYear: number, dayInYear: (year: number) => Day | undefined): Day | undefined {
  const step = towards === 'ahead' ? 1 : -1
  for (let years = 0; years <= MOST_YEARS; years += 1) {
    const found = dayInYear(thisYear + years * step)
    if (found !== undefined && (towards === 'ahead' ? found >= today : found <= today)) return found
  }
  return undefined
}

function fullYear(digits: string, today: Day): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  const thisYear = partsOf(today).year
  const ahead = (year - (thisYear % 100) + 100) % 100
  return thisYear + (ahead < 50 ? ahead : ahead - 100)
}

function dayFrom(year: number, month: number, date: number): Day | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return isDay(text) ? text : undefined
}
