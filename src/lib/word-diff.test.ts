import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAnotherText, phraseDiff, wordDiff, wordDistance } from './word-diff.ts'

const textOf = (runs: ReturnType<typeof wordDiff>, without: string) =>
  runs
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('')

describe('what happened to the words', () => {
  test('a word is replaced, the rest stands', () => {
    expect(wordDiff('The regions shall answer by Friday.', 'The regions should answer by Friday.')).toEqual([
      { kind: 'same', text: 'The regions ' },
      { kind: 'removed', text: 'shall' },
      { kind: 'added', text: 'should' },
      { kind: 'same', text: ' answer by Friday.' },
    ])
  })

  test('a word with a Swedish letter is one word', () => {
    expect(wordDiff('v\u00e5rd', 'v\u00e4rd')).toEqual([
      { kind: 'removed', text: 'v\u00e5rd' },
      { kind: 'added', text: 'v\u00e4rd' },
    ])
  })

  test.each([
    ['', '', []],
    ['', 'new', [{ kind: 'added', text: 'new' }]],
    ['old', '', [{ kind: 'removed', text: 'old' }]],
    ['same', 'same', [{ kind: 'same', text: 'same' }]],
  ])('from %j to %j', (before, after, runs) => expect(wordDiff(before, after)).toEqual(runs))

  const words = fc
    .array(fc.constantFrom('board', 'region', 'plan', ' ', ' ', '\n', ', ', '.', '\u00e5\u00e4\u00f6', '12'), { maxLength: 60 })
    .map((parts) => parts.join(''))

  test('nothing is lost: both texts can be read out of the runs', () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), fc.oneof(words, fc.string()), (before, after) => {
        const runs = wordDiff(before, after)
        expect(textOf(runs, 'added')).toBe(before)
        expect(textOf(runs, 'removed')).toBe(after)
      }),
    )
  })

  test('texts too large for comparing come back wholly replaced', () => {
    const before = 'word '.repeat(50_000)
    const after = `${before}more`
    expect(wordDiff(before, after)).toEqual([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ])
    expect(wordDiff(before, before)).toEqual([{ kind: 'same', text: before }])
    expect(wordDiff('', 'x'.repeat(400_001)).map(({ kind }) => kind)).toEqual(['added'])
  })

  test('texts with nothing in common do not keep anybody waiting', () => {
    const text = (name: string) => Array.from({ length: 8_000 }, (_, index) => `${name}${index}`).join(' ')
    const runs = wordDiff(text('a'), text('b'))
    expect(textOf(runs, 'added')).toBe(text('a'))
    expect(textOf(runs, 'removed')).toBe(text('b'))
    expect(runs).toHaveLength(2)
  })
})

describe('how many words differ', () => {
  test.each([
    ['The regions shall answer.', 'The regions shall answer.', 0],
    ['The regions shall answer.', 'The  regions, shall answer', 0],
    ['The regions shall answer.', 'The regions should answer.', 2],
    ['The regions shall answer.', 'The regions shall answer in time.', 2],
    ['', 'three new words', 3],
    ['\u00c5tta \u00e4rligt \u00f6ppna', '', 3],
  ])('from %j to %j: %i', (before, after, distance) => expect(wordDistance(before, after)).toBe(distance))

  test('it is the same in both directions', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => (wordDistance(one, other) === 0) === (wordDistance(other, one) === 0)))
  })
})

describe('changes for reading', () => {
  test('words that were rewritten side by side are one change', () => {
    expect(phraseDiff('övas minst en gång per år.', 'övas minst vartannat helt år.')).toEqual([
      { kind: 'same', text: 'övas minst ' },
      { kind: 'removed', text: 'en gång per ' },
      { kind: 'added', text: 'vartannat helt ' },
      { kind: 'same', text: 'år.' },
    ])
  })

  test('an empty line between two changes keeps them apart', () => {
    expect(phraseDiff('a\n\nb', 'c\n\nd').map(({ kind }) => kind)).toEqual(['removed', 'added', 'same', 'removed', 'added'])
  })

  test('both texts can still be read out of it', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n\n', '. ')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(textOf(phraseDiff(before, after), 'added')).toBe(before)
        expect(textOf(phraseDiff(before, after), 'removed')).toBe(after)
      }),
    )
  })
})

test.each([
  ['Vårdplatserna räcker inte i vårt län.', 'Vårdplatserna räcker inte i vår region.', false],
  ['Vårdplatserna räcker inte i vårt län.', 'Tidplanen är för snäv och kostnaden okänd.', true],
  ['', '', false],
])('%j and %j are two texts: %s', (one, other, expected) => expect(isAnotherText(one, other)).toBe(expected))
