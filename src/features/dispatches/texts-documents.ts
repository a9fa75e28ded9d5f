import type { QuestionType } from './shapes-questions.ts'
import type { SecrecyMarking } from './shapes.ts'
import { readerTexts } from './texts-web.ts'

/** Words for the text and the questions of an utskick, wherever they are printed. */
export const contentTexts = {
  nameless: 'Avsnitt utan rubrik',
  kronor: 'kr',
  required: '(ska besvaras)',
  form: {
    'short-text': 'Kort text',
    'long-text': 'Fritext',
    'yes-no': 'Ja eller nej',
    'one-of': 'Ett alternativ',
    'several-of': 'Ett eller flera alternativ',
    'whole-number': 'Heltal',
    kronor: 'Belopp',
    date: 'Datum',
    file: 'Bifogad fil',
    group: 'Flera rader',
  } satisfies Record<QuestionType, string>,
  choices: (form: string, choices: string) => `${form}: ${choices}`,
  number: (form: string, unit: string) => (unit.trim() === '' ? form : `${form} (${unit})`),
  bounds: (least: string, most: string) => {
    if (least !== '' && most !== '') return `från ${least} till ${most}`
    if (least !== '') return `minst ${least}`
    return most === '' ? '' : `högst ${most}`
  },
  group: (itemName: string, most: number, questions: string) => `En rad per ${itemName.toLowerCase()}, högst ${most}: ${questions}`,
}

/** Words that every printed document has. */
export const printTexts = {
  creator: 'NSPL:s kansli',
  noCaseNumber: 'Utan diarienummer',
  pageWords: { page: 'Sida', of: 'av' },
}

/** Words of the utskick as a document. */
export const documentTexts = {
  kind: readerTexts.kinds,
  classes: readerTexts.classes,
  sender: 'Avsändare',
  senderName: 'NSPL:s kansli, Region Uppsala (värdregion)',
  caseNumber: 'Diarienummer',
  sent: 'Skickat',
  notSent: 'Utkast, inte skickat',
  lastDay: 'Svar senast',
  closed: 'Svarstiden avslutad',
  suggestedFunction: 'Förslag till fördelning',
  personalData: 'Innehåller personuppgifter',
  class: 'Informationsklass',
  secrecy: 'Sekretess',
  noSecrecy: 'Ingen sekretessmarkering',
  secrecyMarking: ({ provision, date, authority }: SecrecyMarking) => `Sekretessmarkering: ${provision}, ${date}, ${authority}`,
  contact: 'Kontakt',
  yes: 'Ja',
  no: 'Nej',
  recalled: (day: string, reason: string) => `Utskicket återkallades ${day}.${reason === '' ? '' : ` ${reason}`}`,
  coveringLetter: 'Missiv',
  corrections: 'Rättelser',
  number: 'Nr',
  day: 'Dag',
  correction: 'Rättelse',
  newLastDay: 'Ny sista svarsdag',
  consultationText: 'Remissens text',
  text: 'Text',
  questions: 'Frågor',
  question: 'Fråga',
  answeredWith: 'Besvaras med',
  required: '(ska besvaras)',
  files: 'Bilagor',
  attachment: 'Bilaga',
  name: 'Namn',
  size: 'Storlek',
  checksum: 'Kontrollsumma',
  checksumNote: 'Kontrollsumman är de första 16 tecknen av filens SHA-256.',
  note: 'Anmärkning',
  addedIn: (correction: number) => `Ny i rättelse ${correction}`,
  replacedIn: (correction: number | undefined) => (correction === undefined ? 'Ersatt' : `Ersatt i rättelse ${correction}`),
  recipients: 'Sändlista',
}
