import { type Block, type Inline, inlinesOf, type ListBlock } from './blocks.ts'
import { inlinesToPlain, listMark } from './blocks-text.ts'

/**
 * In: blocks. Out: a text to edit in a plain box, from which parseBlocks makes the same blocks again: an empty line between
 * blocks, lists by their marks, bold between double asterisks, table cells apart by tabs. Italic is lost once the text is edited.
 */
export function blocksToEditable(blocks: readonly Block[]): string {
  return blocks.map(blockToEditable).join('\n\n')
}

function blockToEditable(block: Block): string {
  if (block.type === 'paragraph') return inlinesToEditable(block.content)
  if (block.type === 'list') return listToEditable(block)
  return block.rows.map((row) => row.map((cell) => inlinesToEditable(cell).replaceAll(/\s+/g, ' ')).join('\t')).join('\n')
}

const inlinesToEditable = (inlines: readonly Inline[]) =>
  inlines.map(({ text, bold }) => (bold && text.trim() === text && text !== '' ? `**${text}**` : text)).join('')

function listToEditable(list: ListBlock): string {
  return list.items.map((item, place) => `${listMark(list, place)} ${inlinesToEditable(item).replaceAll('\n', '\n   ')}`).join('\n')
}

/**
 * In: the blocks before and after an edit. Out: the blocks after, where each that is still there keeps its id: first those with
 * the same text, then those that stand between the same neighbours and are of the same type. The others keep their new ids.
 */
export function keepBlockIds(before: readonly Block[], after: readonly Block[]): Block[] {
  const free = new Map<string, Block[]>()
  for (const block of before) free.set(contentOf(block), [...(free.get(contentOf(block)) ?? []), block])
  const kept = new Map<number, string>()
  after.forEach((block, place) => {
    const same = free.get(contentOf(block))?.shift()
    if (same) kept.set(place, same.id)
  })
  const used = new Set(kept.values())
  const placeBefore = new Map(before.map((block, place) => [block.id, place]))
  const ids = after.map((block, place) => {
    const own = kept.get(place)
    if (own !== undefined) return own
    const leftId = place === 0 ? undefined : kept.get(place - 1)
    const left = place === 0 ? -1 : leftId === undefined ? undefined : placeBefore.get(leftId)
    const candidate = left === undefined ? undefined : before[left + 1]
    if (!candidate || used.has(candidate.id) || candidate.type !== block.type) return block.id
    used.add(candidate.id)
    kept.set(place, candidate.id)
    return candidate.id
  })
  return after.map((block, place) => ({ ...block, id: ids[place] ?? block.id }))
}

const contentOf = (block: Block) =>
  `${block.type} ${
    block.type === 'table'
      ? block.rows.map((row) => row.map(inlinesToPlain).join('\t')).join('\n')
      : inlinesOf(block)
          .map(({ text }) => text)
          .join('\n')
  }`
