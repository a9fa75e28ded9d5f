/** Words of the letters that belong to answers. */
export const replyLetterTexts = {
  what: 'Bekräfta svaret',
  opening: (how: string, day: string) =>
    `Kansliet har tagit emot regionens svar ${how} den ${day} och fört in det på plattformen. Svaret räknas som lämnat.`,
  please: 'Kontrollera gärna att uppgifterna stämmer och bekräfta svaret på plattformen. Svaret behöver inte lämnas en gång till.',
  wrong: 'Stämmer något inte, kontakta kansliet eller ersätt svaret på plattformen.',
  how: { mail: 'med mejl', letter: 'med brev', platform: 'på plattformen' },
  facts: 'Så är svaret infört',
  label: {
    title: 'Ärendemening',
    caseNumber: 'NSPL:s diarienummer',
    number: 'Kvittensnummer',
    received: 'Inkommet',
    decided: 'Beslutat av',
    stance: 'Samlat ställningstagande',
    files: 'Filer',
    contact: 'Kontakt',
  },
  link: 'Läs och bekräfta svaret:',
}
