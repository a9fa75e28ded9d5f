import { describe, expect, test } from 'vitest'
import { cellBlocks, type Doc, docToPlain, type Part, textCell } from './document.ts'
import { aDoc } from './document-fixtures.ts'

const given = (parts: Part[], changes: Partial<Doc> = {}) => aDoc(parts, { header: { left: '', right: '' }, footer: '', ...changes })

const plainParts = (...parts: Part[]) => docToPlain(given(parts)).split('\n').slice(3).join('\n').trimEnd()

test('the plain copy holds everything, from the header to the footer', () => {
  const doc = given(
    [
      { type: 'heading', level: 1, text: 'Översikt' },
      { type: 'paragraph', style: 'lead', content: [{ text: '17 av 21 har svarat.' }] },
    ],
    {
      subtitle: 'Förslag till plan',
      header: { left: 'NSPL', right: 'NSPL 2026-0042' },
      footer: 'Sammanställd 2027-03-22',
      facts: [
        ['Diarienummer', 'NSPL 2026-0042'],
        ['Sista svarsdag', 'fredag 19 mars 2027'],
      ],
    },
  )
  expect(docToPlain(doc)).toBe(
    [
      'NSPL · NSPL 2026-0042',
      'Remissammanställning\n====================',
      'Förslag till plan',
      'Diarienummer: NSPL 2026-0042\nSista svarsdag: fredag 19 mars 2027',
      'Översikt\n========',
      '17 av 21 har svarat.',
      'Sammanställd 2027-03-22\n',
    ].join('\n\n'),
  )
})

describe('each kind of part can be read as plain text', () => {
  test.each<[string, Part, string]>([
    ['a heading of the second level', { type: 'heading', level: 2, text: '1 Mål' }, '1 Mål\n-----'],
    ['a heading of the third level', { type: 'heading', level: 3, text: 'Fråga' }, 'Fråga'],
    ['a quote stands in', { type: 'paragraph', style: 'quote', content: [{ text: 'ett\ntvå' }] }, '    ett\n    två'],
    ['a numbered list', { type: 'list', ordered: true, items: [[{ text: 'a' }], [{ text: 'b' }]] }, '1. a\n2. b'],
    ['blocks', { type: 'blocks', blocks: [{ id: '1', type: 'paragraph', content: [{ text: 'Text' }] }] }, 'Text'],
    [
      'lines to sign on',
      { type: 'signatures', places: [['Ort och datum'], ['Namn', 'Titel']] },
      `${'_'.repeat(40)}\nOrt och datum\n\n\n${'_'.repeat(40)}\nNamn\nTitel`,
    ],
    ['a page break', { type: 'page-break' }, ''],
    ['another orientation', { type: 'orientation', orientation: 'landscape' }, ''],
  ])('%s', (_, part, text) => {
    expect(plainParts(part)).toBe(text)
  })

  test('a narrow table stands in columns', () => {
    const table: Part = {
      type: 'table',
      caption: 'Tabell 1',
      repeatHeader: true,
      columns: [
        { title: 'Region', width: 60 },
        { title: 'Antal', width: 40, align: 'right' },
      ],
      rows: [[textCell('Uppsala'), textCell('12')]],
    }
    expect(plainParts(table)).toBe('Tabell 1\nRegion  | Antal\n--------|------\nUppsala | 12')
  })

  test('a wide table is told row by row, with the titles as labels and nothing for an empty cell', () => {
    const long = 'Regionen delar bedömningen. '.repeat(8).trim()
    const table: Part = {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: 'Region', width: 20 },
        { title: 'Ställningstagande', width: 20 },
        { title: 'Synpunkt', width: 40 },
        { title: 'Bemötande', width: 20 },
      ],
      rows: [
        [
          textCell('Region Skåne'),
          textCell('Avstyrker'),
          { content: [{ id: '1', type: 'paragraph', content: [{ text: long }] }] },
          textCell(''),
        ],
        [{ content: [{ text: 'Samma förslag från tre regioner' }], span: 4 }],
      ],
    }
    expect(plainParts(table)).toBe(
      `Region Skåne\n    Ställningstagande: Avstyrker\n    Synpunkt: ${long}\n\nSamma förslag från tre regioner`,
    )
  })

  test('a cell with several paragraphs keeps them below its title', () => {
    const table: Part = {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: 'Region', width: 20 },
        { title: 'Synpunkt', width: 80 },
      ],
      rows: [
        [
          textCell('Gotland'),
          {
            content: [
              { id: '1', type: 'paragraph', content: [{ text: 'Ett.' }] },
              { id: '2', type: 'paragraph', content: [{ text: 'Två.' }] },
            ],
          },
        ],
      ],
    }
    expect(plainParts(table)).toBe('Gotland\n    Synpunkt:\n    Ett.\n    \n    Två.')
  })
})

test('an empty cell holds neither text nor blocks', () => {
  expect(textCell('', { shade: 'light' })).toEqual({ content: [], shade: 'light' })
  expect(cellBlocks([])).toBeUndefined()
})

test('struck words are marked in plain text, in a cell of runs and in one of blocks', () => {
  const runs = [{ text: 'minst ' }, { text: 'en gång', removed: true as const }, { text: 'två gånger' }]
  const table: Part = {
    type: 'table',
    repeatHeader: false,
    columns: [
      { title: '', width: 1 },
      { title: '', width: 1 },
    ],
    rows: [[{ content: runs }, { content: [{ id: 'p', type: 'paragraph', content: runs }] }]],
  }
  expect(plainParts(table)).toBe('minst [-en gång-]två gånger | minst [-en gång-]två gånger')
})
