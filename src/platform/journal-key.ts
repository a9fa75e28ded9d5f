import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hexOf } from '../lib/bytes.ts'
import type { NoteKey, Verify } from '../lib/note.ts'
import type { Log } from './log.ts'
import { sha256 } from './ids.ts'

/** A key pair that signs checkpoints. `id` is the SHA-256 of the public half, as lower-case hex. */
export type SigningKey = NoteKey & { id: string; sign: (text: Uint8Array) => Uint8Array }

/** Where the private keys lie: a file that the operator has named, or one in DATA_DIR that is made when it is missing. */
export type KeyPlace = { dataDir: string; keyFile: string | undefined }

/** What stands before the raw key in its DER form (RFC 8410, RFC 9881). */
const PREFIXES = {
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  'ml-dsa-44': Buffer.from('30820532300b06096086480165030403110382052100', 'hex'),
} satisfies Record<NoteKey['algorithm'], Buffer>

/** The file of the keys, whether it is there or not. */
export const keyPathOf = ({ dataDir, keyFile }: KeyPlace) => keyFile ?? join(dataDir, 'keys', 'journal.pem')

/**
 * The keys to sign with. A file that was named must be there; the one in DATA_DIR is made, readable by its owner alone, and by whichever process comes first.
 * Refuses, by a sentence to the operator, a file that cannot be read or holds no Ed25519 key. One for ML-DSA-44 is passed by where Node does not know it.
 * `mayMake`: false for a process that has begun with keys, and wants those that took over.
 */
export function openKeys(place: KeyPlace, log: Log, mayMake = true): SigningKey[] {
  const path = keyPathOf(place)
  const keys = readKeys(readOrMake(path, mayMake && place.keyFile === undefined), path, log)
  if (!keys.some(({ algorithm }) => algorithm === 'ed25519'))
    throw new Error(`${path} holds no Ed25519 key in PEM: it must, to sign the journal's checkpoints`)
  return keys
}

/** The keys in the file as it is; undefined when there is no such file. Makes none. */
export function keysOnDisk(place: KeyPlace, log: Log): SigningKey[] | undefined {
  const path = keyPathOf(place)
  try {
    return readKeys(readFileSync(path, 'utf8'), path, log)
  } catch (error) {
    if (isError(error, 'ENOENT')) return undefined
    throw new Error(`the journal's key file ${path} cannot be read (${codeOf(error)})`, { cause: error })
  }
}

function readOrMake(path: string, mayMake: boolean): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (!mayMake || !isError(error, 'ENOENT'))
      throw new Error(`the journal's key file ${path} cannot be read (${codeOf(error)})`, { cause: error })
  }
  const made = makePem()
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, made, { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    // Another process was first: its keys hold.
    if (isError(error, 'EEXIST')) return readFileSync(path, 'utf8')
    throw new Error(`the journal's key file ${path} cannot be made (${codeOf(error)})`, { cause: error })
  }
}

/** New keys, as their file holds them. */
export function makePem(): string {
  const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString()
  const pairs = [generateKeyPairSync('ed25519').privateKey, makeMlDsa()]
  return pairs.flatMap((key) => (key ? [pem(key)] : [])).join('')
}

/** Undefined where this Node does not offer it (before 24.6). */
function makeMlDsa(): KeyObject | undefined {
  try {
    return generateKeyPairSync('ml-dsa-44').privateKey
  } catch (error) {
    if (isError(error, 'ERR_INVALID_ARG_VALUE')) return undefined
    throw error
  }
}

/** The keys in a file's text; none where it holds none that this Node can use. */
export function readKeys(pem: string, path: string, log: Log): SigningKey[] {
  const blocks = pem.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? []
  return blocks.flatMap((block) => {
    try {
      return [signingKey(createPrivateKey(block))]
    } catch (error) {
      log.warn({ path, error: String(error) }, 'a key of the journal is passed by: this Node cannot use it')
      return []
    }
  })
}

/** A key pair of Node's as one that signs checkpoints. Refuses other kinds than Ed25519 and ML-DSA-44. */
export function signingKey(privateKey: KeyObject): SigningKey {
  const algorithm = privateKey.asymmetricKeyType
  if (algorithm !== 'ed25519' && algorithm !== 'ml-dsa-44') throw new Error(`${algorithm} signs no checkpoints`)
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const raw = new Uint8Array(der.subarray(PREFIXES[algorithm].length))
  return { algorithm, raw, id: hexOf(sha256(raw)), sign: (text) => new Uint8Array(sign(null, text, privateKey)) }
}

/** Does a signature hold? Undefined where this Node does not know the algorithm. */
export const verifySignature: Verify = ({ algorithm, raw }, text, signature) => {
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.concat([PREFIXES[algorithm], raw]), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
  return verify(null, text, key, signature)
}

const isError = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))
