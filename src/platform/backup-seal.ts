import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable, type Transform } from 'node:stream'
import { ReadableStream } from 'node:stream/web'
import { createGunzip, createGzip } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { BadBackup } from './backup-frames.ts'

const AGE = 'age-encryption.org/v1'

/** Is this a recipient that a backup can be encrypted to: an age public key, also one of the kind that withstands quantum computers? */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** Bytes pressed, and encrypted (age) to these recipients; to none, they are only pressed. Holds some pieces of it in memory, never all. */
export async function seal(plain: AsyncIterable<Uint8Array>, recipients: readonly string[]): Promise<AsyncIterable<Uint8Array>> {
  const pressed = through(Readable.from(plain, { objectMode: false }), createGzip({ level: 1 }))
  if (recipients.length === 0) return pressed
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return piecesOf(await encrypter.encrypt(webOf(pressed)))
}

/** The bytes that were sealed in a file. Throws BadBackup, by a sentence each, when the identities do not open it, or it is altered or cut. */
export async function* unseal(path: string, identities: readonly string[]): AsyncGenerator<Uint8Array> {
  const isEncrypted = (await beginning(path)) === AGE
  if (isEncrypted && identities.length === 0)
    throw new BadBackup('the backup is encrypted: say which file holds your age identity with --identity')
  const file = createReadStream(path)
  const pressed: Readable = isEncrypted ? Readable.from(await decrypted(webOf(file), identities), { objectMode: false }) : file
  try {
    for await (const piece of through(pressed, createGunzip())) yield piece as Uint8Array
  } catch (error) {
    if (error instanceof BadBackup) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new BadBackup(`the backup is altered or cut short (${reason})`, { cause: error })
  }
}

/** What comes out of a transform that a stream goes through; a fault in either is thrown by whoever reads it. */
function through(from: Readable, transform: Transform): Transform {
  pipeline(from, transform, () => undefined)
  return transform
}

async function beginning(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(AGE.length), 0, AGE.length, 0)
    if (bytesRead === 0) throw new BadBackup('the file is empty')
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

async function decrypted(file: globalThis.ReadableStream<Uint8Array>, identities: readonly string[]): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  try {
    return piecesOf(await decrypter.decrypt(file))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BadBackup(
      /no identity matched/.test(reason)
        ? 'the identity does not open this backup: it was encrypted to others'
        : `the backup cannot be decrypted (${reason})`,
      { cause: error },
    )
  }
}

// Node's streams and those of the web are the same at run time; their types differ in what they do not use here.
const webOf = (stream: Readable) => ReadableStream.from(stream) as unknown as globalThis.ReadableStream<Uint8Array>

async function* piecesOf(stream: globalThis.ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
