/** Words of the stamp that one takes home. */
export const stampTexts = {
  zipFile: (day: string) => `Tidsstämpel ${day}.zip`,
  readmeFile: 'LÄS MIG.txt',
  noteFile: 'TOP.checkpoint',
  stampFile: 'TOP.tsr',
  readme: `TOP.checkpoint är kontrollpunkten för den logg som omfattar alla organisationers loggar.
TOP.tsr är svaret från en utomstående tidsstämplingstjänst (RFC 3161): att kontrollpunkten fanns vid den tiden.

Pröva med OpenSSL och tjänstens rotcertifikat, som tjänsten lämnar ut:

  openssl ts -verify -in TOP.tsr -data TOP.checkpoint -CAfile rotcertifikat.pem

Tiden står i svaret:

  openssl ts -reply -in TOP.tsr -text
`,
}

/** What was done, in the words of whoever reads the log. An entry's own type is shown where there are none. */
export const entryWords: Readonly<Record<string, string>> = {
  'dispatch.created': 'Utskick påbörjat',
  'dispatch.saved': 'Utskick sparat',
  'dispatch.removed': 'Utkast till utskick borttaget',
  'dispatch.file-attached': 'Fil lagd till utskick',
  'dispatch.file-detached': 'Fil borttagen ur utskick',
  'dispatch.sent': 'Utskick skickat',
  'dispatch.sent-again': 'Utskick skickat på nytt till en mottagare',
  'dispatch.corrected': 'Rättelse skickad',
  'dispatch.recalled': 'Utskick återkallat',
  'dispatch.reminded': 'Påminnelse skickad',
  'dispatch.closed': 'Utskick avslutat',
  'dispatch.opened': 'Utskick öppnat första gången',
  'dispatch.read': 'Utskick med skyddade uppgifter läst',
  'slot.received': 'Mottagande bekräftat',
  'slot.receipt-noted': 'Mottagande antecknat av kansliet',
  'slot.case-number-removed': 'Diarienummer borttaget',
  'slot.extended': 'Längre svarstid given',
  'slot.decided': 'Svaret markerat som beslutat',
  'slot.undecided': 'Markeringen som beslutat borttagen',
  'draft.cleared': 'Utkast till svar tömt',
  'reply.handed-in': 'Svar lämnat',
  'reply.entered-on-behalf': 'Svar infört av kansliet',
  'reply.read': 'Svar med skyddade uppgifter läst',
  'reply.confirmed': 'Infört svar bekräftat',
  'reply.tagged': 'Del av svar märkt i sammanställningen',
  'reply.untagged': 'Märkning av svar borttagen',
  'reply.coded': 'Svar genomgånget för sammanställningen',
  'register-entry.registered': 'Handling registrerad',
  'register-entry.unregistered': 'Registrering ändrad till ej registrerad',
  'registry-address.set': 'Registratorsadress ändrad',
  'registry-address.confirmed': 'Registratorsadress bekräftad',
  'person.added': 'Person tillagd',
  'person.changed': 'Personuppgifter ändrade',
  'person.ended': 'Person avslutad',
  'mandate.added': 'Behörighet given',
  'mandate.ended': 'Behörighet avslutad',
  'session.begun': 'Inloggning',
  'session.ended': 'Utloggning',
  'sign-in-link.made': 'Inloggningslänk skapad',
  'letter.retried': 'Nytt försök att skicka mejl',
  'letter.given-up': 'Försöken att skicka mejl avslutade',
  'journal.doubted': 'Avvikelse i journalen anmäld av en webbläsare',
}
