import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { consistencyPath, consistencyProof, inclusionPath, inclusionProof } from '../lib/merkle.ts'
import { inTransaction, type Reader } from './db.ts'
import { sha256 } from './ids.ts'
import { treeOf } from './journal-tree.ts'

let it: TestWorld
let leaves: Buffer[]
let size: number

const acting = <T>(work: (db: Reader) => Promise<T>) =>
  inTransaction(it.world.db, async (tx) => {
    await tx.rows(sql`select set_config('app.org', '12', true)`)
    return await work(tx)
  })

beforeAll(async () => {
  it = await testWorld()
  await it.asOwner(async (tx) => {
    await tx.rows(sql`
      select journal_append('12', convert_to('{"object":"' || n || '","type":"test.done"}', 'UTF8'), '{}'::text[], '{}'::bytea[])
      from generate_series(1, 5000) n order by n`)
  })
  await it.world.checkpoints.sign()
  leaves = (
    await it.asOwner((tx) => tx.rows(sql<{ leafHash: Buffer }>`select leaf_hash from journal_leaf where log = '12' order by seq`))
  ).map(({ leafHash }) => leafHash)
  size = leaves.length
})
afterAll(() => it.close())

const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))

test('proofs are those of the whole tree, whatever is kept and wherever the leaf stands', async () => {
  for (const at of [1, 2, 1_023, 1_024, 1_025, 2_048, 3_000, 4_096, 4_999, size]) {
    for (const index of [0, 1, 511, 1_023, 1_024, 2_047, 2_999, 4_095, 4_998].filter((leaf) => leaf < at)) {
      const tree = await acting((db) => treeOf(db, '12', at, [index]))
      expect(hex(inclusionPath(tree, at, index)), `${index} of ${at}`).toEqual(hex(inclusionProof(sha256, leaves.slice(0, at), index)))
      const older = index + 1
      const grown = await acting((db) => treeOf(db, '12', at, [older]))
      expect(hex(consistencyPath(grown, at, older)), `${older} to ${at}`).toEqual(hex(consistencyProof(sha256, leaves.slice(0, at), older)))
    }
  }
})

test('entries that are not those of their checkpoint prove nothing, and what was kept is not believed', async () => {
  await acting((db) => treeOf(db, '12', size, [0]))
  const change = (hash: Buffer) =>
    it.asOwner(async (tx) => {
      tx.send(sql`alter table journal_leaf disable trigger user`)
      tx.send(sql`update journal_leaf set leaf_hash = ${hash} where log = '12' and seq = 4999`)
      tx.send(sql`alter table journal_leaf enable trigger user`)
    })
  await change(sha256('bent'))
  await expect(acting((db) => treeOf(db, '12', size, [0]))).rejects.toThrow('not those of its checkpoint')
  await change(leaves[4_999] ?? Buffer.alloc(0))
  expect((await acting((db) => treeOf(db, '12', size, [0])))(0, 1)).toEqual(leaves[0])
})
