import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { type AgeFault, BadAge, decryptWith, encryptTo } from './age.ts'
import { BadBackup } from './backup-frames.ts'

const AGE = 'age-encryption.org/v1'

/** The bytes of a file that only these recipients open; with none, the bytes as they are. */
export function seal(plain: AsyncIterable<Uint8Array>, recipients: readonly string[]): AsyncIterable<Uint8Array> {
  return recipients.length === 0 ? plain : encryptTo(recipients, plain)
}

/** The bytes that were sealed in a file. Throws BadBackup, by a sentence each, when the identities do not open it, or it is altered or cut. */
export async function* unseal(path: string, identities: readonly string[]): AsyncGenerator<Uint8Array> {
  const isEncrypted = (await beginning(path)) === AGE
  if (isEncrypted && identities.length === 0)
    throw new BadBackup('the backup is encrypted: say which file holds your age identity with --identity')
  const file: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 1 << 18 })
  try {
    yield* isEncrypted ? decryptWith(identities, file) : file
  } catch (error) {
    throw error instanceof BadAge ? new BadBackup(FAULTS[error.fault], { cause: error }) : error
  }
}

const FAULTS = {
  'not-age': 'this is not a backup of the platform',
  'no-identity-matches': 'the identity does not open this backup: it was encrypted to others',
  'bad-header': 'the backup is altered: its header does not hold together',
  altered: 'the backup is altered',
  cut: 'the backup is cut short: its end is missing',
} satisfies Record<AgeFault, string>

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
