import { describe, expect, test } from 'vitest'
import type { Question } from '../dispatches/shapes-questions.ts'
import { BOARD } from './fixtures.ts'
import { type Asked, filesOfField, handedIn, LONGEST_TEXT, progressOf, putTogether, readField, versionOf } from './rules-draft.ts'
import type { ReplyFile } from './shapes.ts'

const plain = { help: '', required: false }
const questions: Question[] = [
  { ...plain, id: 'number', type: 'whole-number', text: 'Antal', unit: 'st', least: 10, most: null },
  { ...plain, id: 'file', type: 'file', text: 'Karta' },
  {
    ...plain,
    id: 'group',
    type: 'group',
    text: 'Övningar',
    itemName: 'Övning',
    most: 3,
    questions: [
      { ...plain, id: 'name', type: 'short-text', text: 'Namn' },
      { ...plain, id: 'map', type: 'file', text: 'Karta' },
    ],
  },
]
const asked: Asked = {
  sections: [
    { id: 's1', number: '1', heading: 'Ett' },
    { id: 's2', number: '2', heading: 'Två' },
  ],
  questions,
}
const file = (letter: string) => ({ sha256: letter.repeat(64), name: `${letter}.pdf`, size: 7, mediaType: 'application/pdf' })
const attached = (letter: string, role: ReplyFile['role']): ReplyFile => ({ ...file(letter), role })

describe('a field', () => {
  test.each<[string, unknown]>([
    ['form', 'own-statement'],
    ['overall', { stance: 'no-objection', comment: '' }],
    ['decided', BOARD],
    ['files', [attached('a', 'own-statement')]],
    ['section:s1', { stance: null, remark: 'å'.repeat(LONGEST_TEXT), wording: null }],
    ['question:number', null],
    ['question:number', 3],
    ['question:file', [file('a')]],
    ['question:group', [{ name: 'Havsörn', map: [file('b')] }, {}]],
  ])('%s is kept, also when it is not enough to hand in', (field, value) => expect(readField(field, value, asked)).toEqual({ value }))

  test.each<[string, unknown, string]>([
    ['', 'x', 'field-unknown'],
    ['toString', 'x', 'field-unknown'],
    ['sections', [], 'field-unknown'],
    ['section:', {}, 'section-unknown'],
    ['section:s3', { stance: null, remark: '', wording: null }, 'section-unknown'],
    ['section:number', { stance: null, remark: '', wording: null }, 'section-unknown'],
    ['question:s1', 1, 'question-unknown'],
    ['form', 'paper', 'field-wrong-shape'],
    ['overall', { stance: null }, 'field-wrong-shape'],
    ['overall', { stance: null, comment: '', more: 1 }, 'field-wrong-shape'],
    ['decided', null, 'field-wrong-shape'],
    ['question:number', 'tre', 'field-wrong-shape'],
    ['question:number', 3.5, 'field-wrong-shape'],
    ['question:file', ['a'], 'field-wrong-shape'],
    ['question:group', [{ other: 'x' }], 'field-wrong-shape'],
    ['section:s1', { stance: null, remark: 'å'.repeat(LONGEST_TEXT + 1), wording: null }, 'draft-text-too-long'],
    ['form', 'x'.repeat(LONGEST_TEXT + 1), 'draft-text-too-long'],
  ])('%j is refused: %#', (field, value, whyNot) => expect(readField(field, value, asked)).toEqual({ whyNot }))

  test('loses what is invisible or cannot be stored, in every text of it', () => {
    const read = readField('question:group', [{ name: 'a\u0000\u200bb\ud800\r\nc' }], asked)
    expect(read).toEqual({ value: [{ name: 'ab\ufffd\nc' }] })
  })
})

describe('the draft together', () => {
  test('what is not written is empty, and what is no longer asked is left out', () => {
    expect(putTogether([{ field: 'section:gone', value: {} }], asked)).toEqual({
      form: 'filled',
      overall: { stance: null, comment: '' },
      decided: null,
      files: [],
      marking: null,
      sections: {},
      answers: {},
    })
  })

  test('its version grows with every field', () => expect(versionOf([{ version: 3 }, { version: 4 }])).toBe(7))

  test('progress counts what has something in it', () => {
    const fields = [
      { field: 'section:s1', value: { stance: null, remark: '  ', wording: ' ' } },
      { field: 'section:s2', value: { stance: 'oppose', remark: '', wording: null } },
      { field: 'question:number', value: 0 },
      { field: 'question:group', value: [{ name: ' ', map: [] }, {}] },
    ]
    expect(progressOf(putTogether(fields, asked), asked)).toEqual({ filled: 2, toFill: 5 })
  })
})

describe('what is handed in of it', () => {
  const fields = [
    { field: 'section:s2', value: { stance: 'oppose', remark: 'Nej', wording: null } },
    { field: 'question:file', value: [file('c'), file('a')] },
    { field: 'question:group', value: [{ name: 'Havsörn', map: [file('e')] }] },
    { field: 'files', value: [attached('a', 'attachment'), attached('d', 'own-statement')] },
    { field: 'decided', value: BOARD },
  ]

  test('filled in: every avsnitt and question, and each file once with its number', () => {
    const content = handedIn(putTogether(fields, asked), asked)
    expect(content.sections).toEqual([
      { sectionId: 's1', number: '1', heading: 'Ett', stance: null, remark: '', wording: null },
      { sectionId: 's2', number: '2', heading: 'Två', stance: 'oppose', remark: 'Nej', wording: null },
    ])
    expect(content.questions.map(({ question, answer }) => [question.id, answer === null])).toEqual([
      ['number', true],
      ['file', false],
      ['group', false],
    ])
    expect(content.files).toEqual([attached('a', 'attachment'), attached('c', 'attachment'), attached('e', 'attachment')])
  })

  test('an own yttrande: its files, and nothing that was filled in before', () => {
    const content = handedIn(putTogether([...fields, { field: 'form', value: 'own-statement' }], asked), asked)
    expect(content).toMatchObject({ form: 'own-statement', sections: [], questions: [], decided: BOARD })
    expect(content.files.map(({ name, role }) => [name, role])).toEqual([
      ['a.pdf', 'attachment'],
      ['d.pdf', 'own-statement'],
    ])
  })
})

test('the files a field refers to, wherever they stand', () => {
  expect(filesOfField('files', [attached('a', 'original')])).toEqual([file('a')])
  expect(filesOfField('question:group', [{ name: 'x', map: [file('e')] }, { map: [] }])).toEqual([file('e')])
  expect(filesOfField('question:number', 3)).toEqual([])
  expect(filesOfField('overall', { stance: null, comment: '' })).toEqual([])
})
