import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'

/**
 * The age format (age-encryption.org/v1). Whose keys open a file is the library's work: its header. The bytes after it, ChaCha20-Poly1305 in pieces of
 * 64 KiB, are Node's own cryptography here, which is seven times as fast.
 */
const [PIECE, TAG, NONCE] = [65_536, 16, 16]
const FIRST_LINE = 'age-encryption.org/v1\n'
/** Sixteen recipients of the longest kind fit many times over. */
const LONGEST_HEADER = 1 << 20

/** Why a file could not be opened. */
export type AgeFault = 'not-age' | 'no-identity-matches' | 'bad-header' | 'altered' | 'cut'
export class BadAge extends Error {
  readonly fault: AgeFault
  constructor(fault: AgeFault, options?: ErrorOptions) {
    super(fault, options)
    this.name = 'BadAge'
    this.fault = fault
  }
}

/** Is this a recipient: an age public key, also one of the kind that withstands quantum computers? */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** Bytes encrypted to recipients, one at least. Out: an age file in pieces. */
export async function* encryptTo(recipients: readonly string[], plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const { header, fileKey } = await headerFor(recipients)
  const nonce = randomBytes(NONCE)
  yield Buffer.concat([header, nonce])
  const key = payloadKey(fileKey, nonce)
  let [held, count]: [Buffer, number] = [Buffer.alloc(0), 0]
  for await (const piece of plain) {
    held = Buffer.concat([held, piece])
    // The last piece is marked as such, so one is always held back.
    let at = 0
    const sealed: Buffer[] = []
    for (; held.length - at > PIECE; at += PIECE) sealed.push(encryptPiece(key, count++, false, held.subarray(at, at + PIECE)))
    held = held.subarray(at)
    if (sealed.length > 0) yield Buffer.concat(sealed)
  }
  yield encryptPiece(key, count, true, held)
}

async function headerFor(recipients: readonly string[]): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const encrypter = new Encrypter()
  let fileKey: Uint8Array | undefined
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  // The library hands every recipient the key of the file; this one takes it to us, and leaves nothing in the header.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key)
      return []
    },
  })
  const whole = await encrypter.encrypt(new Uint8Array(0))
  if (!fileKey) throw new Error('the key of the file was not made')
  return { header: whole.subarray(0, headerLength(Buffer.from(whole)) ?? 0), fileKey }
}

/** Up to and with the line that ends it: three dashes and its authentication. Undefined while that has not come. */
function headerLength(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\n--- ')
  const newline = end < 0 ? -1 : bytes.indexOf('\n', end + 1)
  return newline < 0 ? undefined : newline + 1
}

/** The bytes of an age file. Throws BadAge: what is not whole, and exactly as it was written, gives nothing more from there on. */
export async function* decryptWith(identities: readonly string[], file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  let key: Buffer | undefined
  let count = 0
  for await (const piece of file) {
    held = Buffer.concat([held, piece])
    if (!key) {
      const begins = held.toString('latin1', 0, FIRST_LINE.length)
      if (!FIRST_LINE.startsWith(begins)) throw new BadAge('not-age')
      const length = headerLength(held)
      if (length === undefined && held.length > LONGEST_HEADER) throw new BadAge('bad-header')
      if (length === undefined || held.length < length + NONCE) continue
      key = payloadKey(await openHeader(identities, held.subarray(0, length)), held.subarray(length, length + NONCE))
      held = held.subarray(length + NONCE)
    }
    let at = 0
    const opened: Buffer[] = []
    for (; held.length - at > PIECE + TAG; at += PIECE + TAG)
      opened.push(decryptPiece(key, count++, false, held.subarray(at, at + PIECE + TAG)))
    held = held.subarray(at)
    if (opened.length > 0) yield Buffer.concat(opened)
  }
  if (!key || held.length < TAG) throw new BadAge('cut')
  yield decryptPiece(key, count, true, held)
}

async function openHeader(identities: readonly string[], header: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  try {
    return await decrypter.decryptHeader(header)
  } catch (error) {
    const isLocked = error instanceof Error && /no identity matched/.test(error.message)
    throw new BadAge(isLocked ? 'no-identity-matches' : 'bad-header', { cause: error })
  }
}

const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array) => Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32))

function nonceOf(count: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(count, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

function encryptPiece(key: Buffer, count: number, isLast: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(count, isLast), { authTagLength: TAG })
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decryptPiece(key: Buffer, count: number, isLast: boolean, sealed: Buffer): Buffer {
  const cipher = createDecipheriv('chacha20-poly1305', key, nonceOf(count, isLast), { authTagLength: TAG })
  cipher.setAuthTag(sealed.subarray(-TAG))
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()])
  } catch (error) {
    // A piece that is whole, but not the last, stands last when the file was cut between two.
    throw new BadAge(isLast && sealed.length === PIECE + TAG ? 'cut' : 'altered', { cause: error })
  }
}
