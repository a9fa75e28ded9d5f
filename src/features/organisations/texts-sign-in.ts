import type { Role } from '../../lib/actor.ts'
import type { WhyNotLink, WhyNotSignIn } from './rules-sign-in.ts'

export const signInTexts = {
  product: 'NSPL',
  skip: 'Till innehållet',
  back: 'Tillbaka till NSPL',
  warning: 'Lägg inte in säkerhetsskyddsklassificerade uppgifter.',
  footer: { about: 'Om plattformen', help: 'Hjälp', accessibility: 'Tillgänglighet' },

  title: 'Logga in',
  lead: 'Här planerar regionernas hälso- och sjukvård tillsammans inför höjd beredskap och krig.',
  email: 'Din e-postadress i tjänsten',
  emailHint: 'Vi skickar en kod med sex siffror. Inget lösenord behövs.',
  askCode: 'Skicka kod',
  emailMalformed: 'Adressen går inte att läsa. Skriv hela adressen, till exempel fornamn.efternamn@region.se.',
  codeTitle: 'Skriv koden',
  codeSent: 'Om adressen finns hos oss kommer en kod inom en minut. Den gäller i tio minuter. Titta även i skräpposten.',
  noMail:
    'Den här installationen kan inte skicka mejl än, så ingen kod kommer fram. Den som driver installationen ställer in en mejlserver, och kan tills dess ge driftansvarig en engångslänk med kommandot init.',
  noMailInDemo: 'Det här är en demonstration som aldrig skickar e-post, så ingen kod kommer. Välj en person i listan i stället.',
  code: 'Kod, sex siffror',
  useCode: 'Logga in',
  newCode: 'Skicka en ny kod',
  haveCode: 'Jag har redan en kod',
  anotherAddress: 'Använd en annan adress',
  tooMany: 'Det blev för många försök. Vänta fem minuter och försök igen.',
  signedOut: 'Du är utloggad.',
  signedInAs: (name: string) => `Du är redan inloggad som ${name}.`,
  goOn: 'Fortsätt',
  signOut: 'Logga ut',
  signOutTitle: 'Logga ut?',
  noMandate: 'Du har inget uppdrag som gäller i dag. Be kansliet eller din organisation att lägga in ett.',

  demo: 'DEMO',
  demoTitle: 'Välj en påhittad person',
  demoLead: 'Alla personer, adresser och ärenden här är påhittade. Ingen e-post skickas. Välj vem du vill vara:',
  orByCode: 'Så ser inloggningen ut i drift',
  demoGone: 'Personen finns inte längre i demonstrationen. Välj någon annan.',
  demoGroups: {
    'secretariat-head': 'Kansliets ledning',
    'secretariat-officer': 'Handläggare på kansliet',
    'regional-officer': 'Handläggare i regionerna',
    registrar: 'Registratorer',
    endorser: 'Beslutsfattare i regionerna',
    reader: 'Läsare',
    operator: 'Drift',
  } satisfies Record<Role, string>,

  linkTitle: 'Välkommen: första driftansvariga',
  linkLead: 'Länken gäller en gång. Du blir driftansvarig och kanslichef hos NSPL:s kansli och kan sedan lägga in andra under Personer.',
  name: 'Ditt namn',
  linkSubmit: 'Skapa och logga in',

  returnTitle: 'Logga in med engångslänk',
  returnLead: (name: string) => `Länken är till för ${name} och gäller en gång.`,
  toSignIn: 'Till inloggningen',

  whyNotSignIn: {
    'code-wrong': 'Koden stämmer inte. Kontrollera siffrorna och skriv dem igen, eller skicka en ny kod.',
    'code-expired': 'Koden har gått ut. Skicka en ny kod; den gäller i tio minuter.',
    'code-used': 'Koden är redan använd. Skicka en ny kod.',
    'code-locked': 'Det blev för många felaktiga försök med den koden. Skicka en ny kod.',
  } satisfies Record<WhyNotSignIn, string>,
  whyNotLink: {
    'link-wrong': 'Länken gäller inte. Kontrollera att hela länken kom med, eller ta fram en ny med kommandot init.',
    'link-used': 'Länken är redan använd. Logga in med din e-postadress.',
    'link-expired': 'Länken har gått ut. Ta fram en ny med kommandot init.',
  } satisfies Record<WhyNotLink, string>,
}

/** Words of the letter with a code. */
export const codeLetterTexts = {
  subject: 'Kod för att logga in på NSPL',
  from: 'NSPL:s kansli',
  title: (host: string) => `Din kod för att logga in på ${host}`,
  valid: 'Koden gäller i tio minuter och en gång. Skriv den på sidan där du bad om den.',
  never: 'Lämna aldrig koden till någon som ringer eller skriver.',
  footer: 'Har du inte bett om någon kod behöver du inte göra något.',
}
