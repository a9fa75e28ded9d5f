const DEEPEST = 200

/**
 * The value as canonical JSON (RFC 8785): the same value always gives the same text, so that its bytes can be hashed and
 * signed. Takes null, booleans, numbers, texts, arrays and plain objects. Throws TypeError, naming the place, on what is not
 * I-JSON (RFC 7493): undefined, NaN, infinities, whole numbers beyond 2^53, half surrogate pairs; on dates, maps and other
 * objects, which would silently become something else; and on anything nested deeper than 200.
 */
export function canonical(value: unknown): string {
  return write(value, '$', 0)
}

function write(value: unknown, place: string, depth: number): string {
  if (depth > DEEPEST) throw refusal(place, 'nested too deep')
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return writeNumber(value, place)
  if (typeof value === 'string') return writeText(value, place)
  if (Array.isArray(value)) return `[${Array.from(value, (item, index) => write(item, `${place}[${index}]`, depth + 1)).join(',')}]`
  if (typeof value === 'object' && isPlain(value)) return writeObject(value, place, depth)
  throw refusal(place, typeof value === 'object' ? 'not a plain object' : typeof value)
}

function writeNumber(value: number, place: string): string {
  if (!Number.isFinite(value)) throw refusal(place, 'not a finite number')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw refusal(place, 'a whole number beyond 2^53')
  // RFC 8785 3.2.2.3 takes ECMAScript's own form of a number, in which minus zero is 0.
  return String(value)
}

function writeText(value: string, place: string): string {
  if (!value.isWellFormed()) throw refusal(place, 'half a surrogate pair')
  return JSON.stringify(value)
}

function writeObject(value: object, place: string, depth: number): string {
  if (Object.getOwnPropertySymbols(value).length > 0) throw refusal(place, 'a symbol as key')
  // The plain sort is by UTF-16 code units, as RFC 8785 3.2.3 asks.
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${writeText(key, `${place} key`)}:${write(member, `${place}.${key}`, depth + 1)}`)
  return `{${members.join(',')}}`
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

const refusal = (place: string, reason: string) => new TypeError(`No canonical JSON at ${place}: ${reason}`)

/** The text as UTF-8. Throws TypeError on half a surrogate pair, which UTF-8 cannot hold. Written out since lib/ has no TextEncoder. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  if (!text.isWellFormed()) throw new TypeError('No UTF-8: half a surrogate pair')
  const bytes = new Uint8Array(text.length * 3)
  let at = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x80) {
      bytes[at++] = code
      continue
    }
    const following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
    bytes[at++] = [0, 0xc0, 0xe0, 0xf0][following]! | (code >> (6 * following))
    for (let shift = 6 * (following - 1); shift >= 0; shift -= 6) bytes[at++] = 0x80 | ((code >> shift) & 0x3f)
  }
  return bytes.slice(0, at)
}
