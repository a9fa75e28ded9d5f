import type { QuestionType } from './shapes-questions.ts'

/** Words for the text and the questions of an utskick, wherever they are printed. */
export const contentTexts = {
  nameless: 'Avsnitt utan rubrik',
  kronor: 'kr',
  required: '(ska besvaras)',
  form: {
    'short-text': 'Kort text',
    'long-text': 'Fritext',
    'yes-no': 'Ja eller nej',
    'one-of': 'Ett alternativ',
    'several-of': 'Ett eller flera alternativ',
    'whole-number': 'Heltal',
    kronor: 'Belopp',
    date: 'Datum',
    file: 'Bifogad fil',
    group: 'Flera rader',
  } satisfies Record<QuestionType, string>,
  choices: (form: string, choices: string) => `${form}: ${choices}`,
  number: (form: string, unit: string) => (unit.trim() === '' ? form : `${form} (${unit})`),
  bounds: (least: string, most: string) => {
    if (least !== '' && most !== '') return `från ${least} till ${most}`
    if (least !== '') return `minst ${least}`
    return most === '' ? '' : `högst ${most}`
  },
  group: (itemName: string, most: number, questions: string) => `En rad per ${itemName.toLowerCase()}, högst ${most}: ${questions}`,
}
