import { longInstant } from '../../lib/day.ts'
import type { WhyNotField } from './rules-draft.ts'
import type { WhyNotAnswer as WhyNotDraft } from '../dispatches/rules-sent.ts'
import type {
  WhyNotContent,
  WhyNotDecided,
  WhyNotOnBehalf,
  WhyNotRelation,
  whyNotClear,
  whyNotConfirm,
  whyNotMarkDecided,
  whyNotTag,
  WorthALook,
} from './rules.ts'

type Details = Record<string, unknown>
type Sentence = string | ((details: Details) => string)
type CodeOf<F extends (...args: never[]) => string | undefined> = Exclude<ReturnType<F>, undefined>

const word = (details: Details, name: string) => (typeof details[name] === 'string' ? details[name] : '')

function named(details: Details): string {
  const names = Array.isArray(details['names']) ? details['names'].filter((name) => typeof name === 'string') : []
  const shown = names.slice(0, 3).map((name) => `”${name.length > 80 ? `${name.slice(0, 79)}…` : name}”`)
  const more = names.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} till`] : [])].join(', ')
}

function answeredBefore(details: Details): string {
  if (word(details, 'number') === '') return 'Svaret är redan lämnat.'
  const at = word(details, 'at')
  const when = at === '' ? '' : ` ${longInstant(new Date(at))}`
  return `${word(details, 'who') || 'Någon annan'} lämnade ett svar${when} (${word(details, 'number')}). Läs det. Vill ni ändra: välj Ersätt eller Komplettera.`
}

const decided = {
  'decided-missing': 'Ange vem som har beslutat svaret, eller att det är tjänstemannasynpunkter.',
  'decided-who-missing': 'Skriv vem som har beslutat: organets namn, eller personens namn och befattning.',
  'decided-day-missing': 'Ange beslutsdag. Är beslutet inte fattat: kryssa i att svaret är preliminärt.',
  'decided-day-ahead': 'Beslutsdagen ligger framåt i tiden. Ändra den, eller kryssa i att svaret är preliminärt.',
} satisfies Record<WhyNotDecided, Sentence>

const draft = {
  'not-sent': 'Utskicket är inte skickat ännu.',
  recalled: 'Kansliet har återkallat utskicket. Det går inte längre att svara; det ni har skrivit finns kvar.',
  'kind-without-answers': 'Utskicket är för kännedom och tar inte emot svar. Bekräfta gärna mottagandet.',
} satisfies Record<WhyNotDraft, Sentence>

const fields = {
  'field-unknown': 'Fältet finns inte i svaret. Ladda om sidan; det du har skrivit finns kvar i webbläsaren.',
  'section-unknown': 'Avsnittet hör inte till det här utskicket. Ladda om sidan; det du har skrivit finns kvar i webbläsaren.',
  'question-unknown': 'Frågan hör inte till det här utskicket. Ladda om sidan; det du har skrivit finns kvar i webbläsaren.',
  'draft-text-too-long':
    'Texten är för lång för ett fält: högst 200 000 tecken. Den finns kvar på sidan. Korta den, eller lägg den i en bilaga.',
  'field-wrong-shape': 'Det som skulle sparas passar inte fältet. Ladda om sidan och fyll i igen.',
} satisfies Record<WhyNotField, Sentence>

const content = {
  ...decided,
  'own-statement-not-for-kind': 'Den här sortens utskick besvaras i fälten. Välj att fylla i svaret.',
  'own-statement-missing': 'Lägg till regionens yttrande som fil, eller välj att fylla i svaret.',
  'nothing-filled': 'Svaret är tomt. Fyll i något avsnitt, någon fråga eller det samlade ställningstagandet.',
  'required-unanswered': (details) => `Obligatoriska frågor saknar svar: ${named(details)}. Fyll i dem och försök igen.`,
  'answers-invalid': (details) => `Några svar går inte att lämna: ${named(details)}. Rätta dem och försök igen.`,
  'marking-unfinished': 'Sekretessmarkeringen är inte färdig: ange bestämmelse, datum och myndighet, eller ta bort den.',
  'reply-too-large': 'Svaret är för stort. Lägg de längsta texterna i en bilaga.',
} satisfies Record<WhyNotContent, Sentence>

const relation = {
  'already-answered': answeredBefore,
  'no-earlier': 'Det finns inget tidigare svar att ersätta eller komplettera. Lämna det som ett första svar.',
} satisfies Record<WhyNotRelation, Sentence>

const onBehalf = {
  ...decided,
  'received-ahead': 'Dagen då svaret kom in ligger framåt i tiden. Ändra den.',
  'received-before-sent': 'Svaret kan inte ha kommit in innan utskicket skickades. Ändra dagen.',
  'original-missing': 'Lägg till svaret som det kom, som original eller eget yttrande.',
} satisfies Record<Exclude<WhyNotOnBehalf, WhyNotDraft>, Sentence>

const others = {
  'not-handed-in': 'Svaret är inte lämnat ännu. Rensa arbetsmaterialet när det är det.',
  'nothing-to-code': 'Svaret är ifyllt avsnitt för avsnitt och behöver inte kodas.',
  'passage-two-places': 'Välj antingen ett avsnitt eller en fråga för stycket.',
  'confirmed-by-its-own': 'Svaret är lämnat av er själva och behöver inte bekräftas.',
  'replaced-since': 'Svaret har ersatts av ett senare och behöver inte bekräftas.',
  'decided-in-reply': 'Svaret är redan lämnat. Vem som har beslutat står i svaret; ersätt det om det ska ändras.',
} satisfies Record<
  Exclude<CodeOf<typeof whyNotClear | typeof whyNotTag | typeof whyNotConfirm | typeof whyNotMarkDecided>, WhyNotDraft>,
  Sentence
>

export const texts = {
  copyName: (number: string, organisation: string) => `Svar ${number} ${organisation}`,
  compilationName: (title: string) => `Remissammanställning ${title}`,
} as const

const refusals = { ...fields, ...content, ...relation, ...onBehalf, ...others }

/** What is said of an answer that may be handed in as it is, but was perhaps not meant so. */
export const worthALookTexts = {
  'remarks-lacking': (names: string) => `Tillstyrker med synpunkter, men utan synpunkt: ${names}.`,
  'overall-remarks-lacking': () => 'Svaret tillstyrker med synpunkter men innehåller ingen synpunkt.',
  'preliminary-with-day': () => 'Svaret är preliminärt men har en beslutsdag. Är beslutet fattat: ta bort krysset vid preliminärt svar.',
} satisfies Record<WorthALook, (names: string) => string>

/** Why something cannot be done, and what to do instead: the pages say it before the attempt. */
export const whyNotTexts = { ...draft, ...refusals }

/** The sentences of what this feature refuses. What an utskick itself does not take is said by dispatches. */
export const repliesProblems: Record<string, Sentence> = {
  ...refusals,
  'changed-since-check': 'Utkastet har ändrats sedan du kontrollerade det. Läs igenom det igen och lämna sedan svaret.',
  'file-not-stored': 'Filen finns inte uppladdad hos er. Ladda upp den igen.',
  'passage-empty': 'Klistra in det stycke som ska kodas.',
  'place-unknown': 'Avsnittet eller frågan hör inte till det här utskicket. Välj ett annat.',
}
