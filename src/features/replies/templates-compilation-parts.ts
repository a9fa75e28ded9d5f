import { AREAS, type OrgCode, OTHER_ORGANISATIONS, REGIONS } from '../../lib/regions.ts'
import type { DocBlock, Part, Run } from '../../lib/document.ts'
import { phraseDiff } from '../../lib/word-diff.ts'
import { textBlocks } from './templates-parts.ts'
import { compilationTexts as texts } from './texts-compilation.ts'

const SHORT_NAMES = new Map([...REGIONS, ...AREAS, ...OTHER_ORGANISATIONS].map(({ code, shortName }) => [code, shortName]))

/** "Skåne": in a list of regions, the word region goes without saying. */
export const shortName = (org: OrgCode) => SHORT_NAMES.get(org) ?? org
export const shortNames = (orgs: readonly OrgCode[]) => orgs.map(shortName).join(', ')

export const headingPart = (level: 1 | 2, text: string): Part => ({ type: 'heading', level, text })

export const paragraphPart = (text: string, style: 'normal' | 'lead' | 'note' = 'normal'): Part => ({
  type: 'paragraph',
  style,
  content: [{ text }],
})

/** How many of a text's words may differ for the comparison to be easier to read than the new text alone. */
const READABLE_SHARE = 0.5

const BOLD = { bold: true } as const
const REMOVED = { removed: true } as const

const wordCount = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0

/** A proposed wording, with what it changes in the original; where it is another text altogether, just the wording. */
export function wordingBlocks(wording: string, original: string): DocBlock[] {
  if (wording.trim() === '') return [{ id: 'gone', type: 'paragraph', content: [{ text: texts.wordingGone, italic: true }] }]
  const label: DocBlock = { id: 'label', type: 'paragraph', content: [{ text: texts.wording, italic: true }] }
  const changes = phraseDiff(original, wording)
  const changed = changes.reduce((sum, { kind, text }) => (kind === 'same' ? sum : sum + wordCount(text)), 0)
  if (changed > (wordCount(wording) + wordCount(original)) * READABLE_SHARE) return [label, ...textBlocks(wording)]
  const runs = changes.flatMap(({ kind, text }, at): Run[] => {
    const before = changes[at - 1]
    const touches = kind === 'added' && before?.kind === 'removed' && !/\s$/.test(before.text)
    return [...(touches ? [{ text: ' ' }] : []), { text, ...(kind === 'added' && BOLD), ...(kind === 'removed' && REMOVED) }]
  })
  return [label, ...paragraphsOf(runs)]
}

/** Runs with empty lines in them, as one paragraph each. */
function paragraphsOf(runs: readonly Run[]): DocBlock[] {
  const paragraphs: Run[][] = [[]]
  for (const run of runs) {
    run.text.split(/\n\s*\n/).forEach((text, at) => {
      if (at > 0) paragraphs.push([])
      if (text !== '') paragraphs.at(-1)?.push({ ...run, text })
    })
  }
  return paragraphs
    .filter((content) => content.some(({ text }) => text.trim() !== ''))
    .map((content, at) => ({ id: `w${at}`, type: 'paragraph', content }))
}
