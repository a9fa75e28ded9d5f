import * as z from 'zod/mini'

/**
 * How large a text may be. Bytes are UTF-8 of the text alone, without ids and structure. A real consultation of 60 pages is
 * about 150 kB in all, so a section at its limit is a paste that went wrong.
 */
export const TEXT_LIMITS = {
  sectionBytes: 200_000,
  totalBytes: 2_000_000,
  sections: 300,
  blocks: 5_000,
  listItems: 2_000,
  tableRows: 2_000,
  tableColumns: 40,
  inlines: 2_000,
  headingLength: 200,
  numberLength: 40,
  idLength: 64,
} as const

/** Why a text is refused. The Swedish sentence for each stands in the feature's texts. */
export type WhyNotText =
  | 'blocks-too-many'
  | 'control-characters'
  | 'heading-too-long'
  | 'id-invalid'
  | 'ids-not-unique'
  | 'list-too-long'
  | 'number-too-long'
  | 'section-nameless'
  | 'sections-too-many'
  | 'table-too-large'
  | 'table-uneven'
  | 'text-too-long'

const code = (reason: WhyNotText): WhyNotText => reason

// PostgreSQL refuses NUL in jsonb, XML refuses the other control characters, and UTF-8 cannot hold half a surrogate pair.
const UNSTORABLE = /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const isStorable = (text: string) => !UNSTORABLE.test(text)

const PlainText = z
  .string()
  .check(z.maxLength(TEXT_LIMITS.sectionBytes, code('text-too-long')), z.refine(isStorable, code('control-characters')))

/** A run of text in one style. A line break inside a paragraph is a newline in the text. */
export const Inline = z.strictObject({
  text: PlainText,
  bold: z.exactOptional(z.literal(true)),
  italic: z.exactOptional(z.literal(true)),
})
export type Inline = z.infer<typeof Inline>

const Inlines = z.array(Inline).check(z.maxLength(TEXT_LIMITS.inlines, code('text-too-long')))

const BlockId = z.string().check(z.minLength(1, code('id-invalid')), z.maxLength(TEXT_LIMITS.idLength, code('id-invalid')))

export const ParagraphBlock = z.strictObject({ id: BlockId, type: z.literal('paragraph'), content: Inlines })
export type ParagraphBlock = z.infer<typeof ParagraphBlock>

/** An ordered list counts from 1 unless `start` says otherwise; `letters` counts a, b, c as in "enligt punkt b". */
export const ListBlock = z.strictObject({
  id: BlockId,
  type: z.literal('list'),
  ordered: z.boolean(),
  start: z.exactOptional(z.int().check(z.gte(0), z.lte(9_999))),
  letters: z.exactOptional(z.literal(true)),
  items: z.array(Inlines).check(z.maxLength(TEXT_LIMITS.listItems, code('list-too-long'))),
})
export type ListBlock = z.infer<typeof ListBlock>

const isEven = (rows: readonly unknown[][]) => rows.every((row) => row.length === rows[0]?.length)

const TableRows = z
  .array(z.array(Inlines).check(z.minLength(1, code('table-uneven')), z.maxLength(TEXT_LIMITS.tableColumns, code('table-too-large'))))
  .check(z.maxLength(TEXT_LIMITS.tableRows, code('table-too-large')), z.refine(isEven, code('table-uneven')))

/** Rows of cells; every row has as many cells as the first. `header` says that the first row holds the column titles. */
export const TableBlock = z.strictObject({ id: BlockId, type: z.literal('table'), header: z.boolean(), rows: TableRows })
export type TableBlock = z.infer<typeof TableBlock>

/** One paragraph, list or table. The id is stable for as long as the block lives, so that a remark can point at it. */
export const Block = z.discriminatedUnion('type', [ParagraphBlock, ListBlock, TableBlock])
export type Block = z.infer<typeof Block>

/** A text without sections: a covering letter, a remark, a proposed wording. */
export const Blocks = z.array(Block).check(
  z.maxLength(TEXT_LIMITS.blocks, code('blocks-too-many')),
  z.refine(haveOwnIds, code('ids-not-unique')),
  z.refine((blocks: readonly Block[]) => blocksByteLength(blocks) <= TEXT_LIMITS.sectionBytes, code('text-too-long')),
)

/**
 * One section of a text that others answer. `number` is the author's own numbering as text ("1", "2.3", "§ 4") and may be empty,
 * as may the heading of an agreement's paragraph, but not both. `originSectionId` is the section of the earlier text this one came from.
 */
export const SectionText = z
  .strictObject({
    id: BlockId,
    number: z
      .string()
      .check(z.maxLength(TEXT_LIMITS.numberLength, code('number-too-long')), z.refine(isStorable, code('control-characters'))),
    heading: z
      .string()
      .check(z.maxLength(TEXT_LIMITS.headingLength, code('heading-too-long')), z.refine(isStorable, code('control-characters'))),
    blocks: Blocks,
    originSectionId: z.nullable(BlockId),
  })
  .check(z.refine((section) => section.number.trim() !== '' || section.heading.trim() !== '', code('section-nameless')))
export type SectionText = z.infer<typeof SectionText>

/** All sections of one text, in the author's order. */
export const SectionTexts = z.array(SectionText).check(
  z.maxLength(TEXT_LIMITS.sections, code('sections-too-many')),
  z.refine(haveOwnIds, code('ids-not-unique')),
  z.refine(
    (sections: readonly SectionText[]) =>
      sections.reduce((sum, section) => sum + blocksByteLength(section.blocks), 0) <= TEXT_LIMITS.totalBytes,
    code('text-too-long'),
  ),
)

function haveOwnIds(things: readonly { id: string }[]): boolean {
  return new Set(things.map((thing) => thing.id)).size === things.length
}

/** In: any text. Out: its length in bytes of UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f) length += 1
    // Each half of a surrogate pair counts two, which makes the pair's four.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) length += 1
  }
  return length
}

/** In: one block. Out: the runs of text in it, cell by cell, in reading order. */
export function inlinesOf(block: Block): Inline[] {
  if (block.type === 'paragraph') return block.content
  return block.type === 'list' ? block.items.flat() : block.rows.flat(2)
}

/** In: blocks. Out: the size of their text alone, in bytes of UTF-8. */
export function blocksByteLength(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + inlinesOf(block).reduce((part, inline) => part + utf8Length(inline.text), 0), 0)
}

/** In: blocks. Out: whether there is nothing to read in them. */
export function areBlocksEmpty(blocks: readonly Block[]): boolean {
  return blocks.every((block) => inlinesOf(block).every((inline) => inline.text.trim() === ''))
}

/** In: a value of unknown origin. Out: the first reason to refuse it as the sections of a text, or undefined; 'wrong-shape' is a program's mistake, not a person's. */
export function whyNotSections(value: unknown): WhyNotText | 'wrong-shape' | undefined {
  return firstReason(z.safeParse(SectionTexts, value))
}

/** In: a value of unknown origin. Out: the first reason to refuse it as a text without sections, or undefined. */
export function whyNotBlocks(value: unknown): WhyNotText | 'wrong-shape' | undefined {
  return firstReason(z.safeParse(Blocks, value))
}

const REASONS: Record<WhyNotText, true> = {
  'blocks-too-many': true,
  'control-characters': true,
  'heading-too-long': true,
  'id-invalid': true,
  'ids-not-unique': true,
  'list-too-long': true,
  'number-too-long': true,
  'section-nameless': true,
  'sections-too-many': true,
  'table-too-large': true,
  'table-uneven': true,
  'text-too-long': true,
}

const isReason = (text: string): text is WhyNotText => Object.hasOwn(REASONS, text)

type Parsed = { success: true } | { success: false; error: { issues: readonly { message: string }[] } }

function firstReason(parsed: Parsed): WhyNotText | 'wrong-shape' | undefined {
  if (parsed.success) return undefined
  return parsed.error.issues.map((issue) => issue.message).find(isReason) ?? 'wrong-shape'
}
