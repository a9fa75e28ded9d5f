import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from './blocks.ts'
import { parseBlocks, parseSections } from './blocks-parse.ts'
import { blocksToHtml, blocksToPlain, escapeHtml, listMark } from './blocks-text.ts'

const text: Block[] = [
  {
    id: '1',
    type: 'paragraph',
    content: [
      { text: 'Vi ' },
      { text: 'tillstyrker', bold: true },
      { text: ' & ' },
      { text: 'föreslår', bold: true, italic: true },
      { text: '\n<b>detta</b>' },
    ],
  },
  { id: '2', type: 'list', ordered: false, items: [[{ text: 'lager' }], [{ text: 'personal\noch utbildning' }]] },
  { id: '3', type: 'list', ordered: true, start: 3, items: [[{ text: 'tre' }], [{ text: 'fyra' }]] },
  { id: '4', type: 'list', ordered: true, letters: true, items: [[{ text: 'ett' }], [{ text: 'två' }]] },
  {
    id: '5',
    type: 'table',
    header: true,
    rows: [
      [[{ text: 'Region' }], [{ text: 'Andel' }]],
      [[{ text: 'Örebro län' }], [{ text: '3 %' }]],
      [[{ text: 'Gotland' }], []],
    ],
  },
]

test('plain text has an empty line between blocks, marks before items and columns in line', () => {
  expect(blocksToPlain(text)).toBe(
    [
      'Vi tillstyrker & föreslår\n<b>detta</b>',
      '– lager\n– personal\n  och utbildning',
      '3. tre\n4. fyra',
      'a) ett\nb) två',
      'Region     | Andel\n-----------|------\nÖrebro län | 3 %\nGotland    |',
    ].join('\n\n'),
  )
})

test('a table too wide for a mail is not padded, and a cell stays on one line', () => {
  const long = 'x'.repeat(120)
  const table: Block = {
    id: '1',
    type: 'table',
    header: false,
    rows: [
      [[{ text: 'a' }], [{ text: long }]],
      [[{ text: 'b\nc' }], [{ text: 'd' }]],
    ],
  }
  expect(blocksToPlain([table])).toBe(`a | ${long}\nb / c | d`)
})

test('HTML has few tags and all text escaped', () => {
  expect(blocksToHtml(text)).toBe(
    [
      '<p>Vi <strong>tillstyrker</strong> &amp; <strong><em>föreslår</em></strong><br>&lt;b&gt;detta&lt;/b&gt;</p>',
      '<ul><li>lager</li><li>personal<br>och utbildning</li></ul>',
      '<ol start="3"><li>tre</li><li>fyra</li></ol>',
      '<ol type="a"><li>ett</li><li>två</li></ol>',
      '<table><thead><tr><th scope="col">Region</th><th scope="col">Andel</th></tr></thead><tbody><tr><td>Örebro län</td><td>3 %</td></tr><tr><td>Gotland</td><td></td></tr></tbody></table>',
    ].join('\n'),
  )
})

test('no sign of HTML survives escaping', () => {
  fc.assert(fc.property(fc.string(), (any) => !/[<>"']/.test(escapeHtml(any))))
  expect(escapeHtml(`<a href="x" title='&'>`)).toBe('&lt;a href=&quot;x&quot; title=&#39;&amp;&#39;&gt;')
})

test.each([
  [{ ordered: false }, 4, '–'],
  [{ ordered: true }, 0, '1.'],
  [{ ordered: true, start: 4 }, 1, '5.'],
  [{ ordered: true, letters: true as const }, 2, 'c)'],
  [{ ordered: true, letters: true as const }, 26, '27.'],
])('the mark of %j at %i is %s', (list, place, mark) => {
  expect(listMark(list, place)).toBe(mark)
})

describe('no word is lost', () => {
  const word = fc.constantFrom(
    'Regionen',
    'region',
    'Avsnitt',
    'ansvar',
    'Åtgärder',
    'samverkan',
    'och',
    'Kapitel',
    'NSPL',
    'kap',
    'Bilaga',
    'öl',
  )
  const sign = fc.constantFrom(
    ' ',
    ' ',
    ' ',
    '\n',
    '\n',
    '\n\n',
    '\t',
    '. ',
    ', ',
    ': ',
    '\n- ',
    '\n• ',
    '\n1. ',
    '\n2. ',
    '\n3 ',
    '\n2.1 ',
    '\n§ 1 ',
    '\na) ',
    '\n## ',
    ' **',
    '** ',
    '\r\n',
    '\n12 § ',
    ' 2026 ',
    '\n2026 ',
  )
  const pasted = fc.array(fc.tuple(word, sign), { maxLength: 60 }).map((pairs) => pairs.flat().join(''))
  const wordsOf = (any: string) => (any.match(/\p{L}{2,}/gu) ?? []).toSorted()

  test('in a text without sections', () => {
    let next = 0
    const newId = () => String((next += 1))
    fc.assert(
      fc.property(pasted, (any) => {
        expect(wordsOf(blocksToPlain(parseBlocks(any, newId)))).toEqual(wordsOf(any))
      }),
      { numRuns: 500 },
    )
  })

  test('in a text with sections', () => {
    let next = 0
    const newId = () => String((next += 1))
    fc.assert(
      fc.property(pasted, (any) => {
        const { preamble, sections } = parseSections(any, newId)
        const whole = [
          blocksToPlain(preamble),
          ...sections.map((section) => [section.number, section.heading, blocksToPlain(section.blocks)].join('\n')),
        ]
        expect(wordsOf(whole.join('\n'))).toEqual(wordsOf(any))
      }),
      { numRuns: 500 },
    )
  })
})
