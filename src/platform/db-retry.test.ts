import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { cutLine, type CutLine } from '../../test/cut-line.ts'
import { callerOf, type Person } from '../../test/people.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { type Database, inTransaction, openDatabase } from './db.ts'
import { inDoubt, patiently } from './db-retry.ts'
import { tryApi, tryServer } from './http-fixtures.ts'

const error = (code: string) => Object.assign(new Error(code), { code })

describe('a transaction is done again', () => {
  beforeEach(() => void vi.useFakeTimers())
  const away = (mode: 'writable' | 'away' | 'read-only', lasted: number) => {
    const find = vi.fn(async () => undefined)
    return { find, db: { state: () => ({ mode, lasted }), find } as unknown as Database }
  }
  /** How often the work was begun, and what came of it. */
  async function outcome(what: 'read' | 'command', errors: unknown[], state = away('writable', 60_000)) {
    let tries = 0
    const done = patiently(state.db, what, async () => {
      tries += 1
      const next = errors.length > 1 ? errors.shift() : errors[0]
      if (next !== undefined) throw next
      return 'done'
    }).catch((thrown: unknown) => thrown)
    await vi.advanceTimersByTimeAsync(40_000)
    const result = await done
    return { tries, result, looks: state.find.mock.calls.length }
  }

  test.each(['08006', '57P01', '57P02', '57P03', '25006', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT'])(
    'after %s, when the host to use has been looked for',
    async (code) => {
      expect(await outcome('command', [error(code), undefined])).toEqual({ tries: 2, result: 'done', looks: 1 })
    },
  )

  test.each(['40001', '40P01'])('after %s a few times, and nothing is looked for', async (code) => {
    expect(await outcome('command', [error(code), error(code), error(code), undefined])).toEqual({ tries: 4, result: 'done', looks: 0 })
    expect((await outcome('command', [error(code)])).tries).toBe(4)
  })

  test('what is wrong in itself is told at once', async () => {
    const wrong = error('23505')
    expect(await outcome('command', [wrong])).toEqual({ tries: 1, result: wrong, looks: 0 })
  })

  test('at most for as long as somebody waits', async () => {
    const gone = error('57P01')
    const { tries, result } = await outcome('command', [gone])
    expect(result).toBe(gone)
    expect(tries).toBeGreaterThan(15)
    expect((await outcome('read', [gone])).tries).toBeLessThan(tries)
  })

  test('what has lasted is told at once; reads go on where only writes cannot be made', async () => {
    expect((await outcome('command', [error('25006')], away('read-only', 6_000))).tries).toBe(1)
    expect((await outcome('read', [error('57P01')], away('away', 11_000))).tries).toBe(1)
    expect((await outcome('read', [error('57P01'), undefined], away('read-only', 6_000))).result).toBe('done')
  })

  test('one in doubt stays in doubt, unless a later try tells how it ended', async () => {
    const doubt = inDoubt(error('ECONNRESET'))
    expect((await outcome('command', [doubt, error('ECONNREFUSED')])).result).toBe(doubt)
    expect((await outcome('command', [doubt, error('55P03'), undefined])).result).toBe('done')
  })
})

describe('over HTTP', () => {
  let it: TestWorld
  let line: CutLine
  let server: ReturnType<typeof tryServer>
  let skane: Person
  let real: Database

  beforeAll(async () => {
    vi.useRealTimers()
    it = await testWorld()
    line = await cutLine(it.database.app)
    skane = await it.as('regional-officer', '12')
    real = it.world.db
    it.world.db = openDatabase(line.address, { onError: () => undefined })
    server = tryServer(it.world)
    await server.app.ready()
    skane.call = callerOf(server.app, skane.cookie, '12')
  })
  afterAll(async () => {
    await server.app.close()
    await it.world.db.close()
    await line.close()
    it.world.db = real
    await it.close()
  })

  const kept = async (title: string) => (await skane.call(tryApi.list, { query: { title } })).body.items.length

  test('a commit whose answer is lost is found by its key, and not done again', async () => {
    line.loseCommits(1)
    const added = await skane.call(tryApi.add, { body: { title: 'lost answer' } })
    expect([added.status, added.headers['idempotency-replayed'], line.cuts()]).toEqual([200, 'true', 1])
    expect(await kept('lost answer')).toBe(1)
  })

  test('the answer that tells how it ended may be lost as well', async () => {
    const before = line.cuts()
    line.loseCommits(3)
    const added = await skane.call(tryApi.add, { body: { title: 'lost more' } })
    expect([added.status, line.cuts() - before, await kept('lost more')]).toEqual([200, 3, 1])
  })

  test('what cannot be found out in time is told as not confirmed, never as failed; the same key tells later', async () => {
    const key = 'asked-again-later'
    const { db } = it.world
    // One try alone, as when the database has been away for long.
    it.world.db = { ...db, connect: db.connect, state: () => ({ mode: 'away', lasted: 60_000 }) }
    line.loseCommits(1)
    const added = await skane.call(tryApi.add, { body: { title: 'in doubt' }, key })
    it.world.db = db
    expect([added.status, added.code]).toEqual([503, 'not-confirmed'])
    expect(added.problem?.detail).toContain('inte bekräftat ännu, och kontrolleras')
    const again = await skane.call(tryApi.add, { body: { title: 'in doubt' }, key })
    expect([again.status, again.headers['idempotency-replayed'], await kept('in doubt')]).toEqual([200, 'true', 1])
  })

  test('a database that takes no writes is read, says so on every answer, and is found writable again', async () => {
    const { db } = it.world
    const readOnly = openDatabase(it.database.app, { onError: () => undefined })
    const name = it.database.app.database
    await it.asOwner((tx) => tx.text(`alter database ${name} set default_transaction_read_only = on`, []))
    try {
      await readOnly.find()
      expect(readOnly.state().mode).toBe('read-only')
      it.world.db = { ...readOnly, pool: readOnly.pool, state: () => ({ mode: 'read-only', lasted: 6_000 }) }
      const refused = await skane.call(tryApi.add, { body: { title: 'not now' } })
      expect([refused.status, refused.code, refused.headers['nspl-mode']]).toEqual([503, 'read-only', 'read-only'])
      expect(refused.problem?.detail).toContain('Skrivskyddat läge')
      const read = await skane.call(tryApi.list)
      expect([read.status, read.headers['nspl-mode']]).toEqual([200, 'read-only'])
      const health = await server.app.inject('/health/ready')
      expect([health.statusCode, health.json()]).toMatchObject([200, { status: 'degraded', checks: { database: 'read-only' } }])
    } finally {
      await inTransaction(it.owner, (tx) =>
        tx
          .text(`set local transaction read write`, [])
          .then(() => tx.text(`alter database ${name} reset default_transaction_read_only`, [])),
      )
    }
    await vi.waitFor(() => expect(readOnly.state().mode).toBe('writable'), 5_000)
    it.world.db = readOnly
    const added = await skane.call(tryApi.add, { body: { title: 'now' } })
    expect([added.status, added.headers['nspl-mode']]).toEqual([200, undefined])
    it.world.db = db
    await readOnly.close()
  })
})

test('the server warns beside a commit that was cut off while it waited for its standby: that is no confirmation', async () => {
  const it = await testWorld()
  const work = inTransaction(it.owner, async (tx) => {
    tx.send(sql`select 1`)
    // Runs at the commit, as that warning does.
    await tx.text(`create function pg_temp.warn() returns trigger language plpgsql as $$ begin raise warning 'x'; return null; end $$`, [])
    await tx.text('create temp table warned (n int)', [])
    await tx.text(
      'create constraint trigger late after insert on warned deferrable initially deferred for each row execute function pg_temp.warn()',
      [],
    )
    await tx.text('insert into warned values (1)', [])
  })
  await expect(work).rejects.toMatchObject({ code: 'NSPL_IN_DOUBT' })
  await it.close()
})
