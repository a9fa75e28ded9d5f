import { type Day, longDay } from '../../lib/day.ts'
import type { Block } from '../../lib/blocks.ts'
import type { DecidedBy, ReplyMarking } from './shapes.ts'
import { answerTexts as texts } from './texts-documents.ts'

/** A typed text as paragraphs: an empty line begins a new one, other line ends stay. Nothing else is made of it: it is shown as it was written. */
export function textBlocks(text: string): Block[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part, at) => ({ id: `p${at}`, type: 'paragraph', content: [{ text: part.trim() }] }))
}

/** "Regionstyrelsen, 12 mars 2027, § 45"; how it was decided is said when the name does not say it. */
export function decidedText(decided: DecidedBy | null, dayText: (day: Day) => string = longDay): string {
  if (!decided) return texts.notSaid
  const { on, paragraph } = decided
  return [decider(decided), on ? dayText(on) : '', unbroken(paragraph.trim())].filter((part) => part !== '').join(', ')
}

/** By what provision it is marked, when and by whom. */
export const markingText = ({ provision, date, authority }: ReplyMarking): string =>
  [provision.trim(), date ? longDay(date) : '', authority.trim()].filter((part) => part !== '').join(', ')

/** "§ 124" stays on one line. */
export const unbroken = (paragraph: string) => paragraph.replace(/§ +(?=\S)/g, '§\u00a0')

/** Who decided, by name; and by what right, where that is a person's and her name does not say it. */
export function decider({ who, how }: DecidedBy): string {
  const name = who.trim()
  if (name === '') return texts.decidedHow[how]
  const right = texts.decidedHowAfter[how]
  const isSaid = how === 'board' || how === 'committee' || name.toLowerCase().includes(right)
  return isSaid ? name : `${name}, ${right}`
}
