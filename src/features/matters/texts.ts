import type { WhyNotCaseNumber } from './rules.ts'

const named = (details: Record<string, unknown>) =>
  typeof details['name'] === 'string' && details['name'] ? `”${details['name']}”` : 'Filen'

/** A sentence per refused file, which names it and says what to do. What was chosen before stays chosen. */
export const mattersProblems = {
  'file-empty': (details: Record<string, unknown>) =>
    `${named(details)} är tom. Öppna den i sitt program, spara den igen och ladda upp den på nytt.`,
  'file-too-big': (details: Record<string, unknown>) =>
    `${named(details)} är större än 25 MB. Minska den, till exempel genom att spara bilder med lägre upplösning, eller dela upp den.`,
  'file-type-not-allowed': (details: Record<string, unknown>) =>
    `${named(details)} är av en sort som inte tas emot. Det som tas emot är PDF, Word (docx), Excel (xlsx), odt, png, jpg, txt och csv. Är det ett dokument, spara det i någon av de sorterna.`,
  'file-content-differs': (details: Record<string, unknown>) =>
    `${named(details)} innehåller något annat än vad namnet säger. Öppna den i sitt program och spara den på nytt i rätt format.`,
  'file-damaged': (details: Record<string, unknown>) =>
    `${named(details)} är skadad eller ofullständig. Hämta den på nytt från källan eller spara den igen, och ladda upp den sedan.`,
  'file-zip-bomb': (details: Record<string, unknown>) =>
    `${named(details)} sväller orimligt mycket när den packas upp och tas inte emot. Spara innehållet som PDF i stället.`,
  'file-encrypted': (details: Record<string, unknown>) =>
    `${named(details)} är låst med lösenord, och då kan ingen registrera den. Ta bort lösenordet och ladda upp den igen.`,
  'file-has-macros': (details: Record<string, unknown>) =>
    `${named(details)} innehåller makron och tas inte emot. Spara den utan makron (docx eller xlsx) eller som PDF.`,
} as const

export const whyNotCaseNumberTexts = {
  'case-number-missing': 'Skriv diarienumret, till exempel RS 2026/901.',
  'case-number-too-long': 'Ärendenumret är för långt. Skriv högst 60 tecken.',
  'case-number-malformed': 'Ärendenumret innehåller tecken som inte syns. Skriv det för hand i stället för att klistra in det.',
} satisfies Record<WhyNotCaseNumber, string>
