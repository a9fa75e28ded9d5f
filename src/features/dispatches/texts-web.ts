import type { ClassCode } from '../../lib/class.ts'
import { type Day, longDay, shortDay } from '../../lib/day.ts'
import type { Kind, OthersVisible, RecipientFacts } from './shapes.ts'

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** Words of an utskick that both sides read. */
export const readerTexts = {
  kinds: { information: 'För kännedom', consultation: 'Remiss', survey: 'Enkät' } satisfies Record<Kind, string>,
  classes: {
    open: 'Öppen',
    limited: 'Begränsad spridning',
    sensitive: 'Känslig',
    severe: 'Mycket känslig',
  } satisfies Record<ClassCode, string>,
  kind: 'Slag',
  caseNumber: 'NSPL:s diarienummer',
  lastDay: 'Sista svarsdag',
  noLastDay: 'Ingen',
  sentAt: 'Skickat',
  contact: 'Kontakt',
  suggestedFunction: 'Förslag till fördelning',
  personalData: 'Personuppgifter',
  hasPersonalData: 'Innehåller personuppgifter',
  noPersonalData: 'Innehåller inga personuppgifter',
  class: 'Informationsklass',
  secrecy: 'Sekretess',
  noSecrecy: 'Ingen sekretessmarkering',
  secrecyMarking: (provision: string, day: Day, authority: string) => `${provision}. ${longDay(day)}. ${authority}.`,
  others: 'Andras svar',
  othersVisible: {
    'at-once': 'Regionerna kan läsa varandras svar så snart de har lämnats',
    'after-last-day': 'Regionerna kan läsa varandras svar efter sista svarsdagen',
    no: 'Regionerna kan inte läsa varandras svar',
  } satisfies Record<OthersVisible, string>,
  corrections: 'Rättelser',
  correctionReceipt: (number: number) => `Kvittens på rättelse ${number} (PDF)`,
  correctionHead: (number: number) => `Rättelse ${number}`,
  newLastDay: (from: Day | null, to: Day) =>
    from ? `Ny sista svarsdag: ${longDay(to)} (förut ${longDay(from)}).` : `Ny sista svarsdag: ${longDay(to)}.`,
  coveringLetter: 'Missiv',
  files: 'Bilagor',
  noFiles: 'Inga bilagor.',
  original: 'handlingen i original',
  attachment: (number: number) => `Bilaga ${number}`,
  replaces: 'ersätter',
  newInCorrection: (number: number) => `ny i rättelse ${number}`,
  sections: 'Avsnitt',
  questions: 'Frågor',
  questionNumber: (number: number) => `Fråga ${number}`,
  required: 'måste besvaras',
  voluntary: 'frivillig',
  unit: (unit: string) => `svaras i ${unit}`,
  bounds: (least: number | null, most: number | null) =>
    least !== null && most !== null ? `${least}–${most}` : least !== null ? `minst ${least}` : `högst ${most}`,
  upTo: (most: number, itemName: string) => `${itemName}: upp till ${most} rader`,
}

const dateAndMonth = (day: Day) => shortDay(day).replace(/ \d{4}$/, '')

/** One organisation's slot, seen from kansliet. */
export const slotTexts = {
  answeredOn: (day: Day) => `Svar inkommet ${dateAndMonth(day)}`,
  extendedTo: (day: Day) => `förlängd svarstid till ${dateAndMonth(day)}`,
  notAsked: 'Inte mottagare',
  recalled: 'Återkallat',
  cell: (org: string, title: string, word: string) => `${org}, ${title}: ${word}`,
  facts: {
    address: 'Skickat till',
    delivered: 'Levererat',
    bounced: 'Kom inte fram',
    opened: 'Öppnat första gången',
    received: 'Mottagande bekräftat',
    caseNumbers: 'Regionens diarienummer',
    drafting: 'Under beredning sedan',
    decided: 'Beslutat i regionen',
    answered: 'Svar inkommet',
    confirmed: 'Svaret bekräftat av regionen',
    extended: 'Förlängd svarstid till',
    reminded: 'Senast påmind',
  },
  noAddress: 'Ingen adress',
  notYet: 'Inte än',
  noNumber: 'Inget angivet',
  notConfirmed: 'Väntar på regionens bekräftelse',
  reminders: (number: number) => count(number, 'påminnelse', 'påminnelser'),
  receivedHow: {
    platform: 'här',
    mail: 'per mejl',
    'automatic-reply': 'genom automatsvar',
    telephone: 'per telefon',
    letter: 'per brev',
  } satisfies Record<NonNullable<RecipientFacts['receivedHow']>, string>,
  answeredHow: { platform: 'här', mail: 'per mejl', letter: 'per brev' } satisfies Record<
    NonNullable<RecipientFacts['answeredHow']>,
    string
  >,
  events: 'Vad som har hänt',
  system: 'automatiskt',
  openAnswer: 'Öppna svaret',
  enterOnBehalf: 'För in svar som kommit per mejl eller brev',
  extend: 'Bevilja förlängd svarstid',
  resend: 'Skicka mejlet igen',
  resent: 'Mejlet skickas igen till den bekräftade adressen.',
  extendTo: 'Ny sista dag för regionen',
  extendSave: 'Bevilja',
  extendMissing: 'Skriv den nya sista dagen.',
  noteReceipt: 'Notera diarienummer',
  noteReceiptHow: 'Hur uppgiften kom',
  noteReceiptNumber: 'Regionens diarienummer',
  noteReceiptHint: 'Som regionen skriver det. Kan lämnas tomt om regionen bara bekräftar.',
  noteReceiptSave: 'Notera',
  saved: 'Sparat.',
}

/** The ledger of letters. */
export const mailTexts = {
  title: 'Utgående post',
  state: (waiting: number, failed: number, uncertain: number) => {
    const parts = [
      failed > 0 ? count(failed, 'mejl kom inte fram', 'mejl kom inte fram') : '',
      uncertain > 0 ? count(uncertain, 'är osäkert', 'är osäkra') : '',
      waiting > 0 ? count(waiting, 'väntar på att skickas', 'väntar på att skickas') : '',
    ].filter((part) => part !== '')
    return parts.length > 0 ? `${parts.join(', ')}.` : 'Alla mejl har lämnats vidare.'
  },
  refusedTitle: 'Kom inte fram',
  refusedCaption: 'Mejl som inte kom fram, senaste först',
  allTitle: 'Alla mejl',
  group: ({ delivered, waiting, uncertain, refused }: { delivered: number; waiting: number; uncertain: number; refused: number }) =>
    [
      delivered > 0 ? count(delivered, 'levererat', 'levererade') : '',
      refused > 0 ? count(refused, 'kom inte fram', 'kom inte fram') : '',
      uncertain > 0 ? count(uncertain, 'osäkert', 'osäkra') : '',
      waiting > 0 ? count(waiting, 'väntar', 'väntar') : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  groupSize: (number: number) => `${number} mejl`,
  demo: 'Det här är en demo: ingen post lämnar datorn. Här syns vad som skulle ha skickats.',
  caption: (subject: string) => `Mejl: ${subject}`,
  made: 'Tid',
  to: 'Till',
  subject: 'Ämnesrad',
  stateHead: 'Tillstånd',
  accepted: 'Levererat',
  waiting: 'Väntar på att skickas',
  retrying: (attempts: number) => `Väntar, ${count(attempts, 'försök gjort', 'försök gjorda')}`,
  uncertain: 'Osäkert: kan ha gått iväg två gånger',
  refused: 'Avvisat',
  refusedFor: (failure: string) => `Avvisat: ${failure}`,
  empty: 'Ingen post har gått ut än. Den kommer hit när ett utskick skickas.',
  older: 'Visa äldre',
  letter: 'Mejl',
  asText: 'Mejlets text',
  attachments: 'Bilagor i mejlet',
  attached: 'bifogad',
  linked: 'för stor för mejlet, namngiven med länk',
  attempted: 'Senaste försök',
  attempts: 'Antal försök',
  purpose: 'Gäller',
  back: 'Utgående post',
}
