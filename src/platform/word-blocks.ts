import { BorderStyle, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType } from 'docx'
import type { ListBlock, TableBlock } from '../lib/blocks.ts'
import type { DocBlock, Run } from '../lib/document.ts'
import { COLOURS, LINE, numberingFor } from './word-styles.ts'

/** What the lists of a document have in common while it is made: which kinds are used, and a number for each list. */
export type Lists = { used: Map<string, ReturnType<typeof numberingFor>>; next: number }

/** Out: the state for a document without lists so far. */
export const noLists = (): Lists => ({ used: new Map(), next: 1 })

export type TextLook = { style?: string; bold?: true; align?: 'left' | 'right' | 'center'; keepNext?: true }

// XML 1.0 section 2.2: the characters a document may hold. Word refuses to open a file with any other.
const INVALID_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** In: any text. Out: the same without characters that XML cannot hold, and with tabs and odd line ends as Word's text has them. */
export function xmlSafe(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(INVALID_IN_XML, '')
}

function runsOf(inlines: readonly Run[], look: TextLook): TextRun[] {
  return inlines.flatMap((inline) =>
    xmlSafe(inline.text)
      .split('\n')
      .map(
        (text, line) =>
          new TextRun({
            text,
            ...(line > 0 && { break: 1 }),
            ...((inline.bold || look.bold) && { bold: true }),
            ...(inline.italic && { italics: true }),
            ...(inline.removed && { strike: true, color: COLOURS.quiet }),
          }),
      ),
  )
}

/** In: runs of text and their look. Out: one Word paragraph; newlines are line breaks in it. */
export function wordParagraph(inlines: readonly Run[], look: TextLook = {}): Paragraph {
  return new Paragraph({
    children: runsOf(inlines, look),
    ...(look.style && { style: look.style }),
    ...(look.align && look.align !== 'left' && { alignment: look.align }),
    ...(look.keepNext && { keepNext: true }),
  })
}

/** In: a list and the look of its text. Out: its items as Word's own list, so that it can be gone on with. */
export function wordList(list: Pick<ListBlock, 'ordered' | 'items' | 'start' | 'letters'>, lists: Lists, look: TextLook = {}): Paragraph[] {
  const numbering = numberingFor(list.ordered ? (list.letters ? 'letter' : 'number') : 'bullet', list.ordered ? (list.start ?? 1) : 1)
  lists.used.set(numbering.reference, numbering)
  const instance = list.ordered ? lists.next : 0
  if (list.ordered) lists.next += 1
  const last = list.items.length - 1
  return list.items.map(
    (item, at) =>
      new Paragraph({
        children: runsOf(item, look),
        style: look.style ?? 'ListParagraph',
        ...(!look.style && at === last && { spacing: { after: 140 } }),
        // No item stands alone at the top or the bottom of a page.
        ...(!look.style && last > 0 && (at === 0 || at === last - 1) && { keepNext: true }),
        numbering: { reference: numbering.reference, level: 0, instance, custom: true },
      }),
  )
}

/** In: nothing. Out: a small empty paragraph: Word runs two tables together without one, and a cell must not end with a table. */
export const wordGap = (): Paragraph => new Paragraph({ style: 'Gap' })

function wordTableBlock(table: TableBlock, width: number): Table | undefined {
  const columns = table.rows[0]?.length ?? 0
  if (columns === 0) return undefined
  const cellWidth = Math.floor(width / columns)
  return new Table({
    width: { size: cellWidth * columns, type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => cellWidth),
    layout: TableLayoutType.FIXED,
    margins: { top: 40, bottom: 40, left: 85, right: 85 },
    borders: { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE },
    rows: table.rows.map((row, place) => {
      const isHeader = table.header && place === 0
      return new TableRow({
        cantSplit: true,
        tableHeader: isHeader,
        children: row.map(
          (cell) =>
            new TableCell({
              width: { size: cellWidth, type: WidthType.DXA },
              ...(isHeader && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: COLOURS.header } }),
              children: [wordParagraph(cell, { style: isHeader ? 'TableHeading' : 'TableText' })],
            }),
        ),
      })
    }),
  })
}

/** In: blocks, the look of their text and the width they may take in twips. Out: paragraphs and tables of Word. */
export function wordBlocks(blocks: readonly DocBlock[], lists: Lists, width: number, look: TextLook = {}): (Paragraph | Table)[] {
  return blocks.flatMap((block): (Paragraph | Table)[] => {
    if (block.type === 'paragraph') return [wordParagraph(block.content, look)]
    if (block.type === 'list') return wordList(block, lists, look)
    const table = wordTableBlock(block, width)
    return table ? [table, wordGap()] : []
  })
}

/** The border of a paragraph that stands below a line to sign on. */
export const ruleAbove = { top: { style: BorderStyle.SINGLE, size: 6, color: COLOURS.ink } }
