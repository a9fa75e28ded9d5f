import { numberText } from '../../lib/number.ts'
import {
  type ByType,
  type Definition,
  isBlank,
  isDoubled,
  isFile,
  readFiles,
  PLAIN_DEFINITIONS,
  type QuestionOf,
  type ValueOf,
  type WhyNotAnswer,
  type WhyNotQuestion,
} from './rules-question-types.ts'
import type { Answer, AnsweredFile, GroupAnswer, Question, QuestionType } from './shapes-questions.ts'

export type { WhyNotAnswer, WhyNotQuestion }

const DEFINITIONS: { [T in QuestionType]: Definition<T> } = {
  ...PLAIN_DEFINITIONS,
  group: {
    empty: [],
    read: readRows,
    isEmpty: (rows, { questions }) => rows.every((row) => isRowEmpty(questions, row)),
    whyNot: (rows, { questions, most }) => {
      const filled = rows.filter((row) => !isRowEmpty(questions, row))
      if (filled.length > most) return 'rows-too-many'
      const reasons = filled.flatMap((row) => questions.map((question) => whyNotAnswer(question, row[question.id] ?? null)))
      const reason = reasons.find((found) => found !== undefined)
      return reason === 'answer-missing' ? 'row-incomplete' : reason
    },
    toText: (rows, question) =>
      answerRows(question, rows)
        .map((cells, at) => `${question.itemName} ${numberText(at + 1)}: ${cellsToText(question, cells)}`)
        .join('\n'),
    whyNotQuestion: ({ questions, itemName }) => {
      if (questions.length === 0) return 'group-empty'
      if (isBlank(itemName)) return 'group-nameless'
      return whyNotQuestions(questions)
    },
  },
}

type Group = ByType['group']
type Row = GroupAnswer[number]

const isRow = (item: string | AnsweredFile | Row): item is Row => typeof item === 'object' && !isFile(item)

function readRows(answer: NonNullable<Answer>, { questions }: Group): GroupAnswer | undefined {
  if (!Array.isArray(answer)) return undefined
  const rows = answer.filter(isRow)
  if (rows.length !== answer.length) return undefined
  const isKnown = (row: Row) =>
    Object.entries(row).every(([id, cell]) => {
      const question = questions.find((one) => one.id === id)
      return question !== undefined && (cell === null || whyNotAnswer(question, cell) !== 'wrong-shape')
    })
  return rows.every(isKnown) ? rows : undefined
}

const isRowEmpty = (questions: Group['questions'], row: Row) =>
  questions.every((question) => !isAnswered(question, row[question.id] ?? null))

const cellsToText = ({ questions }: Group, cells: readonly string[]) =>
  questions.flatMap(({ text }, at) => (cells[at] ? [`${text}: ${cells[at]}`] : [])).join('; ')

type Read<T extends QuestionType> = { definition: Definition<T>; question: QuestionOf<T>; value: ValueOf[T] }

function readAnswer<T extends QuestionType>(question: QuestionOf<T>, answer: Answer): Read<T> | 'wrong-shape' | 'nothing' {
  if (answer === null) return 'nothing'
  const definition: Definition<T> = DEFINITIONS[question.type]
  const value = definition.read(answer, question)
  if (value === undefined) return 'wrong-shape'
  return definition.isEmpty(value, question) ? 'nothing' : { definition, question, value }
}

/**
 * Why an answer cannot be handed in, or undefined. A `wrong-shape` is said before anything else: it is the only reason for
 * which a draft is not kept.
 */
export function whyNotAnswer(question: Question, answer: Answer): WhyNotAnswer | undefined {
  const read = readAnswer(question, answer)
  if (read === 'wrong-shape') return read
  if (read === 'nothing') return question.required ? 'answer-missing' : undefined
  return read.definition.whyNot(read.value, read.question)
}

/** Is there anything in the answer? Zero and no are answers; blanks and empty rows are not. */
export function isAnswered(question: Question, answer: Answer): boolean {
  const read = readAnswer(question, answer)
  return read !== 'wrong-shape' && read !== 'nothing'
}

/** The answer as it is read in a document: choices by their words, amounts with unit, days in full; empty for no answer. */
export function answerToText(question: Question, answer: Answer): string {
  const read = readAnswer(question, answer)
  return read === 'wrong-shape' || read === 'nothing' ? '' : read.definition.toText(read.value, read.question)
}

/** The answer as a number to add up, if its type is one. */
export function answerToNumber(question: Question, answer: Answer): number | undefined {
  const read = readAnswer(question, answer)
  return read === 'wrong-shape' || read === 'nothing' ? undefined : read.definition.toNumber?.(read.value)
}

/** The rows of a group as texts in the order of its questions; rows with nothing in them are left out. */
export function answerRows(group: Group, answer: Answer, toText = answerToText): string[][] {
  return filledRows(group, answer).map((row) => group.questions.map((question) => toText(question, row[question.id] ?? null)))
}

/** The rows of a group that have something in them. */
export function filledRows(group: Group, answer: Answer): GroupAnswer {
  const read = readAnswer<'group'>(group, answer)
  return read === 'wrong-shape' || read === 'nothing' ? [] : read.value.filter((row) => !isRowEmpty(group.questions, row))
}

/** The files given as an answer to a question for files; none for anything else. */
export function answeredFiles(question: Question, answer: Answer): AnsweredFile[] {
  return question.type === 'file' && answer !== null ? (readFiles(answer) ?? []) : []
}

/** What stands in the answer before anything is answered. */
export function emptyAnswer(question: Question): Answer {
  return DEFINITIONS[question.type].empty
}

/** Why a question cannot be sent, or undefined. */
export function whyNotQuestion(question: Question): WhyNotQuestion | undefined {
  return isBlank(question.text) ? 'question-blank' : whyNotOfType(question)
}

function whyNotOfType<T extends QuestionType>(question: QuestionOf<T>): WhyNotQuestion | undefined {
  const definition: Definition<T> = DEFINITIONS[question.type]
  return definition.whyNotQuestion?.(question)
}

/** Why the questions cannot be sent together, or undefined. */
export function whyNotQuestions(questions: readonly Question[]): WhyNotQuestion | undefined {
  if (isDoubled(questions.map(({ id }) => id))) return 'ids-doubled'
  return questions.map(whyNotQuestion).find((reason) => reason !== undefined)
}
