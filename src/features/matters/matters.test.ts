import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction, type Tx } from '../../platform/db.ts'
import { newId, sha256 } from '../../platform/ids.ts'
import { mattersApi } from './contract.ts'
import { findMatter, insertMatter, ownedFiles } from './sql.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

const text = Buffer.from('Yttrande över förslaget\n')
const as = <T>(org: string, work: (tx: Tx) => Promise<T>) =>
  inTransaction(it.world.db, async (tx) => {
    tx.send(sql`select set_config('app.org', ${org}, true)`)
    return await work(tx)
  })

test('a file is taken in under a safe name, once, and belongs to the organisation that sent it', async () => {
  const officer = await it.as('regional-officer', '12')
  const { body: ref } = await officer.call(mattersApi.upload, { query: { name: 'C:\\Mina dokument\\Yttrande.TXT' }, bytes: text })
  expect(ref).toEqual({ sha256: sha256(text).toString('hex'), name: 'Yttrande.TXT', size: text.length, mediaType: 'text/plain' })
  const again = await officer.call(mattersApi.upload, { query: { name: 'samma.txt' }, bytes: text })
  expect(again.body).toEqual({ ...ref, name: 'samma.txt' })

  const claimed = [{ ...ref, size: 1, mediaType: 'text/html' }]
  expect(await as('12', (tx) => ownedFiles(tx, orgCode('12'), claimed))).toEqual([ref])
  expect(await as('01', (tx) => ownedFiles(tx, orgCode('01'), claimed))).toEqual([undefined])
  expect(await as('01', (tx) => ownedFiles(tx, orgCode('12'), claimed))).toEqual([undefined])
  expect(await as('12', (tx) => ownedFiles(tx, orgCode('12'), [ref, { ...ref, sha256: '00'.repeat(32) }]))).toEqual([ref, undefined])
  expect(await as('12', (tx) => ownedFiles(tx, orgCode('12'), []))).toEqual([])
})

test.each([
  ['tom.txt', Buffer.alloc(0), 422, 'file-empty', '”tom.txt” är tom.'],
  ['program.exe', Buffer.from('MZ'), 422, 'file-type-not-allowed', '”program.exe” är av en sort som inte tas emot.'],
  ['rapport.pdf', Buffer.from('<html></html>'), 422, 'file-content-differs', '”rapport.pdf” innehåller något annat'],
  ['bild.png', Buffer.from('\x89PNG\r\n\x1a\nx', 'latin1'), 422, 'file-damaged', '”bild.png” är skadad'],
  ['stor.txt', Buffer.alloc(25 * 1024 * 1024 + 1, 'a'), 413, 'file-too-big', '”stor.txt” är större än 25 MB.'],
])('%s is refused with a sentence that names it', async (name, bytes, status, code, beginning) => {
  const officer = await it.as('secretariat-officer', 'NSPL')
  const reply = await officer.call(mattersApi.upload, { query: { name }, bytes })
  expect([reply.status, reply.code]).toEqual([status, code])
  expect(reply.problem?.detail.startsWith(beginning)).toBe(true)
})

test('a reader uploads nothing', async () => {
  const reader = await it.as('reader', '12')
  expect((await reader.call(mattersApi.upload, { query: { name: 'a.txt' }, bytes: text })).code).toBe('role-missing')
})

test('a matter is found by the number as it was written, in its own register', async () => {
  const matter = { id: newId(it.now()), orgCode: orgCode('12'), caseNumber: 'RS 2026/901', title: 'Remiss (demo)', madeAt: it.now() }
  await as('12', async (tx) => insertMatter(tx, matter))
  expect(await as('12', (tx) => findMatter(tx, orgCode('12'), 'RS 2026/901'))).toEqual({
    id: matter.id,
    caseNumber: 'RS 2026/901',
    title: 'Remiss (demo)',
  })
  expect(await as('12', (tx) => findMatter(tx, orgCode('12'), 'RS 2026/902'))).toBeUndefined()
  expect(await as('01', (tx) => findMatter(tx, orgCode('12'), 'RS 2026/901'))).toBeUndefined()
})
