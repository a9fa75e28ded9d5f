import { expect, test } from 'vitest'
import type { Block } from './blocks.ts'
import { blocksToEditable, keepBlockIds } from './blocks-edit.ts'
import { parseBlocks } from './blocks-parse.ts'

const ids = () => {
  let next = 0
  return () => `id-${(next += 1)}`
}

const TEXTS = {
  paragraphs: 'Ett stycke.\n\nEtt till, med två\nrader.',
  bold: 'Här är **det viktiga** i texten.',
  bullets: 'Vi ber er svara på:\n\n– hur\n– när\n– vem',
  numbers: '1. Först\n2. Sedan\n3. Sist',
  letters: 'a) ena\nb) andra',
  table: 'Region\tPlatser\nSkåne\t12\nHalland\t4',
}

test.each(Object.entries(TEXTS))('what is shown to be edited reads back as the same blocks: %s', (_, text) => {
  const blocks = parseBlocks(text, ids())
  expect(parseBlocks(blocksToEditable(blocks), ids())).toEqual(blocks)
})

const paragraph = (id: string, text: string): Block => ({ id, type: 'paragraph', content: [{ text }] })
const idsOf = (blocks: readonly Block[]) => blocks.map(({ id }) => id)

const BEFORE = [paragraph('a', 'ett'), paragraph('b', 'två'), paragraph('c', 'tre')]

test.each([
  ['nothing changed', ['ett', 'två', 'tre'], ['a', 'b', 'c']],
  ['a word changed', ['ett', 'två och en halv', 'tre'], ['a', 'b', 'c']],
  ['the first changed', ['noll', 'två', 'tre'], ['a', 'b', 'c']],
  ['one moved', ['tre', 'ett', 'två'], ['c', 'a', 'b']],
  ['one taken away', ['ett', 'tre'], ['a', 'c']],
  ['one put in', ['ett', 'nytt', 'två', 'tre'], ['a', 'new-1', 'b', 'c']],
  ['the same text twice', ['ett', 'ett'], ['a', 'b']],
])('ids last as long as their blocks: %s', (_, texts, expected) => {
  const after = texts.map((text, place) => paragraph(`new-${place}`, text))
  expect(idsOf(keepBlockIds(BEFORE, after))).toEqual(expected)
})
