import { expect, test } from 'vitest'
import { parseWhole, showWhole } from './number.ts'

test.each([
  ['', null],
  ['  ', null],
  ['0', 0],
  ['12500000', 12_500_000],
  ['12 500 000', 12_500_000],
  ['12\u00a0500\u00a0000', 12_500_000],
  ['12\u202f500', 12_500],
  ["12'500", 12_500],
  ['-3', -3],
  ['\u22123', -3],
  ['007', 7],
  ['12,5', undefined],
  ['12.500', undefined],
  ['1e3', undefined],
  ['tolv', undefined],
  ['--3', undefined],
  ['1234567890123456', undefined],
])('%j is %s', (text, number) => {
  expect(parseWhole(text)).toBe(number)
})

test('what is shown reads back as the same number', () => {
  for (const number of [0, 7, -12, 1_234, 12_500_000, -9_876_543_210]) expect(parseWhole(showWhole(number))).toBe(number)
})
