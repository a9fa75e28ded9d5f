import type { ReplyContent } from '../replies/shapes.ts'

/** Why a receipt cannot be had. */
export const proofsProblems = {
  'not-signed-yet': 'Kvittensen är klar om några sekunder. Försök igen strax.',
  'not-in-log':
    'Händelsen finns inte i er organisations logg, så plattformen har ingen kvittens på den. Be avsändaren om en kvittens ur sin logg.',
  'correction-not-found': 'Rättelsen finns inte. Ladda om sidan.',
  'bundle-busy': 'Ett annat paket görs just nu. Försök igen om en minut.',
}

/** Names of files, safe on every system once safeFileName has seen them. */
export const fileNames = {
  receipt: (number: string) => `Kvittens ${number}`,
  sending: (caseNumber: string) => `Kvittens på utskick ${caseNumber}`,
  correction: (caseNumber: string, number: number) => `Kvittens på rättelse ${number} till utskick ${caseNumber}`,
  reply: (number: string) => `Svar ${number}.json`,
  dispatch: (caseNumber: string) => `Utskick ${caseNumber}.json`,
  corrected: (caseNumber: string, number: number) => `Rättelse ${number} till utskick ${caseNumber}.json`,
  received: (org: string) => `Mottagandet bekräftat av ${org}`,
  list: (caseNumber: string) => `Sändlista med kvittenser ${caseNumber}`,
  /** Folders of the bundle. */
  dispatchFolder: (caseNumber: string) => `Utskick ${caseNumber}`,
  correctionFolder: (caseNumber: string, number: number) => `Rättelse ${number} ${caseNumber}`,
  recallFolder: (caseNumber: string) => `Återkallelse ${caseNumber}`,
  recall: (caseNumber: string) => `Återkallelse av utskick ${caseNumber}.txt`,
  replyFolder: (number: string) => `Svar ${number}`,
  leftOut: 'documents/utelämnat.txt',
  bundle: (org: string, day: string) => `Journal och handlingar ${org} ${day}.zip`,
  keys: 'nycklar.txt',
  proofs: 'bevis',
  noNumber: 'utan diarienummer',
}

/** Words of every receipt. */
export const receiptTexts = {
  creator: 'NSPL:s plattform',
  pageWords: { page: 'Sida', of: 'av' },
  header: 'NSPL',
  title: 'Kvittens',
  footer: (what: string) => `Kvittens: ${what}`,
  subtitle: {
    reply: 'Svar lämnat',
    received: 'Svar inkommet',
    onBehalf: 'Svar inkommet på annat sätt, infört av kansliet',
    sending: 'Utskick skickat',
    correction: 'Rättelse skickad',
  },
  label: {
    number: 'Kvittensnummer',
    relation: 'Tidigare svar',
    dispatch: 'Utskick',
    senderCaseNumber: 'NSPL:s diarienummer',
    ownCaseNumbers: 'Svarandens diarienummer',
    from: 'Från',
    to: 'Till',
    handedIn: 'Lämnat',
    entered: 'Infört',
    arrived: 'Inkommet',
    late: 'Sista svarsdag',
    decided: 'Beslutat av',
    marking: 'Sekretessmarkering',
    sent: 'Skickat',
    lastDay: 'Svar senast',
    recipients: 'Mottagare',
    correction: 'Rättelse',
    newLastDay: 'Ny sista svarsdag',
  },
  relation: (relation: ReplyContent['relation'], earlier: string) =>
    ({ first: '', replaces: `Ersätter ${earlier}`, completes: `Kompletterar ${earlier}` })[relation],
  shortInstant: (day: string, time: string) => `${day} kl.\u00a0${time}`,
  by: (when: string, who: string) => `${when}, av ${who}`,
  arrivedBy: { platform: '', mail: 'med mejl', letter: 'med brev' } satisfies Record<ReplyContent['channel'], string>,
  late: (lastDay: string) => `${lastDay}. Svaret kom in efter den dagen.`,
  inTime: (lastDay: string) => lastDay,
  content: 'Det som kvitteras',
  contentText: (name: string) => `Innehållet ligger ordagrant i filen ”${name}” (kanonisk JSON, RFC 8785). Dess SHA-256 är:`,
  files: 'Filer',
  fileName: 'Namn',
  fileSize: 'Storlek',
  checksum: 'SHA-256',
  proof: 'Beviset',
  proofText:
    'Händelsen står i en logg som bara kan växa, med en kontrollsumma av innehållet. Loggen är signerad: den som har sparat kvittensen eller en kontrollpunkt ser om någon i efterhand har ändrat eller tagit bort posten, också om det är den som driver plattformen.',
  proofLabel: {
    log: 'Logg',
    index: 'Plats i loggen',
    at: 'Tid i loggen',
    origin: 'Kontrollpunkt: logg',
    size: 'Kontrollpunkt: antal poster',
    root: 'Kontrollpunkt: rot',
    key: 'Nyckelns fingeravtryck',
  },
  verify: 'Så kontrollerar ni kvittensen',
  steps: (proof: string, content: string) => [
    'Packa upp kvittensens zip-fil på en dator med Node.js 20.19 eller senare. Inget nätverk behövs.',
    `Kör där: node nspl-verify.mjs "${proof}" "${content}" nycklar.txt`,
    'Sista raden ska börja med GODKÄNT. Fingeravtrycket ska vara det här ovanför, och det som ni har fått av kansliet på annan väg.',
  ],
  keep: 'Spara filerna tillsammans med ärendet. De går att kontrollera i framtiden också utan plattformen.',
}

/** Words of Sändlista med kvittenser. */
export const listTexts = {
  title: 'Sändlista med kvittenser',
  summary: (asked: number, received: number, answered: number, late: number) =>
    `${asked} mottagare. ${received} har bekräftat mottagandet, ${answered} har svarat${late > 0 ? `, varav ${late} efter sista dagen` : ''}.`,
  summaryNoAnswers: (asked: number, received: number) => `${asked} mottagare. ${received} har bekräftat mottagandet.`,
  overview: 'Mottagarna',
  column: {
    organisation: 'Mottagare',
    mail: 'Mejlet mottaget',
    received: 'Mottagandet bekräftat',
    caseNumber: 'Diarienummer',
    answered: 'Svar',
    decided: 'Beslutat av',
    late: 'I tid',
  },
  bounced: (when: string) => `Avvisat ${when}`,
  none: '–',
  lateWord: 'Försenat',
  inTime: 'Ja',
  events: 'Händelser',
  eventsText: 'Allt som har hänt hos varje mottagare, i tidsordning, med den som gjorde det.',
  event: { when: 'Tid', organisation: 'Mottagare', what: 'Händelse', who: 'Vem' },
  system: 'Plattformen',
  proofs: 'Bevis',
  proofsText: 'De här händelserna står i NSPL:s signerade logg. Bevisen ligger som filer i zip-filen, i mappen bevis.',
  proofColumn: { what: 'Händelse', index: 'Plats i loggen', file: 'Fil' },
  reply: (number: string, org: string) => `Svar ${number} från ${org}`,
  received: (org: string) => `Mottagandet bekräftat, ${org}`,
  notSigned: 'Inte signerad ännu',
  made: 'Uppgifterna gäller',
  verify: 'Så kontrollerar ni bevisen',
  steps: [
    'Packa upp zip-filen med sändlistan på en dator med Node.js 20.19 eller senare. Inget nätverk behövs.',
    'Kör i mappen: node nspl-verify.mjs .',
    'Sista raden ska börja med GODKÄNT. Nyckelns fingeravtryck ska vara det här nedanför, och det som ni har fått av kansliet på annan väg.',
  ],
  readmeFile: 'LÄS MIG.txt',
  readme: (list: string, fingerprints: readonly string[]) => `SÄNDLISTA MED KVITTENSER

Sändlistan står i ”${list}”. I mappen bevis ligger bevisen för det som står i NSPL:s signerade logg, och de handlingar som bevisen gäller.

SÅ KONTROLLERAR NI BEVISEN

1. Packa upp zip-filen på en dator med Node.js 20.19 eller senare (https://nodejs.org). Inget nätverk behövs.
2. Öppna ett kommandofönster i mappen, och skriv, med punkten:

     node nspl-verify.mjs .

3. Sista raden ska börja med GODKÄNT. Sändlistan och den här filen är sammanställningar: dem styrker inget bevis, och det säger programmet.
4. Nyckelns fingeravtryck ska vara det som ni har fått av kansliet på annan väg. När paketet gjordes var det:

${fingerprints.map((one) => `     ${one}\n`).join('')}`,
}

/** Words of the bundle. */
export const bundleTexts = {
  leftOut: (limit: string) =>
    `Filerna nedan fick inte plats: paketet rymmer handlingar om högst ${limit}. Hämta dem från utskicket eller svaret, eller be driften om ett fullständigt paket (journal export).`,
}
