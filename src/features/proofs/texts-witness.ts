import { clock, type Day, dayOf, longInstant } from '../../lib/day.ts'
import type { Finding } from './shapes-journal.ts'

const moment = (at: string, today: Day) => {
  const then = new Date(at)
  return dayOf(then) === today ? `i dag kl. ${clock(then)}` : longInstant(then)
}

/** Words on every page: the line at the foot, and the notice. */
export const witnessTexts = {
  moment,
  line: {
    checked: (at: string, today: Day) => `Journalen: kontrollerad ${moment(at, today)}`,
    checking: 'Journalen: kontrolleras',
    unanswered: 'Journalen: kunde inte kontrolleras nu',
    found: 'Journalen: stämmer inte',
  },
  title: 'Journalen stämmer inte med det som webbläsaren har sparat',
  what: {
    shrunk: 'Loggen är kortare än den var. Något som har stått där är borta.',
    rewritten: 'Det som stod i loggen har skrivits om sedan du såg den.',
    unproved: 'Servern kan inte visa hur loggen har vuxit sedan du såg den.',
    'bad-signature': 'Loggens signatur stämmer inte.',
    'unknown-key': 'Loggen är signerad med en nyckel som servern inte känner till.',
    unreadable: 'Loggens kontrollpunkt går inte att läsa, eller gäller en annan logg.',
    'other-installation': 'Servern säger sig vara en annan installation än den du har sett.',
  } satisfies Record<Finding, string>,
  meaning:
    'Det kan bero på att databasen har lästs tillbaka från en säkerhetskopia, eller på att någon har ändrat i den. Du kan arbeta vidare.',
  todo: 'Gör så här: spara kontrollpunkten på sidan Journal, och kontakta er it-säkerhet och NSPL:s kansli på ett annat sätt än genom plattformen.',
  told: 'Servern har fått veta det.',
  toPage: 'Öppna Journal och spara kontrollpunkten',
}
