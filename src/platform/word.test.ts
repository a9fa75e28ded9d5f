import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../lib/blocks.ts'
import { type Cell, type Doc, type Part, textCell } from '../lib/document.ts'
import { aDoc } from '../lib/document-fixtures.ts'
import { toWord } from './word.ts'
import { unzip } from '../../test/unzip.ts'

async function partOf(doc: Doc, path = 'word/document.xml'): Promise<string> {
  const { files } = await unzip(await toWord(doc))
  return files.get(path) ?? ''
}

/** Is every tag closed by its own name, and every sign between them one that XML allows? Not a full parser, but Word refuses what fails here. */
function isWellFormed(xml: string): boolean {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml)) return false
  const open: string[] = []
  for (const [, slash, name, selfClosed] of xml.matchAll(/<(\/?)([\w:]+)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/g)) {
    if (slash) {
      if (open.pop() !== name) return false
    } else if (!selfClosed && name) open.push(name)
  }
  const between = xml.replace(/^<\?xml[^?]*\?>/, '').replace(/<\/?[\w:]+(?:\s+[\w:]+="[^"<]*")*\s*\/?>/g, '')
  return open.length === 0 && !between.includes('<') && !/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(between)
}

const paragraph = (text: string): Block => ({ id: text.slice(0, 20), type: 'paragraph', content: [{ text }] })

const table = (rows: Cell[][], changes: Partial<Extract<Part, { type: 'table' }>> = {}): Part => ({
  type: 'table',
  repeatHeader: true,
  columns: [
    { title: 'Region', width: 50 },
    { title: 'Antal', width: 50, align: 'right' },
  ],
  rows,
  ...changes,
})

const rowsIn = (xml: string) => xml.match(/<w:tr>.*?<\/w:tr>/g) ?? []
const count = (text: string, part: string) => text.split(part).length - 1

const everything: Part[] = [
  { type: 'heading', level: 1, text: 'Översikt' },
  { type: 'heading', level: 2, text: '1 Inledning' },
  { type: 'heading', level: 3, text: 'Fråga' },
  { type: 'paragraph', style: 'lead', content: [{ text: 'Ingress' }] },
  { type: 'paragraph', style: 'quote', content: [{ text: 'Citat', italic: true }] },
  { type: 'list', ordered: true, items: [[{ text: 'ett' }], [{ text: 'två' }]] },
  {
    type: 'blocks',
    blocks: [paragraph('Text'), { id: 'l', type: 'list', ordered: true, letters: true, start: 3, items: [[{ text: 'c' }]] }],
  },
  table([[textCell('Uppsala'), textCell('12')]], { caption: 'Tabell 1' }),
  { type: 'signatures', places: [['Ort och datum'], ['Namn', 'Titel'], ['Namn']] },
  { type: 'page-break' },
  { type: 'orientation', orientation: 'landscape' },
  { type: 'paragraph', style: 'note', content: [{ text: 'Not' }] },
]

describe('the file is a Word document like any other', () => {
  test('headings have the styles and levels that the navigation pane shows', async () => {
    const xml = await partOf(aDoc(everything))
    expect(xml.match(/<w:pStyle w:val="Heading\d"\/>/g)).toEqual(['1', '2', '3'].map((level) => `<w:pStyle w:val="Heading${level}"/>`))
    const styles = await partOf(aDoc(everything), 'word/styles.xml')
    expect(styles.match(/<w:outlineLvl w:val="[012]"\/>/g)).toEqual(
      expect.arrayContaining(['0', '1', '2'].map((level) => `<w:outlineLvl w:val="${level}"/>`)),
    )
  })

  test('it is in Swedish, by whom and when the document says, with another font where ours is missing', async () => {
    const { files } = await unzip(await toWord(aDoc([])))
    expect(files.get('word/styles.xml')).toContain('<w:lang w:val="sv-SE"')
    expect(files.get('docProps/core.xml')).toContain('<dc:title>Remissammanställning</dc:title><dc:creator>NSPL</dc:creator>')
    expect(count(files.get('docProps/core.xml') ?? '', '>2026-11-24T14:03:10Z<')).toBe(2)
    expect(files.get('word/fontTable.xml')).toContain('<w:font w:name="Source Sans 3"><w:altName w:val="Source Sans Pro,Calibri,Arial"/>')
  })

  test('each page says what it belongs to and which page it is, in the words of the document', async () => {
    const { files } = await unzip(await toWord(aDoc([])))
    expect(files.get('word/header1.xml')).toContain('NSPL 2026-0042')
    const footer = files.get('word/footer1.xml') ?? ''
    expect(footer).toContain('Sammanställd 2027-03-22')
    expect(footer.replace(/<w:instrText[^>]*>(\w+)<\/w:instrText>/g, '{$1}').replace(/<[^>]+>/g, '')).toMatch(
      /Sida \{PAGE\}.* av \{NUMPAGES\}/,
    )
  })

  test('every file in it is well-formed', async () => {
    const { files } = await unzip(await toWord(aDoc(everything, { subtitle: 'Förslag', facts: [['Svar', '17 av 21']] })))
    expect([...files].filter(([, xml]) => !isWellFormed(xml)).map(([path]) => path)).toEqual([])
  })
})

describe('what a region has written stays text', () => {
  test('signs of markup are escaped everywhere', async () => {
    const bad = '</w:t></w:p><w:p>&amp;"\' ]]> <?xml?>'
    const inline = [{ text: bad }]
    const doc = aDoc(
      [
        { type: 'heading', level: 1, text: bad },
        { type: 'paragraph', style: 'normal', content: inline },
        table([[textCell(bad), textCell(bad)]], {
          caption: bad,
          columns: [
            { title: bad, width: 1 },
            { title: bad, width: 1 },
          ],
        }),
        { type: 'signatures', places: [[bad, bad]] },
      ],
      {
        title: bad,
        subtitle: bad,
        creator: bad,
        header: { left: bad, right: bad },
        footer: bad,
        pageWords: { page: bad, of: bad },
        facts: [[bad, bad]],
      },
    )
    const { files } = await unzip(await toWord(doc))
    expect([...files].filter(([, xml]) => !isWellFormed(xml)).map(([path]) => path)).toEqual([])
    expect(count(files.get('word/document.xml') ?? '', '&lt;/w:t&gt;&lt;/w:p&gt;')).toBe(13)
  })

  test('no text makes a file that Word refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const { files } = await unzip(
          await toWord(
            aDoc([table([[textCell(text), textCell('\u0000\ud800\ufffe')]]), { type: 'signatures', places: [[text]] }], {
              title: text,
              footer: text,
            }),
          ),
        )
        expect([...files].filter(([, xml]) => !isWellFormed(xml)).map(([path]) => path)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('a newline is a line break, and bold and italic are kept', async () => {
    const xml = await partOf(aDoc([{ type: 'paragraph', style: 'normal', content: [{ text: 'a\nb', bold: true, italic: true }] }]))
    expect(xml).toMatch(/<w:b\/>.*<w:i\/>.*>a<\/w:t><\/w:r><w:r>.*<w:br\/>.*>b<\/w:t>/)
  })
})

describe('the same document gives the same bytes', () => {
  test('twice in a row', async () => {
    const first = await toWord(aDoc(everything))
    expect(Buffer.compare(first, await toWord(aDoc(everything)))).toBe(0)
  })

  test('with its own time on every file', async () => {
    const { times } = await unzip(await toWord(aDoc(everything)))
    const date = ((2026 - 1980) << 9) | (11 << 5) | 24
    const time = (14 << 11) | (3 << 5) | (10 / 2)
    expect(new Set(times)).toEqual(new Set([`${date} ${time}`]))
  })

  test('and other bytes at another time', async () => {
    const first = await toWord(aDoc([]))
    expect(Buffer.compare(first, await toWord(aDoc([], { createdAt: '2026-11-25T14:03:10.000Z' })))).not.toBe(0)
  })

  test('a time that is none is refused', async () => {
    await expect(toWord(aDoc([], { createdAt: 'today' }))).rejects.toThrow('createdAt')
  })
})

describe('tables', () => {
  test('the titles come again on each page, and a row that fits is not divided', async () => {
    const rows = rowsIn(
      await partOf(
        aDoc([
          table([
            [textCell('Uppsala'), textCell('12')],
            [textCell('x '.repeat(2_000)), textCell('')],
          ]),
        ]),
      ),
    )
    expect(rows.map((row) => [row.includes('<w:tblHeader/>'), row.includes('<w:cantSplit/>')])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ])
  })

  test('a table without titles has no title row', async () => {
    const rows = rowsIn(
      await partOf(
        aDoc([
          table([[textCell('a'), textCell('b')]], {
            columns: [
              { title: '', width: 1 },
              { title: '', width: 1 },
            ],
          }),
        ]),
      ),
    )
    expect(rows).toHaveLength(1)
  })

  test('widths fill the page in the proportions asked for', async () => {
    const xml = await partOf(
      aDoc([
        table([[textCell('a'), textCell('b')]], {
          columns: [
            { title: 'A', width: 30 },
            { title: 'B', width: 90 },
          ],
        }),
      ]),
    )
    expect(xml).toContain('<w:gridCol w:w="2353"/><w:gridCol w:w="7059"/>')
  })

  test('a column too narrow for its title takes from the one that has room', async () => {
    const columns = [
      { title: 'Ställningstagande', width: 10 },
      { title: 'Synpunkt', width: 90 },
    ]
    const xml = await partOf(aDoc([table([[textCell('a'), textCell('b')]], { columns })]))
    const [first = 0, second = 0] = [...xml.matchAll(/<w:gridCol w:w="(\d+)"\/>/g)].map((match) => Number(match[1]))
    expect(first).toBeGreaterThan(1_900)
    expect(first + second).toBeGreaterThan(9_400)
    expect(first + second).toBeLessThanOrEqual(9_412)
  })

  test('a cell may span columns, a short row is filled up, a long one is a mistake', async () => {
    const xml = await partOf(aDoc([table([[{ content: [{ text: 'alla' }], span: 2, shade: 'light' }], [textCell('a')]])]))
    expect(xml).toContain('<w:gridSpan w:val="2"/>')
    expect(rowsIn(xml).map((row) => count(row, '<w:tc>'))).toEqual([2, 1, 2])
    await expect(toWord(aDoc([table([[textCell('a'), textCell('b'), textCell('c')]])]))).rejects.toThrow('more cells')
    await expect(toWord(aDoc([table([[textCell('a'), { content: [], span: 2 }]])]))).rejects.toThrow('spans more')
  })

  test('a cell with blocks holds paragraphs, lists and tables, and never ends with a table', async () => {
    const inner: Block = { id: 't', type: 'table', header: true, rows: [[[{ text: 'a' }]], [[{ text: 'b' }]]] }
    const xml = await partOf(aDoc([table([[textCell('Gotland'), { content: [paragraph('Ett.'), inner] }]])]))
    expect(count(xml, '<w:tbl>')).toBe(2)
    expect(xml).not.toContain('</w:tbl></w:tc>')
    expect(xml).not.toContain('</w:tbl><w:tbl>')
  })
})

describe('lists are Word lists', () => {
  test('each numbered list begins again, at its own number and in its own counting', async () => {
    const list = (changes: object): Block => ({
      id: JSON.stringify(changes),
      type: 'list',
      ordered: true,
      items: [[{ text: 'a' }], [{ text: 'b' }]],
      ...changes,
    })
    const doc = aDoc([
      { type: 'blocks', blocks: [list({}), list({ id: '2' }), list({ start: 4 }), list({ letters: true }), list({ ordered: false })] },
    ])
    const numbers = [...(await partOf(doc)).matchAll(/<w:numId w:val="(\d+)"\/>/g)].map((match) => match[1])
    expect(numbers).toHaveLength(10)
    expect(new Set(numbers).size).toBe(5)
    const numbering = await partOf(doc, 'word/numbering.xml')
    expect(numbering).toContain('<w:start w:val="4"/>')
    expect(numbering).toContain('<w:numFmt w:val="lowerLetter"/>')
  })
})

test('the paper lies as the document says, also from the middle on', async () => {
  const sizes = (xml: string) => (xml.match(/<w:pgSz [^>]+>/g) ?? []).map((size) => size.includes('landscape'))
  expect(sizes(await partOf(aDoc(everything)))).toEqual([false, true])
  expect(sizes(await partOf(aDoc([], { orientation: 'landscape' })))).toEqual([true])
  expect(await partOf(aDoc([], { orientation: 'landscape' }))).toContain('w:w="16838"')
})

test('a short paragraph above a table goes with it to the next page', async () => {
  const note: Part = { type: 'paragraph', style: 'note', content: [{ text: 'Tillstyrker: 8' }] }
  const xml = await partOf(aDoc([note, table([[textCell('a'), textCell('b')]]), note]))
  expect(xml.match(/<w:pPr><w:pStyle w:val="Note"\/>.*?<\/w:pPr>/g)).toEqual([
    '<w:pPr><w:pStyle w:val="Note"/><w:keepNext/></w:pPr>',
    '<w:pPr><w:pStyle w:val="Note"/></w:pPr>',
  ])
})

test('struck words are struck', async () => {
  const cell: Cell = {
    content: [
      {
        id: 'p',
        type: 'paragraph',
        content: [
          { text: 'en gång', removed: true },
          { text: 'två gånger', bold: true },
        ],
      },
    ],
  }
  const xml = await partOf(aDoc([table([[cell, textCell('')]])]))
  expect(xml).toMatch(/<w:strike\/>.*>en gång<.*<w:b\/>.*>två gånger</)
})

test('heights of lines are said to be in lines', async () => {
  const styles = await partOf(aDoc([]), 'word/styles.xml')
  expect(styles.match(/<w:spacing [^>]*w:line="[^>]*>/g)?.filter((spacing) => !spacing.includes('w:lineRule="auto"'))).toEqual([])
})
