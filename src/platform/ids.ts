import { createHash, randomBytes, randomFillSync, randomInt, timingSafeEqual } from 'node:crypto'

// Drawn for many ids at a time: one draw is a system call.
const random = Buffer.alloc(4096)
let drawn = random.length
const COUNTER_BITS = 26
let counter = randomInt(2 ** (COUNTER_BITS - 1))

/**
 * A UUIDv7 (RFC 9562): ordered by time, so that keyset paging and indexes follow it. Ids that one process makes for the same
 * millisecond are in the order they were made (6.2, method 1: a counter after the time), so that what one transaction
 * writes is read back in its order.
 */
export function newId(now: Date): string {
  if (drawn === random.length) {
    randomFillSync(random)
    drawn = 0
  }
  const bytes = Buffer.from(random.subarray(drawn, drawn + 16))
  drawn += 16
  counter = (counter + 1) % 2 ** COUNTER_BITS
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes.writeUInt16BE(0x7000 | (counter >>> 14), 6)
  bytes.writeUInt16BE(0x8000 | (counter & 0x3fff), 8)
  const hex = bytes.toString('hex')
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
