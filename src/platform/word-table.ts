import { Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, VerticalAlign, WidthType } from 'docx'
import { type Cell, cellBlocks, cellInlines, type Column, type SignaturesPart, type TablePart } from '../lib/document.ts'
import { CELL_MARGIN, type Placed, placeTable } from './document-table.ts'
import { type Lists, ruleAbove, wordBlocks, wordParagraph, xmlSafe } from './word-blocks.ts'
import { COLOURS, LINE, NO_LINE } from './word-styles.ts'

const NO_LINES = { top: NO_LINE, bottom: NO_LINE, left: NO_LINE, right: NO_LINE, insideHorizontal: NO_LINE, insideVertical: NO_LINE }
const BORDERS = {
  lined: { ...NO_LINES, top: LINE, bottom: LINE, insideHorizontal: LINE },
  boxed: { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE },
}

const TALLEST_KEPT_ROW = 5

const shaded = (cell: Pick<Cell, 'shade'>) =>
  cell.shade ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: COLOURS[cell.shade] } } : {}

function wordCell({ cell, column, width, span }: Placed, lists: Lists): TableCell {
  const look = { style: 'TableText', ...(cell.bold && { bold: true as const }), ...(column.align && { align: column.align }) }
  const blocks = cellBlocks(cell.content)
  const inner = width - CELL_MARGIN.left - CELL_MARGIN.right
  const children = blocks ? wordBlocks(blocks, lists, inner, look) : [wordParagraph(cellInlines(cell.content), look)]
  return new TableCell({ width: { size: width, type: WidthType.DXA }, ...(span > 1 && { columnSpan: span }), ...shaded(cell), children })
}

function titleRow(columns: readonly Column[], widths: readonly number[], repeats: boolean): TableRow {
  return new TableRow({
    tableHeader: repeats,
    cantSplit: true,
    children: columns.map(
      (column, at) =>
        new TableCell({
          width: { size: widths[at] ?? 0, type: WidthType.DXA },
          verticalAlign: VerticalAlign.BOTTOM,
          ...shaded({ shade: 'header' }),
          children: [wordParagraph([{ text: column.title }], { style: 'TableHeading', ...(column.align && { align: column.align }) })],
        }),
    ),
  })
}

/**
 * In: a table and the width of the text on the page in twips. Out: Word's table, with a title row that comes again on each page. Rows
 * that fit are not divided between pages, and a small table stays on one. Throws on a row with more cells than columns.
 */
export function wordTable(part: TablePart, lists: Lists, width: number): Table {
  const { widths, rows, together, hasTitles } = placeTable(part, width)
  const isKept = (at: number) => {
    if (at >= rows.length - 1) return false
    // Neither the first nor the last row of a table stands alone on a page; a row that spans the table belongs to what follows.
    const isAtEdge = at === 0 || at === rows.length - 2
    return together || rows[at]?.cells.length === 1 || (isAtEdge && (rows[at]?.height ?? 1) <= TALLEST_KEPT_ROW)
  }
  return new Table({
    width: { size: widths.reduce((sum, column) => sum + column, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: CELL_MARGIN,
    borders: BORDERS[part.look ?? 'lined'],
    rows: [
      ...(hasTitles ? [titleRow(part.columns, widths, part.repeatHeader)] : []),
      ...rows.map(
        (row, at) =>
          new TableRow({
            cantSplit: row.whole,
            ...(isKept(at) && { keepNext: true }),
            children: row.cells.map((cell) => wordCell(cell, lists)),
          }),
      ),
    ],
  })
}

/** In: labels with values, and the width of the text in twips. Out: a table without titles, labels to the left. */
export function wordFacts(facts: readonly (readonly [string, string])[], width: number): Table {
  const left = Math.floor(width * 0.29)
  const cell = (text: string, size: number, isLabel: boolean) =>
    new TableCell({
      width: { size, type: WidthType.DXA },
      children: [wordParagraph([{ text }], { style: 'TableText', ...(isLabel && { bold: true as const }) })],
    })
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [left, width - left],
    layout: TableLayoutType.FIXED,
    margins: { top: 40, bottom: 20, left: 0, right: 100 },
    borders: { ...NO_LINES, top: LINE, bottom: LINE, insideHorizontal: LINE },
    rows: facts.map(
      ([label, value]) => new TableRow({ cantSplit: true, children: [cell(label, left, true), cell(value, width - left, false)] }),
    ),
  })
}

/** In: the words below each line to sign on, and the width of the text in twips. Out: the lines, two abreast, with room to write. */
export function wordSignatures(part: SignaturesPart, width: number): Table {
  const gap = 500
  const line = Math.floor((width - gap) / 2)
  const cell = (words: readonly string[] | undefined, size: number) =>
    new TableCell({
      width: { size, type: WidthType.DXA },
      children: words
        ? [
            new Paragraph({ style: 'TableText', spacing: { before: 760, after: 0 }, keepNext: true }),
            ...words.map((text, at) => (at === 0 ? ruledParagraph(text) : wordParagraph([{ text }], { style: 'TableText' }))),
          ]
        : [wordParagraph([], { style: 'TableText' })],
    })
  const pairs = Array.from({ length: Math.ceil(part.places.length / 2) }, (_, at) => part.places.slice(at * 2, at * 2 + 2))
  return new Table({
    width: { size: line * 2 + gap, type: WidthType.DXA },
    columnWidths: [line, gap, line],
    layout: TableLayoutType.FIXED,
    margins: { top: 0, bottom: 60, left: 0, right: 0 },
    borders: NO_LINES,
    rows: pairs.map(
      ([first, second]) => new TableRow({ cantSplit: true, children: [cell(first, line), cell(undefined, gap), cell(second, line)] }),
    ),
  })
}

function ruledParagraph(text: string): Paragraph {
  return new Paragraph({ text: xmlSafe(text), style: 'TableText', border: ruleAbove })
}
