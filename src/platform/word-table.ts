import { Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, VerticalAlign, WidthType } from 'docx'
import { type Cell, cellBlocks, cellInlines, type Column, type SignaturesPart, type TablePart } from '../lib/document.ts'
import { inlinesOf } from '../lib/blocks.ts'
import { type Lists, ruleAbove, wordBlocks, wordParagraph, xmlSafe } from './word-blocks.ts'
import { COLOURS, LINE, NO_LINE } from './word-styles.ts'

const CELL_MARGIN = { top: 55, bottom: 35, left: 100, right: 100 }
const NO_LINES = { top: NO_LINE, bottom: NO_LINE, left: NO_LINE, right: NO_LINE, insideHorizontal: NO_LINE, insideVertical: NO_LINE }
const BORDERS = {
  lined: { ...NO_LINES, top: LINE, bottom: LINE, insideHorizontal: LINE },
  boxed: { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE },
}

// A letter of the table's size takes about this much of a line; only used to guess how tall a row will be.
const TWIPS_PER_LETTER = 95
const TWIPS_PER_BOLD_LETTER = 115
const WIDEST_NEED = 0.35
const TALLEST_WHOLE_ROW = 14
const TALLEST_KEPT_ROW = 5
const MOST_ROWS_TOGETHER = 9

const letters = (cell: Cell) =>
  (cellBlocks(cell.content)?.flatMap(inlinesOf) ?? cellInlines(cell.content)).map((inline) => inline.text).join(' ')

const longestWord = (text: string) => text.split(/[\s/-]+/).reduce((most, word) => Math.max(most, word.length), 0)

/** What a column needs so that no ordinary word in it is cut in two; Word cuts where the line ends, without a hyphen. */
function neededWidth(part: TablePart, at: number, width: number): number {
  const column = part.columns[at]
  const texts = [
    column?.title ?? '',
    ...part.rows.flatMap((row) => (row.length === part.columns.length && row[at] ? [letters(row[at])] : [])),
  ]
  const longest = texts.reduce((most, text) => Math.max(most, longestWord(text)), 0)
  return Math.min(longest * TWIPS_PER_BOLD_LETTER + CELL_MARGIN.left + CELL_MARGIN.right, width * WIDEST_NEED)
}

/** The widths asked for, scaled to the page; a column too narrow for its words takes from those that have room. */
function columnWidths(part: TablePart, width: number): number[] {
  const sum = part.columns.reduce((total, column) => total + column.width, 0)
  const asked = part.columns.map((column) => (width * column.width) / sum)
  const needed = part.columns.map((_, at) => neededWidth(part, at, width))
  const room = asked.map((own, at) => Math.max(0, own - (needed[at] ?? 0)))
  const lacking = asked.reduce((total, own, at) => total + Math.max(0, (needed[at] ?? 0) - own), 0)
  const available = room.reduce((total, own) => total + own, 0)
  if (lacking === 0 || available === 0) return asked.map(Math.floor)
  const given = Math.min(lacking, available)
  return asked.map((own, at) =>
    Math.floor(own + (Math.max(0, (needed[at] ?? 0) - own) * given) / lacking - ((room[at] ?? 0) * given) / available),
  )
}

const shaded = (cell: Pick<Cell, 'shade'>) =>
  cell.shade ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: COLOURS[cell.shade] } } : {}

function lineCount(cell: Cell, width: number): number {
  const perLine = Math.max(6, (width - CELL_MARGIN.left - CELL_MARGIN.right) / TWIPS_PER_LETTER)
  const linesOf = (text: string) => text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / perLine)), 0)
  const blocks = cellBlocks(cell.content)
  if (!blocks) return linesOf(letters(cell))
  return blocks.reduce(
    (lines, block) =>
      lines +
      linesOf(
        inlinesOf(block)
          .map((inline) => inline.text)
          .join(''),
      ),
    0,
  )
}

type Placed = { cell: Cell; column: Column; width: number; span: number }

/** Puts each cell in its columns; what a row lacks at the end is filled with empty cells. Throws on a row wider than the table. */
function placed(row: readonly Cell[], columns: readonly Column[], widths: readonly number[]): Placed[] {
  const cells: Placed[] = []
  let at = 0
  for (const cell of [...row, ...columns.map((): Cell => ({ content: [] }))]) {
    const column = columns[at]
    if (!column) {
      if (cells.length < row.length) throw new Error(`A row has more cells than the table's ${columns.length} columns`)
      break
    }
    const span = cell.span ?? 1
    cells.push({ cell, column, span, width: widths.slice(at, at + span).reduce((sum, width) => sum + width, 0) })
    at += span
  }
  if (at > columns.length) throw new Error(`A row spans more than the table's ${columns.length} columns`)
  return cells
}

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
  const widths = columnWidths(part, width)
  const rows = part.rows.map((row) => placed(row, part.columns, widths))
  const heights = rows.map((row) => row.reduce((most, { cell, width: cellWidth }) => Math.max(most, lineCount(cell, cellWidth)), 1))
  const isSmall = rows.length <= MOST_ROWS_TOGETHER && heights.every((height) => height <= 2)
  const isKept = (at: number) => {
    if (at >= rows.length - 1) return false
    // Neither the first nor the last row of a table stands alone on a page; a row that spans the table belongs to what follows.
    const isAtEdge = at === 0 || at === rows.length - 2
    return isSmall || rows[at]?.length === 1 || (isAtEdge && (heights[at] ?? 1) <= TALLEST_KEPT_ROW)
  }
  const hasTitles = part.columns.some((column) => column.title !== '')
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
            cantSplit: (heights[at] ?? 1) <= TALLEST_WHOLE_ROW,
            ...(isKept(at) && { keepNext: true }),
            children: row.map((cell) => wordCell(cell, lists)),
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
