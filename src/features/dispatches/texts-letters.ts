import { type Day, longDay } from '../../lib/day.ts'
import { REGIONS } from '../../lib/regions.ts'
import type { Kind, SecrecyMarking } from './shapes.ts'
import { readerTexts } from './texts-web.ts'

const KIND_NOUNS = { information: 'skrivelse för kännedom', consultation: 'remiss', survey: 'enkät' } satisfies Record<Kind, string>

const SENDER = 'NSPL'

/** The sender's number; numbers of the host authority's series do not say whose they are. */
const fullNumber = (caseNumber: string) => (caseNumber.toUpperCase().startsWith(SENDER) ? caseNumber : `${SENDER} ${caseNumber}`)

type SubjectFacts = { what: string; title: string; caseNumber: string | null; lastDay: Day | null }

/** Words of the letters that go to registries. */
export const letterTexts = {
  from: 'NSPL:s kansli · nationell samordning och planering av hälso- och sjukvården inför höjd beredskap och krig',
  sender: 'NSPL:s kansli, Region Uppsala (värdregion)',
  to: (recipient: string) => `Till registrator i ${recipient}`,
  kind: readerTexts.kinds,
  subject: ({ what, title, caseNumber, lastDay }: SubjectFacts) =>
    [`${what}: ${title}`, caseNumber ? fullNumber(caseNumber) : '', lastDay ? `svar senast ${lastDay}` : '']
      .filter((part) => part !== '')
      .join(' – '),
  neutralTitle: 'handling att hämta efter inloggning',
  reminder: 'Påminnelse',
  correction: (number: number) => `Rättelse ${number}`,
  recall: 'Återkallelse',

  opening: {
    information: 'NSPL:s kansli sänder detta för kännedom. Det behöver inte besvaras.',
    consultation:
      'NSPL:s kansli remitterar detta till regionen för yttrande. Mejlet är komplett: allt som behövs för att registrera och besvara remissen finns här och i bilagorna.',
    survey:
      'NSPL:s kansli ber regionen besvara en enkät. Mejlet är komplett: allt som behövs för att registrera och besvara enkäten finns här och i bilagorna.',
  } satisfies Record<Kind, string>,
  registrar: 'Uppgifter för registrering',
  label: {
    kind: 'Handlingstyp',
    title: 'Ärendemening',
    sender: 'Avsändare',
    caseNumber: 'Avsändarens diarienummer',
    sentOn: 'Utskicket skickat',
    lastDay: 'Svar senast',
    suggestedFunction: 'Förslag till fördelning',
    personalData: 'Innehåller personuppgifter',
    secrecy: 'Sekretess',
    recipients: 'Sändlista',
    attachments: 'Bilagor',
    newAttachments: 'Nya bilagor',
    contact: 'Kontakt',
    reason: 'Skäl',
    earlierLastDay: 'Tidigare sista svarsdag',
  },
  yes: 'Ja',
  no: 'Nej',
  noCaseNumber: 'Inte angivet',
  noFunction: 'Inget förslag',
  noAttachments: 'Inga',
  noSecrecy: 'Ingen sekretessmarkering',
  secrecy: ({ provision, date, authority }: SecrecyMarking) =>
    `Markerad: ${provision}, ${date}, ${authority}. Markeringen är en varning, inte ett beslut.`,
  allRegions: (names: string) => `Alla ${REGIONS.length} regioner: ${names}`,
  attachment: (name: string, size: string) => `${name} (${size})`,
  linkedAttachment: (name: string, size: string) => `${name} (${size}) – för stor för mejlet, hämtas via länken sist i mejlet`,
  replacing: (line: string, earlier: string) => `${line}, ersätter ${earlier}`,

  earlierAttachment: (number: number, name: string) => `tidigare bilaga ${number} (${name})`,

  how: 'Så svarar ni',
  howOpening: 'Regionen väljer själv hur svaret lämnas. Vägarna räknas lika.',
  howForm: (kind: Kind) =>
    kind === 'survey'
      ? 'På plattformen: fyll i svaren. Länken finns sist i mejlet.'
      : 'På plattformen: fyll i svaret avsnitt för avsnitt, eller ladda upp regionens eget yttrande. Länken finns sist i mejlet.',
  howFormShort: (kind: Kind) =>
    kind === 'survey'
      ? 'På plattformen, via länken nedan.'
      : 'På plattformen, via länken nedan: i formuläret eller med regionens eget yttrande.',
  howMail: (kind: Kind, address: string) =>
    `Med mejl eller brev: ${kind === 'survey' ? 'skriv svaren i ett eget dokument' : 'sänd regionens eget yttrande'} som svar på det här mejlet${
      address === '' ? '' : `, till ${address}`
    } eller med brev till kansliet. Ange avsändarens diarienummer. Det gäller lika mycket som ett svar på plattformen.`,
  howDecided: 'Skriv gärna i svaret vem som har beslutat det och vilken dag. Ett preliminärt svar i avvaktan på beslut går bra.',
  howNumber: 'Vill ni meddela ert diarienummer kan ni svara på det här mejlet med numret. Det är frivilligt.',
  coveringLetter: 'Missiv',
  sections: (kind: Kind) => (kind === 'consultation' ? 'Remissens text' : 'Text'),
  sectionList: 'Avsnitt att ta ställning till',
  questions: 'Frågor att besvara',
  linkHeading: 'Länk',
  link: 'Läs handlingarna och bekräfta mottagandet på plattformen. Länken kräver inloggning:',
  answerLink: 'Läs handlingarna, bekräfta mottagandet och lämna svar på plattformen. Länken kräver inloggning:',
  footer: (recipient: string) =>
    `Mejlet är skickat till den registratorsadress som ${recipient} har uppgett. Gäller adressen inte längre, meddela kansliet.`,

  noticeOpening:
    'NSPL:s kansli har en handling till regionen som inte skickas med mejl på grund av sitt innehåll. Rubrik, missiv och bilagor finns därför inte här.',
  noticeHow:
    'Hämta handlingen efter inloggning via länken nedan. Kan ni inte logga in, ring kansliet så kommer vi överens om ett annat säkert sätt.',
  noticeReply: 'Svara inte med mejl. Lämna svaret på plattformen, eller kom överens med kansliet om ett annat säkert sätt.',
  noticeLink: 'Hämta handlingen:',

  remindedKind: (kind: Kind) => `Påminnelse om ${KIND_NOUNS[kind]}`,
  reminderOpening: (lastDay: Day) =>
    `Vi påminner om utskicket nedan. Sista svarsdag är ${longDay(lastDay)}. Enligt kansliets uppgifter har regionen ännu inte lämnat svar.`,
  reminderOpeningWithoutDay: 'Vi påminner om utskicket nedan. Enligt kansliets uppgifter har regionen ännu inte lämnat svar.',
  reminderCrossed: 'Har ni redan svarat har våra brev korsats, och ni kan bortse från påminnelsen.',
  reminderTime:
    'Hinner ni inte få svaret beslutat går det bra att lämna ett preliminärt svar i avvaktan på beslut. Behöver ni längre tid, kontakta kansliet.',
  reminderLink: 'Handlingarna och svaret på plattformen:',

  correctedKind: (kind: Kind) => `Rättelse av ${KIND_NOUNS[kind]}`,
  correctionOpening: (number: number) =>
    `NSPL:s kansli rättar ett utskick som regionen har fått. Det här är rättelse ${number}. Den gäller alla mottagare. De tidigare handlingarna finns kvar i ärendet.`,
  correctionWhat: 'Rättelsen',
  correctionDay: (lastDay: Day) => `Ny sista svarsdag: ${longDay(lastDay)}.`,
  correctionReplied:
    'Har ni redan svarat gäller svaret. Vill ni ändra det med anledning av rättelsen kan ni ersätta eller komplettera det.',
  correctionNotice: 'Vad som har rättats finns inte i mejlet. Hämta rättelsen efter inloggning via länken nedan.',
  correctionLink: 'Rättelsen på plattformen:',

  recalledKind: (kind: Kind) => `Återkallelse av ${KIND_NOUNS[kind]}`,
  recallOpeningInformation: 'NSPL:s kansli återkallar utskicket nedan.',
  recallOpening: 'NSPL:s kansli återkallar utskicket nedan. Det behöver inte längre besvaras.',
  recallKept: 'Handlingarna och de svar som har lämnats finns kvar i ärendet. Ingen ytterligare åtgärd krävs av regionen.',
}
