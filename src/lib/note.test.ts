import { createHash, generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64Of, bytesOf, utf8Of } from './bytes.ts'
import { checkpointText, originOf, parseCheckpoint } from './checkpoint.ts'
import { fingerprintOf, formatNote, keyIdOf, keyLine, type NoteKey, parseKeyLine, parseNote, verifyNote } from './note.ts'
import { formatProof, parseProof } from './tlog-proof.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const pair = generateKeyPairSync('ed25519')
const other = generateKeyPairSync('ed25519')
const rawOf = ({ publicKey }: typeof pair) => new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
const key: NoteKey = { algorithm: 'ed25519', raw: rawOf(pair) }
const otherKey: NoteKey = { algorithm: 'ed25519', raw: rawOf(other) }
const name = originOf('01900000-0000-7000-8000-000000000001', '12')

const signed = (text: string, by = pair, as = key, under = name) =>
  formatNote({ text, signatures: [{ name: under, keyId: keyIdOf(sha256, under, as), signature: sign(null, utf8Of(text), by.privateKey) }] })
const verify = (tried: NoteKey, text: Uint8Array, signature: Uint8Array) =>
  verifySignature(null, text, tried === key ? pair.publicKey : other.publicKey, signature)
const trial = (note: string, keys = [key]) => verifyNote(sha256, note, name, keys, verify)

test('base64 and UTF-8 are what Node makes of the same, and nothing else is taken for base64', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
      expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(bytesOf(base64Of(bytes))).toEqual(bytes)
      expect(Buffer.from(utf8Of(text)).toString('hex')).toBe(Buffer.from(text, 'utf8').toString('hex'))
    }),
  )
  expect(['QQ', 'QQ=', 'QR==', 'Q===', 'QQ==\n', 'Q-_='].map(bytesOf)).toEqual(Array.from({ length: 6 }, () => undefined))
})

describe('a note', () => {
  test('holds for the key and the name that signed it', () => {
    const note = signed('åäö\n\nlast line\n')
    expect(trial(note)).toEqual({ holds: true, text: 'åäö\n\nlast line\n', keys: [key] })
    expect(formatNote(parseNote(note) ?? { text: '', signatures: [] })).toBe(note)
  })

  test('does not hold for another key, another name, another text or a cut one', () => {
    const note = signed('a\n1\n')
    expect(trial(note, [otherKey])).toEqual({ holds: false, why: 'unknown-key' })
    expect(trial(signed('a\n1\n', pair, key, `${name}x`))).toEqual({ holds: false, why: 'unknown-key' })
    expect(trial(signed('a\n1\n', other, key))).toEqual({ holds: false, why: 'bad-signature' })
    expect(trial(note.replace('a\n1', 'a\n2'))).toEqual({ holds: false, why: 'bad-signature' })
    for (const cut of [note.slice(0, -1), 'a\n1\n', '', note.replace('\n\n', '\n'), note.replace('— ', '- '), `${note}\u0007`])
      expect(trial(cut)).toEqual({ holds: false, why: 'unreadable' })
  })

  test('passes by signatures of unknown keys, also of kinds nobody knows yet; one known that fails spoils it', () => {
    const note = signed('a\n1\n')
    const unknown = `— someone.example ${base64Of(new Uint8Array(2424).fill(7))}\n`
    expect(trial(note + unknown)).toMatchObject({ holds: true })
    const spoilt = signed('a\n1\n', pair, otherKey).split('\n').at(-2)
    expect(trial(`${note}${spoilt}\n`, [key, otherKey])).toEqual({ holds: false, why: 'bad-signature' })
    expect(verifyNote(sha256, note, name, [key], () => undefined)).toEqual({ holds: false, why: 'untried' })
  })

  test('no changed character of it holds', () => {
    const note = signed('a\n1\nQUJD\n')
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.constantFrom('A', 'b', '1', ' ', '+'), (at, put) => {
        fc.pre(note[at] !== put)
        expect(trial(note.slice(0, at) + put + note.slice(at + 1)).holds).toBe(false)
      }),
    )
  })
})

test('a key line is read back, and not when a letter of it is another', () => {
  for (const one of [key, { algorithm: 'ml-dsa-44', raw: new Uint8Array(1312).fill(3) } satisfies NoteKey]) {
    const line = keyLine(sha256, name, one)
    expect(parseKeyLine(sha256, line)).toEqual({ name, key: one })
    expect(parseKeyLine(sha256, line.replace(name, `${name}2`))).toBeUndefined()
    expect(parseKeyLine(sha256, line.slice(0, -4))).toBeUndefined()
  }
  expect(fingerprintOf(sha256, key)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
})

test('a checkpoint is read back', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (many, root) => {
      const size = many % 1e15
      expect(parseCheckpoint(checkpointText({ origin: name, size, root }))).toEqual({ origin: name, size, root })
    }),
  )
  const text = checkpointText({ origin: name, size: 12, root: new Uint8Array(32) })
  for (const wrong of [text.replace('\n12\n', '\n012\n'), text.replace('\n12\n', '\n-1\n'), text.replace('AAAA', ''), 'a\n1\n', ''])
    expect(parseCheckpoint(wrong.replace(name, 'o'))).toBeUndefined()
})

test('a proof is read back, and what is cut or mixed is not', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(
      fc.nat(),
      fc.array(hash, { maxLength: 20 }),
      fc.option(fc.uint8Array({ minLength: 1 }), { nil: undefined }),
      (index, hashes, extra) => {
        const proof = { extra, index, hashes, checkpoint: signed('a\n1\n') }
        expect(parseProof(formatProof(proof))).toEqual(proof)
      },
    ),
  )
  const text = formatProof({ extra: undefined, index: 3, hashes: [new Uint8Array(32)], checkpoint: 'c\n' })
  for (const wrong of [
    text.replace('@v1', '@v2'),
    text.replace('index 3', 'index 03'),
    text.replace('AAAA', 'AAA'),
    text.replace('\n\n', '\n'),
  ])
    expect(parseProof(wrong)).toBeUndefined()
})
