import { createHash, randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto'

const random = new Uint8Array(16)

/** A UUIDv7 (RFC 9562): ordered by time, so that keyset paging and indexes follow it. */
export function newId(now: Date): string {
  randomFillSync(random)
  const bytes = Uint8Array.from(random)
  let time = now.getTime()
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A secret for a link or a cookie: 256 bits, for the address bar or a header. Store only its hash. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 of a text or of bytes. */
export function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** Compares two hashes without telling by time how much of them agrees. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}
