import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { canonical } from '../lib/canonical.ts'
import { openDatabase } from './db.ts'
import { verifyJournal } from './journal-verify.ts'

let w: TestWorld
const NOW = new Date('2026-11-25T08:00:00.000Z')

beforeAll(async () => {
  w = await testWorld()
  for (let round = 0; round < 4; round += 1) {
    for (const log of ['12', '03', 'NSPL']) await append(log, 7)
    await w.world.checkpoints.sign()
  }
  await w.asOwner(async (tx) => {
    for (const table of ['leaf', 'checkpoint']) tx.send(sql.raw(`alter table journal_${table} disable trigger user`))
    for (const table of TABLES) tx.send(sql.raw(`create table kept_${table} as select * from journal_${table}`))
  })
})
afterAll(() => w.close())

/** Those that others refer to first. */
const TABLES = ['head', 'leaf', 'commitment', 'object', 'checkpoint', 'waiting'] as const

async function append(log: string, count: number, at = NOW): Promise<void> {
  await w.asOwner(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const entry = Buffer.from(
        canonical({ v: 1, log, type: 'a.done', at: at.toISOString(), object: `${n}`, content: { reply: 'ab'.repeat(32) } }),
      )
      tx.send(sql`select journal_append(${log}, ${entry}, ${['reply']}::text[], ${[randomBytes(32)]}::bytea[])`)
    }
  })
}

/** What the verifier finds when somebody who may do anything in the database has done this; afterwards all is as before. */
async function found(statement: string, given: { now?: Date; kept?: string[] } = {}) {
  await w.asOwner(async (tx) => tx.send(sql.raw(`do $do$ begin ${statement.replace(/;\s*$/, '')}; end $do$`)))
  try {
    const { faults } = await verifyJournal(w.world.db, { now: NOW, ...given })
    return faults.map(({ log, seq, kind }) => ({ log, seq, kind }))
  } finally {
    await w.asOwner(async (tx) => {
      for (const table of TABLES.toReversed()) tx.send(sql.raw(`delete from journal_${table}`))
      for (const table of TABLES) tx.send(sql.raw(`insert into journal_${table} overriding system value select * from kept_${table}`))
    })
  }
}

test('a journal that nobody touched has no fault, whoever looks', async () => {
  const seen = await verifyJournal(w.world.db, { now: NOW })
  expect(seen).toMatchObject({ logs: 4, entries: 3 * 28 + 12, checkpoints: 12 + 4, waiting: 0, faults: [] })
  expect(seen.top).toEqual({ size: 12, root: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(seen.fingerprints).toEqual(expect.arrayContaining([expect.stringMatching(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)]))
  expect(await verifyJournal(w.owner, { now: NOW })).toEqual(seen)
})

const entry = (at: number) => `log = '12' and seq = ${at}`
const forgotten = (which: string) =>
  `delete from journal_commitment where log = '12' and ${which}; delete from journal_object where log = '12' and ${which}`
const rehash = `update journal_leaf set leaf_hash = sha256('\\x00'::bytea || body) where ${entry(9)}`
const bend = `update journal_leaf set body = overlay(body placing '\\x62'::bytea from length(body) - 20) where ${entry(9)}`

test.each([
  ['an entry bent', bend, { log: '12', seq: 9, kind: 'entry-changed' }],
  ['an entry bent and hashed anew', `${bend}; ${rehash}`, { log: '12', seq: 7, kind: 'root-differs' }],
  [
    'an entry taken away',
    `${forgotten('seq = 9')}; delete from journal_leaf where ${entry(9)}`,
    { log: '12', seq: 9, kind: 'entry-missing' },
  ],
  [
    'the tail cut off, the head as it was',
    `${forgotten('seq > 20')}; delete from journal_leaf where log = '12' and seq > 20`,
    { log: '12', seq: 21, kind: 'log-cut' },
  ],
  [
    'a head bent',
    `update journal_head set frontier[1] = sha256(frontier[1]) where log = '12'`,
    { log: '12', seq: 28, kind: 'head-changed' },
  ],
  [
    'a salt under another name',
    `update journal_commitment set label = 'other' where ${entry(3)}`,
    { log: '12', seq: 3, kind: 'commitment-changed' },
  ],
  [
    'a checkpoint taken away',
    `delete from journal_checkpoint where log = '12' and size = 14`,
    { log: '12', seq: undefined, kind: 'checkpoint-missing' },
  ],
  [
    "a checkpoint's root bent",
    `update journal_checkpoint set root = sha256(root) where log = '12' and size = 14`,
    { log: '12', seq: undefined, kind: 'checkpoint-changed' },
  ],
  [
    'a note bent',
    `update journal_checkpoint set note = replace(note, E'\\n14\\n', E'\\n15\\n') where log = '12' and size = 14`,
    { log: '12', seq: undefined, kind: 'checkpoint-unsigned' },
  ],
  [
    'no key of ours',
    `update journal_key set public_key = sha256(public_key) where algorithm = 'ed25519'`,
    { log: 'TOP', seq: undefined, kind: 'checkpoint-foreign-key' },
  ],
  [
    'what waits for an hour',
    `insert into journal_waiting (log, entry, labels, salts) values ('12', convert_to('{"at":"2026-11-25T07:00:00.000Z","log":"12"}', 'UTF8'), '{}', '{}')`,
    { log: '12', seq: undefined, kind: 'waiting-long' },
  ],
])('found: %s', async (what, statement, fault) => {
  if (what === 'no key of ours') await w.asOwner(async (tx) => tx.send(sql`create table kept_key as select * from journal_key`))
  expect(await found(statement)).toContainEqual(fault)
  if (what === 'no key of ours')
    await w.asOwner(async (tx) => tx.send(sql`update journal_key k set public_key = o.public_key from kept_key o where o.id = k.id`))
  expect((await verifyJournal(w.world.db, { now: NOW })).faults).toEqual([])
})

test('entries that no checkpoint covers are a fault when they should be by now', async () => {
  const drop = `delete from journal_checkpoint where size > 21 and log = '12' or log = 'TOP' and size > 9;
    delete from journal_leaf where log = 'TOP' and seq > 8`
  expect(await found(drop, { now: new Date(NOW.getTime() + 60_000) })).not.toContainEqual(
    expect.objectContaining({ log: '12', kind: 'not-checkpointed' }),
  )
  expect(await found(drop, { now: new Date(NOW.getTime() + 3_600_000) })).toContainEqual({ log: '12', seq: 21, kind: 'not-checkpointed' })
})

test('a rollback of everything is seen by a checkpoint kept elsewhere alone', async () => {
  const { note } = await w.asOwner((tx) =>
    tx.one(sql<{ note: string }>`select note from journal_checkpoint where log = '12' and size = 28`),
  )
  // The state after three rounds, whole: its heads are made as they were then.
  const heads = await w.asOwner((tx) =>
    tx.rows(
      sql<{
        log: string
        size: number
      }>`select log, max(size) filter (where size <= case log when 'TOP' then 9 else 21 end) as size from journal_checkpoint group by log`,
    ),
  )
  const back = heads
    .map(
      ({ log, size }) => `delete from journal_checkpoint where log = '${log}' and size > ${size};
      delete from journal_commitment where log = '${log}' and seq >= ${size}; delete from journal_object where log = '${log}' and seq >= ${size};
      create temp table again as select * from journal_leaf where log = '${log}' and seq < ${size};
      delete from journal_commitment where log = '${log}'; delete from journal_object where log = '${log}'; delete from journal_leaf where log = '${log}';
      update journal_head set size = 0, frontier = '{}' where log = '${log}';
      perform journal_put('${log}', body, '{}', '{}') from (select body from again order by seq) as a; drop table again;`,
    )
    .join('\n')
  expect(await found(back)).toEqual([])
  expect(await found(back, { kept: [note] })).toEqual([{ log: '12', seq: 21, kind: 'kept-beyond' }])
  expect(await found('null', { kept: [note] })).toEqual([])
  // As it was printed, without its signatures.
  const [origin = '', size = '', root = ''] = note.split('\n')
  const paper = `\r\n${origin} \r\n${size}\r\n${root}\r\n\r\n`
  expect(await found('null', { kept: [paper] })).toEqual([])
  expect(await found(back, { kept: [paper] })).toEqual([{ log: '12', seq: 21, kind: 'kept-beyond' }])
  const wrong = paper.replace(root, Buffer.alloc(32).toString('base64'))
  expect(await found('null', { kept: [wrong] })).toEqual([{ log: '12', kind: 'kept-differs' }])
  expect(await found('null', { kept: [paper.replace('/12', '/99')] })).toContainEqual(expect.objectContaining({ kind: 'kept-not-ours' }))
  expect(await found('null', { kept: [note.replaceAll('/12', '/25')] })).toContainEqual(expect.objectContaining({ kind: 'kept-not-ours' }))
})

test('a database that cannot be read is told as such, not as verified', async () => {
  const gone = openDatabase({ connectionString: 'postgres://nobody:x@127.0.0.1:1/none' }, { onError: () => undefined })
  await expect(verifyJournal(gone, { now: NOW })).rejects.toThrow()
  await gone.close()
})
