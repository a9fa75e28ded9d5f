import { clock, dayOf, daysBetween, longInstant, shortDay } from '../../lib/day.ts'
import { findRegion, OrgCode, OTHER_ORGANISATIONS, SECRETARIAT } from '../../lib/regions.ts'
import type { Look, Sign } from './rules.ts'
import type { RunKind } from './shapes.ts'

const number = new Intl.NumberFormat('sv-SE')
const decimal = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 1 })

/** Sizes as people say them. */
export function sizeText(bytes: number): string {
  const gigabytes = bytes / 1024 ** 3
  if (gigabytes >= 1) return `${decimal.format(gigabytes)} GB`
  return `${decimal.format(bytes / 1024 ** 2)} MB`
}

const count = (of: number, one: string, many: string) => `${number.format(of)} ${of === 1 ? one : many}`

/** What to do, one sentence per look. */
export const advice = {
  'program-well': 'Inget att göra.',
  'program-busy': 'Mycket att göra just nu. Går det inte över: ge processen mer kraft, eller kör jobben i en egen process.',
  'database-well': 'Inget att göra.',
  'database-read-only': 'Bara läsning går. Se efter vilken databas som är primär och peka DATABASE_URL dit.',
  'database-crowded': 'Anslutningarna är snart slut. Höj max_connections eller minska antalet processer.',
  'mail-well': 'Inget att göra.',
  'mail-demo': 'En demo skickar ingen post.',
  'mail-off': 'Sätt SMTP_URL och MAIL_FROM och starta om. Ingen kan logga in med kod innan dess.',
  'mail-stuck': 'Pröva e-postservern med kommandot doctor. Breven skickas av sig själva när den svarar.',
  'mail-refused': 'Gå igenom mejlen nedan: rätta adressen och försök igen, eller ge upp med ett skäl.',
  'jobs-well': 'Inget att göra.',
  'jobs-late': 'Ingen arbetar av kön. Se efter att processen för jobben är igång.',
  'jobs-failed': 'Läs loggen för de jobb som gavs upp. Mejl försöker man igen nedan.',
  'checkpoint-well': 'Inget att göra.',
  'checkpoint-late': 'Signeringen står still. Se efter att jobben är igång och att nyckeln i DATA_DIR/keys går att läsa.',
  'verify-well': 'Inget att göra.',
  'verify-none': 'Kör kommandot journal verify en gång nu.',
  'verify-old': 'Kör kommandot journal verify, och se efter varför det inte har körts.',
  'verify-failed':
    'Ändra inget i databasen. Arbetet kan gå vidare. Ta en kopia av databasen som den är, och spara de säkerhetskopior som finns. Kör journal verify med en kontrollpunkt som har sparats någon annanstans. Säg till säkerhetsansvarig och regionerna, och besluta sedan.',
  'timestamp-well': 'Inget att göra.',
  'timestamp-none': 'Frivilligt: sätt en tidsstämplingstjänst för att förankra journalen utanför huset.',
  'timestamp-failed': 'Arbetet går vidare utan. Se efter att tidsstämplingstjänsten svarar.',
  'timestamp-late':
    'Journalen har inte förankrats på över fyra timmar. Arbetet går vidare. Se efter att tjänsten i TSA_URL svarar och får nås.',
  'witness-well': 'Inget att göra.',
  'witness-found':
    'Har databasen lästs tillbaka från en kopia är det förklaringen: skriv ner det, och säg till regionerna. Annars: ändra inget i databasen. Arbetet kan gå vidare. Ta en kopia av databasen som den är, och spara de säkerhetskopior som finns. Be den som anmälde om den sparade kontrollpunkten och kör journal verify med den. Säg till säkerhetsansvarig och regionerna, och besluta sedan.',
  'witness-earlier': 'Se efter att anmälan är utredd och att utredningen är sparad.',
  'backup-well': 'Inget att göra.',
  'backup-none': 'Sätt BACKUP_DIR till en mapp på en annan disk, så tas en kopia varje natt.',
  'backup-by-hand': 'Sätt BACKUP_DIR till en mapp på en annan disk, så tas en kopia varje natt.',
  'backup-old': 'Se efter varför kopieringen inte har körts, och kör backup nu.',
  'backup-failed': 'Läs felet, rätta det och kör backup igen i dag.',
  'restore-well': 'Inget att göra.',
  'restore-none':
    'En oprövad kopia är ingen kopia. Kör restore på en annan maskin, eller sätt RESTORE_TEST_DATABASE_URL så prövas den varje vecka.',
  'restore-none-embedded':
    'En oprövad kopia är ingen kopia. Är BACKUP_DIR satt prövas nattens kopia av sig själv en gång i veckan. Kör annars restore på en annan maskin.',
  'restore-old': 'Se efter varför veckoprovet inte har körts.',
  'restore-failed': 'Kopian gick inte att läsa tillbaka. Ta en ny och pröva den i dag.',
  'wal-well': 'Inget att göra.',
  'wal-none': 'Frivilligt: ett WAL-arkiv minskar det som kan gå förlorat till sekunder.',
  'wal-failed': 'Arkivet tar inte emot. Se efter plats och rättigheter i arkivets mapp.',
  'certificate-well': 'Inget att göra.',
  'certificate-soon': 'Förnya certifikatet.',
  'certificate-ended': 'Förnya certifikatet nu: webbläsarna stoppar dem som försöker logga in.',
  'certificate-unread': 'Se efter att värden svarar härifrån. Läses igen inom en timme.',
  'certificate-local': 'Ingen https-adress är satt, så det finns inget certifikat att läsa.',
  'certificate-reading': 'Läses nu. Ladda om sidan om en stund.',
  'disk-well': 'Inget att göra.',
  'disk-low': 'Gör plats, eller ge disken mer utrymme den här veckan.',
  'disk-full': 'Gör plats nu: när disken är full kan inget sparas.',
  'disk-unread': 'Mappen finns inte här, eller går inte att läsa. Är databasen på en annan maskin: se efter där.',
} satisfies Record<Look, string>

export const driftTexts = {
  title: 'Drift',
  state: (act: number, look: number) => {
    if (act === 0 && look === 0) return 'Allt är som det ska.'
    const parts = [
      act > 0 ? `${count(act, 'sak', 'saker')} att åtgärda nu` : '',
      look > 0 ? `${count(look, 'sak', 'saker')} att se över` : '',
    ]
    return `${parts.filter(Boolean).join(' och ')}.`
  },
  readAt: (instant: string) => `Läst kl. ${clock(new Date(instant))}. Läses om var 15:e sekund.`,
  stale: 'Det gick inte att läsa om. Det som visas kan vara gammalt.',
  signs: { good: 'Bra', look: 'Se över', act: 'Åtgärda', off: 'Används inte' } satisfies Record<Sign, string>,
  todo: 'Att göra',
  sections: {
    health: 'Program och databas',
    mail: 'E-post',
    jobs: 'Jobb',
    journal: 'Journal',
    backups: 'Säkerhetskopior',
    certificates: 'Certifikat',
    disks: 'Disk',
    settings: 'Inställningar',
  },

  program: 'Program',
  programFact: (version: string, node: string, startedAt: string) => `Version ${version}, Node ${node}. Igång sedan ${startedAt}.`,
  delay: (ms: number) => `Händelseslingan ligger ${number.format(ms)} ms efter. Över 200 ms avvisas anrop en stund.`,
  database: 'Databas',
  databaseFact: (version: string, writable: boolean, standbys: number) =>
    `PostgreSQL ${version}, ${writable ? 'primär' : 'bara läsning'}, ${standbys === 0 ? 'ingen reserv ansluten' : count(standbys, 'reserv ansluten', 'reserver anslutna')}.`,
  databaseSize: (size: number, used: number, most: number) =>
    `${sizeText(size)}. ${number.format(used)} av ${number.format(most)} anslutningar används.`,
  migrations: (many: number, last: string, when: string) => `Schema: ${count(many, 'ändring', 'ändringar')}, senast ${last}, ${when}.`,

  mail: 'Utgående post',
  mailFact: (waiting: number, refused: number, uncertain: number, givenUp: number) =>
    `${number.format(waiting)} väntar, ${number.format(refused)} avvisade, ${number.format(uncertain)} osäkra, ${number.format(givenUp)} uppgivna de senaste 30 dygnen.`,
  oldestWaiting: (when: string) => `Äldst i kön: ${when}.`,
  mailOf: (org: string, waiting: number, refused: number) =>
    `${orgName(org)}: ${number.format(waiting)} väntar, ${number.format(refused)} avvisade`,
  othersMail: 'Andra organisationers post',
  othersLead: 'Bara antalet syns här. Breven är organisationens egna och visas för dess registrator.',
  letters: 'Mejl som inte har gått fram',
  lettersOf: 'Kansliets mejl som inte har gått fram',
  noLetters: 'Inget av kansliets mejl väntar eller är avvisat.',
  to: 'Till',
  subject: 'Ämnesrad',
  stateHead: 'Tillstånd',
  made: 'Skrivet',
  actHead: 'Åtgärd',
  waiting: (attempts: number) => (attempts === 0 ? 'Väntar' : `Väntar, ${count(attempts, 'försök gjort', 'försök gjorda')}`),
  waitingFor: (attempts: number, failure: string) => `Väntar, ${count(attempts, 'försök gjort', 'försök gjorda')}: ${failure}`,
  uncertain: 'Osäkert: kan ha gått iväg',
  refused: (failure: string) => `Avvisat: ${failure}`,
  givenUp: (by: string, when: string, reason: string) => `Uppgivet av ${by} ${when}: ${reason}`,
  retry: 'Försök igen',
  retried: 'Mejlet försöks igen.',
  giveUp: 'Ge upp',
  of: (name: string) => ` mejlet till ${name}`,
  giveUpTitle: (name: string) => `Ge upp mejlet till ${name}`,
  giveUpLead: 'Mejlet skickas inte. Det ligger kvar i Utgående post med ditt skäl, och den som skickade får veta att det inte kom fram.',
  reason: 'Varför ska det inte skickas?',
  reasonHint: 'Till exempel: registratorn fick handlingen på papper den 3 mars.',
  gaveUp: 'Mejlet är uppgivet.',

  jobs: 'Kö',
  jobsFact: (waiting: number, running: number, failed: number) =>
    `${number.format(waiting)} väntar, ${number.format(running)} pågår, ${number.format(failed)} gavs upp de senaste 30 dygnen.`,
  oldestDue: (when: string) => `Äldst av dem vars tid är inne: ${when}.`,
  jobName: 'Jobb',
  jobWaiting: 'Väntar',
  jobRunning: 'Pågår',
  jobFailed: 'Gavs upp',
  eachJob: 'Varje jobb för sig',

  checkpoints: 'Kontrollpunkter',
  checkpointFact: (logs: number, entries: number, unsigned: number) =>
    `${count(entries, 'post', 'poster')} i ${count(logs, 'logg', 'loggar')}. ${unsigned === 0 ? 'Alla är signerade.' : `${count(unsigned, 'post är inte signerad', 'poster är inte signerade')} än.`}`,
  unsignedSince: (when: string) => `Äldst osignerad: ${when}.`,
  eachLog: 'Senaste kontrollpunkt per logg',
  logName: 'Logg',
  logSize: 'Poster',
  logSigned: 'Signerad',
  log: (log: string) => (log === 'TOP' ? 'Alla loggars kontrollpunkter (TOP)' : orgName(log)),
  verify: 'Kontroll av hela journalen',
  timestamp: 'Förankring utanför huset',
  witness: 'Webbläsarnas vittnen',
  witnessed: (when: string, org: string, log: string) =>
    `Anmält ${when} från ${orgName(org)}: ${log === 'TOP' ? 'den gemensamma loggen' : `loggen för ${orgName(log)}`} går inte ihop med en kontrollpunkt som webbläsaren hade sparat.`,
  witnessConfirmed: (isConfirmed: boolean) =>
    isConfirmed
      ? 'Bekräftat av servern: kontrollpunkten är äkta, och loggen stämmer inte med den.'
      : 'Inte bekräftat av servern: kontrollpunkten som skickades in är inte signerad med en känd nyckel, eller stämmer med loggen.',
  notAnchored: (since: string | null) => (since === null ? 'Oförankrad: ingen tidsstämpling har gjorts.' : `Oförankrad sedan ${since}.`),
  anchored: (when: string) => `Förankrad ${when}.`,

  backup: 'Senaste kopia',
  restore: 'Prov att läsa tillbaka',
  wal: 'WAL-arkiv',
  none: {
    'journal-verify': 'Ännu ingen.',
    backup: 'Ingen kopia är tagen.',
    'restore-test': 'Oprövad: ingen kopia har lästs tillbaka.',
    'wal-archive': 'Inte påslaget.',
    timestamp: 'Inte påslagen.',
    witness: 'Ingen webbläsare har anmält något.',
  } satisfies Record<RunKind, string>,
  ran: (when: string) => `${upper(when)}.`,
  failed: (when: string, okAt: string | null) =>
    `Misslyckades ${when}. ${okAt === null ? 'Har aldrig lyckats.' : `Lyckades senast ${okAt}.`}`,
  failure: (text: string) => `Fel: ${text}`,
  wentThrough: (entries: number) => `${count(entries, 'post', 'poster')} i journalen gicks igenom.`,
  file: (file: string, bytes: number, encrypted: boolean | undefined) =>
    `${file}, ${sizeText(bytes)}${encrypted === undefined ? '' : encrypted ? ', krypterad' : ', inte krypterad: sätt BACKUP_RECIPIENTS'}.`,
  failureAt: (log: string, seq: number, text: string) => `Första felet: ${orgName(log)}, post ${number.format(seq)}: ${text}`,
  notNightly: 'Ingen nattlig kopia är inställd.',
  next: (when: string) => `Nästa väntas senast ${when}.`,

  webCertificate: (host: string) => `Webbadressen ${host}`,
  mailCertificate: (host: string) => `E-postservern ${host}`,
  certificate: 'Certifikat',
  validTo: (when: string, now: string) => `Gäller till ${shortDay(dayOf(new Date(when)))}, ${left(when, now)}.`,
  unread: (problem: string) => `Gick inte att läsa: ${problem}`,
  lookedAt: (when: string) => `Läst ${when}.`,
  localFact: 'Ingen https-adress är satt.',
  readingFact: 'Har inte lästs än.',

  disk: { data: 'Datamappen', backup: 'Mappen för kopior' },
  diskFact: (free: number, total: number, path: string) =>
    `${sizeText(free)} ledigt av ${sizeText(total)} (${Math.floor((free / total) * 100)} %) i ${path}.`,
  diskUnread: (path: string) => `${path} gick inte att läsa.`,

  settingsLead: 'Lösenord och nycklar visas aldrig. Av adresser med lösenord visas bara värdnamnet.',
  settingName: 'Inställning',
  settingValue: 'Gäller nu',
  eachSetting: 'Alla inställningar',
  notSet: 'Inte satt',
  byDefault: 'standard',
  isSet: 'Satt, visas inte',

  verified: (entries: number | null, when: string, now: string) =>
    entries === null
      ? `Journalen kontrollerad ${whenText(when, now)}.`
      : `Journalen kontrollerad till post ${number.format(entries)}, ${whenText(when, now)}.`,
  verifyFailed: (when: string, now: string) => `Kontrollen av journalen hittade fel ${whenText(when, now)}. Driftansvarig ska veta det.`,
  neverVerified: 'Journalen har inte kontrollerats än.',
}

/** A moment as one says it: "i dag kl. 09.12", "i går kl. 09.12", else the whole day. */
export function momentText(when: string, now: string): string {
  const instant = new Date(when)
  const days = daysBetween(dayOf(instant), dayOf(new Date(now)))
  if (days === 0) return `i dag kl. ${clock(instant)}`
  return days === 1 ? `i går kl. ${clock(instant)}` : longInstant(instant)
}

/** "kl. 09.12" today, else the day too. */
function whenText(when: string, now: string): string {
  const instant = new Date(when)
  const [on, today] = [dayOf(instant), dayOf(new Date(now))]
  return on === today ? `kl. ${clock(instant)}` : `${shortDay(on, today)} kl. ${clock(instant)}`
}

const upper = (text: string) => text.charAt(0).toLocaleUpperCase('sv') + text.slice(1)

function left(when: string, now: string): string {
  const days = daysBetween(dayOf(new Date(now)), dayOf(new Date(when)))
  return days < 0 ? `gick ut för ${count(-days, 'dag', 'dagar')} sedan` : `${count(days, 'dag', 'dagar')} kvar`
}

/** The name of an organisation by its code; the code itself for one that is not known. */
function orgName(code: string): string {
  const org = OrgCode.safeParse(code)
  if (!org.success) return code
  if (org.data === SECRETARIAT) return 'Kansliet'
  return findRegion(org.data)?.name ?? OTHER_ORGANISATIONS.find((other) => other.code === org.data)?.name ?? code
}
