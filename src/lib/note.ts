import { base64Of, bytesOf, hexOf, utf8Of } from './bytes.ts'
import type { Sha256 } from './merkle.ts'

/** A public key that signs notes. `raw` as RFC 8032 and FIPS 204 write it. */
export type NoteKey = { algorithm: 'ed25519' | 'ml-dsa-44'; raw: Uint8Array }
export type NoteSignature = { name: string; keyId: Uint8Array; signature: Uint8Array }
export type Note = { text: string; signatures: NoteSignature[] }

/** Larger notes are refused before they are read: sixteen signatures of the longest kind fit. */
const LONGEST = 100_000

/** C2SP gives Ed25519 a byte of its own; for ML-DSA-44 alone it has none yet, so 0xff and a name (C2SP signed-note, "Signature types"). */
const TYPES = {
  ed25519: Uint8Array.of(1),
  'ml-dsa-44': new Uint8Array([0xff, ...utf8Of('ml-dsa-44')]),
} satisfies Record<NoteKey['algorithm'], Uint8Array>

/** A key as its id is made from it and its line shows it: the type and the key itself. */
export function keyMaterial({ algorithm, raw }: NoteKey): Uint8Array {
  return new Uint8Array([...TYPES[algorithm], ...raw])
}

/** Which key has signed under which name: the first four bytes of SHA-256(name ‖ newline ‖ type ‖ key) (C2SP signed-note). */
export function keyIdOf(sha256: Sha256, name: string, key: NoteKey): Uint8Array {
  return sha256(new Uint8Array([...utf8Of(`${name}\n`), ...keyMaterial(key)])).slice(0, 4)
}

/** A key as one line of text: `name+id+base64(type ‖ key)`, what a verifier is given. */
export function keyLine(sha256: Sha256, name: string, key: NoteKey): string {
  return `${name}+${hexOf(keyIdOf(sha256, name, key))}+${base64Of(keyMaterial(key))}`
}

/** Reads a key line; undefined for what is none, or does not hang together. */
export function parseKeyLine(sha256: Sha256, line: string): { name: string; key: NoteKey } | undefined {
  const [, name, id, material] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim()) ?? []
  const bytes = material === undefined ? undefined : bytesOf(material)
  if (name === undefined || !bytes) return undefined
  for (const [algorithm, type] of [['ed25519', TYPES.ed25519] as const, ['ml-dsa-44', TYPES['ml-dsa-44']] as const]) {
    const key = { algorithm, raw: bytes.slice(type.length) }
    const isThis = type.every((byte, at) => bytes[at] === byte) && key.raw.length === KEY_LENGTHS[algorithm]
    if (isThis && hexOf(keyIdOf(sha256, name, key)) === id) return { name, key }
  }
  return undefined
}

const KEY_LENGTHS = { ed25519: 32, 'ml-dsa-44': 1312 } satisfies Record<NoteKey['algorithm'], number>

/** The fingerprint that people compare: SHA-256 of the key itself, in groups of four. */
export function fingerprintOf(sha256: Sha256, { raw }: Pick<NoteKey, 'raw'>): string {
  return hexOf(sha256(raw)).match(/.{4}/g)?.join(' ') ?? ''
}

/** A note as text: what is said, an empty line, one line per signature. Refuses (RangeError) a text that does not end its last line, and names that would break a line. */
export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n') || hasControls(text)) throw new RangeError('A note is lines of text, the last one ended')
  const lines = signatures.map(({ name, keyId, signature }) => {
    if (!/^[^\s+]+$/u.test(name)) throw new RangeError('A key name has no spaces and no plus')
    return `— ${name} ${base64Of(new Uint8Array([...keyId, ...signature]))}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** Reads a note. Out: undefined for what is none. Says nothing of whether it is true: see verifyNote. */
export function parseNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n')
  if (note.length > LONGEST || end < 0 || !note.endsWith('\n') || hasControls(note)) return undefined
  const lines = note
    .slice(end + 2)
    .split('\n')
    .slice(0, -1)
  const signatures = lines.map(readSignature)
  const known = signatures.filter((signature) => signature !== undefined)
  return known.length === lines.length && known.length > 0 ? { text: note.slice(0, end + 1), signatures: known } : undefined
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name, text] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? []
  const bytes = text === undefined ? undefined : bytesOf(text)
  return name === undefined || !bytes || bytes.length <= 4 ? undefined : { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/** Does a key's signature over the text hold? Undefined where it cannot be tried. */
export type Verify = (key: NoteKey, text: Uint8Array, signature: Uint8Array) => boolean | undefined

export type NoteTrial =
  | { holds: true; text: string; keys: NoteKey[] }
  | { holds: false; why: 'unreadable' | 'unknown-key' | 'bad-signature' | 'untried' }

/**
 * Reads a note signed under `name` by at least one of these keys. One signature of a known key that does not hold spoils the note; those of unknown keys
 * are passed by (C2SP signed-note). `untried`: signed by known keys alone that cannot be tried here.
 */
export function verifyNote(sha256: Sha256, note: string, name: string, known: readonly NoteKey[], verify: Verify): NoteTrial {
  const parsed = parseNote(note)
  if (!parsed) return { holds: false, why: 'unreadable' }
  const bytes = utf8Of(parsed.text)
  const trials = parsed.signatures.flatMap(({ name: by, keyId, signature }) =>
    known
      .filter((key) => by === name && hexOf(keyIdOf(sha256, name, key)) === hexOf(keyId))
      .map((key) => ({ key, holds: verify(key, bytes, signature) })),
  )
  if (trials.some(({ holds }) => holds === false)) return { holds: false, why: 'bad-signature' }
  const keys = trials.filter(({ holds }) => holds === true).map(({ key }) => key)
  if (keys.length > 0) return { holds: true, text: parsed.text, keys }
  return { holds: false, why: trials.length > 0 ? 'untried' : 'unknown-key' }
}

// A note holds no control characters but line ends (C2SP signed-note).
const hasControls = (text: string) => /\p{Cc}/u.test(text.replaceAll('\n', ''))
