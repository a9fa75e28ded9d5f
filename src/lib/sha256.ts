/** The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = Uint32Array.from(primes(64).map((prime) => fraction(Math.cbrt(prime))))
const START = primes(8).map((prime) => fraction(Math.sqrt(prime)))

/**
 * SHA-256 (FIPS 180-4) for the browser, whose own works only in secure contexts and never at once. A few hundred bytes at a time: on the
 * server, node:crypto is many times as fast.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(padded.length - 4, bytes.length * 8)

  const hash = Uint32Array.from(START)
  const words = new Uint32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getUint32(block + at * 4)
    for (let at = 16; at < 64; at += 1) {
      const [far, near] = [word(words, at - 15), word(words, at - 2)]
      const mixedFar = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)
      const mixedNear = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10)
      words[at] = word(words, at - 16) + mixedFar + word(words, at - 7) + mixedNear
    }
    mix(hash, words)
  }
  const out = new Uint8Array(32)
  const outView = new DataView(out.buffer)
  hash.forEach((value, at) => outView.setUint32(at * 4, value))
  return out
}

function mix(hash: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  for (let at = 0; at < 64; at += 1) {
    const choice = (e & f) ^ (~e & g)
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + word(K, at) + word(words, at)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) hash[at] = word(hash, at) + value
}

const word = (words: Uint32Array, at: number) => words[at] ?? 0
const turned = (value: number, by: number) => (value >>> by) | (value << (32 - by))

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

function primes(count: number): number[] {
  const found: number[] = []
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number)
  }
  return found
}
