import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Block } from '../lib/blocks.ts'
import { type Cell, type Part, type TablePart, textCell } from '../lib/document.ts'
import { aDoc } from '../lib/document-fixtures.ts'
import { breakable, pdfText } from './pdf-data.ts'
import { readPdfFont } from './pdf-font.ts'
import { makePdf, openPdfMaker } from './pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'pdf-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** poppler-utils reads what we write with other eyes; without it those tests are shown as skipped. */
const hasPoppler = spawnSync('pdfinfo', ['-v']).error === undefined

const says = (text: string): Part => ({ type: 'paragraph', style: 'normal', content: [{ text }] })
const paragraph = (text: string): Block => ({ id: text.slice(0, 20), type: 'paragraph', content: [{ text }] })
const table = (rows: Cell[][], changes: Partial<TablePart> = {}): Part => ({
  type: 'table',
  repeatHeader: true,
  columns: [
    { title: 'Region', width: 50 },
    { title: 'Antal', width: 50, align: 'right' },
  ],
  rows,
  ...changes,
})

const everything: Part[] = [
  { type: 'heading', level: 1, text: 'Översikt' },
  { type: 'heading', level: 2, text: '1 Inledning' },
  { type: 'heading', level: 3, text: 'Fråga' },
  { type: 'paragraph', style: 'lead', content: [{ text: 'Ingress', bold: true, italic: true }] },
  { type: 'paragraph', style: 'quote', content: [{ text: 'Citat', italic: true }] },
  { type: 'list', ordered: true, items: [[{ text: 'ett' }], [{ text: 'två' }]] },
  {
    type: 'blocks',
    blocks: [
      paragraph('Text'),
      { id: 'l', type: 'list', ordered: true, letters: true, start: 3, items: [[{ text: 'punkt c' }]] },
      { id: 't', type: 'table', header: true, rows: [[[{ text: 'Kolumn' }]], [[{ text: 'Värde' }]]] },
    ],
  },
  table([[textCell('Uppsala', { shade: 'accent' }), textCell('12')], [textCell('alla', { span: 2, bold: true, shade: 'light' })]], {
    caption: 'Tabell 1',
  }),
  table(
    [
      [
        {
          content: [
            { text: 'borttaget', removed: true },
            { text: 'tillagt', bold: true },
          ],
        },
        { content: [paragraph('Stycke')] },
      ],
    ],
    { look: 'boxed' },
  ),
  { type: 'signatures', places: [['Ort och datum'], ['Namn', 'Titel'], ['Namn']] },
  { type: 'page-break' },
  { type: 'orientation', orientation: 'landscape' },
  { type: 'paragraph', style: 'note', content: [{ text: 'Not' }] },
]

const latin = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1')
const hash = (pdf: Uint8Array) => createHash('sha256').update(pdf).digest('hex')

function poppler(program: 'pdfinfo' | 'pdffonts' | 'pdftotext', pdf: Uint8Array, ...options: string[]): string {
  const file = join(folder, 'look.pdf')
  writeFileSync(file, pdf)
  const done = spawnSync(program, [...options, file, ...(program === 'pdftotext' ? ['-'] : [])], { encoding: 'utf8' })
  expect(done.status).toBe(0)
  return done.stdout
}

describe('the file is PDF/A-2a', () => {
  test('says so, in its own metadata', async () => {
    const pdf = latin(await makePdf(aDoc(everything)))
    expect(pdf).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>A<\/pdfaid:conformance>/)
    expect(pdf).toMatch(/\/Marked true/)
    expect(pdf).toMatch(/\/Lang \(sv-SE\)/)
  })

  test.skipIf(!hasPoppler)('tagged, with its title, its maker and its own time (needs poppler-utils)', async () => {
    const info = poppler('pdfinfo', await makePdf(aDoc(everything)))
    expect(info).toMatch(/^Title: +Remissammanställning$/m)
    expect(info).toMatch(/^Author: +NSPL$/m)
    expect(info).toMatch(/^CreationDate: +Tue Nov 24 14:03:10 2026 UTC$/m)
    expect(info).toMatch(/^Tagged: +yes$/m)
    expect(info).toMatch(/^Page size: .*A4/m)
  })

  test.skipIf(!hasPoppler)('every font is ours, and embedded (needs poppler-utils)', async () => {
    const fonts = poppler('pdffonts', await makePdf(aDoc(everything)))
      .trim()
      .split('\n')
      .slice(2)
    const seen = fonts.map((line) => /^[A-Z]{6}\+(\S+) .* (\w+ +\w+ +\w+) +\d+ +\d+$/.exec(line)?.slice(1).join(' ') ?? line)
    expect(new Set(seen)).toEqual(new Set(['Bold', 'BoldItalic', 'Italic', 'Regular'].map((face) => `SourceSans3-${face} yes yes yes`)))
  })

  test.skipIf(!hasPoppler)('headings, lists and titles of columns are tagged as what they are (needs poppler-utils)', async () => {
    const tags = poppler('pdfinfo', await makePdf(aDoc(everything)), '-struct-text')
    for (const tag of ['H1', 'H2', 'H3', 'THead', 'LI', 'LBody']) expect(tags).toMatch(new RegExp(`^ +${tag}\\b`, 'm'))
    expect(tags.match(/^ +TH /gm)).toHaveLength(5)
    expect(tags.match(/\/Scope \/Column/g)).toHaveLength(5)
    expect(tags).toMatch(/"Kolumn"[\s\S]*"Region"[\s\S]*"Uppsala"[\s\S]*"alla"[\s\S]*"Ort och datum"[\s\S]*"Titel"/)
  })
})

describe('the same document gives the same bytes', () => {
  test('from the same thread and from another', async () => {
    const first = hash(await makePdf(aDoc(everything)))
    expect(hash(await makePdf(aDoc(everything)))).toBe(first)
    const other = openPdfMaker()
    expect(hash(await other.make(aDoc(everything)))).toBe(first)
    await other.close()
  })

  test('and other bytes at another time', async () => {
    const first = hash(await makePdf(aDoc([])))
    expect(hash(await makePdf(aDoc([], { createdAt: '2026-11-25T14:03:10.000Z' })))).not.toBe(first)
  })

  test('a time that is none is refused', async () => {
    await expect(makePdf(aDoc([], { createdAt: 'today' }))).rejects.toThrow('createdAt')
  })
})

describe('text goes in as text', () => {
  const hostile = '#read("/etc/passwd") *fet* _k_ $x$ <ref> @ref \\ `raw` // kommentar ] } "'

  test.skipIf(!hasPoppler)('nothing that anybody writes is read as markup (needs poppler-utils)', async () => {
    const doc = aDoc([{ type: 'heading', level: 1, text: hostile }, says(hostile), table([[textCell(hostile), textCell('')]])], {
      title: hostile,
      facts: [[hostile, hostile]],
      footer: hostile,
    })
    const shown = poppler('pdftotext', await makePdf(doc), '-layout')
    expect(shown.split('#read("/etc/passwd")').length - 1).toBe(7)
    expect(shown).not.toContain('root:')
  })

  test('no text makes a file that cannot be made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const doc = aDoc([says(text), table([[textCell(text), textCell(text)]]), { type: 'signatures', places: [[text], []] }], {
          title: text,
          subtitle: text,
          footer: text,
          facts: [[text, text]],
        })
        expect(latin(await makePdf(doc))).toMatch(/^%PDF-1\.7/)
      }),
      { numRuns: 40 },
    )
  })

  test('what the font lacks becomes a box, what nobody sees is left out, marks are put on their letters', () => {
    const { characters } = readPdfFont()
    expect(pdfText('a\u030a 😀 א → ✓', characters)).toBe('å □ □ → ✓')
    expect(pdfText('a\u0000\u2060\ufe0fb\r\nc\td', characters)).toBe('ab\nc d')
  })

  test('a word longer than its line may break after a sign, else anywhere', () => {
    expect(breakable('kort ord', 10)).toBe('kort ord')
    expect(breakable('https://nspl.example/arende', 12).split('\u200b')).toEqual(['https:', '//nspl.', 'example/', 'arende'])
    expect(
      breakable('x'.repeat(25), 10)
        .split('\u200b')
        .map((piece) => piece.length),
    ).toEqual([10, 10, 5])
  })
})

test.skipIf(!hasPoppler)('titles come again on each page, and pages are counted (needs poppler-utils)', async () => {
  const rows = Array.from({ length: 90 }, (_, at) => [textCell(`Rad ${at}`), textCell(String(at))])
  const pages = poppler('pdftotext', await makePdf(aDoc([table(rows)])), '-layout')
    .split('\f')
    .filter(Boolean)
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.every((page, at) => page.includes('Antal') && page.includes(`Sida ${at + 1} av ${pages.length}`))).toBe(true)
  expect(pages.every((page) => page.includes('NSPL 2026-0042') && page.includes('Sammanställd 2027-03-22'))).toBe(true)
})

test.skipIf(!hasPoppler)('what is taller than a page goes on to the next, and nothing is lost (needs poppler-utils)', async () => {
  const items = Array.from({ length: 150 }, (_, at) => [{ text: `p${at};` }])
  const list: Block = { id: 'l', type: 'list', ordered: false, items }
  const rows: Block = { id: 't', type: 'table', header: true, rows: items.map((item) => [item, item]) }
  const lines = Array.from({ length: 150 }, (_, at) => `p${at};`).join('\n')
  const cells: Cell[] = [{ content: [list] }, { content: [rows] }, textCell(lines)]
  for (const cell of cells) {
    const text = poppler('pdftotext', await makePdf(aDoc([table([[cell, textCell('1')]])])))
    expect(Array.from({ length: 150 }, (_, at) => text.includes(`p${at};`)).filter((is) => !is)).toEqual([])
    expect(text.split('\f').length, 'on several pages').toBeGreaterThan(3)
  }
})

test.skipIf(!hasPoppler)('the paper lies as the document says, also from the middle on (needs poppler-utils)', async () => {
  const sizes = poppler('pdfinfo', await makePdf(aDoc(everything)), '-f', '1', '-l', '9').match(/^Page.* size: .*$/gm)
  expect(sizes?.map((size) => size.includes('595.276 x'))).toEqual([true, false])
})

test('a row with more cells than the table has columns is a mistake', async () => {
  await expect(makePdf(aDoc([table([[textCell('a'), textCell('b'), textCell('c')]])]))).rejects.toThrow('more cells')
})

test('a document that takes too long is given up, and the next is made by a new thread', async () => {
  const rows = Array.from({ length: 4_000 }, () => [textCell('Vårdplatser '.repeat(30)), textCell('1')])
  const maker = openPdfMaker(150)
  const results = await Promise.allSettled([maker.make(aDoc([table(rows)])), maker.make(aDoc([table(rows)]))])
  expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual(['pdf-too-long', 'pdf-too-long'])
  await maker.close()
  const patient = openPdfMaker()
  const [, second] = await Promise.all([patient.make(aDoc(everything)), patient.make(aDoc(everything))])
  expect(hash(second)).toBe(hash(await makePdf(aDoc(everything))))
  await patient.close()
})
