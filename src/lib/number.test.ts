import { expect, test } from 'vitest'
import { numberText, sizeText, withUnit } from './number.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1\u00a0234\u00a0567'],
  [-4_000, '\u22124\u00a0000'],
  [12.5, '12,5'],
  [1.005, '1'],
  [2 / 3, '0,67'],
  [9_007_199_254_740_991, '9\u00a0007\u00a0199\u00a0254\u00a0740\u00a0991'],
])('%d is written %j', (value, text) => expect(numberText(value)).toBe(text))

test('a number keeps its unit on its line, and needs none', () => {
  expect(withUnit(12, ' vårdplatser ')).toBe('12\u00a0vårdplatser')
  expect(withUnit(12, ' ')).toBe('12')
})

test.each([
  [0, '0\u00a0byte'],
  [999, '999\u00a0byte'],
  [1_000, '1\u00a0kB'],
  [999_400, '999\u00a0kB'],
  [999_600, '1\u00a0MB'],
  [2_449_000, '2,4\u00a0MB'],
  [25_000_000, '25\u00a0MB'],
])('%d bytes are %j', (bytes, text) => expect(sizeText(bytes)).toBe(text))
