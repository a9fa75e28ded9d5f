import { type Cell, type Column, type DocBlock, type Part, textCell } from '../../lib/document.ts'
import { type Common, type Compiled, type OwnRow, tallyStances } from './rules-compilation.ts'
import type { Stance } from './shapes.ts'
import { paragraphPart, shortName, shortNames, wordingBlocks } from './templates-compilation-parts.ts'
import { textBlocks } from './templates-parts.ts'
import { compilationTexts as texts } from './texts-compilation.ts'
import { answerTexts } from './texts-documents.ts'

/** What all have said in one place: stances in a line, a table to write kansliet's answers in, and those who had nothing to say. */
export function compiledParts(compiled: Compiled, original: string, areRegions: boolean): Part[] {
  return [paragraphPart(tallyText(compiled)), ...tableParts(compiled, original, areRegions), ...silentParts(compiled)]
}

function tallyText({ tally, untouched, uncoded, rows }: Compiled): string {
  const without = untouched.length + uncoded.length + rows.filter(({ stance }) => stance === null).length
  const parts = tally.map(({ key, orgs }) => texts.tallyPart(answerTexts.stance[key], orgs.length))
  return [
    ...(parts.length > 0 ? parts : [texts.noStances]),
    ...(parts.length > 0 && without > 0 ? [texts.stanceNotTaken(without)] : []),
  ].join('  ·  ')
}

function tableParts({ common, rows }: Compiled, original: string, areRegions: boolean): Part[] {
  if (common.length === 0 && rows.length === 0) return []
  const hasWordings = common.some(({ kind }) => kind === 'wording') || rows.some(({ wordings }) => wordings.length > 0)
  const columns: Column[] = [
    { title: areRegions ? texts.org.regions : texts.org.others, width: 16 },
    { title: texts.stance, width: 16 },
    { title: hasWordings ? texts.said : texts.saidShort, width: 43 },
    { title: texts.response, width: 25 },
  ]
  return [
    {
      type: 'table',
      look: 'boxed',
      repeatHeader: true,
      columns,
      rows: [
        ...common.map((one, at) => commonRow(one, at, common.length, original, areRegions)),
        ...rows.map((row) => ownRow(row, common.length, original)),
      ],
    },
  ]
}

function commonRow({ kind, text, by }: Common, at: number, count: number, original: string, areRegions: boolean): Cell[] {
  const title = (kind === 'wording' ? texts.commonWording : texts.commonRemark)(by.length, areRegions)
  const stances = tallyStances(by).map(({ key, orgs }) => texts.tallyPart(answerTexts.stance[key], orgs.length))
  const words: DocBlock[] = [
    textBlock('title', count > 1 ? texts.commonMark(letterOf(at), title) : title, 'bold'),
    textBlock('names', `${shortNames(by.map(({ org }) => org))}.`),
    ...(stances.length > 0 ? [textBlock('stances', stances.join(' \u00b7 '), 'italic')] : []),
  ]
  return [
    { shade: 'light', span: 2, content: words },
    { shade: 'light', content: kind === 'wording' ? wordingBlocks(text, original) : textBlocks(text) },
    { content: [] },
  ]
}

const LETTERS = 26
const LETTER_A = 65

/** A, B, C and on to Z, then A1: a number would be read together with how many they are. */
const letterOf = (at: number) => `${String.fromCharCode(LETTER_A + (at % LETTERS))}${at < LETTERS ? '' : Math.floor(at / LETTERS)}`

const textBlock = (id: string, text: string, look?: 'bold' | 'italic'): DocBlock => ({
  id,
  type: 'paragraph',
  content: [{ text, ...(look && { [look]: true as const }) }],
})

function ownRow({ org, stance, remarks, wordings, shares }: OwnRow, count: number, original: string): Cell[] {
  const own = remarks.filter(({ isPassage }) => !isPassage)
  const passages = remarks.filter(({ isPassage }) => isPassage)
  const content: DocBlock[] = [
    ...own.flatMap(({ text }) => textBlocks(text)),
    ...(passages.length > 0 ? [textBlock('passage', texts.passage, 'italic')] : []),
    ...passages.flatMap(({ text }) => textBlocks(text)),
    ...wordings.flatMap(({ text }) => wordingBlocks(text, original)),
    ...(shares.length > 0
      ? [textBlock('shares', count > 1 ? texts.shares(shares.map(letterOf).join(', ')) : texts.sharesIt, 'italic')]
      : []),
  ]
  return [
    textCell(shortName(org), { bold: true }),
    textCell(stance ? answerTexts.stance[stance] : texts.noStance),
    { content },
    { content: [] },
  ]
}

function silentParts({ common, rows, silent, untouched, uncoded }: Compiled): Part[] {
  const sentences = [
    ...(common.length === 0 && rows.length === 0 ? [texts.nothing] : []),
    ...silent.map(({ key, orgs }) => silentText(key, shortNames(orgs))),
    ...(untouched.length > 0 ? [texts.untouched(shortNames(untouched))] : []),
    ...(uncoded.length > 0 ? [texts.uncoded(shortNames(uncoded))] : []),
  ]
  return sentences.length > 0 ? [paragraphPart(sentences.join('\n'), 'note')] : []
}

function silentText(stance: Stance, names: string): string {
  if (stance === 'no-objection') return texts.silentNoObjection(names)
  return stance === 'abstain' ? texts.silentAbstain(names) : texts.silent(answerTexts.stance[stance], names)
}
