import type { Inline } from '../../lib/blocks.ts'
import { type Column, type Part, textCell } from '../../lib/document.ts'
import { numberText, withUnit } from '../../lib/number.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Question } from '../dispatches/shapes-questions.ts'
import { answerTexts } from '../dispatches/texts-answers.ts'
import type { OrgAnswer } from './rules-compilation.ts'
import { compileQuestion, type CompiledQuestion } from './rules-compilation-questions.ts'
import { paragraphPart, shortName, shortNames } from './templates-compilation-parts.ts'
import { textBlocks } from './templates-parts.ts'
import { compilationTexts as texts } from './texts-compilation.ts'

/** The answers to each question, set as its type is read: counted, added up, or side by side. */
export function questionParts(
  questions: readonly Question[],
  answers: readonly OrgAnswer[],
  areRegions: boolean,
  introduction: readonly Part[],
): Part[] {
  if (questions.length === 0) return []
  return [
    { type: 'heading', level: 1, text: texts.questions },
    ...introduction,
    ...questions.flatMap((question, at) => oneQuestion(question, at + 1, compileQuestion(question, answers), areRegions)),
  ]
}

function oneQuestion(question: Question, number: number, compiled: CompiledQuestion, areRegions: boolean): Part[] {
  const orgTitle = areRegions ? texts.org.regions : texts.org.others
  return [
    { type: 'heading', level: 2, text: texts.question(number, question.text.trim()) },
    { type: 'paragraph', style: 'normal', content: answeredInlines(question, compiled, areRegions) },
    ...(compiled.table ? tableParts(question, compiled.table, orgTitle, areRegions) : []),
    ...(compiled.passages.length > 0 ? [{ ...textTable(compiled.passages, orgTitle), caption: texts.passages } satisfies Part] : []),
    ...withoutAnswer(compiled),
  ]
}

function answeredInlines(question: Question, { answered, table }: CompiledQuestion, areRegions: boolean): Inline[] {
  if (answered === 0) return [{ text: texts.noAnswers }]
  const counted: Inline = { text: texts.answeredCount(answered, areRegions) }
  if (table?.look !== 'numbers' || table.values.length < 2) return [counted]
  const { sum, least, median, most } = table.numbers
  const inUnit = (value: number) => withUnit(value, unitOf(question))
  return [counted, { text: ` ${texts.numbers(inUnit(sum), numberText(least), numberText(median), numberText(most))}`, bold: true }]
}

const unitOf = (question: Question) => (question.type === 'whole-number' ? question.unit : answerTexts.kronor)

function withoutAnswer({ answered, silent, uncoded }: CompiledQuestion): Part[] {
  if (answered === 0) return []
  const sentences = [
    ...(silent.length > 0 ? [texts.notAnswered(shortNames(silent))] : []),
    ...(uncoded.length > 0 ? [texts.questionUncoded(shortNames(uncoded))] : []),
  ]
  return sentences.length > 0 ? [paragraphPart(sentences.join('\n'), 'note')] : []
}

type Value = { org: OrgCode; text: string }

function tableParts(question: Question, table: NonNullable<CompiledQuestion['table']>, orgTitle: string, areRegions: boolean): Part[] {
  switch (table.look) {
    case 'choices':
      return [
        {
          type: 'table',
          repeatHeader: true,
          columns: [
            { title: texts.choice, width: 34 },
            { title: texts.count, width: 8, align: 'right' },
            { title: areRegions ? texts.who.regions : texts.who.others, width: 58 },
          ],
          rows: table.choices.map(({ key, orgs }) => [
            textCell(key, { bold: true }),
            textCell(numberText(orgs.length)),
            textCell(shortNames(orgs)),
          ]),
        },
      ]
    case 'numbers':
      return [abreast(table.values, orgTitle, 'right')]
    case 'lines':
      return [abreast(table.values, orgTitle, 'left')]
    case 'texts':
      return [textTable(table.values, orgTitle)]
    case 'rows':
      return question.type === 'group' ? [rowsTable(question, table, orgTitle)] : []
  }
}

const ABREAST = 3

/** Short values in three pairs of columns with air between them, read downwards like a list of names. */
function abreast(values: readonly Value[], orgTitle: string, align: 'left' | 'right'): Part {
  const height = Math.ceil(values.length / ABREAST)
  const places = Array.from({ length: ABREAST }, (_, at) => at)
  const between = <T>(thing: T, at: number): T[] => (at < ABREAST - 1 ? [thing] : [])
  return {
    type: 'table',
    repeatHeader: true,
    columns: places.flatMap((at): Column[] => [
      { title: orgTitle, width: 14 },
      { title: texts.answer, width: 16, align },
      ...between<Column>({ title: '', width: 5 }, at),
    ]),
    rows: Array.from({ length: height }, (_, row) =>
      places.flatMap((at) => {
        const value = values[at * height + row]
        return [textCell(value ? shortName(value.org) : ''), textCell(value?.text ?? ''), ...between(textCell(''), at)]
      }),
    ),
  }
}

const textTable = (values: readonly Value[], orgTitle: string): Extract<Part, { type: 'table' }> => ({
  type: 'table',
  repeatHeader: true,
  columns: [
    { title: orgTitle, width: 18 },
    { title: texts.answer, width: 82 },
  ],
  rows: values.map(({ org, text }) => [textCell(shortName(org), { bold: true }), { content: textBlocks(text) }]),
})

type Rows = Extract<NonNullable<CompiledQuestion['table']>, { look: 'rows' }>

function rowsTable(question: Extract<Question, { type: 'group' }>, { rows, sums }: Rows, orgTitle: string): Part {
  const isNumber = (at: number) => ['kronor', 'whole-number'].includes(question.questions[at]?.type ?? '')
  const sumCells = question.questions.map((one, at) => {
    const sum = sums[at]
    return textCell(sum === undefined ? '' : withUnit(sum, unitOf(one)), {
      bold: true,
      shade: 'light',
    })
  })
  const hasSums = sums.some((sum) => sum !== undefined) && rows.length > 1
  return {
    type: 'table',
    repeatHeader: true,
    columns: [
      { title: orgTitle, width: 18 },
      ...question.questions.map(({ text }, at) => ({
        title: text,
        width: 82 / question.questions.length,
        ...(isNumber(at) && { align: 'right' as const }),
      })),
    ],
    rows: [
      // The name stands once, at the first of the organisation's rows.
      ...rows.map(({ org, cells }, at) => [
        textCell(rows[at - 1]?.org === org ? '' : shortName(org), { bold: true }),
        ...cells.map((cell) => textCell(cell)),
      ]),
      ...(hasSums ? [[textCell(texts.sum, { bold: true, shade: 'light' }), ...sumCells]] : []),
    ],
  }
}
