const MOST_DIGITS = 15

/** In: what a person typed for a whole number, with or without spaces. Out: the number; null when empty; undefined when it is none. */
export function parseWhole(text: string): number | null | undefined {
  const digits = text.replaceAll(/[\s\u00a0\u202f']/g, '').replace('\u2212', '-')
  if (digits === '') return null
  return /^-?\d+$/.test(digits) && digits.length <= MOST_DIGITS ? Number(digits) : undefined
}

/** "12 500 000", as Swedish writes it. */
export function showWhole(value: number): string {
  return value.toLocaleString('sv-SE', { maximumFractionDigits: 0 })
}
