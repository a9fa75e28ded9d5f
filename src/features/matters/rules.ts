const LONGEST = 60

export type WhyNotCaseNumber = 'case-number-missing' | 'case-number-too-long' | 'case-number-malformed'

/**
 * May this text be a case number? 21 registers, 21 formats (RS2026-90011, RV2690123, RJL 2026/9012, 90345-2026): so anything
 * short and printable is.
 */
export function whyNotCaseNumber(text: string): WhyNotCaseNumber | undefined {
  if (text.trim() === '') return 'case-number-missing'
  if (Array.from(text).length > LONGEST) return 'case-number-too-long'
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? 'case-number-malformed' : undefined
}
