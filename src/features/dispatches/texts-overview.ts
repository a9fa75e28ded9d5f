import { type Day, isoWeek, longDay, shortDay } from '../../lib/day.ts'
import type { Kind } from './shapes.ts'

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

const sinceOrUntil = (days: number) => {
  if (days === 0) return 'i dag'
  if (days > 0) return days === 1 ? 'i morgon' : `om ${days} dagar`
  return days === -1 ? 'i går' : `för ${-days} dagar sedan`
}

/** Kansliets start page. */
export const officeTexts = {
  title: 'Kansliet',
  state: (today: Day, toDo: number) =>
    `${longDay(today)
      .replace(/^./, (first) => first.toUpperCase())
      .replace(
        / \d{4}, /,
        ' · ',
      )} · ${toDo === 0 ? 'inget kräver åtgärd' : toDo === 1 ? 'en sak kräver åtgärd' : `${toDo} saker kräver åtgärd`}`,
  newDispatch: 'Nytt utskick',
  matrix: 'Alla utskick',
  toDo: 'Kräver åtgärd',
  nothingToDo: 'Inget kräver åtgärd just nu.',
  nothingSent: 'Inget utskick är skickat än. Börja med ett nytt utskick.',
  nothingReady: (regions: number) =>
    `Lägg in personer och registratorsadresser först. Ingen av de ${regions} regionernas adresser är bekräftad än, och ett utskick kan skickas först när mottagarnas adresser är det.`,
  persons: 'Personer',
  addresses: 'Registratorsadresser',
  missing: (answered: number, asked: number, lastDay: Day, today: Day, days: number) =>
    `${answered} av ${asked} svar har kommit. Sista dagen ${days < 0 ? 'var' : 'är'} ${shortDay(lastDay, today)}, ${sinceOrUntil(days)}.`,
  remind: (regions: number) => `Påminn ${count(regions, 'region', 'regioner')}`,
  allIn: (asked: number) => `Alla ${asked} svar har kommit.`,
  close: 'Avsluta svarstiden',
  bounced: (names: string) => `Mejlet kom inte fram till ${names}. Kontrollera adressen och meddela registratorn på annat sätt.`,
  unconfirmed: (names: string, number: number) =>
    `${number === 1 ? 'Ett svar' : `${number} svar`} som kansliet har fört in väntar på att bekräftas: ${names}.`,
  uncoded: (number: number) =>
    `${number === 1 ? 'Ett eget yttrande är' : `${number} egna yttranden är`} inte kodade. Märk upp vad som hör till vilket avsnitt före sammanställningen.`,
  openAnswers: 'Se svaren',
  refused: (to: string) => `Mejlet till ${to} avvisades.`,
  openLetter: 'Se mejlet',
  openSlot: 'Se mottagaren',
  openDispatch: 'Öppna utskicket',
  drafts: 'Utkast att fortsätta med',
  noDrafts: 'Inga utkast.',
  untitled: 'Utan ärendemening',
  changed: 'Ändrat',
  by: (name: string) => `av ${name}`,
  ahead: 'Fyra veckor fram',
  nothingAhead: 'Inga sista svarsdagar de närmaste fyra veckorna.',
  lastDayOf: 'sista svarsdag',
}

/** The matrix. */
export const matrixTexts = {
  title: 'Utskick och svar',
  state: (open: number, answered: number, asked: number, today: Day) => {
    const week = `vecka ${isoWeek(today).week}`
    if (open === 0) return `Inget utskick väntar på svar · ${week}`
    return `${count(open, 'utskick', 'utskick')} väntar på svar · ${answered} av ${asked} svar inkomna · ${week}`
  },
  print: 'Skriv ut',
  search: 'Sök ärendemening eller diarienummer',
  showOpen: 'Bara de som väntar på svar',
  grid: 'Alla utskick och regioner',
  gridHelp: 'Gå mellan rutorna med piltangenterna. Retur öppnar rutan.',
  dispatchColumn: 'Utskick',
  sumColumn: 'Svar',
  kinds: { information: 'För kännedom', consultation: 'Remisser', survey: 'Enkäter' } satisfies Record<Kind, string>,
  lastDay: (day: Day, today: Day) => `svar senast ${shortDay(day, today)}`,
  sent: (day: Day, today: Day) => `skickat ${shortDay(day, today)}`,
  closed: 'avslutat',
  recalled: 'återkallat',
  sumReceived: 'Mottagande bekräftat:',
  sumAnswered: 'Svar inkomna:',
  none: 'Inget utskick är skickat än.',
  noneFound: 'Inget utskick passar det du söker.',
  clear: 'Visa alla',
  legend: 'Teckenförklaring',
  legendWords: {
    'not-started': 'Mottagande ej bekräftat',
    received: 'Mottaget',
    draft: 'Under beredning',
    waiting: 'Beslutat, svar inte lämnat',
    done: 'Svar inkommet, eller mottaget när inget svar väntas',
    'done-late': 'Svar inkommet efter sista dagen',
    late: 'Svar saknas efter sista dagen, eller mejlet kom inte fram',
    withdrawn: 'Återkallat',
    'not-asked': 'Inte mottagare',
  },
  marks: {
    extended: { sign: '+', words: 'Förlängd svarstid' },
    unconfirmed: { sign: '?', words: 'Svaret är infört av kansliet och inte bekräftat av regionen' },
  },
  oneRegion: 'Visa en region',
  allRegions: 'Alla regioner',
  openSlot: 'Visa uppgifter',
  panel: (org: string, title: string) => `${org}: ${title}`,
}
