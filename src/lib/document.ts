import type { Block, Inline } from './blocks.ts'
import { blocksToPlain, inlinesToPlain, listMark, rowsToPlain } from './blocks-text.ts'

export type Orientation = 'portrait' | 'landscape'

/** `header` is the shade of column titles, `light` sets a row or a cell off, `accent` marks what needs attention. */
export type Shade = 'header' | 'light' | 'accent'

/** A run of text; one that is `removed` is struck through, to show what a proposal takes away. */
export type Run = Inline & { removed?: true }

/** Blocks as in any text, and paragraphs whose runs may be removed. */
export type DocBlock = Block | { id: string; type: 'paragraph'; content: Run[] }

/** What stands in a table's cell: runs of text, or whole blocks. `span` is the number of columns it takes, one unless given. */
export type Cell = { content: Run[] | DocBlock[]; bold?: true; shade?: Shade; span?: number }

/** `width` is in percent of the table; the widths of a table are scaled to 100. */
export type Column = { title: string; width: number; align?: 'left' | 'right' | 'center' }

export type HeadingPart = { type: 'heading'; level: 1 | 2 | 3; text: string }
export type ParagraphPart = { type: 'paragraph'; content: Inline[]; style: 'normal' | 'lead' | 'note' | 'quote' }

/** `lined` (the usual) has lines between rows; `boxed` has lines round every cell, for tables to write in. A table whose column titles are all empty has no title row. */
export type TablePart = {
  type: 'table'
  columns: Column[]
  rows: Cell[][]
  repeatHeader: boolean
  caption?: string
  look?: 'lined' | 'boxed'
}
export type ListPart = { type: 'list'; ordered: boolean; items: Inline[][] }

/** Lines to sign on, two abreast; each has its own words below it (place and date, name, office). */
export type SignaturesPart = { type: 'signatures'; places: string[][] }

export type Part =
  | HeadingPart
  | ParagraphPart
  | TablePart
  | ListPart
  | SignaturesPart
  | { type: 'blocks'; blocks: Block[] }
  | { type: 'page-break' }
  /** From here on, on a new page, the paper lies the other way. */
  | { type: 'orientation'; orientation: Orientation }

/**
 * A document before it has a format: Word, PDF and plain text are made from the same one. All words are the caller's: `pageWords` makes
 * "Page 3 of 12". `createdAt` is an instant in ISO 8601; with the same document it gives the same bytes.
 */
export type Doc = {
  title: string
  subtitle?: string
  language: 'sv'
  creator: string
  createdAt: string
  header: { left: string; right: string }
  footer: string
  pageWords: { page: string; of: string }
  facts?: [label: string, value: string][]
  parts: Part[]
  orientation: Orientation
}

const isBlock = (thing: Run | DocBlock | undefined): thing is DocBlock => thing !== undefined && 'type' in thing

/** In: what stands in a cell. Out: the blocks if it holds blocks, else undefined; an empty cell holds none. */
export function cellBlocks(content: Cell['content']): DocBlock[] | undefined {
  return isBlock(content[0]) ? content.filter(isBlock) : undefined
}

/** In: what stands in a cell. Out: the runs of text if it holds no blocks. */
export function cellInlines(content: Cell['content']): Run[] {
  return content.filter((thing): thing is Run => !isBlock(thing))
}

/** In: a text and how it is set. Out: a cell with it, or an empty cell for an empty text. */
export function textCell(text: string, look: Omit<Cell, 'content'> = {}): Cell {
  return { ...look, content: text === '' ? [] : [{ text }] }
}

/** Struck words would read as standing ones; they are put in the signs that comparisons of text have. */
const marked = (runs: readonly Run[]): Inline[] => runs.map((run) => (run.removed ? { text: `[-${run.text}-]` } : run))

function cellToPlain(cell: Cell): string {
  const blocks = cellBlocks(cell.content)
  if (!blocks) return inlinesToPlain(marked(cellInlines(cell.content)))
  return blocksToPlain(blocks.map((block) => (block.type === 'paragraph' ? { ...block, content: marked(block.content) } : block)))
}

const FITS_IN_COLUMNS = 100
const PLAIN_INDENT = '    '

const indented = (text: string) => text.replaceAll('\n', `\n${PLAIN_INDENT}`)

function isNarrow(titles: readonly string[], rows: readonly string[][]): boolean {
  const all = [titles, ...rows]
  const widths = titles.map((_, column) => all.reduce((most, row) => Math.max(most, (row[column] ?? '').length), 0))
  const isOneLine = rows.every((row) => row.every((cell) => !cell.includes('\n')))
  return isOneLine && widths.reduce((sum, width) => sum + width + 3, 0) <= FITS_IN_COLUMNS
}

/** A row too wide for columns: its first cell, and below it each other cell under its column's title. */
function rowToRecord(titles: readonly string[], row: readonly string[]): string {
  const [first = '', ...others] = row
  const fields = others.map((cell, at) => {
    const title = titles[at + 1] ?? ''
    if (cell === '') return ''
    return PLAIN_INDENT + indented(title === '' ? cell : cell.includes('\n') ? `${title}:\n${cell}` : `${title}: ${cell}`)
  })
  return [indented(first), ...fields].filter((line) => line !== '').join('\n')
}

function tableToPlain(table: TablePart): string {
  const titles = table.columns.map((column) => column.title.replaceAll('\n', ' '))
  const rows = table.rows.map((row) => row.map(cellToPlain))
  const hasTitles = titles.some((title) => title !== '')
  const hasSpans = table.rows.some((row) => row.some((cell) => (cell.span ?? 1) > 1))
  const body =
    !hasSpans && isNarrow(titles, rows)
      ? rowsToPlain(hasTitles ? [titles, ...rows] : rows, hasTitles)
      : rows.map((row) => rowToRecord(titles, row)).join('\n\n')
  return [table.caption ?? '', body].filter((text) => text !== '').join('\n')
}

const underlined = (text: string, sign: string) => `${text}\n${sign.repeat(Math.min(Array.from(text).length, 80))}`

function partToPlain(part: Part): string {
  switch (part.type) {
    case 'heading':
      return part.level === 3 ? part.text : underlined(part.text, part.level === 1 ? '=' : '-')
    case 'paragraph':
      return part.style === 'quote' ? PLAIN_INDENT + indented(inlinesToPlain(part.content)) : inlinesToPlain(part.content)
    case 'blocks':
      return blocksToPlain(part.blocks)
    case 'table':
      return tableToPlain(part)
    case 'list':
      return part.items.map((item, place) => `${listMark(part, place)} ${indented(inlinesToPlain(item))}`).join('\n')
    case 'signatures':
      return part.places.map((words) => ['_'.repeat(40), ...words].join('\n')).join('\n\n\n')
    case 'page-break':
    case 'orientation':
      return ''
  }
}

/**
 * In: a document. Out: all its words as plain text, for mail and for copying into another system: headings underlined, facts as "label: value",
 * narrow tables in columns and wide ones row by row, one empty line between parts, lines not wrapped.
 */
export function docToPlain(doc: Doc): string {
  const facts = (doc.facts ?? []).map(([label, value]) => `${label}: ${indented(value)}`).join('\n')
  const header = [doc.header.left, doc.header.right].filter((text) => text !== '').join(' \u00b7 ')
  return [header, underlined(doc.title, '='), doc.subtitle ?? '', facts, ...doc.parts.map(partToPlain), doc.footer]
    .filter((text) => text.trim() !== '')
    .join('\n\n')
    .concat('\n')
}
