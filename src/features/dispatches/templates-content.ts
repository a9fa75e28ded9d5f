import type { Inline, SectionText } from '../../lib/blocks.ts'
import { withUnit } from '../../lib/number.ts'
import type { Question } from './shapes-questions.ts'
import { contentTexts as texts } from './texts-documents.ts'

/** "2.3 Beslutsstöd", with the author's own number. */
export function sectionTitle({ number, heading }: Pick<SectionText, 'number' | 'heading'>): string {
  return [number.trim(), heading.trim()].filter((part) => part !== '').join(' ') || texts.nameless
}

/** How a question is to be answered, in a few words: its type, choices, bounds, rows. */
export function questionForm(question: Question): string {
  switch (question.type) {
    case 'one-of':
    case 'several-of':
      return texts.choices(texts.form[question.type], question.choices.map(({ text }) => text).join('; '))
    case 'whole-number':
    case 'kronor': {
      const unit = question.type === 'kronor' ? texts.kronor : question.unit
      const bound = (value: number | null) => (value === null ? '' : withUnit(value, unit))
      return [texts.number(texts.form[question.type], unit), texts.bounds(bound(question.least), bound(question.most))]
        .filter((part) => part !== '')
        .join(', ')
    }
    case 'group':
      return texts.group(question.itemName, question.most, question.questions.map(({ text }) => text).join('; '))
    case 'short-text':
    case 'long-text':
    case 'yes-no':
    case 'date':
    case 'file':
      return texts.form[question.type]
  }
}

/** A question as a list's item: its words, whether it must be answered, its help, and how. */
export function questionInlines(question: Question): Inline[] {
  const words = [question.text.trim(), question.required ? texts.required : ''].filter((part) => part !== '').join(' ')
  const more = [question.help.trim(), questionForm(question)].filter((part) => part !== '')
  return [{ text: words, bold: true }, { text: more.map((line) => `\n${line}`).join('') }]
}
