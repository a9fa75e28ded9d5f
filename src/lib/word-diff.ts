import { diffWordsWithSpace } from 'diff'

/** A run of text that stands in both versions, only in the newer, or only in the older. */
export type DiffRun = { kind: 'same' | 'added' | 'removed'; text: string }

/** Beyond this many characters, both texts together, nobody reads a comparison word by word. */
const MOST_CHARACTERS = 400_000
/** Work grows with the number of differing words, squared. A text this different is a new text. */
const MOST_DIFFERENCES = 2_500

/**
 * What happened to the words from one text to another, in reading order, spaces kept: the runs that are not added give the
 * older text, those that are not removed the newer. Texts too large or too different come back as wholly replaced.
 */
export function wordDiff(before: string, after: string): DiffRun[] {
  const changes =
    before.length + after.length > MOST_CHARACTERS ? undefined : diffWordsWithSpace(before, after, { maxEditLength: MOST_DIFFERENCES })
  if (!changes) return wholly(before, after)
  return changes.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }))
}

/**
 * The same, for reading: changes with nothing but spaces between them are one change, so that a rewritten phrase stands as a whole
 * beside the old one instead of word by word among it.
 */
export function phraseDiff(before: string, after: string): DiffRun[] {
  const runs = wordDiff(before, after)
  const phrases: DiffRun[] = []
  let removed = ''
  let added = ''
  const close = () => {
    if (removed !== '') phrases.push({ kind: 'removed', text: removed })
    if (added !== '') phrases.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  runs.forEach(({ kind, text }, at) => {
    const isBetween =
      kind === 'same' && text.trim() === '' && !text.includes('\n') && (removed !== '' || added !== '') && at < runs.length - 1
    if (kind !== 'added' && (kind === 'removed' || isBetween)) removed += text
    if (kind !== 'removed' && (kind === 'added' || isBetween)) added += text
    if (kind === 'same' && !isBetween) {
      close()
      phrases.push({ kind, text })
    }
  })
  close()
  return phrases
}

/** How many words are taken away or added, punctuation and spaces not counted. 0 when only those differ. */
export function wordDistance(before: string, after: string): number {
  return wordDiff(before, after)
    .filter(({ kind }) => kind !== 'same')
    .reduce((words, { text }) => words + wordsIn(text), 0)
}

const wordsIn = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0

/** Is so little left of the one text in the other that they are better read one after the other? More than half of their words differ. */
export function isAnotherText(before: string, after: string): boolean {
  const words = wordsIn(before) + wordsIn(after)
  return words > 0 && wordDistance(before, after) > words / 2
}

function wholly(before: string, after: string): DiffRun[] {
  if (before === after) return [{ kind: 'same', text: before }]
  const runs: DiffRun[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
  return runs.filter(({ text }) => text !== '')
}
