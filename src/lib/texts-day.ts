/** Names of red days, by their key in day-working.ts (lag 1989:253 om allmänna helgdagar). */
export const redDayNames = {
  'new-year': 'nyårsdagen',
  epiphany: 'trettondedag jul',
  'good-friday': 'långfredagen',
  'easter-sunday': 'påskdagen',
  'easter-monday': 'annandag påsk',
  'may-day': 'första maj',
  ascension: 'Kristi himmelsfärdsdag',
  'whit-sunday': 'pingstdagen',
  'national-day': 'nationaldagen',
  midsummer: 'midsommardagen',
  'all-saints': 'alla helgons dag',
  christmas: 'juldagen',
  'boxing-day': 'annandag jul',
} as const
export type RedDay = keyof typeof redDayNames

/** Monday first, as in ISO 8601. */
export const weekdayNames = ['måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag', 'söndag'] as const

export const monthNames = [
  'januari',
  'februari',
  'mars',
  'april',
  'maj',
  'juni',
  'juli',
  'augusti',
  'september',
  'oktober',
  'november',
  'december',
] as const

type DateWords = { weekday: string; date: number; month: string; year: number; week: number }

export const dayTexts = {
  long: ({ weekday, date, month, year, week }: DateWords) => `${weekday} ${date} ${month} ${year}, vecka ${week}`,
  weekdayAndWeek: ({ weekday, week }: DateWords) => `${weekday} vecka ${week}`,
  dateAndMonth: ({ date, month }: DateWords) => `${date} ${month}`,
  dateMonthYear: ({ date, month, year }: DateWords) => `${date} ${month} ${year}`,
  instant: ({ weekday, date, month, year }: DateWords, clock: string) => `${weekday} ${date} ${month} ${year} kl. ${clock}`,
}

/** What people type in a date field, in lower case. */
export const typedDays = {
  daysFromToday: new Map([
    ['i går', -1],
    ['igår', -1],
    ['i dag', 0],
    ['idag', 0],
    ['i morgon', 1],
    ['imorgon', 1],
    ['i övermorgon', 2],
    ['övermorgon', 2],
  ]),
  weekWords: ['vecka', 'vecka.', 'v', 'v.'],
  article: 'den',
  definiteEnding: 'en',
} as const
