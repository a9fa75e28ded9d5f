import { randomBytes } from 'node:crypto'
import { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { beforeAll, describe, expect, test } from 'vitest'
import { BadAge, decryptWith, encryptTo, isRecipient } from './age.ts'

let identity: string
let recipient: string
let other: string
beforeAll(async () => {
  identity = await generateX25519Identity()
  recipient = await identityToRecipient(identity)
  other = await generateX25519Identity()
})

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const all = async (pieces: AsyncIterable<Uint8Array>) => {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return Buffer.concat(held)
}
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (error: unknown) => (error instanceof BadAge ? error.fault : String(error)),
  )

describe('what we write and read is the age format, as the library has it', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 400_001])('%i bytes', async (length) => {
    const plain = randomBytes(length)
    const hybrid = await generateHybridIdentity()
    const ours = await all(encryptTo([recipient, await identityToRecipient(hybrid)], inPieces(plain, 50_000)))
    for (const one of [identity, hybrid]) {
      const decrypter = new Decrypter()
      decrypter.addIdentity(one)
      expect(Buffer.from(await decrypter.decrypt(ours)).equals(plain)).toBe(true)
      expect((await all(decryptWith([other, one], inPieces(ours, 30_001)))).equals(plain)).toBe(true)
    }
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    expect((await all(decryptWith([identity], inPieces(await encrypter.encrypt(plain), 70_000)))).equals(plain)).toBe(true)
  })
})

test('what is not for us, not whole, or not as it was written is refused, each by its name', async () => {
  const whole = await all(encryptTo([recipient], inPieces(randomBytes(200_000), 65_536)))
  const open = (bytes: Uint8Array, by = identity) => faultOf(all(decryptWith([by], inPieces(bytes, 40_000))))
  expect(await open(whole, other)).toBe('no-identity-matches')
  expect(await open(Buffer.from('PK and so on'))).toBe('not-age')
  const body = whole.indexOf('\n--- ')
  for (const at of [body + 100, body + 70_000, whole.length - 1]) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(await open(changed)).toBe('altered')
  }
  const header = Buffer.from(whole)
  header[body + 8] = header[body + 8] === 65 ? 66 : 65
  expect(await open(header)).toBe('bad-header')
  const start = whole.indexOf('\n', body + 1) + 1 + 16
  expect(await open(whole.subarray(0, start + 2 * 65_552)), 'between two pieces').toBe('cut')
  expect(await open(whole.subarray(0, start))).toBe('cut')
  expect(await open(whole.subarray(0, 40))).toBe('cut')
  expect(await open(Buffer.concat([whole, Buffer.from('more')]))).toBe('altered')
})

test('a recipient is known from what is none', () => {
  expect([recipient, 'age1', 'nobody', identity].map(isRecipient)).toEqual([true, false, false, false])
})
