import type { Block, Inline, SectionText } from './blocks.ts'
import { TEXT_LIMITS } from './blocks.ts'
import { type Heading, headingsOf, isTitle } from './blocks-headings.ts'
import { documentLinesOf, jointOf, type Line, linesOf, type Marker, seamOf, type Wrapping, wrappingOf } from './blocks-lines.ts'
import { inlinesToPlain } from './blocks-text.ts'

const BOLD = /\*\*(?!\s)([^*]+)(?<!\s)\*\*/g

/** In: one paragraph's text. Out: its runs; words between double asterisks are bold, a lone pair stays as it is. */
function inlinesFrom(text: string): Inline[] {
  if (!text.includes('**')) return text === '' ? [] : [{ text }]
  const inlines: Inline[] = []
  let at = 0
  for (const match of text.matchAll(BOLD)) {
    if (match.index > at) inlines.push({ text: text.slice(at, match.index) })
    inlines.push({ text: match[1] ?? '', bold: true })
    at = match.index + match[0].length
  }
  if (at < text.length) inlines.push({ text: text.slice(at) })
  return inlines
}

/** Text that grows line by line. Kept in pieces, since joining to one long text at each line would take quadratic time. */
type Growing = { pieces: string[]; last: string }

const growing = (text: string): Growing => ({ pieces: [], last: text })

function grow(text: Growing, next: string): void {
  const seam = seamOf(text.last, next)
  text.pieces.push(seam.last, seam.between)
  text.last = next
}

function growByLine(text: Growing, next: string): void {
  text.pieces.push(text.last, '\n')
  text.last = next
}

const MARKDOWN_HEADING = /^#{1,6} (\S.*)$/

const grown = (text: Growing) => [...text.pieces, text.last].join('')

type Open =
  | { kind: 'nothing' }
  | { kind: 'paragraph'; text: Growing }
  | { kind: 'list'; form: Marker['form']; start: number; value: number; items: Growing[]; afterBlank: boolean }

type Builder = { blocks: Block[]; open: Open; lastList: { form: Marker['form']; value: number } | undefined }

const builder = (): Builder => ({ blocks: [], open: { kind: 'nothing' }, lastList: undefined })

function close(into: Builder, newId: () => string): void {
  const { open } = into
  if (open.kind === 'paragraph') into.blocks.push({ id: newId(), type: 'paragraph', content: inlinesFrom(grown(open.text)) })
  if (open.kind === 'list') {
    const ordered = open.form !== 'bullet'
    into.blocks.push({
      id: newId(),
      type: 'list',
      ordered,
      ...(ordered && open.start !== 1 && { start: open.start }),
      ...(open.form === 'letter' && { letters: true as const }),
      items: open.items.map((item) => inlinesFrom(grown(item))),
    })
    into.lastList = { form: open.form, value: open.value }
  }
  into.open = { kind: 'nothing' }
}

/** Does this mark begin or go on with a list, or is it a number that a sentence happens to have first on the line? */
function isItem(marker: Marker, into: Builder, isAfterBlank: boolean): boolean {
  if (marker.form === 'bullet' || marker.value === 1 || isAfterBlank) return true
  const list = into.open.kind === 'list' ? into.open : into.lastList
  return list?.form === marker.form && marker.value === list.value + 1
}

function addItem(into: Builder, marker: Marker, newId: () => string): void {
  const { open } = into
  if (open.kind === 'list' && open.form === marker.form && (marker.form === 'bullet' || marker.value === open.value + 1)) {
    open.items.push(growing(marker.text))
    open.value = marker.value
    open.afterBlank = false
    return
  }
  close(into, newId)
  into.open = {
    kind: 'list',
    form: marker.form,
    start: marker.value,
    value: marker.value,
    items: [growing(marker.text)],
    afterBlank: false,
  }
}

function addText(into: Builder, line: Line, wrapping: Wrapping, newId: () => string): void {
  const { open } = into
  if (open.kind === 'paragraph') {
    const joint = jointOf(open.text.last, line.text, wrapping)
    if (joint === 'continues') return grow(open.text, line.text)
    if (joint === 'line-break') return growByLine(open.text, line.text)
  }
  const item = open.kind === 'list' ? open.items.at(-1) : undefined
  if (open.kind === 'list' && item && !open.afterBlank && (line.indented || jointOf(item.last, line.text, wrapping) === 'continues')) {
    return grow(item, line.text)
  }
  close(into, newId)
  into.open = { kind: 'paragraph', text: growing(line.text) }
}

function addBlank(into: Builder, newId: () => string): void {
  if (into.open.kind === 'paragraph') close(into, newId)
  // An empty line between two items does not end the list; what follows decides.
  if (into.open.kind === 'list') into.open.afterBlank = true
}

function isTableRow(line: Line | undefined): line is Line {
  if (!line?.text) return false
  const tabs = line.raw.trim().split('\t').length - 1
  return tabs > 1 || (tabs === 1 && !line.marker)
}

const isNumeric = (text: string) => /^[\d\s.,:%+\u2212-]+$/.test(text)

/** A first row of titles: every cell has words, and there is a column of figures below or three columns or more. */
function hasHeader(rows: readonly string[][]): boolean {
  const [first = [], ...others] = rows
  if (others.length === 0 || first.some((cell) => cell === '' || isNumeric(cell))) return false
  return first.length > 2 || first.some((_, column) => others.every((row) => isNumeric(row[column] ?? '')))
}

/** Lines with tabs, two or more in a row, are a table as Word and Excel paste it. Undefined if these are not. */
function tableFrom(lines: readonly Line[], newId: () => string): Block | undefined {
  if (lines.length < 2) return undefined
  const cells = lines.map((line) => line.raw.split('\t').map((cell) => cell.replace(/ {2,}/g, ' ').trim()))
  const used = cells.map((row) => row.findLastIndex((cell) => cell !== '') + 1)
  const width = used.reduce((most, columns) => Math.max(most, columns), 0)
  if (width > TEXT_LIMITS.tableColumns) return undefined
  const rows = cells.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ''))
  return { id: newId(), type: 'table', header: hasHeader(rows), rows: rows.map((row) => row.map(inlinesFrom)) }
}

function rowsFrom(lines: readonly Line[], at: number, headings: ReadonlyMap<number, Heading>): Line[] {
  const rows: Line[] = []
  for (let place = at; !headings.has(place); place += 1) {
    const line = lines[place]
    if (!isTableRow(line)) break
    rows.push(line)
  }
  return rows
}

type Parts = { preamble: Block[]; sections: { heading: Heading; blocks: Block[] }[] }

function partsOf(lines: readonly Line[], headings: ReadonlyMap<number, Heading>, newId: () => string): Parts {
  const wrapping = wrappingOf(lines)
  const parts: Parts = { preamble: [], sections: [] }
  let into = builder()
  parts.preamble = into.blocks
  let textRowsUntil = 0

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    const heading = headings.get(at)
    if (heading) {
      close(into, newId)
      into = builder()
      parts.sections.push({ heading, blocks: into.blocks })
      if (heading.rest) into.open = { kind: 'paragraph', text: growing(heading.rest) }
      at += heading.lineCount - 1
      continue
    }
    if (!line?.text) {
      addBlank(into, newId)
      continue
    }
    const rows = at >= textRowsUntil && isTableRow(line) ? rowsFrom(lines, at, headings) : []
    const table = tableFrom(rows, newId)
    if (table) {
      close(into, newId)
      into.blocks.push(table)
      at += rows.length - 1
      continue
    }
    textRowsUntil = Math.max(textRowsUntil, at + rows.length)
    const boldLine = MARKDOWN_HEADING.exec(line.text)?.[1]
    if (boldLine) {
      close(into, newId)
      into.blocks.push({ id: newId(), type: 'paragraph', content: [{ text: boldLine, bold: true }] })
      continue
    }
    const isAfterBlank = !lines[at - 1]?.text || headings.has(at - 1)
    if (line.marker && isItem(line.marker, into, isAfterBlank)) addItem(into, line.marker, newId)
    else addText(into, line, wrapping, newId)
  }
  close(into, newId)
  return parts
}

/**
 * In: a text as typed, or pasted from Word, a PDF or a mail; `newId` gives a new id at each call. Out: its sections by the
 * author's own headings ("1 ...", "2.1 ...", "§ 3 ...", "Avsnitt 4: ...", "Kapitel 2", "## ..."), and what stands before the first.
 * Lines and words that a PDF or a mail broke are made whole; tab-separated lines become tables. Nothing is refused and no word is
 * lost but the numbers of pages; the limits of `SectionTexts` are checked by the caller. Takes time in proportion to the text.
 */
export function parseSections(text: string, newId: () => string): { sections: SectionText[]; preamble: Block[] } {
  const lines = documentLinesOf(text)
  const parts = partsOf(lines, headingsOf(lines, wrappingOf(lines)), newId)
  const sections = parts.sections.map(({ heading: { number, heading }, blocks }) => ({
    id: newId(),
    number,
    heading,
    blocks,
    originSectionId: null,
  }))
  return { sections, preamble: parts.preamble }
}

/**
 * In: what stands before the first heading. Out: the title that it begins with, undefined where it begins as ordinary text, and
 * what comes after it. A title is one line, which is no sentence.
 */
export function titleOf(preamble: readonly Block[]): { title: string | undefined; rest: Block[] } {
  const [first, ...others] = preamble
  const plain = first?.type === 'paragraph' ? inlinesToPlain(first.content) : ''
  const [title = '', ...more] = plain.split('\n')
  if (first?.type !== 'paragraph' || !isTitle(title)) return { title: undefined, rest: [...preamble] }
  const left = more.join('\n')
  return { title, rest: left === '' ? others : [{ ...first, content: inlinesFrom(left) }, ...others] }
}

/** In: a text without sections, as typed or pasted; `newId` gives a new id at each call. Out: its paragraphs, lists and tables. */
export function parseBlocks(text: string, newId: () => string): Block[] {
  return partsOf(linesOf(text), new Map(), newId).preamble
}
