import { isDay, longDay } from '../../lib/day.ts'
import type { SlotMark, SlotState } from './rules.ts'
import type { SlotEvent } from './shapes.ts'

/** "2027-03-19" in a history line as a day that people read; anything else as it is. */
const dayIn = (detail: string | null) => (detail !== null && isDay(detail) ? longDay(detail) : (detail ?? ''))

const HOW: Readonly<Record<string, string>> = {
  platform: 'på plattformen',
  mail: 'med mejl',
  'automatic-reply': 'genom automatiskt svar',
  telephone: 'per telefon',
  letter: 'med brev',
}

export const texts = {
  state: {
    'not-received': 'Mottagande ej bekräftat',
    received: 'Mottaget',
    drafting: 'Under beredning',
    decided: 'Beslutat',
    answered: 'Svar lämnat',
  } satisfies Record<SlotState, string>,
  mark: {
    late: 'efter sista dagen',
    overdue: 'sista dagen har passerat',
    extended: 'förlängd svarstid',
    bounced: 'mejlet kom inte fram',
    'by-other-door': 'inkommet på annat sätt',
    unconfirmed: 'väntar på regionens bekräftelse',
  } satisfies Record<SlotMark, string>,
  how: HOW,
  /** A line of a slot's history. */
  event: {
    sent: (detail) => (detail === null ? 'Skickat' : `Skickat till ${detail}`),
    delivered: () => 'Mejlet togs emot av mottagarens e-postserver',
    bounced: (detail) => `Mejlet avvisades${detail === null ? '' : `: ${detail}`}`,
    opened: () => 'Öppnat för första gången',
    received: (detail) => `Mottagandet bekräftat${detail === null ? '' : ` ${HOW[detail] ?? detail}`}`,
    'case-number': (detail) => `Regionens diarienummer: ${detail ?? ''}`,
    'case-number-removed': (detail) => `Regionens diarienummer ${detail ?? ''} borttaget`,
    drafting: () => 'Beredningen har börjat',
    decided: () => 'Svaret är beslutat',
    undecided: () => 'Uppgiften att svaret är beslutat togs tillbaka',
    answered: (detail) => `Svar lämnat${detail === null ? '' : `, ${detail}`}`,
    replaced: (detail) => `Svaret ersatt${detail === null ? '' : `, ${detail}`}`,
    completed: (detail) => `Svaret kompletterat${detail === null ? '' : `, ${detail}`}`,
    'entered-on-behalf': (detail) => `Svaret infört av kansliet${detail === null ? '' : `, ${detail}`}`,
    confirmed: () => 'Svaret bekräftat av regionen',
    extended: (detail) => `Svarstiden förlängd till ${dayIn(detail)}`,
    reminded: () => 'Påminnelse skickad',
    corrected: (detail) => `Rättelse${detail === null ? '' : ` ${detail}`} skickad`,
    recalled: () => 'Utskicket återkallat',
  } satisfies Record<SlotEvent['what'], (detail: string | null) => string>,
  documentName: (caseNumber: string | null) => (caseNumber === null ? 'Utskick' : `Utskick ${caseNumber.replace(/[\\/:*?"<>|]/g, '-')}`),
}
