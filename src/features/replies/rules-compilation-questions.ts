import { isDay, shortDay } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { answerRows, answerToNumber, answerToText, filledRows, isAnswered } from '../dispatches/rules-questions.ts'
import type { Answer, Question } from '../dispatches/shapes-questions.ts'
import { answerTexts } from '../dispatches/texts-answers.ts'
import { isOwnStatement, type OrgAnswer, type Tally } from './rules-compilation.ts'

export type Numbers = { sum: number; least: number; median: number; most: number }

/** What all have answered, in the way that the type of question is read. */
type Table =
  | { look: 'choices'; choices: Tally<string>[] }
  | { look: 'numbers'; values: { org: OrgCode; text: string }[]; numbers: Numbers }
  | { look: 'lines'; values: { org: OrgCode; text: string }[] }
  | { look: 'texts'; values: { org: OrgCode; text: string }[] }
  | { look: 'rows'; rows: { org: OrgCode; cells: string[] }[]; sums: (number | undefined)[] }

export type CompiledQuestion = {
  answered: number
  table: Table | undefined
  /** Taken by kansliet out of own yttranden. */
  passages: { org: OrgCode; text: string }[]
  /** Answered the utskick, but not this. */
  silent: OrgCode[]
  uncoded: OrgCode[]
}

type Given = { org: OrgCode; answer: Answer }

/** What all have answered to a question: the last answer of each organisation that has anything in it. */
export function compileQuestion(question: Question, answers: readonly OrgAnswer[]): CompiledQuestion {
  const given = answers.flatMap(({ org, counting }): Given[] => {
    const own = counting
      .flatMap(({ content }) => content.questions)
      .findLast((one) => one.question.id === question.id && isAnswered(question, one.answer))
    return own ? [{ org, answer: own.answer }] : []
  })
  const passages = answers.flatMap(({ org, counting }) =>
    counting.flatMap((reply) =>
      reply.passages.filter(({ questionId }) => questionId === question.id).map(({ text }) => ({ org, text: text.trim() })),
    ),
  )
  const without = answers.filter(({ org }) => [...given, ...passages].every((one) => one.org !== org))
  return {
    answered: new Set([...given, ...passages].map(({ org }) => org)).size,
    table: given.length === 0 ? undefined : tableOf(question, given),
    passages,
    silent: without.filter((answer) => !isOwnStatement(answer)).map(({ org }) => org),
    uncoded: without.filter(isOwnStatement).map(({ org }) => org),
  }
}

function tableOf(question: Question, given: readonly Given[]): Table {
  const values = given.map(({ org, answer }) => ({ org, text: cellText(question, answer) }))
  const choosing = (key: string, isChosen: (answer: Answer) => boolean): Tally<string> => ({
    key,
    orgs: given.filter(({ answer }) => isChosen(answer)).map(({ org }) => org),
  })
  switch (question.type) {
    case 'yes-no':
      return {
        look: 'choices',
        choices: [choosing(answerTexts.yes, (answer) => answer === true), choosing(answerTexts.no, (answer) => answer === false)],
      }
    case 'one-of':
      return { look: 'choices', choices: question.choices.map(({ id, text }) => choosing(text, (answer) => answer === id)) }
    case 'several-of':
      return {
        look: 'choices',
        choices: question.choices.map(({ id, text }) =>
          choosing(text, (answer) => Array.isArray(answer) && answer.some((one) => one === id)),
        ),
      }
    case 'whole-number':
    case 'kronor':
      return { look: 'numbers', values, numbers: numbersOf(given.flatMap(({ answer }) => answerToNumber(question, answer) ?? [])) }
    case 'date':
      return { look: 'lines', values }
    case 'short-text':
    case 'long-text':
    case 'file':
      return { look: 'texts', values }
    case 'group':
      return {
        look: 'rows',
        rows: given.flatMap(({ org, answer }) => answerRows(question, answer, cellText).map((cells) => ({ org, cells }))),
        sums: question.questions.map((one) => {
          const numbers = given.flatMap(({ answer }) =>
            filledRows(question, answer).flatMap((row) => answerToNumber(one, row[one.id] ?? null) ?? []),
          )
          return numbers.length > 0 ? numbers.reduce((sum, value) => sum + value, 0) : undefined
        }),
      }
  }
}

/** An answer in a table, where a day needs no weekday. */
function cellText(question: Question, answer: Answer): string {
  return question.type === 'date' && typeof answer === 'string' && isDay(answer) ? shortDay(answer) : answerToText(question, answer)
}

/** In: at least one number. The median of an even count is midway between the two in the middle. */
export function numbersOf(values: readonly number[]): Numbers {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (place: number) => sorted[place] ?? 0
  const middle = sorted.length / 2
  return {
    sum: sorted.reduce((sum, value) => sum + value, 0),
    least: at(0),
    median: Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle)),
    most: at(sorted.length - 1),
  }
}
