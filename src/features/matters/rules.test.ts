import { expect, test } from 'vitest'
import { whyNotCaseNumber } from './rules.ts'

test.each([
  ['RS2026-90011', undefined],
  ['RV2690123', undefined],
  ['RJL 2026/9012', undefined],
  ['90345-2026', undefined],
  ['RS 2026/901', undefined],
  ['HSN 2026-00901-3 §12', undefined],
  ['x'.repeat(60), undefined],
  ['x'.repeat(61), 'case-number-too-long'],
  ['', 'case-number-missing'],
  ['  \u00a0', 'case-number-missing'],
  ['RS\u00002026', 'case-number-malformed'],
  ['RS 2026/901\n', 'case-number-malformed'],
  ['RS\u202e2026', 'case-number-malformed'],
])('%j as a case number: %s', (text, expected) => {
  expect(whyNotCaseNumber(text)).toBe(expected)
})
