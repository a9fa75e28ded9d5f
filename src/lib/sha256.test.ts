import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { hexOf } from './bytes.ts'
import { sha256 } from './sha256.ts'

test('the same as everybody else’s, at every length around a block and for longer ones', () => {
  const lengths = [...Array(200).keys(), 1_000, 4_095, 4_096, 65_537]
  for (const length of lengths) {
    const bytes = randomBytes(length)
    expect(hexOf(sha256(bytes)), `${length} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
})

test('bytes that are part of a larger buffer', () => {
  const bytes = randomBytes(300).subarray(17, 117)
  expect(hexOf(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
})
