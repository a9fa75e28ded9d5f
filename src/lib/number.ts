// A space that does not break the line, so that a number and its unit stay together in mail and Word alike.
const HARD_SPACE = '\u00a0'
const MINUS = '\u2212'

/** In: a number. Out: as it is written in Swedish: "1 234 567", "−4", at most two decimals after a comma; spaces do not break the line. */
export function numberText(value: number): string {
  const [whole = '', decimals] = String(Math.abs(Math.round(value * 100) / 100)).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, HARD_SPACE)
  return `${value < 0 ? MINUS : ''}${grouped}${decimals ? `,${decimals}` : ''}`
}

/** In: a number and its unit. Out: "12 vårdplatser", held together; without a unit the number alone. */
export function withUnit(value: number, unit: string): string {
  return unit.trim() === '' ? numberText(value) : `${numberText(value)}${HARD_SPACE}${unit.trim()}`
}

const KILO = 1_000
const MEGA = 1_000_000

/** In: a size in bytes. Out: as a person says it, in decimal units as mail servers and attachments are measured: "320 byte", "47 kB", "2,4 MB". */
export function sizeText(bytes: number): string {
  if (bytes < KILO) return withUnit(bytes, 'byte')
  if (bytes < MEGA - KILO / 2) return withUnit(Math.round(bytes / KILO), 'kB')
  return withUnit(Math.round(bytes / (MEGA / 10)) / 10, 'MB')
}
