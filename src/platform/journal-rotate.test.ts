import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silent } from '../../test/silent.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { canonical } from '../lib/canonical.ts'
import { originOf, TOP } from '../lib/checkpoint.ts'
import { fingerprintOf, verifyNote } from '../lib/note.ts'
import { inTransaction } from './db.ts'
import { sha256 } from './ids.ts'
import { makePem, openKeys, type SigningKey, signingKey, verifySignature } from './journal-key.ts'
import { latestCheckpoint, publicKeys } from './journal-proof.ts'
import { currentKeys, keyStore, rotateKeys } from './journal-rotate.ts'
import { type Checkpoints, keepKeys, makeCheckpoints } from './journal-sign.ts'
import { verifyJournal } from './journal-verify.ts'
import { verifyNightly } from './journal-verify-run.ts'
import type { Log } from './log.ts'
import { latestRuns } from './upkeep.ts'

let it: TestWorld
let installation: string
let dataDir: string
beforeEach(async () => {
  it = await testWorld()
  installation = (await it.asOwner((tx) => tx.one(sql<{ id: string }>`select id from installation`))).id
  dataDir = mkdtempSync(join(tmpdir(), 'nspl-rotate-'))
})
afterEach(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  await it.close()
})

const place = () => ({ dataDir, keyFile: undefined })
const path = (name: string) => join(dataDir, 'keys', name)
const retiredFiles = () => readdirSync(join(dataDir, 'keys')).filter((name) => name.startsWith('journal-retired-'))
const current = (log: Log = silent) => currentKeys(it.world.db, place(), it.now(), log)
const rotate = () => rotateKeys(it.world.db, place(), it.now(), silent)
const signer = (keys: readonly SigningKey[]) => makeCheckpoints(it.world.db, keys, () => it.now(), silent)
const running = async () =>
  makeCheckpoints(it.world.db, await current(), () => it.now(), silent, keyStore(it.world.db, place(), it.now, silent))
const faults = async () => (await verifyJournal(it.world.db, { now: it.now() })).faults.map(({ log, kind }) => ({ log, kind }))
const idsOf = (keys: readonly { raw: Uint8Array }[]) => keys.map(({ raw }) => sha256(raw).toString('hex'))
const known = () => it.asOwner(publicKeys)
const signersOf = async (keys: readonly SigningKey[]) => {
  const top = await it.asOwner((tx) => latestCheckpoint(tx, TOP))
  const said = verifyNote(sha256, top?.note ?? '', originOf(installation, TOP), keys, verifySignature)
  return said.holds ? idsOf(said.keys) : said.why
}
async function act(): Promise<void> {
  const entry = Buffer.from(canonical({ v: 1, log: '12', type: 'a.done', at: it.now().toISOString(), object: 'x', content: {} }))
  await it.asOwner(async (tx) => tx.send(sql`select journal_append('12', ${entry}, '{}'::text[], '{}'::bytea[])`))
}
const heard = () => {
  const lines: { level: string; message: string; fields: Record<string, unknown> }[] = []
  const note = (level: string) => (fields: Record<string, unknown>, message: string) => void lines.push({ level, message, fields })
  return { lines, log: { info: note('info'), warn: note('warn'), error: note('error') } satisfies Log }
}

describe('new keys', () => {
  test('take over by an entry that the old and the new have signed; what the old have signed still holds', async () => {
    const before = await current()
    await act()
    await signer(before).sign()
    await act()
    const others = (await known()).filter(({ retiredAt }) => retiredAt === null).map(({ id }) => id)
    const { retired, made } = await rotate()
    expect(idsOf(retired).toSorted()).toEqual(others.toSorted())
    expect(idsOf(retired)).toEqual(expect.arrayContaining(idsOf(before)))
    const after = await current()
    expect(idsOf(after)).toEqual(idsOf(made))
    expect(await signersOf(before)).toEqual(idsOf(before))
    expect(await signersOf(after)).toEqual(idsOf(after))
    const last = await it.asOwner((tx) =>
      tx.one(sql<{ body: Buffer; size: number }>`
        select body, (select max(size) from journal_checkpoint where log = 'TOP') as size from journal_leaf where log = 'TOP' order by seq desc limit 1`),
    )
    expect(JSON.parse(last.body.toString('utf8'))).toMatchObject({ type: 'key.rotated', before: idsOf(retired), after: idsOf(made) })

    const rows = await known()
    for (const { id } of before) expect(rows.find((key) => key.id === id)?.retiredAt).toEqual(it.now())
    for (const { id } of after) expect(rows.find((key) => key.id === id)).toMatchObject({ retiredAt: null })
    await act()
    await signer(after).sign()
    expect(await faults()).toEqual([])
  })

  test('lie where the old did, for their owner alone; the old beside them', async () => {
    await current()
    const old = readFileSync(path('journal.pem'), 'utf8')
    await rotate()
    const [retired = ''] = retiredFiles()
    expect(readFileSync(path(retired), 'utf8')).toBe(old)
    expect([statSync(path(retired)).mode & 0o777, statSync(path('journal.pem')).mode & 0o777]).toEqual([0o600, 0o600])
    expect(existsSync(path('journal.pem.new'))).toBe(false)
  })

  test('are not put into a file that the operator has named', async () => {
    const named = { dataDir, keyFile: join(dataDir, 'named.pem') }
    writeFileSync(named.keyFile, makePem())
    await expect(rotateKeys(it.world.db, named, it.now(), silent)).rejects.toThrow('JOURNAL_KEY_FILE is set')
  })

  test('two at once follow upon each other, and the last one holds', async () => {
    await current()
    const both = await Promise.all([rotate(), rotate()])
    const after = idsOf(await current())
    expect(both.map(({ made }) => idsOf(made))).toContainEqual(after)
    expect((await known()).filter(({ retiredAt }) => retiredAt === null).map(({ id }) => id)).toEqual(after)
    expect(await faults()).toEqual([])
  })
})

describe('a rotation that is killed', () => {
  test.each([
    ['while the new keys are written', (pem: string) => pem.slice(0, pem.length / 2)],
    ['before they are recorded', (pem: string) => pem],
  ])('%s: the old ones hold', async (_when, written) => {
    const before = await current()
    writeFileSync(path('journal.pem.new'), written(makePem()))
    const { lines, log } = heard()
    expect(idsOf(await current(log))).toEqual(idsOf(before))
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: expect.stringContaining('never recorded') }))
    expect(existsSync(path('journal.pem.new'))).toBe(false)
    expect(retiredFiles()).toEqual([])
  })

  test.each([
    ['when they are recorded', (_old: string) => undefined],
    ['while the old ones are put aside', (old: string) => old.slice(0, old.length / 2)],
    ['before the new ones are put in place', (old: string) => old],
  ])('%s: the next start finishes it', async (_when, aside) => {
    await current()
    const old = readFileSync(path('journal.pem'), 'utf8')
    const { made } = await rotate()
    const [retired = ''] = retiredFiles()
    // The files as they were at that moment: the record is there.
    writeFileSync(path('journal.pem.new'), readFileSync(path('journal.pem')))
    writeFileSync(path('journal.pem'), old)
    rmSync(path(retired))
    const part = aside(old)
    if (part !== undefined) writeFileSync(path(retired), part)

    expect(idsOf(await current())).toEqual(idsOf(made))
    expect(idsOf(openKeys(place(), silent))).toEqual(idsOf(made))
    expect(retiredFiles()).toEqual([retired])
    expect(readFileSync(path(retired), 'utf8')).toBe(old)
    expect(existsSync(path('journal.pem.new'))).toBe(false)
  })
})

describe('retired keys', () => {
  test('sign nothing more: a running signer goes on with those that took over', async () => {
    const checkpoints = await running()
    const { made } = await rotate()
    await act()
    expect(await checkpoints.sign()).toBe(2)
    expect(idsOf(checkpoints.keys)).toEqual(idsOf(made))
    expect(await signersOf(checkpoints.keys)).toEqual(idsOf(made))
    expect(await faults()).toEqual([])
  })

  test('sign nothing while no others are there, and none are made in their place', async () => {
    const checkpoints = await running()
    const old = readFileSync(path('journal.pem'))
    await rotate()
    await act()
    const taken = readFileSync(path('journal.pem'))
    writeFileSync(path('journal.pem'), old)
    await expect(checkpoints.sign()).rejects.toThrow('were retired, and sign nothing: put the file that took over in its place')
    await expect(rotate()).rejects.toThrow('were retired')
    rmSync(path('journal.pem'))
    await expect(checkpoints.sign()).rejects.toThrow('cannot be read (ENOENT)')
    writeFileSync(path('journal.pem'), taken)
    expect(await checkpoints.sign()).toBe(2)
    expect(await faults()).toEqual([])
  })

  test('are found by the verification where they sign all the same, whatever the table of keys says', async () => {
    const before = await current()
    await act()
    await signer(before).sign()
    await rotate()
    const unretire = sql`update journal_key set retired_at = null`
    await it.asOwner(async (tx) => tx.send(unretire))
    expect(await faults(), 'what they signed before holds').toEqual([])
    await act()
    await signer(before).sign()
    expect(await faults()).toEqual([
      { log: TOP, kind: 'checkpoint-retired-key' },
      { log: '12', kind: 'checkpoint-retired-key' },
    ])
  })
})

describe('a key that no rotation was recorded to', () => {
  const named = () => ({ dataDir, keyFile: join(dataDir, 'named.pem') })
  const start = async () => {
    const { lines, log } = heard()
    const keys = await currentKeys(it.world.db, named(), it.now(), log)
    return {
      lines: lines.filter(({ level }) => level !== 'info'),
      fingerprint: fingerprintOf(sha256, keys[0] ?? { raw: new Uint8Array() }),
    }
  }

  test('is told at the start, by its fingerprint; the first key of all, and those that took over in order, are not', async () => {
    await it.asOwner(async (tx) => tx.send(sql`delete from journal_key`))
    writeFileSync(named().keyFile, makePem())
    const first = await start()
    expect(first.lines).toEqual([])
    expect((await start()).lines).toEqual([])

    writeFileSync(named().keyFile, makePem())
    const second = await start()
    expect(second.lines).toEqual([
      {
        level: 'warn',
        message: expect.stringContaining('no rotation to it was recorded'),
        fields: { path: named().keyFile, fingerprint: second.fingerprint, others: [first.fingerprint] },
      },
    ])

    await current()
    await rotate()
    const { lines, log } = heard()
    await current(log)
    expect(lines).toEqual([])
    expect((await start()).lines).toEqual([
      {
        level: 'error',
        message: expect.stringContaining('was retired'),
        fields: { path: named().keyFile, fingerprint: second.fingerprint },
      },
    ])
  })
})

describe('the verification, beside the key file', () => {
  const compared = async (checkpoints: Checkpoints) =>
    (await verifyJournal(it.world.db, { now: it.now(), onDisk: checkpoints.onDisk() })).faults.map(({ log, kind, detail }) => [
      log,
      kind,
      detail,
    ])

  test('finds a newest checkpoint by a key that is known to the database alone', async () => {
    const checkpoints = await running()
    await act()
    await checkpoints.sign()
    expect(await compared(checkpoints)).toEqual([])

    const foreign = [signingKey(generateKeyPairSync('ed25519').privateKey)]
    await act()
    await inTransaction(it.world.db, async (tx) => keepKeys(tx, foreign, it.now()))
    await signer(foreign).sign()
    expect(await faults(), 'the database alone shows nothing').toEqual([])
    const said = 'the newest checkpoint, at 2, is signed by none of the keys in the key file'
    expect(await compared(checkpoints)).toEqual([[TOP, 'key-not-on-disk', said]])
    await verifyNightly({ ...it.world, checkpoints })
    const noted = await it.asOwner(async (tx) => (await latestRuns(tx))['journal-verify'])
    expect(noted?.last).toMatchObject({ ok: false, detail: { faults: 1, fault: 'key-not-on-disk', reason: said } })

    await act()
    await checkpoints.sign()
    expect(await compared(checkpoints)).toEqual([])
    rmSync(path('journal.pem'))
    expect(await compared(checkpoints)).toEqual([[TOP, 'key-not-on-disk', expect.stringContaining('the key file is gone')]])
  })

  test('finds nothing in a change of keys, before or after the files change places', async () => {
    const checkpoints = await running()
    const old = readFileSync(path('journal.pem'))
    await rotate()
    expect(await compared(checkpoints)).toEqual([])
    writeFileSync(path('journal.pem'), old)
    expect(await compared(checkpoints)).toEqual([])
  })
})
