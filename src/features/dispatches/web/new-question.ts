import type { Choice, PlainQuestion, Question, QuestionType } from '../shapes-questions.ts'
import { newId } from './new-id.ts'

export const PLAIN_TYPES = [
  'short-text',
  'long-text',
  'yes-no',
  'one-of',
  'several-of',
  'whole-number',
  'kronor',
  'date',
  'file',
] as const satisfies readonly PlainQuestion['type'][]

export const QUESTION_TYPES = [...PLAIN_TYPES, 'group'] as const satisfies readonly QuestionType[]

export const newChoice = (): Choice => ({ id: newId(), text: '' })

/** An empty question of a type, except a group. */
export function newPlainQuestion(type: PlainQuestion['type']): PlainQuestion {
  const common = { id: newId(), text: '', help: '', required: false }
  switch (type) {
    case 'one-of':
    case 'several-of':
      return { ...common, type, choices: [newChoice(), newChoice()] }
    case 'whole-number':
      return { ...common, type, unit: '', least: null, most: null }
    case 'kronor':
      return { ...common, type, least: null, most: null }
    case 'short-text':
    case 'long-text':
    case 'yes-no':
    case 'date':
    case 'file':
      return { ...common, type }
  }
}

const ROWS = 20

/** An empty question of any type. */
export function newQuestion(type: QuestionType): Question {
  if (type !== 'group') return newPlainQuestion(type)
  const { id, text, help, required } = newPlainQuestion('short-text')
  return { id, text, help, required, type, itemName: '', questions: [newPlainQuestion('short-text')], most: ROWS }
}
