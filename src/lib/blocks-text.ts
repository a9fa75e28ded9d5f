import type { Block, Inline, ListBlock } from './blocks.ts'

/** In: runs of text. Out: their text; newlines are line breaks. */
export function inlinesToPlain(inlines: readonly Inline[]): string {
  return inlines.map((inline) => inline.text).join('')
}

/** In: a list's counting and an item's place from 0. Out: the item's mark without space: a dash, "2." or "b)". */
export function listMark(list: Pick<ListBlock, 'ordered' | 'start' | 'letters'>, place: number): string {
  if (!list.ordered) return '\u2013'
  const value = (list.start ?? 1) + place
  return list.letters && value >= 1 && value <= 26 ? `${String.fromCharCode(96 + value)})` : `${value}.`
}

const indented = (text: string, by: number) => text.replaceAll('\n', `\n${' '.repeat(by)}`)

function listToPlain(list: ListBlock): string {
  return list.items
    .map((item, place) => {
      const mark = listMark(list, place)
      return `${mark} ${indented(inlinesToPlain(item), mark.length + 1)}`
    })
    .join('\n')
}

// Wider than this a mail program breaks the lines, and padding would make the columns harder to follow, not easier.
const WIDEST_PADDED = 100

const lengthOf = (text: string) => Array.from(text).length

/**
 * In: rows of cells as text, the first row being titles if `header`. Out: one line per row; columns are padded into line when the
 * table is narrow, else the cells are only told apart by a bar. Line breaks in a cell become " / ".
 */
export function rowsToPlain(rows: readonly (readonly string[])[], header: boolean): string {
  const flat = rows.map((row) => row.map((cell) => cell.trim().replace(/\s*\n\s*/g, ' / ')))
  const columns = flat.reduce((most, row) => Math.max(most, row.length), 0)
  const widths = Array.from({ length: columns }, (_, column) => flat.reduce((most, row) => Math.max(most, lengthOf(row[column] ?? '')), 0))
  const total = widths.reduce((sum, width) => sum + width + 3, 0)
  const isPadded = total <= WIDEST_PADDED
  const lines = flat.map((row) => {
    const cells = isPadded ? row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell))) : row
    return cells.join(' | ').trimEnd()
  })
  const first = lines[0]
  if (!header || first === undefined) return lines.join('\n')
  const rule = isPadded ? widths.map((width) => '-'.repeat(width)).join('-|-') : '-'.repeat(Math.min(lengthOf(first), WIDEST_PADDED))
  return [first, rule, ...lines.slice(1)].join('\n')
}

function blockToPlain(block: Block): string {
  if (block.type === 'paragraph') return inlinesToPlain(block.content)
  if (block.type === 'list') return listToPlain(block)
  return rowsToPlain(
    block.rows.map((row) => row.map(inlinesToPlain)),
    block.header,
  )
}

/** In: blocks. Out: plain text for mail and copying: an empty line between blocks, lists with dashes or numbers, tables in columns, lines not wrapped. */
export function blocksToPlain(blocks: readonly Block[]): string {
  return blocks
    .map(blockToPlain)
    .filter((text) => text !== '')
    .join('\n\n')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** In: any text. Out: the same text, safe as HTML content and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

function inlineToHtml(inline: Inline): string {
  const text = escapeHtml(inline.text).replaceAll('\n', '<br>')
  const slanted = inline.italic ? `<em>${text}</em>` : text
  return inline.bold ? `<strong>${slanted}</strong>` : slanted
}

/** In: runs of text. Out: HTML without block elements: strong, em and br only. */
export function inlinesToHtml(inlines: readonly Inline[]): string {
  return inlines.map(inlineToHtml).join('')
}

function listToHtml(list: ListBlock): string {
  const items = list.items.map((item) => `<li>${inlinesToHtml(item)}</li>`).join('')
  if (!list.ordered) return `<ul>${items}</ul>`
  const attributes = `${list.letters ? ' type="a"' : ''}${list.start === undefined ? '' : ` start="${list.start}"`}`
  return `<ol${attributes}>${items}</ol>`
}

const rowToHtml = (row: readonly Inline[][], open: string, close: string) =>
  `<tr>${row.map((cell) => `<${open}>${inlinesToHtml(cell)}</${close}>`).join('')}</tr>`

function tableToHtml(rows: readonly Inline[][][], header: boolean): string {
  const [first, ...others] = rows
  if (!first) return ''
  const head = header ? `<thead>${rowToHtml(first, 'th scope="col"', 'th')}</thead>` : ''
  const body = (header ? others : rows).map((row) => rowToHtml(row, 'td', 'td')).join('')
  return `<table>${head}${body ? `<tbody>${body}</tbody>` : ''}</table>`
}

function blockToHtml(block: Block): string {
  if (block.type === 'paragraph') return `<p>${inlinesToHtml(block.content)}</p>`
  return block.type === 'list' ? listToHtml(block) : tableToHtml(block.rows, block.header)
}

/** In: blocks. Out: HTML for server pages and mail, all text escaped; only p, ul, ol, li, table parts, strong, em and br, without classes or styles. */
export function blocksToHtml(blocks: readonly Block[]): string {
  return blocks.map(blockToHtml).join('\n')
}
