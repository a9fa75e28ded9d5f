import { type Inline, inlinesOf } from '../lib/blocks.ts'
import { type Cell, cellBlocks, cellInlines, type Column, type DocBlock, type TablePart } from '../lib/document.ts'

/** Lengths are in twips, a twentieth of a point. */
export const CELL_MARGIN = { top: 55, bottom: 35, left: 100, right: 100 } as const

// A letter of the table's size takes about this much of a line; only used to guess how tall a row will be.
const TWIPS_PER_LETTER = 95
const TWIPS_PER_BOLD_LETTER = 115
const WIDEST_NEED = 0.35
const TALLEST_WHOLE_ROW = 14
const MOST_ROWS_TOGETHER = 9

/** A cell in its columns. */
export type Placed = { cell: Cell; column: Column; width: number; span: number }

/** `height` is the number of lines in the row's tallest cell; a row that is `whole` is not divided between pages. */
export type PlacedRow = { cells: Placed[]; height: number; whole: boolean }

/** A table made ready for paper; one that is `together` stays on one page. */
export type PlacedTable = { widths: number[]; rows: PlacedRow[]; together: boolean; hasTitles: boolean }

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

/** In: a width in twips. Out: about how many letters of a table's text stand on a line that wide. */
export const lettersOn = (width: number) => Math.max(6, (width - CELL_MARGIN.left - CELL_MARGIN.right) / TWIPS_PER_LETTER)

const joined = (inlines: readonly Inline[]) => inlines.map((inline) => inline.text).join('')

function linesOf(text: string, width: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / lettersOn(width))), 0)
}

function blockLines(block: DocBlock, width: number): number {
  if (block.type === 'paragraph') return linesOf(joined(block.content), width)
  if (block.type === 'list') return block.items.reduce((lines, item) => lines + linesOf(joined(item), width), 0)
  const cellWidth = width / Math.max(1, block.rows[0]?.length ?? 1)
  return block.rows.reduce((lines, row) => lines + row.reduce((most, cell) => Math.max(most, linesOf(joined(cell), cellWidth)), 1), 0)
}

function lineCount(cell: Cell, width: number): number {
  const blocks = cellBlocks(cell.content)
  if (!blocks) return linesOf(joined(cellInlines(cell.content)), width)
  return blocks.reduce((lines, block) => lines + blockLines(block, width), 0)
}

/** Puts each cell in its columns; what a row lacks at the end is filled with empty cells. */
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

/**
 * In: a table and the width of the text on the page in twips. Out: its columns' widths, each cell in its place, and what must not be
 * divided. Throws on a row with more cells than the table has columns.
 */
export function placeTable(part: TablePart, width: number): PlacedTable {
  const widths = columnWidths(part, width)
  const rows = part.rows.map((row) => {
    const cells = placed(row, part.columns, widths)
    const height = cells.reduce((most, { cell, width: cellWidth }) => Math.max(most, lineCount(cell, cellWidth)), 1)
    return { cells, height, whole: height <= TALLEST_WHOLE_ROW }
  })
  const together = rows.length <= MOST_ROWS_TOGETHER && rows.every(({ height }) => height <= 2)
  return { widths, rows, together, hasTitles: part.columns.some((column) => column.title !== '') }
}
