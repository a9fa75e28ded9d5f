/** SHA-256, given by the caller: lib/ has no cryptography of its own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** A growing tree without its leaves: how many there are, and the roots of its full subtrees, largest first. */
export type Frontier = { size: number; peaks: readonly Uint8Array[] }

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] }

/** Hash of an entry: SHA-256(0x00 ‖ bytes) (RFC 9162, 2.1.1). */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  return sha256(joined([Uint8Array.of(0), entry]))
}

/** Hash of two subtrees: SHA-256(0x01 ‖ left ‖ right) (RFC 9162, 2.1.1). */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joined([Uint8Array.of(1), left, right]))
}

/** Root of the tree over these leaf hashes; of none, SHA-256 of nothing (RFC 9162, 2.1.1). */
export function root(sha256: Sha256, leaves: readonly Uint8Array[]): Uint8Array {
  return frontierRoot(
    sha256,
    leaves.reduce((frontier: Frontier, leaf) => append(sha256, frontier, leaf), EMPTY_FRONTIER),
  )
}

/** The frontier with one more leaf hash: the same steps as journal_append in the database. Changes nothing it was given. */
export function append(sha256: Sha256, frontier: Frontier, leaf: Uint8Array): Frontier {
  const peaks = [...frontier.peaks]
  let node = leaf
  for (let bits = frontier.size; bits % 2 === 1; bits = Math.floor(bits / 2)) {
    const left = peaks.pop()
    if (!left) throw new RangeError('A frontier whose peaks do not fit its size')
    node = nodeHash(sha256, left, node)
  }
  return { size: frontier.size + 1, peaks: [...peaks, node] }
}

/** Root of the tree that a frontier stands for. */
export function frontierRoot(sha256: Sha256, frontier: Frontier): Uint8Array {
  const [smallest, ...larger] = frontier.peaks.toReversed()
  if (!smallest) return sha256(new Uint8Array(0))
  return larger.reduce((right, left) => nodeHash(sha256, left, right), smallest)
}

/** The root over the leaves from one place up to another: of those at hand, or kept from before. */
export type RootOf = (from: number, to: number) => Uint8Array

const rootIn =
  (sha256: Sha256, leaves: readonly Uint8Array[]): RootOf =>
  (from, to) =>
    root(sha256, leaves.slice(from, to))

/** What proves that leaf `index` is in the tree over these leaf hashes (RFC 9162, 2.1.3.1). Throws RangeError when there is no such leaf. */
export function inclusionProof(sha256: Sha256, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionPath(rootIn(sha256, leaves), leaves.length, index)
}

/** The same for a tree of this size whose leaves lie elsewhere. Asks for the root of every subtree beside the leaf's way up. */
export function inclusionPath(rootOf: RootOf, size: number, index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`No leaf ${index} among ${size}`)
  return pathIn(rootOf, 0, size, index)
}

function pathIn(rootOf: RootOf, from: number, to: number, index: number): Uint8Array[] {
  if (to - from === 1) return []
  const middle = from + largestPowerBelow(to - from)
  return index < middle
    ? [...pathIn(rootOf, from, middle, index), rootOf(middle, to)]
    : [...pathIn(rootOf, middle, to, index), rootOf(from, middle)]
}

/** Is this leaf hash leaf `index` of the tree with this size and root? (RFC 9162, 2.1.3.2.) Never throws: proofs come from outside. */
export function verifyInclusion(
  sha256: Sha256,
  claim: { leaf: Uint8Array; index: number; size: number; root: Uint8Array; proof: readonly Uint8Array[] },
): boolean {
  if (!areSizes(claim.index, claim.size) || claim.index >= claim.size) return false
  let [first, last] = [claim.index, claim.size - 1]
  let node = claim.leaf
  for (const step of claim.proof) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      node = nodeHash(sha256, step, node)
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)]
    } else {
      node = nodeHash(sha256, node, step)
    }
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && areSame(node, claim.root)
}

/**
 * What proves that the tree over these leaf hashes grew out of its own first `oldSize` leaves (RFC 9162, 2.1.4.1). Empty
 * when nothing needs proof: oldSize 0 or all. Throws RangeError when oldSize is larger than the tree.
 */
export function consistencyProof(sha256: Sha256, leaves: readonly Uint8Array[], oldSize: number): Uint8Array[] {
  return consistencyPath(rootIn(sha256, leaves), leaves.length, oldSize)
}

/** The same for a tree of this size whose leaves lie elsewhere. */
export function consistencyPath(rootOf: RootOf, size: number, oldSize: number): Uint8Array[] {
  if (!areSizes(oldSize) || oldSize > size) throw new RangeError(`No tree of ${oldSize} among ${size}`)
  return oldSize === 0 ? [] : subproof(rootOf, 0, size, oldSize, true)
}

function subproof(rootOf: RootOf, from: number, to: number, oldEnd: number, isKnown: boolean): Uint8Array[] {
  if (oldEnd === to) return isKnown ? [] : [rootOf(from, to)]
  const middle = from + largestPowerBelow(to - from)
  return oldEnd <= middle
    ? [...subproof(rootOf, from, middle, oldEnd, isKnown), rootOf(middle, to)]
    : [...subproof(rootOf, middle, to, oldEnd, false), rootOf(from, middle)]
}

/**
 * Did the tree with the new size and root grow out of the one with the old size and root, with nothing changed, removed or put
 * in before? (RFC 9162, 2.1.4.2.) An empty old tree is the beginning of every tree. Never throws: proofs come from outside.
 */
export function verifyConsistency(
  sha256: Sha256,
  claim: { oldSize: number; oldRoot: Uint8Array; newSize: number; newRoot: Uint8Array; proof: readonly Uint8Array[] },
): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = claim
  if (!areSizes(oldSize, newSize) || oldSize > newSize) return false
  if (oldSize === newSize) return claim.proof.length === 0 && areSame(oldRoot, newRoot)
  if (oldSize === 0) return claim.proof.length === 0 && areSame(oldRoot, sha256(new Uint8Array(0)))

  const [start, ...steps] = isPowerOfTwo(oldSize) ? [oldRoot, ...claim.proof] : claim.proof
  if (!start) return false
  let [first, last] = [oldSize - 1, newSize - 1]
  while (first % 2 === 1) [first, last] = [half(first), half(last)]
  let [older, newer] = [start, start]
  for (const step of steps) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      older = nodeHash(sha256, step, older)
      newer = nodeHash(sha256, step, newer)
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)]
    } else {
      newer = nodeHash(sha256, newer, step)
    }
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && areSame(older, oldRoot) && areSame(newer, newRoot)
}

// Not >>: that cuts to 32 bits, and a log may outgrow them.
const half = (size: number) => Math.floor(size / 2)
const areSizes = (...sizes: number[]) => sizes.every((size) => Number.isSafeInteger(size) && size >= 0)
const areSame = (one: Uint8Array, other: Uint8Array) => one.length === other.length && one.every((byte, index) => byte === other[index])

function isPowerOfTwo(size: number): boolean {
  return size === 1 || (size % 2 === 0 && isPowerOfTwo(size / 2))
}

/** Where a tree of this size divides: the largest power of two that is smaller (RFC 9162, 2.1.1). */
export function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
