import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  append,
  consistencyProof,
  EMPTY_FRONTIER,
  frontierRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  root,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const MOST = 64
const leaves = Array.from({ length: MOST }, (_, index) => leafHash(sha256, Uint8Array.of(index, 7)))
const sizes = Array.from({ length: MOST }, (_, index) => index + 1)

/** RFC 9162, 2.1.1, word for word: split at the largest power of two below n. */
function naiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array(0))
  if (hashes.length === 1) return hashes[0]!
  const middle = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return nodeHash(sha256, naiveRoot(hashes.slice(0, middle)), naiveRoot(hashes.slice(middle)))
}

const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, index) => (index === 5 ? byte ^ 1 : byte))

/** A proof with one step changed, left out, doubled, put in, or two swapped. */
function spoiled(proof: readonly Uint8Array[]): Uint8Array[][] {
  const at = proof.map((_, index) => index)
  return [
    [...proof, leaves[0]!],
    [leaves[0]!, ...proof],
    ...at.map((index) => proof.with(index, flipped(proof[index]!))),
    ...at.map((index) => proof.toSpliced(index, 1)),
    ...at.map((index) => proof.toSpliced(index, 0, proof[index]!)),
    ...at.slice(1).map((index) => proof.with(index, proof[index - 1]!).with(index - 1, proof[index]!)),
  ]
}

describe('the tree (RFC 9162)', () => {
  test('known hashes: an empty tree, an empty leaf, and the tree of 8 leaves used by Certificate Transparency', () => {
    expect(hex(root(sha256, []))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(hex(leafHash(sha256, new Uint8Array(0)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
    const hashes = entries.map((text) => leafHash(sha256, Buffer.from(text, 'hex')))
    expect(hex(root(sha256, hashes))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
    expect(inclusionProof(sha256, hashes, 5).map(hex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  test('a leaf is never a node: the same bytes hash apart', () => {
    const [left, right] = [leaves[0]!, leaves[1]!]
    expect(leafHash(sha256, Buffer.concat([left, right]))).not.toEqual(nodeHash(sha256, left, right))
  })

  test('the root, and the frontier grown one by one, agree with the naive tree up to 64 leaves', () => {
    let frontier = EMPTY_FRONTIER
    for (const size of sizes) {
      const before = frontier.peaks.map(hex)
      const grown = append(sha256, frontier, leaves[size - 1]!)
      expect(frontier.peaks.map(hex)).toEqual(before)
      frontier = grown
      const expected = naiveRoot(leaves.slice(0, size))
      expect(hex(root(sha256, leaves.slice(0, size)))).toBe(hex(expected))
      expect(hex(frontierRoot(sha256, frontier))).toBe(hex(expected))
      expect(frontier.size).toBe(size)
      expect(frontier.peaks.length).toBe(Array.from(size.toString(2)).filter((bit) => bit === '1').length)
    }
  })

  test('a frontier whose peaks do not fit its size is refused', () => {
    expect(() => append(sha256, { size: 3, peaks: [leaves[0]!] }, leaves[1]!)).toThrow(RangeError)
  })
})

describe('inclusion', () => {
  test.each(sizes)('every leaf of a tree of %i is proven, and no other leaf, place, root or proof passes', (size) => {
    const tree = leaves.slice(0, size)
    const claimed = naiveRoot(tree)
    const proven = tree.filter((leaf, index) => {
      const proof = inclusionProof(sha256, tree, index)
      const claim = { leaf, index, size, root: claimed, proof }
      const wrong = [
        ...[...tree, claimed].filter((other) => other !== leaf).map((other) => ({ ...claim, leaf: other })),
        ...tree.map((_, place) => ({ ...claim, index: place })).filter((other) => other.index !== index),
        ...spoiled(proof).map((other) => ({ ...claim, proof: other })),
        { ...claim, root: flipped(claimed) },
      ]
      expect(wrong.filter((other) => verifyInclusion(sha256, other))).toEqual([])
      return verifyInclusion(sha256, claim)
    })
    expect(proven).toEqual(tree)
  })

  test.each([
    { index: -1, size: 8 },
    { index: 8, size: 8 },
    { index: 0.5, size: 8 },
    { index: Number.NaN, size: 8 },
    { index: 0, size: 0 },
    { index: 0, size: -1 },
    { index: 0, size: Number.POSITIVE_INFINITY },
    { index: 0, size: 2 ** 54 },
  ])('leaf $index of $size cannot be', ({ index, size }) => {
    expect(verifyInclusion(sha256, { leaf: leaves[0]!, index, size, root: leaves[0]!, proof: [] })).toBe(false)
  })

  test.each([-1, 8, 0.5, Number.NaN])('there is no proof of leaf %d of 8', (index) => {
    expect(() => inclusionProof(sha256, leaves.slice(0, 8), index)).toThrow(RangeError)
  })

  test('a tree beyond 2^32 leaves is verified: the first leaf beside one full half', () => {
    const steps = Array.from({ length: 33 }, (_, index) => leaves[index]!)
    const claimed = steps.reduce((node, step) => nodeHash(sha256, node, step), leaves[40]!)
    const claim = { leaf: leaves[40]!, index: 0, size: 2 ** 33, root: claimed, proof: steps }
    expect(verifyInclusion(sha256, claim)).toBe(true)
    expect(verifyInclusion(sha256, { ...claim, index: 2 ** 32 })).toBe(false)
  })
})

describe('consistency', () => {
  test.each(sizes)('a tree of %i grew out of each of its beginnings, and out of nothing else', (newSize) => {
    const tree = leaves.slice(0, newSize)
    const newRoot = naiveRoot(tree)
    for (let oldSize = 0; oldSize <= newSize; oldSize += 1) {
      const oldRoot = naiveRoot(tree.slice(0, oldSize))
      const proof = consistencyProof(sha256, tree, oldSize)
      const claim = { oldSize, oldRoot, newSize, newRoot, proof }
      expect(verifyConsistency(sha256, claim)).toBe(true)

      const wrong = [
        { ...claim, oldRoot: flipped(oldRoot) },
        ...spoiled(proof).map((other) => ({ ...claim, proof: other })),
        ...tree.map((_, place) => ({ ...claim, oldSize: place + 1 })).filter((other) => other.oldSize !== oldSize),
        // Nothing is claimed of the tree that grew out of none.
        ...(oldSize > 0 ? [{ ...claim, newRoot: flipped(newRoot) }] : []),
      ]
      expect(wrong.filter((other) => verifyConsistency(sha256, other))).toEqual([])
    }
  })

  test('one changed leaf anywhere in the old part is found', () => {
    for (const oldSize of [1, 2, 3, 7, 8, 13, 32, 40]) {
      const oldRoot = naiveRoot(leaves.slice(0, oldSize))
      for (let changed = 0; changed < oldSize; changed += 1) {
        const tree = leaves.with(changed, flipped(leaves[changed]!))
        const proof = consistencyProof(sha256, tree, oldSize)
        expect(verifyConsistency(sha256, { oldSize, oldRoot, newSize: MOST, newRoot: naiveRoot(tree), proof })).toBe(false)
      }
    }
  })

  test.each([
    { oldSize: 9, newSize: 8 },
    { oldSize: -1, newSize: 8 },
    { oldSize: 1.5, newSize: 8 },
    { oldSize: Number.NaN, newSize: Number.NaN },
    { oldSize: 1, newSize: 2 ** 54 },
  ])('$oldSize cannot grow to $newSize', ({ oldSize, newSize }) => {
    expect(verifyConsistency(sha256, { oldSize, newSize, oldRoot: leaves[0]!, newRoot: leaves[0]!, proof: [] })).toBe(false)
    if (newSize === 8) expect(() => consistencyProof(sha256, leaves.slice(0, 8), oldSize)).toThrow(RangeError)
  })

  test('no proof from outside makes verifying fail', () => {
    const bytes = fc.uint8Array({ maxLength: 40 })
    const size = fc.oneof(fc.integer({ min: -2, max: 80 }), fc.double())
    fc.assert(
      fc.property(size, size, bytes, bytes, fc.array(bytes, { maxLength: 12 }), (one, other, first, second, proof) => {
        expect(verifyInclusion(sha256, { leaf: first, index: one, size: other, root: second, proof })).toBe(
          one === 0 && other === 1 && proof.length === 0 && hex(first) === hex(second),
        )
        expect(() => verifyConsistency(sha256, { oldSize: one, newSize: other, oldRoot: first, newRoot: second, proof })).not.toThrow()
      }),
    )
  })
})
