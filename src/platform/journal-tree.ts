import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { largestPowerBelow, nodeHash, root, type RootOf } from '../lib/merkle.ts'
import type { Reader } from './db.ts'
import { sameBytes, sha256 } from './ids.ts'

/** A power of two, so that a full block is a subtree of every larger tree, and its root never changes again. */
const BLOCK = 1_024
const BLOCKS_AT_A_TIME = 32

/** The roots of the full blocks of each log, by installation and log. Thirty-two bytes per thousand entries. */
const kept = new Map<string, Uint8Array[]>()

/**
 * In: a log, the size of its tree, and the leaves that a proof is about. Out: the roots of its subtrees. Reads those leaves' blocks and the last
 * one; the others are read once in a process's life. Throws when the entries are not those that the checkpoint of this size was made of.
 */
export async function treeOf(db: Reader, log: string, size: number, around: readonly number[]): Promise<RootOf> {
  const [{ id: installation }, signed] = await Promise.all([
    db.one(sql<{ id: string }>`select id from installation`),
    db.maybe(sql<{ root: Buffer }>`select root from journal_checkpoint where log = ${log} and size = ${size}`),
  ])
  const name = `${installation}/${log}`
  const tree = await readTree(db, log, size, around, kept.get(name) ?? [], name)
  if (!signed || sameBytes(tree(0, size), signed.root)) return tree
  // What was kept may be from before a restore.
  kept.delete(name)
  const again = await readTree(db, log, size, around, [], name)
  if (!sameBytes(again(0, size), signed.root)) throw new Error(`the entries of log ${log} are not those of its checkpoint of ${size}`)
  return again
}

async function readTree(
  db: Reader,
  log: string,
  size: number,
  around: readonly number[],
  known: Uint8Array[],
  name: string,
): Promise<RootOf> {
  const full = Math.floor(size / BLOCK)
  const blocks = known.slice()
  while (blocks.length < full) {
    const from = blocks.length
    const to = Math.min(full, from + BLOCKS_AT_A_TIME)
    const leaves = await leavesOf(db, log, from * BLOCK, to * BLOCK)
    for (let at = 0; at < to - from; at += 1) blocks.push(root(sha256, leaves.slice(at * BLOCK, (at + 1) * BLOCK)))
    // Others get their turn between: a long log takes seconds the first time.
    await setImmediate()
  }
  if (blocks.length > (kept.get(name)?.length ?? 0)) kept.set(name, blocks)

  const wanted = new Set([...around.filter((at) => at < size), size - 1].map((at) => Math.floor(at / BLOCK)))
  const read = await Promise.all(
    [...wanted].map(async (block) => [block, await leavesOf(db, log, block * BLOCK, Math.min(size, (block + 1) * BLOCK))] as const),
  )
  const leavesIn = new Map(read)

  const rootOf: RootOf = (from, to) => {
    if (to - from === BLOCK) {
      const block = blocks[from / BLOCK]
      if (block) return block
    }
    if (to - from > BLOCK) {
      const middle = from + largestPowerBelow(to - from)
      return nodeHash(sha256, rootOf(from, middle), rootOf(middle, to))
    }
    const block = Math.floor(from / BLOCK)
    const leaves = leavesIn.get(block)
    if (!leaves) throw new Error(`leaves ${from} to ${to} of log ${log} were not read`)
    return root(sha256, leaves.slice(from - block * BLOCK, to - block * BLOCK))
  }
  return rootOf
}

/** Leaf hashes in one value: a row for each would cost ten times as much. */
async function leavesOf(db: Reader, log: string, from: number, to: number): Promise<Uint8Array[]> {
  const { hashes } = await db.one(sql<{ hashes: Buffer | null }>`
    select string_agg(leaf_hash, ''::bytea order by seq) as hashes from journal_leaf where log = ${log} and seq >= ${from} and seq < ${to}`)
  if (hashes?.length !== (to - from) * 32) throw new Error(`log ${log} lacks entries between ${from} and ${to}`)
  return Array.from({ length: to - from }, (_, at) => hashes.subarray(at * 32, (at + 1) * 32))
}
