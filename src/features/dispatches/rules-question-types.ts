import { isDay, longDay } from '../../lib/day.ts'
import { withUnit } from '../../lib/number.ts'
import type { Answer, AnsweredFile, Choice, GroupAnswer, PlainQuestion, Question, QuestionType } from './shapes-questions.ts'
import { answerTexts } from './texts-answers.ts'

export type WhyNotAnswer =
  | 'answer-missing'
  | 'wrong-shape'
  | 'text-too-long'
  | 'below-least'
  | 'above-most'
  | 'unknown-choice'
  | 'choice-doubled'
  | 'not-a-day'
  | 'rows-too-many'
  | 'row-incomplete'

export type WhyNotQuestion =
  | 'question-blank'
  | 'choices-too-few'
  | 'choice-blank'
  | 'choice-texts-doubled'
  | 'ids-doubled'
  | 'least-above-most'
  | 'group-empty'
  | 'group-nameless'

/** A short text is a line: a name, a place, an address. */
export const SHORT_TEXT_LENGTH = 500

export type ByType = { [T in QuestionType]: Extract<Question, { type: T }> }
export type QuestionOf<T extends QuestionType> = { [K in T]: { type: K } & ByType[K] }[T]

/** What an answer of each type is when there is one. */
export type ValueOf = {
  'short-text': string
  'long-text': string
  'yes-no': boolean
  'one-of': string
  'several-of': string[]
  'whole-number': number
  kronor: number
  date: string
  file: AnsweredFile[]
  group: GroupAnswer
}

/**
 * All that the platform knows of a question type. `read` gives the answer as the type has it, or undefined when it is something else;
 * a null never reaches it. An answer that is empty is not judged further.
 */
export type Definition<T extends QuestionType> = {
  empty: Answer
  read: (answer: NonNullable<Answer>, question: QuestionOf<T>) => ValueOf[T] | undefined
  isEmpty: (value: ValueOf[T], question: QuestionOf<T>) => boolean
  whyNot: (value: ValueOf[T], question: QuestionOf<T>) => WhyNotAnswer | undefined
  toText: (value: ValueOf[T], question: QuestionOf<T>) => string
  toNumber?: (value: ValueOf[T]) => number
  whyNotQuestion?: (question: QuestionOf<T>) => WhyNotQuestion | undefined
}

const never = () => false
export const isBlank = (text: string) => text.trim() === ''
const readText = (answer: NonNullable<Answer>) => (typeof answer === 'string' ? answer : undefined)
const readNumber = (answer: NonNullable<Answer>) => (typeof answer === 'number' && Number.isSafeInteger(answer) ? answer : undefined)

type Bounds = { least: number | null; most: number | null }

function whyNotWithin(value: number, { least, most }: Bounds): WhyNotAnswer | undefined {
  if (least !== null && value < least) return 'below-least'
  return most !== null && value > most ? 'above-most' : undefined
}

const whyNotBounds = ({ least, most }: Bounds): WhyNotQuestion | undefined =>
  least !== null && most !== null && least > most ? 'least-above-most' : undefined

export const isDoubled = (texts: readonly string[]) => new Set(texts).size !== texts.length
const choiceText = (choices: readonly Choice[], id: string) => choices.find((choice) => choice.id === id)?.text ?? id

function whyNotChoices({ choices }: { choices: readonly Choice[] }): WhyNotQuestion | undefined {
  if (choices.length < 2) return 'choices-too-few'
  if (choices.some(({ text }) => isBlank(text))) return 'choice-blank'
  if (isDoubled(choices.map(({ id }) => id))) return 'ids-doubled'
  return isDoubled(choices.map(({ text }) => text.trim().toLowerCase())) ? 'choice-texts-doubled' : undefined
}

function readIds(answer: NonNullable<Answer>): string[] | undefined {
  if (!Array.isArray(answer)) return undefined
  const ids = answer.filter((item) => typeof item === 'string')
  return ids.length === answer.length ? ids : undefined
}

export const isFile = (item: unknown): item is AnsweredFile =>
  typeof item === 'object' && item !== null && 'sha256' in item && 'name' in item && 'size' in item && 'mediaType' in item

export function readFiles(answer: NonNullable<Answer>): AnsweredFile[] | undefined {
  if (!Array.isArray(answer)) return undefined
  const files = answer.filter(isFile)
  return files.length === answer.length ? files : undefined
}

const inOrder = (choices: readonly Choice[], ids: readonly string[]) =>
  [...choices.map(({ id }) => id).filter((id) => ids.includes(id)), ...ids.filter((id) => choices.every((one) => one.id !== id))].map(
    (id) => choiceText(choices, id),
  )

/** The one definition of each type; a group is made of these and stands in rules-questions.ts. */
export const PLAIN_DEFINITIONS: { [T in PlainQuestion['type']]: Definition<T> } = {
  'short-text': {
    empty: '',
    read: readText,
    isEmpty: isBlank,
    whyNot: (value) => (value.length > SHORT_TEXT_LENGTH ? 'text-too-long' : undefined),
    toText: (value) => value.trim(),
  },
  'long-text': {
    empty: '',
    read: readText,
    isEmpty: isBlank,
    whyNot: () => undefined,
    toText: (value) => value.trim(),
  },
  'yes-no': {
    empty: null,
    read: (answer) => (typeof answer === 'boolean' ? answer : undefined),
    isEmpty: never,
    whyNot: () => undefined,
    toText: (value) => (value ? answerTexts.yes : answerTexts.no),
  },
  'one-of': {
    empty: null,
    read: readText,
    isEmpty: isBlank,
    whyNot: (value, { choices }) => (choices.some(({ id }) => id === value) ? undefined : 'unknown-choice'),
    toText: (value, { choices }) => choiceText(choices, value),
    whyNotQuestion: whyNotChoices,
  },
  'several-of': {
    empty: [],
    read: readIds,
    isEmpty: (value) => value.length === 0,
    whyNot: (value, { choices }) => {
      if (isDoubled(value)) return 'choice-doubled'
      return value.every((id) => choices.some((choice) => choice.id === id)) ? undefined : 'unknown-choice'
    },
    toText: (value, { choices }) => inOrder(choices, value).join('; '),
    whyNotQuestion: whyNotChoices,
  },
  'whole-number': {
    empty: null,
    read: readNumber,
    isEmpty: never,
    whyNot: whyNotWithin,
    toText: (value, { unit }) => withUnit(value, unit),
    toNumber: (value) => value,
    whyNotQuestion: whyNotBounds,
  },
  kronor: {
    empty: null,
    read: readNumber,
    isEmpty: never,
    whyNot: whyNotWithin,
    toText: (value) => withUnit(value, answerTexts.kronor),
    toNumber: (value) => value,
    whyNotQuestion: whyNotBounds,
  },
  date: {
    empty: null,
    read: readText,
    isEmpty: isBlank,
    whyNot: (value) => (isDay(value) ? undefined : 'not-a-day'),
    toText: (value) => (isDay(value) ? longDay(value) : value),
  },
  file: {
    empty: [],
    read: readFiles,
    isEmpty: (value) => value.length === 0,
    whyNot: () => undefined,
    toText: (value) => value.map(({ name }) => name).join('; '),
  },
}
