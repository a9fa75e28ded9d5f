import type { RegisterEntry } from '../dispatches/shapes.ts'

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** The host authority's register. */
export const registerTexts = {
  title: 'Att diarieföra',
  state: (waiting: number, isMore: boolean) => {
    if (waiting === 0) return 'Allt är diariefört.'
    return isMore ? `Fler än ${waiting} handlingar att diarieföra.` : `${count(waiting, 'handling', 'handlingar')} att diarieföra.`
  },
  search: 'Sök ärendemening, diarienummer, kvittensnummer eller avsändare',
  searchButton: 'Sök',
  searchNone: 'Ingen handling passar det du söker.',
  clear: 'Visa alla',
  explain:
    'Det som kommit in till och gått ut från NSPL:s kansli är allmänna handlingar hos Region Uppsala. Kopiera uppgifterna till diariet, hämta handlingen och markera den som diarieförd.',
  show: 'Visa',
  showWaiting: 'Att diarieföra',
  showDone: 'Diarieförda',
  caption: 'Handlingar, senaste först',
  direction: { in: 'Inkommen', out: 'Utgående' } satisfies Record<RegisterEntry['direction'], string>,
  document: {
    dispatch: 'Utskick',
    reply: 'Svar',
    correction: 'Rättelse',
    recall: 'Återkallelse',
    reminder: 'Påminnelse',
  } satisfies Record<RegisterEntry['document'], string>,
  date: 'Datum',
  counterpart: { in: 'Avsändare', out: 'Mottagare' } satisfies Record<RegisterEntry['direction'], string>,
  everyone: 'Enligt sändlista',
  subject: 'Ärendemening',
  caseNumber: 'Diarienummer',
  counterpartCaseNumber: 'Motpartens diarienummer',
  none: 'Saknas',
  arrived: { in: 'Inkom', out: 'Skickades' } satisfies Record<RegisterEntry['direction'], string>,
  number: 'Kvittensnummer',
  relation: 'Förhållande till tidigare svar',
  relations: {
    replaces: (number: string) => `Ersätter ${number}`,
    completes: (number: string) => `Kompletterar ${number}`,
  },
  ofEntry: (action: string, entry: string) => `${action}: ${entry}`,
  openReply: 'Öppna svaret',
  openDispatch: 'Öppna utskicket',
  files: 'Svarets filer',
  fileRoles: { 'own-statement': 'regionens yttrande', attachment: 'bilaga', original: 'originalet' },
  download: 'Hämta handlingen (Word)',
  downloadReply: 'Hämta kopia av svaret (Word)',
  mark: 'Markera som diarieförd',
  undo: 'Ångra',
  undoOf: (entry: string) => `Ångra att den är diarieförd: ${entry}`,
  markedNow: 'Markerad som diarieförd.',
  marked: (name: string) => `Diarieförd av ${name}`,
  older: 'Visa äldre',
  empty: 'Inget väntar på att diarieföras. Nya handlingar kommer hit av sig själva.',
  emptyDone: 'Inget är markerat som diariefört än.',
}

/** Ending the time for answers, and taking away what came. */
export const closeTexts = {
  title: 'Avsluta svarstiden',
  titleClosed: 'Remissammanställning',
  state: (answered: number, asked: number) => `${answered} av ${asked} svar har kommit.`,
  back: 'Utskicket',
  words: 'När svarstiden är avslutad skickas inga fler påminnelser. Sena svar tas emot och märks som sena.',
  missing: 'Har inte svarat',
  missingNone: 'Alla har svarat.',
  early: (lastDay: string) => `Sista svarsdagen är ${lastDay} och har inte passerat.`,
  close: 'Avsluta svarstiden',
  closedAt: 'Svarstiden avslutades',
  compile: 'Remissammanställning',
  compileWords:
    'En Wordfil med ställningstaganden, synpunkter och föreslagna lydelser per avsnitt, svaren på frågorna, vilka som inte har svarat och plats för kansliets bemötande. Den görs på det som har kommit in nu.',
  download: 'Hämta remissammanställningen (Word)',
  answers: 'Svar',
  answersNone: 'Inga svar har kommit än.',
  answersCaption: 'Inkomna svar, senaste först',
  org: 'Organisation',
  number: 'Kvittensnummer',
  handedIn: 'Inkommet',
  form: 'Form',
  forms: { filled: 'Ifyllt svar', 'own-statement': 'Eget yttrande' },
  channel: { platform: '', mail: 'per mejl', letter: 'per brev' },
  relation: { first: '', replaces: 'ersätter tidigare svar', completes: 'kompletterar tidigare svar' },
  late: 'efter sista dagen',
  coding: 'Kodning',
  coded: 'Kodat',
  notCoded: 'Ej kodat',
  notCodedWords: (number: number) =>
    number === 1
      ? '1 svar är inte kodat. Det tas med i sammanställningen som det är; koda det först om synpunkterna ska stå vid sina avsnitt.'
      : `${number} svar är inte kodade. De tas med i sammanställningen som de är; koda dem först om synpunkterna ska stå vid sina avsnitt.`,
}
