import type { QuestionType } from './shapes-questions.ts'
import type { WhyNotAnswer, WhyNotQuestion } from './rules-question-types.ts'

export const questionTexts = {
  typeName: {
    'short-text': 'Kort text',
    'long-text': 'Lång text',
    'yes-no': 'Ja eller nej',
    'one-of': 'Ett av flera val',
    'several-of': 'Ett eller flera val',
    'whole-number': 'Heltal',
    kronor: 'Belopp i kronor',
    date: 'Datum',
    file: 'Fil',
    group: 'Upprepad grupp av frågor',
  } satisfies Record<QuestionType, string>,
  whyNotAnswer: {
    'answer-missing': 'Frågan måste besvaras.',
    'wrong-shape': 'Svaret passar inte frågan. Ladda om sidan och svara igen.',
    'text-too-long': 'Texten är för lång. Korta den, eller lägg den i en bilaga.',
    'below-least': 'Talet är mindre än det minsta som får anges.',
    'above-most': 'Talet är större än det största som får anges.',
    'unknown-choice': 'Det valda alternativet finns inte längre. Välj igen.',
    'choice-doubled': 'Samma alternativ är valt två gånger. Välj igen.',
    'not-a-day': 'Skriv ett datum, till exempel 2027-03-19.',
    'rows-too-many': 'Det är fler rader än frågan tar emot. Ta bort några, eller lägg resten i en bilaga.',
    'row-incomplete': 'En av raderna saknar ett svar som måste finnas. Fyll i det eller ta bort raden.',
  } satisfies Record<WhyNotAnswer, string>,
  whyNotQuestion: {
    'question-blank': 'En fråga saknar text. Skriv frågan eller ta bort den.',
    'choices-too-few': 'En valfråga behöver minst två alternativ.',
    'choice-blank': 'Ett alternativ saknar text. Skriv det eller ta bort det.',
    'choice-texts-doubled': 'Två alternativ i samma fråga lyder lika. Ändra det ena.',
    'ids-doubled': 'Två frågor eller alternativ har blivit samma. Ta bort det ena och lägg till det igen.',
    'least-above-most': 'Det minsta talet är större än det största. Ändra det ena.',
    'group-empty': 'En upprepad grupp behöver minst en fråga.',
    'group-nameless': 'Skriv vad en rad i gruppen heter, till exempel Övning.',
  } satisfies Record<WhyNotQuestion, string>,
}
