import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { silent } from '../../test/silent.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { originOf, parseCheckpoint, TOP } from '../lib/checkpoint.ts'
import { orgCode } from '../lib/regions.ts'
import { leafHash, root, verifyConsistency, verifyInclusion } from '../lib/merkle.ts'
import { verifyNote } from '../lib/note.ts'
import { parseProof } from '../lib/tlog-proof.ts'
import { inTransaction, type Reader } from './db.ts'
import { newId, sha256 } from './ids.ts'
import { record, takeInEntries } from './journal.ts'
import { openKeys, signingKey, verifySignature } from './journal-key.ts'
import { consistency, findEntry, latestCheckpoint, proofOf } from './journal-proof.ts'
import { makeCheckpoints } from './journal-sign.ts'

let it: TestWorld
let installation: string
beforeAll(async () => {
  it = await testWorld()
  installation = (await it.asOwner((tx) => tx.one(sql<{ id: string }>`select id from installation`))).id
})
afterAll(() => it.close())

const SKANE = orgCode('12')
const person = { personId: newId(new Date(0)), name: 'n', org: SKANE, orgKind: 'region', roles: ['registrar'] } as const

async function act(type: string, object: string, content?: Record<string, string>, seal = false): Promise<void> {
  const now = it.now()
  const ctx = { world: it.world, org: SKANE, now, today: it.today(), actor: person, key: 'k', ifMatch: undefined }
  await inTransaction(it.world.db, async (tx) => {
    record(tx, ctx, { type, object, also: [orgCode('NSPL')], ...(content && { content }), ...(seal && { seal }) })
  })
}
const acting = <T>(org: string, work: (db: Reader) => Promise<T>) =>
  inTransaction(it.world.db, async (tx) => {
    await tx.rows(sql`select set_config('app.org', ${org}, true)`)
    return await work(tx)
  })
const leavesOf = async (log: string) => {
  const rows = await it.asOwner((tx) => tx.rows(sql<{ body: Buffer }>`select body from journal_leaf where log = ${log} order by seq`))
  return rows.map(({ body }) => leafHash(sha256, body))
}
const trial = (note: string, log: string) =>
  verifyNote(sha256, note, originOf(installation, log), it.world.checkpoints.keys, verifySignature)

describe('signing', () => {
  test('signs what has grown, and the log over all; once, until something more is done', async () => {
    await act('thing.made', 'one')
    await takeInEntries(it.world.db)
    expect(await it.world.checkpoints.sign()).toBe(3)
    expect(await it.world.checkpoints.sign()).toBe(0)
    for (const log of ['12', 'NSPL', TOP]) {
      const kept = await acting(log === TOP ? '12' : log, (db) => latestCheckpoint(db, log))
      const said = trial(kept?.note ?? '', log)
      const leaves = await leavesOf(log)
      expect(said).toMatchObject({ holds: true })
      expect(parseCheckpoint(said.holds ? said.text : '')).toEqual({
        origin: originOf(installation, log),
        size: leaves.length,
        root: new Uint8Array(root(sha256, leaves)),
      })
    }
    expect(await acting('14', (db) => latestCheckpoint(db, '12')), 'another’s is not seen').toBeUndefined()
    const entries = await it.asOwner((tx) => tx.rows(sql<{ body: Buffer }>`select body from journal_leaf where log = 'TOP' order by seq`))
    expect(entries.map(({ body }) => JSON.parse(body.toString('utf8')))).toMatchObject([
      { v: 1, log: 'TOP', type: 'log.checkpoint', of: '12', size: 1 },
      { v: 1, log: 'TOP', type: 'log.checkpoint', of: 'NSPL', size: 1 },
    ])
  })

  test('two at once make one checkpoint of each log', async () => {
    for (let round = 0; round < 5; round += 1) {
      await act('thing.made', `at-once-${round}`)
      await takeInEntries(it.world.db)
      const other = makeCheckpoints(it.world.db, it.world.checkpoints.keys, () => it.now(), silent)
      const made = await Promise.all([it.world.checkpoints.sign(), other.sign(), it.world.checkpoints.sign()])
      expect(made.toSorted((one, other) => one - other)).toEqual([0, 0, 3])
    }
  })

  test('one that falls in the middle leaves nothing signed by halves; the next signs it all', async () => {
    await act('thing.made', 'fallen')
    await takeInEntries(it.world.db)
    const top = new TextEncoder().encode(`${originOf(installation, TOP)}\n`)
    const falling = it.world.checkpoints.keys.map((key) => ({
      ...key,
      sign: (text: Uint8Array) => {
        if (top.every((byte, at) => text[at] === byte)) throw new Error('fallen')
        return key.sign(text)
      },
    }))
    const before = await acting('12', (db) => latestCheckpoint(db, '12'))
    await expect(makeCheckpoints(it.world.db, falling, () => it.now(), silent).sign()).rejects.toThrow('fallen')
    expect(await acting('12', (db) => latestCheckpoint(db, '12'))).toEqual(before)
    expect(await it.world.checkpoints.sign()).toBe(3)
  })

  test('a clock set back changes the moment told, and nothing of what is covered', async () => {
    await act('thing.made', 'before the clock')
    await it.world.checkpoints.sign()
    const earlier = await acting('12', (db) => latestCheckpoint(db, '12'))
    await act('thing.made', 'after the clock')
    const back = new Date(it.now().getTime() - 400 * 86_400_000)
    expect(await makeCheckpoints(it.world.db, it.world.checkpoints.keys, () => back, silent).sign()).toBe(2)
    const later = await acting('12', (db) => latestCheckpoint(db, '12'))
    expect(later).toMatchObject({ size: (earlier?.size ?? 0) + 1, signedAt: back })
    expect(trial(later?.note ?? '', '12')).toMatchObject({ holds: true })
  })

  test('what is sealed is signed at once, when it is committed and not before', async () => {
    await act('thing.sealed', 'sealed', undefined, true)
    await it.world.checkpoints.settled()
    expect(await acting('12', (db) => findEntry(db, { log: '12', object: 'sealed', type: 'thing.sealed' }))).toBeDefined()
  })

  test('an entry that nobody can read is signed like all; it is found under no object, and those around it are', async () => {
    const put = (body: Buffer) => it.asOwner(async (tx) => tx.send(sql`select journal_append('12', ${body}, '{}'::text[], '{}'::bytea[])`))
    const before = (await leavesOf('12')).length
    await act('thing.made', 'before the unreadable')
    const odd = [
      '{',
      '7',
      '[]',
      '{"object":"o"}',
      '{"type":"t"}',
      '{"object":"\\u0000","type":"t"}',
      `{"object":"${'å'.repeat(501)}","type":"t"}`,
    ]
    for (const text of odd) await put(Buffer.from(text, 'utf8'))
    await put(Buffer.from('fffe', 'hex'))
    await put(Buffer.from('['.repeat(100_000), 'utf8'))
    await act('thing.made', 'after the unreadable')
    await takeInEntries(it.world.db)
    expect(await it.world.checkpoints.sign()).toBe(3)
    const found = await it.asOwner((tx) =>
      tx.rows(
        sql<{ seq: number; object: string }>`select seq, object from journal_object where log = '12' and seq >= ${before} order by seq`,
      ),
    )
    expect(found).toEqual([
      { seq: before, object: 'before the unreadable' },
      { seq: before + odd.length + 3, object: 'after the unreadable' },
    ])
    expect((await acting('12', (db) => latestCheckpoint(db, '12')))?.size).toBe(before + odd.length + 4)
  })

  test('the runtime role can neither change a checkpoint nor keep one that was not reached', async () => {
    await expect(inTransaction(it.world.db, async (tx) => tx.send(sql`update journal_checkpoint set note = 'x'`))).rejects.toThrow(
      /permission denied/,
    )
    const ahead = sql`select journal_keep_checkpoint('12', 999999, ${Buffer.alloc(32)}, 'n', now())`
    await expect(inTransaction(it.world.db, async (tx) => tx.send(ahead))).rejects.toThrow(/no checkpoint of 999999/)
    await expect(it.asOwner(async (tx) => tx.send(sql`delete from journal_checkpoint`))).rejects.toThrow(/append-only/)
  })
})

describe('proofs', () => {
  test('an entry is proven by the first checkpoint that covers it, the same whenever asked; content and salts with it', async () => {
    await act('thing.done', 'proven', { text: 'åäö' })
    expect(await acting('12', (db) => findEntry(db, { log: '12', object: 'proven', type: 'thing.done' })), 'not signed yet').toBeUndefined()
    await it.world.checkpoints.sign()
    const found = await acting('12', (db) => findEntry(db, { log: '12', object: 'proven', type: 'thing.done' }))
    if (!found) throw new Error('not found')
    const proof = await acting('12', (db) => proofOf(db, { log: '12', seq: found.seq }))
    if (!proof) throw new Error('not proven')

    const read = parseProof(proof.tlogProof)
    const said = trial(read?.checkpoint ?? '', '12')
    const checkpoint = parseCheckpoint(said.holds ? said.text : '')
    if (!read || !checkpoint) throw new Error('not read')
    const claim = {
      leaf: leafHash(sha256, proof.entry),
      index: read.index,
      size: checkpoint.size,
      root: checkpoint.root,
      proof: read.hashes,
    }
    expect(verifyInclusion(sha256, claim)).toBe(true)
    expect(verifyInclusion(sha256, { ...claim, index: read.index - 1 })).toBe(false)
    const extra = JSON.parse(Buffer.from(read.extra ?? []).toString('utf8')) as { entry: string; salts: Record<string, string> }
    expect(extra).toEqual({ entry: proof.entry.toString('utf8'), salts: found.salts })
    const entry = JSON.parse(extra.entry) as { content: Record<string, string> }
    const salted = Buffer.concat([Buffer.of(2), Buffer.from(extra.salts['text'] ?? '', 'hex'), Buffer.from('åäö')])
    expect(createHash('sha256').update(salted).digest('hex')).toBe(entry.content['text'])

    await act('thing.done', 'later')
    await it.world.checkpoints.sign()
    expect((await acting('12', (db) => proofOf(db, { log: '12', seq: found.seq })))?.tlogProof).toBe(proof.tlogProof)
    expect(await acting('14', (db) => proofOf(db, { log: '12', seq: found.seq }))).toBeUndefined()
  })

  test('any two checkpoints are consistent', async () => {
    const rows = await acting('12', (db) =>
      db.rows(sql<{ size: number; root: Buffer }>`select size, root from journal_checkpoint where log = '12' order by size`),
    )
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) throw new Error('none')
    const proof = await acting('12', (db) => consistency(db, '12', first.size, last.size))
    const claim = { oldSize: first.size, oldRoot: first.root, newSize: last.size, newRoot: last.root, proof: proof ?? [] }
    expect(verifyConsistency(sha256, claim)).toBe(true)
    expect(verifyConsistency(sha256, { ...claim, oldRoot: Buffer.alloc(32) })).toBe(false)
    expect(await acting('12', (db) => consistency(db, '12', 1, last.size + 1_000))).toBeUndefined()
    expect(await acting('12', (db) => consistency(db, '12', 2, 1))).toBeUndefined()
  })
})

describe('keys', () => {
  let dataDir: string
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'nspl-keys-'))))
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))
  const place = (keyFile?: string) => ({ dataDir, keyFile })

  test('are made once, for their owner alone', () => {
    const first = openKeys(place(), silent)
    expect(openKeys(place(), silent).map(({ id }) => id)).toEqual(first.map(({ id }) => id))
    expect([statSync(join(dataDir, 'keys')).mode & 0o777, statSync(join(dataDir, 'keys', 'journal.pem')).mode & 0o777]).toEqual([
      0o700, 0o600,
    ])
    expect(first.some(({ algorithm }) => algorithm === 'ed25519')).toBe(true)
    for (const key of first) {
      const signature = key.sign(Buffer.from('a'))
      expect([verifySignature(key, Buffer.from('a'), signature), verifySignature(key, Buffer.from('b'), signature)]).toEqual([true, false])
    }
  })

  test('a file that was named must be there and hold a key: the operator is told which, and nothing is made in its place', () => {
    const named = join(dataDir, 'named.pem')
    expect(() => openKeys(place(named), silent)).toThrow(`the journal's key file ${named} cannot be read (ENOENT)`)
    writeFileSync(named, 'no key')
    expect(() => openKeys(place(named), silent)).toThrow(`${named} holds no Ed25519 key in PEM`)
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    writeFileSync(named, rsa.export({ format: 'pem', type: 'pkcs8' }))
    expect(() => openKeys(place(named), silent)).toThrow('holds no Ed25519 key')
  })

  test('a raw key and its id are those of Node’s own form', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const { raw, id } = signingKey(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })))
    const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
    expect(Buffer.from(raw).toString('base64url')).toBe(jwk.x)
    expect(id).toBe(createHash('sha256').update(raw).digest('hex'))
  })
})
