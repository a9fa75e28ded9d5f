import { TEXT_LIMITS, type WhyNotText } from '../../lib/blocks.ts'
import { weekdayNames } from '../../lib/texts-day.ts'
import type { WhyNotCaseNumber } from '../matters/rules.ts'
import { whyNotCaseNumberTexts } from '../matters/texts.ts'
import type { WhyNotQuestion } from './rules-question-types.ts'
import type {
  WhyNotAnswer,
  WhyNotAttach,
  WhyNotClose,
  WhyNotCorrect,
  WhyNotExtend,
  WhyNotRecall,
  WhyNotReceive,
  WhyNotRemind,
  WhyNotResend,
} from './rules-sent.ts'
import type { Reason, Think, WhyNotSave, WhyNotSend } from './rules-writing.ts'
import { questionTexts } from './texts-questions.ts'

type Details = Record<string, unknown>
type Sentence = string | ((details: Details) => string)

const namesIn = ({ names }: Details) => {
  const all = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} och ${all.at(-1)}`
}
const kilobytes = Math.round(TEXT_LIMITS.sectionBytes / 1000)

/** Why a text cannot be kept. */
const textProblems = {
  'blocks-too-many': `Texten har fler än ${TEXT_LIMITS.blocks} stycken. Dela den i flera avsnitt.`,
  'control-characters': 'Texten innehåller tecken som inte kan sparas. Klistra in den som oformaterad text.',
  'heading-too-long': `En rubrik är längre än ${TEXT_LIMITS.headingLength} tecken. Korta den, eller flytta en del till texten.`,
  'id-invalid': 'Texten har fel form. Ladda om sidan och klistra in den igen.',
  'ids-not-unique': 'Två delar av texten har blivit samma. Ta bort den ena och klistra in den igen.',
  'list-too-long': `En lista har fler än ${TEXT_LIMITS.listItems} punkter. Dela den, eller bifoga den som fil.`,
  'number-too-long': `Ett avsnitts nummer är längre än ${TEXT_LIMITS.numberLength} tecken. Korta det.`,
  'section-nameless': 'Ett avsnitt saknar både nummer och rubrik. Skriv något av dem, så att svaren kan hänvisa till det.',
  'sections-too-many': `Det är fler än ${TEXT_LIMITS.sections} avsnitt. Slå ihop några, eller bifoga texten som fil.`,
  'table-too-large': `En tabell är för stor (högst ${TEXT_LIMITS.tableRows} rader och ${TEXT_LIMITS.tableColumns} kolumner). Bifoga den som fil.`,
  'table-uneven': 'Raderna i en tabell har olika många celler. Rätta tabellen.',
  'text-too-long': `Texten är för lång: högst ${kilobytes} kB i ett avsnitt. Dela den i flera avsnitt, eller bifoga den som fil.`,
} satisfies Record<WhyNotText, string>

type WhyNot =
  | WhyNotAnswer
  | WhyNotAttach
  | WhyNotClose
  | WhyNotCorrect
  | WhyNotExtend
  | WhyNotRecall
  | WhyNotReceive
  | WhyNotRemind
  | WhyNotResend
  | WhyNotSave
  | WhyNotSend

/** What this feature says beside what its rules do. */
type Other = 'if-match-missing' | 'ids-taken' | 'nobody-to-remind' | 'not-registered' | 'registered-already'

type Own = Exclude<WhyNot | Other, WhyNotText | WhyNotCaseNumber | WhyNotQuestion>

const questionProblem =
  (sentence: string) =>
  ({ number }: Details): string =>
    typeof number === 'number' ? `Fråga ${number}: ${sentence}` : sentence

const questionProblems = Object.fromEntries(
  Object.entries(questionTexts.whyNotQuestion).map(([code, sentence]) => [code, questionProblem(sentence)]),
)

/** A sentence per refusal: what is wrong, and what to do. */
export const dispatchesProblems: Readonly<Record<string, Sentence>> = {
  ...textProblems,
  ...whyNotCaseNumberTexts,
  ...questionProblems,
  ...({
    'letter-not-refused': 'Mejlet har inte kommit tillbaka. Använd påminnelse eller rättelse om något mer ska sägas.',
    'address-missing':
      'Regionens registratorsadress är inte bekräftad. Rätta och bekräfta den på sidan Registratorsadresser och skicka sedan igen.',
    'already-answered': 'Svaret har redan kommit. Ladda om sidan.',
    'already-closed': 'Svarstiden är redan avslutad. Sena svar tas emot ändå, och märks.',
    'already-sent': 'Utskicket är skickat och kan inte ändras. Gör en rättelse i stället.',
    'changed-since-checked': 'Utskicket har ändrats sedan du kontrollerade det. Gå igenom det igen och skicka sedan.',
    'class-above-ceiling':
      'Informationen har högre konfidentialitet än den här installationen får hålla. Ta bort den härifrån och sänd den på annat sätt.',
    'contact-email-malformed': 'Kontaktens e-postadress är inte fullständig. Skriv den så här: namn@regionen.se',
    'day-not-asked': 'Sista dagen är ingen arbetsdag. Välj en annan dag, eller bekräfta att den är avsedd.',
    'file-already-attached': 'Samma fil är redan bifogad.',
    'file-not-yours': 'Filen finns inte bland era uppladdade filer. Ladda upp den igen.',
    'file-to-replace-missing': 'Filen som ska ersättas finns inte längre, eller är redan ersatt. Ladda om sidan.',
    'files-too-many': 'Det är för många filer (högst 60). Slå ihop några.',
    'ids-not-uuid': 'Ett avsnitt eller en fråga saknar giltig id. Ladda om sidan och lägg till det igen.',
    'ids-taken': 'Ett avsnitt eller en fråga hör redan till ett annat utskick. Ta bort det och lägg till det igen.',
    'if-match-missing': 'Sidan sade inte vilken version du ändrar. Ladda om sidan och försök igen.',
    'kind-without-answers': 'Utskicket är för kännedom och har inga svar.',
    'last-day-not-used': 'Utskicket är för kännedom och har ingen sista svarsdag.',
    'last-day-past': 'Sista dagen har redan varit. Välj en dag framåt i tiden.',
    'last-day-same': 'Det är den sista dag som redan gäller. Välj en annan, eller rätta utan ny dag.',
    'no-address': (details) => `Registratorsadress saknas för ${namesIn(details)}. Lägg in den under Registratorsadresser.`,
    'no-covering-letter': 'Skriv missivet: vad som sänds, varför och vad ni vill ha svar på.',
    'no-last-day': 'Ange sista svarsdag.',
    'no-questions': 'Enkäten har inga frågor. Lägg till minst en.',
    'no-recipients': 'Välj minst en mottagare.',
    'no-title': 'Skriv ärendemening.',
    'nobody-to-remind': 'Alla som fått utskicket har svarat. Det finns ingen att påminna.',
    'not-registered': 'Handlingen är inte markerad som diarieförd. Ladda om sidan.',
    'not-later': 'Den nya dagen måste vara senare än den som gäller nu.',
    'not-sent': 'Utskicket är inte skickat än.',
    'nothing-to-answer': 'Det finns inget att svara på. Lägg till minst ett avsnitt eller en fråga.',
    'question-ids-not-unique': 'Två frågor har blivit samma. Ta bort den ena och lägg till den igen.',
    recalled: 'Utskicket är återkallat.',
    'recipients-unknown': 'En av mottagarna finns inte i registret. Välj mottagare igen.',
    'registered-already': 'Handlingen är redan markerad som diarieförd.',
    'secrecy-missing': 'Innehållet är inte öppet: ange bestämmelse, datum och myndighet för sekretessmarkeringen.',
    'text-missing': 'Skriv vad det gäller.',
    'unconfirmed-address': (details) =>
      `Registratorsadressen är inte bekräftad för ${namesIn(details)}. Ring registratorn och bekräfta den under Registratorsadresser.`,
    'wrong-shape': 'Uppgifterna gick inte att läsa. Kontrollera fälten och försök igen.',
  } satisfies Record<Own, Sentence>),
}

/** The sentence of a reason, with its names and numbers put in. */
export function reasonSentence(reason: Reason<WhyNotSend>): string {
  const sentence = dispatchesProblems[reason.code]
  if (sentence === undefined) return reason.code
  return typeof sentence === 'string' ? sentence : sentence(reason.details)
}

const THINK = {
  'last-day-today': 'Sista dagen är i dag.',
  'no-contact': 'Ingen kontaktperson med telefon eller e-post är angiven. Registratorer behöver kunna ringa.',
  'no-files': 'Inga filer är bifogade.',
  'no-questions-asked': 'Inga frågor är ställda utöver avsnitten.',
  'red-day': ({ redDay }) => `Sista dagen är ${String(redDay)}.`,
  weekend: ({ weekday }) => `Sista dagen är ingen arbetsdag (${weekdayNames[Number(weekday) - 1] ?? ''}).`,
} satisfies Record<Think, string | ((details: Details) => string)>

/** A thing to think about, as a sentence. */
export function thinkSentence({ code, details }: Reason<Think>): string {
  const sentence = THINK[code]
  return typeof sentence === 'string' ? sentence : sentence(details)
}
