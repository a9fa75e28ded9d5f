import type { Doc, Orientation, Part } from '../lib/document.ts'

const LONGEST_INTRODUCTION = 300

/** A short paragraph just above a table introduces it, and would be lost alone at the bottom of a page. */
export function isIntroduction(part: Part, next: Part | undefined): boolean {
  if (part.type !== 'paragraph' || next?.type !== 'table') return false
  return part.content.reduce((length, inline) => length + inline.text.length, 0) <= LONGEST_INTRODUCTION
}

/** The parts of a document up to each change of how the paper lies. */
export function stretchesOf(doc: Doc): { orientation: Orientation; parts: Part[] }[] {
  const stretches: { orientation: Orientation; parts: Part[] }[] = [{ orientation: doc.orientation, parts: [] }]
  for (const part of doc.parts) {
    if (part.type === 'orientation') stretches.push({ orientation: part.orientation, parts: [] })
    else stretches.at(-1)?.parts.push(part)
  }
  return stretches
}
