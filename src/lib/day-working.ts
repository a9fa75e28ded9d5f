import { addDays, type Day, day, partsOf, weekday } from './day.ts'
import { type RedDay, redDayNames } from './texts-day.ts'

const EASTER_DAYS: [number, RedDay][] = [
  [-2, 'good-friday'],
  [0, 'easter-sunday'],
  [1, 'easter-monday'],
  [39, 'ascension'],
  [49, 'whit-sunday'],
]

const FIXED_DAYS: [string, RedDay][] = [
  ['01-01', 'new-year'],
  ['01-06', 'epiphany'],
  ['05-01', 'may-day'],
  ['06-06', 'national-day'],
  ['12-25', 'christmas'],
  ['12-26', 'boxing-day'],
]

const SATURDAY = 6

/** The Swedish name of a red day, or undefined: the 13 of lag (1989:253) om allmänna helgdagar as it reads since 2005. Plain Sundays have no name. */
export function redDayName(of: Day): string | undefined {
  const red = redDaysOf(partsOf(of).year).get(of)
  return red && redDayNames[red]
}

/**
 * May a deadline end on this day? Not on Saturday, Sunday or a red day, nor on midsommarafton, julafton or nyårsafton
 * (lag 1930:173 om beräkning av lagstadgad tid, 2 §).
 */
export function isWorkingDay(of: Day): boolean {
  return weekday(of) < SATURDAY && redDayName(of) === undefined && !isEve(of)
}

/** The day itself if it is a working day, else the first working day after it: where the law moves a last day to. */
export function nextWorkingDay(from: Day): Day {
  let at = from
  while (!isWorkingDay(at)) at = addDays(at, 1)
  return at
}

/** The n-th working day after a day, or before it when n is negative. Zero gives the day itself, working day or not. */
export function addWorkingDays(from: Day, workingDays: number): Day {
  const step = workingDays < 0 ? -1 : 1
  let at = from
  for (let left = Math.abs(workingDays); left > 0; ) {
    at = addDays(at, step)
    if (isWorkingDay(at)) left -= 1
  }
  return at
}

/** Working days after one day up to and with another: Friday to Monday is 1. Negative when the second comes first. */
export function workingDaysBetween(from: Day, to: Day): number {
  if (to < from) return -workingDaysBetween(to, from)
  let count = 0
  for (let at = from; at < to; ) {
    at = addDays(at, 1)
    if (isWorkingDay(at)) count += 1
  }
  return count
}

const isEve = (of: Day) => of.endsWith('-12-24') || of.endsWith('-12-31') || of === addDays(midsummerDay(partsOf(of).year), -1)

const known = new Map<number, ReadonlyMap<Day, RedDay>>()

function redDaysOf(year: number): ReadonlyMap<Day, RedDay> {
  const before = known.get(year)
  if (before) return before
  const easter = easterSunday(year)
  const days = new Map<Day, RedDay>([
    ...FIXED_DAYS.map(([monthAndDate, red]): [Day, RedDay] => [dayIn(year, monthAndDate), red]),
    ...EASTER_DAYS.map(([after, red]): [Day, RedDay] => [addDays(easter, after), red]),
    [midsummerDay(year), 'midsummer'],
    [saturdayFrom(dayIn(year, '10-31')), 'all-saints'],
  ])
  known.set(year, days)
  return days
}

const dayIn = (year: number, monthAndDate: string) => day(`${year}-${monthAndDate}`)
const saturdayFrom = (from: Day) => addDays(from, (SATURDAY - weekday(from) + 7) % 7)
const midsummerDay = (year: number) => saturdayFrom(dayIn(year, '06-20'))

/** Easter Sunday by the anonymous Gregorian rule (Meeus, Jones, Butcher), whose letters are kept as published. */
function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  return addDays(dayIn(year, '03-22'), h + l - 7 * m)
}
