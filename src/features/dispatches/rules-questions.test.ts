import { describe, expect, test } from 'vitest'
import {
  answerRows,
  answerToNumber,
  answerToText,
  emptyAnswer,
  isAnswered,
  whyNotAnswer,
  whyNotQuestion,
  whyNotQuestions,
} from './rules-questions.ts'
import type { Answer, PlainQuestion, Question } from './shapes-questions.ts'

const common = { id: 'q1', text: 'Fråga?', help: '', required: false }
const shortText: PlainQuestion = { ...common, type: 'short-text' }
const longText: PlainQuestion = { ...common, type: 'long-text' }
const yesNo: PlainQuestion = { ...common, type: 'yes-no' }
const choices = [
  { id: 'a', text: 'Egen regi' },
  { id: 'b', text: 'Upphandlad' },
  { id: 'c', text: 'Gemensam' },
]
const oneOf: PlainQuestion = { ...common, type: 'one-of', choices }
const severalOf: PlainQuestion = { ...common, type: 'several-of', choices }
const beds: PlainQuestion = { ...common, type: 'whole-number', unit: 'vårdplatser', least: 0, most: 5_000 }
const kronor: PlainQuestion = { ...common, type: 'kronor', least: null, most: null }
const date: PlainQuestion = { ...common, type: 'date' }
const file: PlainQuestion = { ...common, type: 'file' }
const group: Extract<Question, { type: 'group' }> = {
  ...common,
  type: 'group',
  itemName: 'Övning',
  most: 2,
  questions: [
    { ...shortText, id: 'name', text: 'Namn', required: true },
    { ...date, id: 'on', text: 'Datum' },
  ],
}
const aFile = { sha256: 'a'.repeat(64), name: 'Plan.pdf', size: 10, mediaType: 'application/pdf' }

describe('an answer is taken or refused with a reason', () => {
  test.each<[string, Question, Answer, string | undefined]>([
    ['nothing, to a question that may be left', shortText, null, undefined],
    ['nothing, to one that may not', { ...shortText, required: true }, null, 'answer-missing'],
    ['blanks, to one that may not be left', { ...longText, required: true }, ' \n ', 'answer-missing'],
    ['a line', shortText, 'Region Gotland', undefined],
    ['a line that is a page', shortText, 'x'.repeat(501), 'text-too-long'],
    ['a page where a page may stand', longText, 'x'.repeat(20_000), undefined],
    ['a number as text', shortText, 4, 'wrong-shape'],
    ['no, to a question that must be answered', { ...yesNo, required: true }, false, undefined],
    ['"Ja" for yes', yesNo, 'Ja', 'wrong-shape'],
    ['a choice', oneOf, 'b', undefined],
    ['a choice that was taken away', oneOf, 'z', 'unknown-choice'],
    ['two choices', severalOf, ['c', 'a'], undefined],
    ['no choices, where one is needed', { ...severalOf, required: true }, [], 'answer-missing'],
    ['the same choice twice', severalOf, ['a', 'a'], 'choice-doubled'],
    ['a choice nobody knows among others', severalOf, ['a', 'z'], 'unknown-choice'],
    ['one choice, not in a list', severalOf, 'a', 'wrong-shape'],
    ['files for choices', severalOf, [aFile], 'wrong-shape'],
    ['the least', beds, 0, undefined],
    ['one below', beds, -1, 'below-least'],
    ['the most', beds, 5_000, undefined],
    ['one above', beds, 5_001, 'above-most'],
    ['half a bed', beds, 0.5, 'wrong-shape'],
    ['more than a number can hold', kronor, 2 ** 53, 'wrong-shape'],
    ['a cost that is negative, without bounds', kronor, -5, undefined],
    ['a day', date, '2027-03-19', undefined],
    ['a day that is none', date, '2027-02-30', 'not-a-day'],
    ['a date as spoken', date, '19 mars', 'not-a-day'],
    ['a file', file, [aFile], undefined],
    ['the name of a file', file, ['Plan.pdf'], 'wrong-shape'],
    ['rows', group, [{ name: 'Alfa', on: '2027-03-19' }, { name: 'Beta' }], undefined],
    ['empty rows, which are not counted', group, [{ name: 'Alfa' }, {}, { name: '' }, { name: 'Beta', on: null }], undefined],
    ['too many rows', group, [{ name: 'Alfa' }, { name: 'Beta' }, { name: 'Gamma' }], 'rows-too-many'],
    ['a row without what it must have', group, [{ on: '2027-03-19' }], 'row-incomplete'],
    ['a row with a bad day', group, [{ name: 'Alfa', on: 'snart' }], 'not-a-day'],
    ['a row with an answer of another type, said first', group, [{ on: 'snart' }, { name: 7 }], 'wrong-shape'],
    ['a row with a field nobody asked for', group, [{ name: 'Alfa', cost: 7 }], 'wrong-shape'],
    ['no rows, where some are needed', { ...group, required: true }, [{}], 'answer-missing'],
    ['texts for rows', group, ['Alfa'], 'wrong-shape'],
  ])('%s', (_, question, answer, reason) => expect(whyNotAnswer(question, answer)).toBe(reason))
})

test.each<[Question, Answer, boolean]>([
  [beds, 0, true],
  [yesNo, false, true],
  [longText, '  ', false],
  [severalOf, [], false],
  [group, [{ name: ' ' }], false],
  [group, [{ name: 'Alfa' }], true],
  [beds, 'tolv', false],
])('answered? %#', (question, answer, expected) => expect(isAnswered(question, answer)).toBe(expected))

test('what a question begins with is no answer, and is not refused', () => {
  for (const question of [shortText, longText, yesNo, oneOf, severalOf, beds, kronor, date, file, group]) {
    expect(isAnswered(question, emptyAnswer(question)), question.type).toBe(false)
    expect(whyNotAnswer(question, emptyAnswer(question)), question.type).toBeUndefined()
    expect(whyNotAnswer({ ...question, required: true }, emptyAnswer(question)), question.type).toBe('answer-missing')
  }
})

describe('an answer as it is read', () => {
  test.each<[Question, Answer, string]>([
    [shortText, ' Visby ', 'Visby'],
    [yesNo, true, 'Ja'],
    [yesNo, false, 'Nej'],
    [oneOf, 'b', 'Upphandlad'],
    [severalOf, ['c', 'a'], 'Egen regi; Gemensam'],
    [beds, 12, '12\u00a0vårdplatser'],
    [kronor, 1_234_567, '1\u00a0234\u00a0567\u00a0kr'],
    [date, '2027-03-19', 'fredag 19 mars 2027, vecka 11'],
    [file, [aFile, { ...aFile, name: 'Bilaga.pdf' }], 'Plan.pdf; Bilaga.pdf'],
    [
      group,
      [{}, { name: 'Alfa', on: '2027-03-19' }, { name: 'Beta' }],
      'Övning 1: Namn: Alfa; Datum: fredag 19 mars 2027, vecka 11\nÖvning 2: Namn: Beta',
    ],
    [beds, null, ''],
    [beds, 'tolv', ''],
  ])('%#', (question, answer, text) => expect(answerToText(question, answer)).toBe(text))

  test('only numbers are numbers', () => {
    expect(answerToNumber(beds, 0)).toBe(0)
    expect(answerToNumber(kronor, 7)).toBe(7)
    expect(answerToNumber(kronor, null)).toBeUndefined()
    expect(answerToNumber(shortText, '7')).toBeUndefined()
  })

  test('rows stand in the order of the questions', () => {
    expect(answerRows(group, [{ on: '2027-03-19', name: 'Alfa' }, {}])).toEqual([['Alfa', 'fredag 19 mars 2027, vecka 11']])
  })
})

describe('a question is sent or refused with a reason', () => {
  test.each<[string, Question, string | undefined]>([
    ['a plain one', shortText, undefined],
    ['one without words', { ...shortText, text: ' ' }, 'question-blank'],
    ['choices', oneOf, undefined],
    ['one thing to choose', { ...oneOf, choices: choices.slice(0, 1) }, 'choices-too-few'],
    ['a choice without words', { ...severalOf, choices: [...choices, { id: 'd', text: '' }] }, 'choice-blank'],
    ['choices with one id', { ...oneOf, choices: [...choices, { id: 'a', text: 'Annat' }] }, 'ids-doubled'],
    ['choices that read the same', { ...oneOf, choices: [...choices, { id: 'd', text: ' egen regi' }] }, 'choice-texts-doubled'],
    ['bounds that meet', { ...beds, least: 3, most: 3 }, undefined],
    ['bounds that cross', { ...kronor, least: 4, most: 3 }, 'least-above-most'],
    ['a group', group, undefined],
    ['a group of nothing', { ...group, questions: [] }, 'group-empty'],
    ['a group without a name', { ...group, itemName: '' }, 'group-nameless'],
    ['a group with a bad question', { ...group, questions: [{ ...oneOf, choices: [] }] }, 'choices-too-few'],
    ['a group with one question twice', { ...group, questions: [shortText, shortText] }, 'ids-doubled'],
  ])('%s', (_, question, reason) => expect(whyNotQuestion(question)).toBe(reason))

  test('together they need ids of their own', () => {
    expect(whyNotQuestions([shortText, { ...yesNo, id: 'q2' }])).toBeUndefined()
    expect(whyNotQuestions([shortText, yesNo])).toBe('ids-doubled')
  })
})
