import type { Day } from '../../lib/day.ts'
import { findRegion, orgCode, OTHER_ORGANISATIONS } from '../../lib/regions.ts'
import { entryWords } from './texts-journal.ts'
import { witnessTexts } from './texts-witness.ts'

const { moment } = witnessTexts

const orgName = (code: string) => findRegion(orgCode(code))?.name ?? OTHER_ORGANISATIONS.find((one) => one.code === code)?.shortName ?? code

/** Words of the page Journal. */
export const journalTexts = {
  title: 'Journal',
  state: {
    first: (at: string, today: Day) =>
      `Kontrollerad ${moment(at, today)}. Det är första gången webbläsaren ser loggen, så det finns inget att jämföra med än.`,
    well: (checkedAt: string, firstAt: string, today: Day) =>
      `Kontrollerad ${moment(checkedAt, today)}. Inget har ändrats eller tagits bort sedan du först såg loggen, ${moment(firstAt, today)}.`,
    found: (at: string, today: Day) => `Kontrollerad ${moment(at, today)}. Loggen stämmer inte med det som webbläsaren har sparat.`,
    checking: 'Kontrolleras.',
    unanswered: (at: string | undefined, today: Day) =>
      at === undefined
        ? 'Kunde inte kontrolleras nu. Försök igen om en stund.'
        : `Kunde inte kontrolleras nu. Kontrollerades senast ${moment(at, today)}.`,
    notKept: 'Webbläsaren sparar inget mellan besöken, så den kan bara jämföra med det den har sett sedan sidan öppnades.',
  },
  intro: [
    'Allt som er organisation gör, och det som rör er, står i en logg som bara kan växa. Varje post är låst till dem före. Ingen kan ändra, ta bort eller skjuta in något i efterhand utan att det syns, inte heller den som driver plattformen.',
    'Loggen signeras inom en minut. Vid varje besök jämför din webbläsare den signerade kontrollpunkten med den som den sparade förra gången, och räknar själv ut att den nya loggen är en fortsättning på den gamla.',
  ],
  found: {
    at: (at: string, today: Day) => `Upptäckt ${moment(at, today)}.`,
    steps: [
      'Spara kontrollpunkten här nedanför som fil. Den är beviset: utan den kan ingen visa hur loggen såg ut.',
      'Kontakta er it-säkerhet och NSPL:s kansli på ett annat sätt än genom plattformen.',
      'Arbeta vidare som vanligt. Skriv ut eller spara kvittenser på det som är viktigt.',
    ],
    kept: 'Kontrollpunkten som webbläsaren hade sparat',
    got: 'Kontrollpunkten som servern nu lämnar',
    none: 'Ingen',
    over: 'När det är utrett',
    overHelp:
      'Har ni fått en förklaring som ni godtar, till exempel att databasen lästes tillbaka från en säkerhetskopia, kan webbläsaren börja om från loggen som den är nu. Avvikelsen står kvar här på sidan och i organisationens logg.',
    overButton: 'Börja om från loggen som den är nu',
  },
  aside: 'Tidigare avvikelser',
  check: 'Kontrollera nu',
  log: { own: 'Er egen logg', top: 'Den gemensamma loggen' },
  checkpoint: 'Senaste kontrollpunkten',
  checkpointHelp:
    'Tre rader: vilken logg det är, antalet poster och loggens rot. Spara eller skriv ut dem: den som har dem kan när som helst visa om loggen har skrivits om.',
  ownHelp: 'Det som er organisation gör och det som rör er.',
  topHelp: 'Kontrollpunkterna för alla organisationers loggar (TOP).',
  signedAt: (at: string, today: Day) => `Signerad ${moment(at, today)}.`,
  notSigned: 'Ännu inget signerat. Första kontrollpunkten kommer inom en minut.',
  copy: 'Kopiera raderna',
  save: 'Spara som fil, med signatur',
  fileName: (log: string, size: string) => `Kontrollpunkt ${log} ${size}.txt`,
  key: 'Nyckelns fingeravtryck',
  keyInForce: (at: string, today: Day) => `Gäller sedan ${moment(at, today)}`,
  keyRetired: (at: string, today: Day) => `Äldre nyckel, gällde till ${moment(at, today)}`,
  /** The secretariat is who gives the fingerprint to the others. */
  keyHelp: (isOffice: boolean) =>
    isOffice
      ? 'Lämna fingeravtrycket till regionerna på annan väg än plattformen, till exempel på papper. Få det själva av den som driver plattformen.'
      : 'Jämför fingeravtrycket med det som kansliet har lämnat på annan väg, till exempel på papper.',
  newKey: (isOffice: boolean) =>
    `Nyckeln har bytts sedan du först såg loggen. Jämför fingeravtrycket nedan med det som ${isOffice ? 'den som driver plattformen' : 'kansliet'} har lämnat på annan väg.`,
  signature: {
    holds: 'Signaturen är prövad av webbläsaren och håller.',
    untried: 'Signaturen kunde inte prövas i den här webbläsaren. Att loggen bara har vuxit är prövat ändå.',
  },
  anchor: 'Förankring utanför huset',
  anchorStates: {
    off: 'Ingen tidsstämplingstjänst angiven. Journalen förankras av er som sparar kontrollpunkter.',
    anchored: (at: string | null, today: Day) =>
      at === null ? 'Ännu inget att förankra.' : `Förankrad ${moment(at, today)} av en utomstående tidsstämplingstjänst.`,
    due: (at: string | null, today: Day) =>
      at === null ? 'Den första tidsstämpeln tas inom kort.' : `Förankrad ${moment(at, today)}. Nästa tidsstämpel tas inom kort.`,
    late: 'Tidsstämplingen har misslyckats i mer än fyra timmar. Arbetet går vidare och driften är larmad på sidan Drift.',
    unanchored: (since: string, today: Day) =>
      `Oförankrad sedan ${moment(since, today)}. Arbetet går vidare. Spara gärna kontrollpunkten under tiden.`,
  },
  stamp: 'Hämta tidsstämpeln (zip)',
  home: 'Ta hem allt',
  homeHelp:
    'Ett paket med hela er logg och alla handlingar som ni har lämnat eller tagit emot. Det går att kontrollera på en egen dator, utan nätverk och utan plattformen.',
  bundle: 'Hämta hela paketet (zip)',
  bundleNot: (isOffice: boolean) =>
    isOffice
      ? 'Paketet hämtas av kanslichefen eller av kansliets registrator.'
      : 'Paketet hämtas av organisationens registrator eller handläggare.',
  verify: 'Packa upp paketet, öppna en terminal i mappen och kör följande. Sista raden ska börja med GODKÄNT.',
  command: (fingerprint: string) => `node nspl-verify.mjs . --key "${fingerprint}"`,
  entries: 'Händelser i er logg',
  columns: { seq: 'Nr', at: 'Tid', what: 'Händelse', who: 'Vem', about: 'Gäller' },
  what: (type: string) => entryWords[type] ?? type,
  unsigned: 'signeras inom en minut',
  who: (who: string | null, org: string | null, own: string) =>
    who === null ? 'Plattformen' : org === null || org === own ? who : `${who}, ${orgName(org)}`,
  more: 'Visa äldre',
  noEntries: 'Loggen har inga poster än.',
}
