import { sameBytes } from './ids.ts'

/** What an authority is asked to stamp: a SHA-256, and a number that its answer must repeat. */
export type Asked = { hash: Uint8Array; nonce: Uint8Array }

export type StampTrial =
  | { holds: true; stampedAt: Date }
  | { holds: false; why: 'unreadable' | 'refused' | 'other-imprint' | 'other-nonce'; status?: number | undefined }

const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04
const OID = 0x06
const GENERALIZED_TIME = 0x18
const TAGGED_0 = 0xa0

const oid = (hex: string) => Buffer.from(hex, 'hex')
const SHA256 = oid('608648016503040201')
const SIGNED_DATA = oid('2a864886f70d010702')
const TST_INFO = oid('2a864886f70d0109100104')

/** A TimeStampReq of version 1 that asks for the authority's certificate in the answer, so that it can be verified later (RFC 3161, 2.4.1). */
export function timestampRequest({ hash, nonce }: Asked): Buffer {
  const algorithm = der(SEQUENCE, der(OID, SHA256), Buffer.from('0500', 'hex'))
  const imprint = der(SEQUENCE, algorithm, der(OCTETS, hash))
  return der(SEQUENCE, der(INTEGER, Uint8Array.of(1)), imprint, der(INTEGER, unsigned(nonce)), Buffer.from('0101ff', 'hex'))
}

/**
 * Reads a TimeStampResp (RFC 3161, 2.4.2): is it granted, for this hash and this nonce, and when? Never throws. Its signature is not tried here: whoever
 * relies on the stamp does that with the authority's certificate, as `openssl ts -verify`.
 */
export function readTimestamp(response: Uint8Array, asked: Asked): StampTrial {
  try {
    return judge(Buffer.from(response), asked)
  } catch (error) {
    if (error instanceof RangeError) return { holds: false, why: 'unreadable' }
    throw error
  }
}

function judge(response: Buffer, { hash, nonce }: Asked): StampTrial {
  const [answer, ...after] = partsOf(response)
  const [statusInfo, token] = partsIn(answer, SEQUENCE)
  const [status] = partsIn(statusInfo, SEQUENCE)
  const code = integer(status)
  // Granted, or granted with modifications.
  if (code > 1) return { holds: false, why: 'refused', status: code }
  const [contentType, content] = partsIn(token, SEQUENCE)
  const [signedData] = partsIn(content, TAGGED_0)
  const [, , encapsulated] = partsIn(signedData, SEQUENCE)
  const [infoType, infoBox] = partsIn(encapsulated, SEQUENCE)
  if (after.length > 0 || !is(contentType, SIGNED_DATA) || !is(infoType, TST_INFO)) return { holds: false, why: 'unreadable' }
  const [octets] = partsIn(infoBox, TAGGED_0)
  const [info] = partsOf(bytesOf(octets, OCTETS))
  const [, , imprint, , time, ...rest] = partsIn(info, SEQUENCE)
  const [algorithm, hashed] = partsIn(imprint, SEQUENCE)
  const isSame = is(partsIn(algorithm, SEQUENCE)[0], SHA256) && sameBytes(bytesOf(hashed, OCTETS), hash)
  if (!isSame) return { holds: false, why: 'other-imprint' }
  const repeated = rest.find(({ tag }) => tag === INTEGER)
  if (!repeated || !sameBytes(repeated.bytes, unsigned(nonce))) return { holds: false, why: 'other-nonce' }
  return { holds: true, stampedAt: momentOf(bytesOf(time, GENERALIZED_TIME).toString('latin1')) }
}

type Part = { tag: number; bytes: Buffer }

/** The parts that stand after one another. RangeError when they are not cut right. */
function partsOf(bytes: Buffer): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at)
    const first = bytes.readUInt8(at + 1)
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80 || lengthBytes > 4) throw new RangeError('a length that DER does not have')
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
    const from = at + 2 + lengthBytes
    if (from + length > bytes.length) throw new RangeError('a part that goes on after the end')
    parts.push({ tag, bytes: bytes.subarray(from, from + length) })
    at = from + length
  }
  return parts
}

function bytesOf(part: Part | undefined, tag: number): Buffer {
  if (part?.tag !== tag) throw new RangeError('another part than was awaited')
  return part.bytes
}

const partsIn = (part: Part | undefined, tag: number) => partsOf(bytesOf(part, tag))
const is = (part: Part | undefined, wanted: Uint8Array) => sameBytes(bytesOf(part, OID), wanted)

function integer(part: Part | undefined): number {
  const bytes = bytesOf(part, INTEGER)
  return bytes.readUIntBE(0, Math.min(bytes.length, 6))
}

/** "20261125080000Z", with or without parts of seconds. */
function momentOf(text: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text) ?? []
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(moment.getTime())) throw new RangeError('a time that is none')
  return moment
}

function der(tag: number, ...inside: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(inside)
  // A request is shorter than 128 bytes: its lengths are one byte.
  if (bytes.length > 127) throw new RangeError('longer than a request is')
  return Buffer.concat([Uint8Array.of(tag, bytes.length), bytes])
}

/** As DER writes a number that is not negative: no zeros in front, but for one where the first bit would be a sign. */
function unsigned(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first < 0) return Uint8Array.of(0)
  const short = bytes.subarray(first)
  return (short[0] ?? 0) < 0x80 ? short : new Uint8Array([0, ...short])
}
