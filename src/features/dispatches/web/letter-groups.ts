import type { LedgerLine } from '../shapes.ts'

/** Letters that say the same and left one after the other: an utskick to all its registries. */
export type LetterGroup = { id: string; subject: string; madeAt: string; lines: LedgerLine[] }

/** In: lines, newest first. Out: the same, those side by side with one purpose and subject together. */
export function groupLetters(lines: readonly LedgerLine[]): LetterGroup[] {
  const groups: LetterGroup[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    const before = last?.lines.at(-1)
    if (last && before && before.purpose === line.purpose && before.subject === line.subject) last.lines.push(line)
    else groups.push({ id: line.id, subject: line.subject, madeAt: line.madeAt, lines: [line] })
  }
  return groups
}

export type LetterCounts = { delivered: number; waiting: number; uncertain: number; refused: number }

/** What became of letters, each counted once. */
export function countLetters(lines: readonly LedgerLine[]): LetterCounts {
  const counts = { delivered: 0, waiting: 0, uncertain: 0, refused: 0 }
  for (const { failedAt, uncertain, acceptedAt } of lines) {
    counts[failedAt !== null ? 'refused' : uncertain ? 'uncertain' : acceptedAt !== null ? 'delivered' : 'waiting'] += 1
  }
  return counts
}
