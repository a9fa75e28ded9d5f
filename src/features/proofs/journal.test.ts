import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasOpenssl, localTsa } from '../../../test/tsa.ts'
import { unzipBytes } from '../../../test/unzip.ts'
import { type TestWorld, testWorld } from '../../../test/world.ts'
import type { Person } from '../../../test/people.ts'
import { bytesOf } from '../../lib/bytes.ts'
import { parseCheckpoint } from '../../lib/checkpoint.ts'
import { verifyConsistency } from '../../lib/merkle.ts'
import { parseNote } from '../../lib/note.ts'
import { sha256 } from '../../lib/sha256.ts'
import { timestampDaily } from '../../platform/timestamp.ts'
import { givenAddresses } from '../dispatches/fixtures.ts'
import { givenDispatch, givenDraft, handInNow } from '../replies/fixtures.ts'
import { journalApi } from './contract-journal.ts'
import { entryWords } from './texts-journal.ts'

let it: TestWorld
let region: Person
let operator: Person
let officer: Person
beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  region = await it.as('registrar', '12', { name: 'Rut Registrator (demo)' })
  operator = await it.as('operator', 'NSPL')
  officer = await it.as('secretariat-officer', 'NSPL')
})
afterAll(() => it.close())

const sign = async () => {
  await it.journal('none')
  await it.world.checkpoints.sign()
}
const seen = (who: Person, sizes: { own?: string; top?: string } = {}) => who.call(journalApi.now, { query: sizes })
const checkpointOf = (note: string | undefined) => {
  const checkpoint = parseCheckpoint(parseNote(note ?? '')?.text ?? '')
  if (!checkpoint) throw new Error(`no checkpoint: ${note}`)
  return checkpoint
}

describe('the journal as it is now', () => {
  test('nothing before the first signature; then both logs, and how they grew out of what was seen', async () => {
    const stranger = await it.as('reader', '20')
    expect((await seen(stranger)).body).toMatchObject({ own: null, anchor: { state: 'off' } })

    const dispatch = await givenDispatch(it)
    await sign()
    const before = (await seen(region)).body
    await givenDraft(region, dispatch)
    const { body: handed } = await handInNow(region, dispatch.id)
    await sign()
    const [own, top] = [checkpointOf(before.own?.note), checkpointOf(before.top?.note)]
    const after = (await seen(region, { own: String(own.size), top: String(top.size) })).body
    for (const log of ['own', 'top'] as const) {
      const [old, now] = [checkpointOf(before[log]?.note), checkpointOf(after[log]?.note)]
      expect(now.size).toBeGreaterThan(old.size)
      const proof = after[log]?.growth?.map((hash) => bytesOf(hash) ?? new Uint8Array()) ?? []
      const claim = { oldSize: old.size, oldRoot: old.root, newSize: now.size, newRoot: now.root, proof }
      expect(verifyConsistency(sha256, claim), log).toBe(true)
      expect(verifyConsistency(sha256, { ...claim, oldRoot: now.root }), log).toBe(false)
    }
    expect(after.keys[0]).toMatchObject({ algorithm: 'ed25519', retiredAt: null })
    expect((await seen(region, { own: '999999' })).body.own?.growth).toBeNull()
    expect((await seen(region, { own: '-1' })).status).toBe(422)

    const { body } = await region.call(journalApi.entries, { query: {} })
    expect(body.items.find(({ type }) => type === 'reply.handed-in')).toMatchObject({
      who: 'Rut Registrator (demo)',
      org: '12',
      signed: true,
      about: { dispatchId: dispatch.id, replyId: handed.replyId },
    })
    expect(body.items.find(({ type }) => type === 'dispatch.sent')).toMatchObject({
      org: 'NSPL',
      about: { dispatchId: dispatch.id, sent: true },
    })
  })

  test('the list is paged, the latest first, and holds the own log alone', async () => {
    const all = (await region.call(journalApi.entries, { query: { limit: '200' } })).body.items
    const size = checkpointOf((await seen(region)).body.own?.note).size
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: all.length }, (_, at) => all.length - 1 - at))
    expect(all.length).toBeGreaterThanOrEqual(size)
    const paged: number[] = []
    let after: string | null = ''
    while (after !== null) {
      const query: { limit: string; after?: string } = after === '' ? { limit: '2' } : { limit: '2', after }
      const { body } = await region.call(journalApi.entries, { query })
      paged.push(...body.items.map(({ seq }) => seq))
      after = body.next
    }
    expect(paged).toEqual(all.map(({ seq }) => seq))
    for (const bad of ['x', '1; drop', '1e3']) expect((await region.call(journalApi.entries, { query: { after: bad } })).status).toBe(422)
  })

  test('whoever only keeps the installation running sees what was done, and not what about', async () => {
    const [full, bare] = await Promise.all([officer, operator].map((who) => who.call(journalApi.entries, { query: {} })))
    expect(full?.body.items.some(({ about }) => about !== null)).toBe(true)
    expect(bare?.body.items.length).toBe(full?.body.items.length)
    expect(bare?.body.items.every(({ about }) => about === null)).toBe(true)
  })
})

describe('what a browser tells of', () => {
  const told = () =>
    it.asOwner((tx) => tx.rows(sql<{ detail: Record<string, unknown> }>`select detail from upkeep_run where kind = 'witness' order by id`))

  test('is not confirmed when the log holds, when the signature is nobody’s, or when it is of another log', async () => {
    const now = (await seen(region)).body
    const notes = [now.own?.note ?? '', (now.own?.note ?? '').replace('\n', '/x\n'), now.top?.note ?? '', '', 'x']
    for (const kept of notes) {
      const { status, body } = await region.call(journalApi.doubt, { body: { log: 'own', what: 'shrunk', kept, got: null } })
      expect([status, body.confirmed], kept).toEqual([200, false])
    }
    expect((await told()).map(({ detail }) => detail['confirmed'])).toEqual(notes.map(() => false))
    expect((await it.journal('12')).at(-1)).toMatchObject({ type: 'journal.doubted', org: '12', actor: region.personId })
  })

  test('is confirmed when a signed checkpoint is larger than the log, or the log is another than it was', async () => {
    const own = await it.as('registrar', '21')
    await it.as('reader', '21')
    const act = () =>
      it.asOwner((tx) =>
        tx.rows(
          sql`select journal_append('21', convert_to(${JSON.stringify({ v: 1, object: 'o', type: 'test.done' })}, 'UTF8'), '{}', '{}')`,
        ),
      )
    await act()
    await act()
    await sign()
    const kept = (await seen(own)).body.own?.note ?? ''
    const doubt = async () =>
      (await own.call(journalApi.doubt, { body: { log: 'own', what: 'rewritten', kept, got: null } })).body.confirmed
    expect(await doubt()).toBe(false)
    await sign()

    // Somebody who owns the database changes an entry; the head and the checkpoints stay.
    await it.asOwner(async (tx) => {
      tx.send(sql`alter table journal_leaf disable trigger journal_leaf_append_only`)
      tx.send(sql`update journal_leaf set leaf_hash = sha256('x') where log = '21' and seq = 0`)
      tx.send(sql`alter table journal_leaf enable trigger journal_leaf_append_only`)
    })
    expect((await seen(own, { own: '1' })).body.own?.growth, 'what does not hang together has no proof').toBeNull()
    expect(await doubt()).toBe(true)
    expect((await told()).at(-1)?.detail).toEqual({ org: '21', log: '21', what: 'rewritten', confirmed: true })
  })

  test('too much is refused', async () => {
    const kept = 'x'.repeat(100_001)
    expect((await region.call(journalApi.doubt, { body: { log: 'own', what: 'shrunk', kept, got: null } })).status).toBe(422)
  })
})

test.skipIf(!hasOpenssl)('the stamp is taken home with what it is of, and openssl takes it', async () => {
  expect((await region.call(journalApi.stamp, {})).status).toBe(404)
  const tsa = await localTsa()
  try {
    it.world.tsaUrl = tsa.url
    expect((await seen(region)).body.anchor.state).toBe('due')
    await timestampDaily(it.world)
    expect((await seen(region)).body.anchor).toMatchObject({ state: 'anchored', stampedAt: expect.any(String) })
    const { status, bytes } = await region.call(journalApi.stamp, {})
    expect(status).toBe(200)
    const files = await unzipBytes(bytes)
    expect([...files.keys()]).toEqual(['LÄS MIG.txt', 'TOP.checkpoint', 'TOP.tsr'])
    expect(tsa.verify(files.get('TOP.tsr') ?? Buffer.alloc(0), String(files.get('TOP.checkpoint')))).toMatch(/^0 /)
  } finally {
    it.world.tsaUrl = undefined
    await tsa.stop()
  }
})

test('every kind of entry that the code makes has words', () => {
  const folder = join(import.meta.dirname, '..')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\/actions[^/]*\.ts$/.test(name))
  const types = files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return [...text.matchAll(/type: (?:[\w.]+ \? )?'([a-z-]+\.[a-z-]+)'(?: : '([a-z-]+\.[a-z-]+)')?/g)].flatMap(([, one, other]) =>
      [one, other].filter((type) => type !== undefined),
    )
  })
  expect(types.length).toBeGreaterThan(35)
  expect(types.filter((type) => entryWords[type] === undefined)).toEqual([])
})
