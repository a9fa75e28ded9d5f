import type { ListBlock, TableBlock } from '../lib/blocks.ts'
import {
  type Cell,
  cellBlocks,
  cellInlines,
  type Doc,
  type DocBlock,
  type Orientation,
  type Part,
  type Run,
  type TablePart,
} from '../lib/document.ts'
import { isIntroduction, stretchesOf } from './document-parts.ts'
import { lettersOn, type Placed, placeTable } from './document-table.ts'

/** A run as the Typst program takes it: text, or the end of a line. */
type PdfRun = { t: string; b?: true; i?: true; x?: true } | { n: 1 }

const PAGE = { portrait: 9_412, landscape: 14_344 } as const
const LETTERS = { portrait: 84, landscape: 130 } as const
/** Stands for a character that the font does not have; PDF/A allows no empty glyphs. */
const UNKNOWN = 0x25a1
const MAY_BREAK_AFTER = /[/@.:;_?&=+-]/
const BREAK = '\u200b'

/** Signs that are never seen: joiners, marks of direction, variation selectors. Without a glyph they are left out. */
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{Cc}]$/u

/** In: any text and the font's characters. Out: the same in composed form, with what the font lacks as empty boxes. */
export function pdfText(text: string, characters: ReadonlySet<number>): string {
  const plain = text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .normalize('NFC')
  return Array.from(plain, (character) => {
    const code = character.codePointAt(0) ?? UNKNOWN
    if (character === '\n' || characters.has(code)) return character
    return UNSEEN.test(character) ? '' : String.fromCodePoint(UNKNOWN)
  }).join('')
}

/** In: a text and how many letters a line has room for. Out: the same, with places to break in words that are longer. */
export function breakable(text: string, most: number): string {
  if (text.length <= most) return text
  return text.replace(/\S+/g, (word) => {
    if (word.length <= most) return word
    let since = 0
    return Array.from(word, (letter) => {
      since += 1
      const breaks = since >= most || (since >= 4 && MAY_BREAK_AFTER.test(letter))
      if (breaks) since = 0
      return breaks ? letter + BREAK : letter
    }).join('')
  })
}

/**
 * In: a document and the characters of the font. Out: what the Typst program takes, as JSON. Throws on a table's row with more cells than
 * the table has columns.
 */
export function pdfData(doc: Doc, characters: ReadonlySet<number>): string {
  const plain = (text: string) => pdfText(text, characters).replaceAll('\n', ' ')

  const runsOf = (inlines: readonly Run[], most: number): PdfRun[] =>
    inlines.flatMap((inline) =>
      pdfText(inline.text, characters)
        .split('\n')
        .flatMap((line, at): PdfRun[] => {
          const look = {
            ...(inline.bold && { b: true as const }),
            ...(inline.italic && { i: true as const }),
            ...(inline.removed && { x: true as const }),
          }
          const run = line === '' ? [] : [{ t: breakable(line, most), ...look }]
          return at === 0 ? run : [{ n: 1 }, ...run]
        }),
    )

  const listOf = (list: Pick<ListBlock, 'ordered' | 'items' | 'start' | 'letters'>, most: number) => ({
    type: 'list',
    ordered: list.ordered,
    start: list.start ?? 1,
    letters: list.letters ?? false,
    items: list.items.map((item) => runsOf(item, most - 4)),
  })

  const innerTable = (table: TableBlock, most: number) => {
    const columns = table.rows[0]?.length ?? 0
    const perCell = Math.max(4, Math.floor(most / Math.max(1, columns)) - 2)
    return { type: 'table', columns, header: table.header, rows: table.rows.map((row) => row.map((cell) => runsOf(cell, perCell))) }
  }

  const blocksOf = (blocks: readonly DocBlock[], most: number) =>
    blocks.flatMap((block): object[] => {
      if (block.type === 'paragraph') return [{ type: 'paragraph', runs: runsOf(block.content, most) }]
      if (block.type === 'list') return [listOf(block, most)]
      return block.rows.length === 0 ? [] : [innerTable(block, most)]
    })

  const contentOf = (content: Cell['content'], width: number) => {
    const most = Math.floor(lettersOn(width))
    const blocks = cellBlocks(content)
    return blocks ? { blocks: blocksOf(blocks, most) } : { runs: runsOf(cellInlines(content), most) }
  }

  const cellOf = ({ cell, column, width, span }: Placed, whole: boolean) => ({
    span,
    align: column.align ?? 'left',
    breakable: !whole,
    shade: cell.shade ?? null,
    bold: cell.bold ?? false,
    ...contentOf(cell.content, width),
  })

  const tableOf = (part: TablePart, width: number) => {
    const { widths, rows, together, hasTitles } = placeTable(part, width)
    const titles = part.columns.map(({ title, align }, at) => ({
      align: align ?? 'left',
      runs: runsOf([{ text: title }], lettersOn(widths[at] ?? 0)),
    }))
    return {
      type: 'table',
      caption: part.caption ? plain(part.caption) : null,
      look: part.look ?? 'lined',
      repeat: part.repeatHeader,
      breakable: !together,
      widths,
      titles: hasTitles ? titles : null,
      rows: rows.map(({ cells, whole }) => cells.map((cell) => cellOf(cell, whole))),
    }
  }

  const partOf = (part: Part, next: Part | undefined, orientation: Orientation) => {
    const most = LETTERS[orientation]
    switch (part.type) {
      case 'heading':
        return { type: 'heading', level: part.level, text: plain(part.text) }
      case 'paragraph':
        return { type: 'paragraph', style: part.style, sticky: isIntroduction(part, next), runs: runsOf(part.content, most) }
      case 'blocks':
        return { type: 'blocks', blocks: blocksOf(part.blocks, most) }
      case 'list':
        return listOf(part, most)
      case 'table':
        return part.columns.length === 0 ? { type: 'blocks', blocks: [] } : tableOf(part, PAGE[orientation])
      case 'signatures':
        return {
          type: 'signatures',
          places: part.places.map((words) => [...words, ...(words.length === 0 ? [''] : [])].map((text) => runsOf([{ text }], 40))),
        }
      case 'page-break':
      case 'orientation':
        return { type: 'page-break' }
    }
  }

  return JSON.stringify({
    title: plain(doc.title),
    subtitle: doc.subtitle ? plain(doc.subtitle) : null,
    creator: plain(doc.creator),
    header: { left: plain(doc.header.left), right: plain(doc.header.right) },
    footer: plain(doc.footer),
    page: plain(doc.pageWords.page),
    of: plain(doc.pageWords.of),
    facts: (doc.facts ?? []).map(([label, value]) => [runsOf([{ text: label }], 22), runsOf([{ text: value }], 66)]),
    stretches: stretchesOf(doc).map(({ orientation, parts }) => ({
      flipped: orientation === 'landscape',
      parts: parts.map((part, at) => partOf(part, parts[at + 1], orientation)),
    })),
  })
}
