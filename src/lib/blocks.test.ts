import { describe, expect, test } from 'vitest'
import { areBlocksEmpty, type Block, blocksByteLength, TEXT_LIMITS, utf8Length, whyNotBlocks, whyNotSections } from './blocks.ts'

const paragraph = (text: string, id = 'b1'): Block => ({ id, type: 'paragraph', content: [{ text }] })
const section = (changes: object = {}) => ({
  id: 's1',
  number: '1',
  heading: 'Inledning',
  blocks: [paragraph('Text')],
  originSectionId: null,
  ...changes,
})

describe('a text is taken or refused with a reason', () => {
  test.each([
    ['an ordinary section', [section()], undefined],
    ['a clause with a number and no heading', [section({ number: '§ 3', heading: '' })], undefined],
    ['an unnumbered section', [section({ number: '' })], undefined],
    ['no sections at all', [], undefined],
    ['a section with neither number nor heading', [section({ number: ' ', heading: '' })], 'section-nameless'],
    ['a heading longer than a heading', [section({ heading: 'a'.repeat(201) })], 'heading-too-long'],
    ['a number longer than a number', [section({ number: '1'.repeat(41) })], 'number-too-long'],
    ['two sections with one id', [section(), section()], 'ids-not-unique'],
    ['more sections than anybody answers', Array.from({ length: 301 }, (_, at) => section({ id: `s${at}` })), 'sections-too-many'],
    ['a heading with a NUL', [section({ heading: 'Inled\u0000ning' })], 'control-characters'],
    ['a section that is not one', [{ id: 's1' }], 'wrong-shape'],
    ['a field nobody knows', [section({ status: 'done' })], 'wrong-shape'],
  ])('%s', (_, sections, reason) => {
    expect(whyNotSections(sections)).toBe(reason)
  })

  test.each([
    ['a paragraph', [paragraph('Text')], undefined],
    ['a text at its limit', [paragraph('a'.repeat(TEXT_LIMITS.sectionBytes))], undefined],
    ['a text one byte above', [paragraph('a'.repeat(TEXT_LIMITS.sectionBytes), 'b1'), paragraph('a', 'b2')], 'text-too-long'],
    ['a text whose letters take two bytes', [paragraph('ö'.repeat(TEXT_LIMITS.sectionBytes / 2 + 1))], 'text-too-long'],
    ['half a surrogate pair', [paragraph('a\ud800b')], 'control-characters'],
    ['a line break and a tab', [paragraph('a\n\tb')], undefined],
    ['an emoji', [paragraph('\u{1f600}')], undefined],
    ['two blocks with one id', [paragraph('a'), paragraph('b')], 'ids-not-unique'],
    ['an empty id', [paragraph('a', '')], 'id-invalid'],
    ['an uneven table', [{ id: 'b1', type: 'table', header: false, rows: [[[], []], [[]]] }], 'table-uneven'],
    [
      'a table of 41 columns',
      [{ id: 'b1', type: 'table', header: false, rows: [Array.from({ length: 41 }, () => [])] }],
      'table-too-large',
    ],
    [
      'a list with 2001 items',
      [{ id: 'b1', type: 'list', ordered: false, items: Array.from({ length: 2001 }, () => []) }],
      'list-too-long',
    ],
    ['bold that is not bold', [{ id: 'b1', type: 'paragraph', content: [{ text: 'a', bold: false }] }], 'wrong-shape'],
    ['a picture', [{ id: 'b1', type: 'image' }], 'wrong-shape'],
  ])('%s', (_, blocks, reason) => {
    expect(whyNotBlocks(blocks)).toBe(reason)
  })
})

test.each([
  ['', 0],
  ['abc', 3],
  ['åäö', 6],
  ['– € ☃', 11],
  ['\u{1f600}', 4],
])('the size of "%s" is %i bytes of UTF-8', (text, bytes) => {
  expect(utf8Length(text)).toBe(bytes)
  expect(Buffer.byteLength(text)).toBe(bytes)
})

test('the size of blocks counts the text of lists and tables', () => {
  const list: Block = { id: 'b1', type: 'list', ordered: false, items: [[{ text: 'ett' }], [{ text: 'två' }]] }
  const table: Block = { id: 'b2', type: 'table', header: false, rows: [[[{ text: 'a' }], [{ text: 'b' }]]] }
  expect(blocksByteLength([list, table])).toBe(9)
})

test('blocks with only spaces in them are empty', () => {
  expect(areBlocksEmpty([])).toBe(true)
  expect(areBlocksEmpty([paragraph(' \n')])).toBe(true)
  expect(areBlocksEmpty([paragraph(' '), paragraph('x', 'b2')])).toBe(false)
})
