import type { ProblemKind } from '../lib/problem.ts'

/** Sentences of the platform itself: what went wrong, and what to do. */
export const texts = {
  title: {
    invalid: 'Uppgifterna kan inte tas emot',
    unauthenticated: 'Du är inte inloggad',
    forbidden: 'Du får inte göra detta',
    missing: 'Sidan finns inte',
    refused: 'Det går inte just nu',
    outdated: 'Någon annan har ändrat',
    'too-large': 'För stort',
    'too-many': 'För många försök',
    unavailable: 'Tjänsten svarar inte',
    unexpected: 'Något gick fel hos oss',
  } satisfies Record<ProblemKind | 'unexpected', string>,
  unexpected: (requestId: string) =>
    `Något gick fel hos oss. Försök igen om en stund. Hjälper det inte: hör av dig till driften och uppge ${requestId}.`,
  toStart: 'Till startsidan',
  reference: (requestId: string) => `Referens om du hör av dig till driften: ${requestId}`,
}

/** Addresses that the platform itself sends people to. */
export const addressOf = {
  start: '/',
  signIn: (back: string) => `/logga-in?till=${encodeURIComponent(back)}`,
}

export const platformProblems = {
  'pdf-too-long': 'Dokumentet tog för lång tid att göra. Försök igen om en stund. Utskick och svar går också att hämta som Word.',
  'pdf-queue-full': 'Många dokument görs just nu. Försök igen om en stund.',
  'not-found': 'Det du söker finns inte, eller så har du inte tillgång till det. Gå tillbaka till startsidan.',
  'not-signed-in': 'Du har blivit utloggad. Logga in igen. Det du skrivit finns kvar i webbläsaren.',
  'no-mandate': 'Du har inget uppdrag för den organisationen. Gå till dina egna sidor, eller be kansliet om ett uppdrag.',
  'role-missing': 'Din roll räcker inte för detta. Be den som har rollen, eller kansliet om du behöver den.',
  'not-allowed': 'Du får se detta men inte ändra det. Be den som har rollen.',
  'wrong-shape': 'Uppgifterna gick inte att läsa. Kontrollera fälten och försök igen.',
  'too-large': 'Det är för stort för att tas emot. Filer får vara högst 25 MB och texter högst 200 000 tecken.',
  'idempotency-key-missing': 'Begäran saknar nyckel (Idempotency-Key). Ladda om sidan och försök igen.',
  'idempotency-key-reused': 'Samma nyckel har använts för en annan begäran. Ladda om sidan och försök igen.',
  'not-from-our-pages': 'Begäran kom inte från NSPL:s egna sidor och stoppades. Ladda om sidan och försök igen.',
  'foreign-host': 'Demon svarar bara på den egna datorns adress. Öppna den adress som skrevs ut när demon startade.',
  'not-confirmed':
    'Det är inte bekräftat ännu, och kontrolleras. Det du skrivit finns kvar. Vänta en stund och gör om: det som redan är sparat sparas inte en gång till.',
  'read-only':
    'Skrivskyddat läge: du kan läsa, men inget kan sparas eller skickas just nu. Det du skrivit finns kvar. Försök igen om en stund.',
  'database-away': 'Databasen svarar inte just nu. Det du skrivit finns kvar. Vänta en stund och försök igen.',
  'disk-full':
    'Servern har slut på lagringsutrymme: du kan läsa, men inget kan sparas eller skickas. Det du skrivit finns kvar. Säg till driften, och försök igen när utrymme har frigjorts.',
  'too-busy': 'Det är många som använder tjänsten just nu. Det du skrivit finns kvar. Vänta några sekunder och försök igen.',
  'changed-meanwhile': 'Någon annan har ändrat texten medan du skrev. Jämför och välj vilken som ska gälla.',
} as const
