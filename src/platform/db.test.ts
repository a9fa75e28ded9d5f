import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { build, type Database, inTransaction, openDatabase, openTransaction, sqlState } from './db.ts'
import { newId } from './ids.ts'

let database: TestDatabase
let db: Database
const at = new Date('2026-11-25T08:00:00.123Z')

beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database.owner, { max: 4, onError: () => undefined })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const person = (id: string, email: string) => build.insertInto('person').values({ id, name: 'Somebody (demo)', email, madeAt: at })
const names = (id: string) =>
  inTransaction(db, (tx) => tx.rows(build.selectFrom('person').select('name').where('id', '=', id)), 'read only')
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'kept',
    (error: unknown) => sqlState(error)?.code ?? String(error),
  )

describe('a transaction', () => {
  test('keeps all or nothing', async () => {
    const [kept, lost] = [newId(at), newId(at)]
    await inTransaction(db, async (tx) => tx.send(person(kept, 'kept@a.example')))
    const thrown = inTransaction(db, async (tx) => {
      await tx.write(person(lost, 'lost@a.example'))
      throw new Error('changed my mind')
    })
    await expect(thrown).rejects.toThrow('changed my mind')
    expect([(await names(kept)).length, (await names(lost)).length]).toEqual([1, 0])
  })

  test('a write that was sent without waiting, and failed, fails the commit and takes the rest with it', async () => {
    const id = newId(at)
    const work = inTransaction(db, async (tx) => {
      tx.send(person(id, 'sent@a.example'))
      tx.send(person(newId(at), 'no address'))
    })
    expect(await codeOf(work)).toBe('23514')
    expect(await names(id)).toEqual([])
  })

  test('whoever waits for a statement after one that failed is told what failed, not that all is over', async () => {
    const work = inTransaction(db, async (tx) => {
      tx.send(person(newId(at), 'no address'))
      await tx.rows(sql`select 1`)
    })
    expect(await codeOf(work)).toBe('23514')
  })

  test('a failure that was caught and hidden does not pass for a commit', async () => {
    const id = newId(at)
    const work = inTransaction(db, async (tx) => {
      await tx.write(person(id, 'hidden@a.example'))
      await tx.write(person(newId(at), 'no address')).catch(() => 0)
    })
    await expect(work).rejects.toThrow('rolled back')
    expect(await names(id)).toEqual([])
  })

  test('a reader cannot write', async () => {
    expect(await codeOf(inTransaction(db, (tx) => tx.write(person(newId(at), 'reader@a.example')), 'read only'))).toBe('25006')
  })

  test('nothing can be asked of it when it has ended', async () => {
    const tx = await openTransaction(db, 'read only')
    await tx.rollback()
    await expect(tx.rows(sql`select 1`)).rejects.toThrow('has ended')
    await tx.rollback()
  })

  test('statements sent together are answered each with its own', async () => {
    const answers = await inTransaction(db, (tx) =>
      Promise.all(Array.from({ length: 50 }, (_, number) => tx.one(sql<{ number: number }>`select ${number}::int as number`))),
    )
    expect(answers.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, number) => number))
  })

  test('a value that cannot be sent fails its own statement and the transaction, and never answers another’s', async () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    const one = openDatabase(database.owner, { max: 1, onError: () => undefined })
    const answers: unknown[] = []
    const work = inTransaction(one, async (tx) => {
      const told = [sql`select 1 as answer`, sql`select ${loop}::jsonb as answer`, sql`select 3 as answer`].map((query) => tx.rows(query))
      answers.push(...(await Promise.allSettled(told)))
    })
    await expect(work).rejects.toThrow()
    expect(answers[1]).toMatchObject({ status: 'rejected' })
    for (const [at, wanted] of [
      [0, 1],
      [2, 3],
    ] as const) {
      if (JSON.stringify(answers[at]).includes('fulfilled')) expect(answers[at]).toMatchObject({ value: [{ answer: wanted }] })
    }
    expect(await inTransaction(one, (tx) => tx.rows(sql`select 4 as answer`))).toEqual([{ answer: 4 }])
    await one.close()
  })

  test('gives its connection back, however it ends', async () => {
    for (let i = 0; i < 20; i++) {
      await inTransaction(db, (tx) => tx.rows(sql`select broken`)).catch(() => undefined)
      await inTransaction(db, async () => Promise.reject(new Error('no'))).catch(() => undefined)
    }
    expect([db.pool.waitingCount, db.pool.idleCount]).toEqual([0, db.pool.totalCount])
  })

  test('lives through the death of its connection: this one fails, the next gets another', async () => {
    const tx = await openTransaction(db, 'read write')
    const { pid } = await tx.one(sql<{ pid: number }>`select pg_backend_pid() as pid`)
    await inTransaction(db, (other) => other.rows(sql`select pg_terminate_backend(${pid})`))
    await expect(tx.rows(sql`select 1`)).rejects.toThrow()
    await tx.rollback()
    expect(await inTransaction(db, (next) => next.rows(sql`select 1 as one`))).toEqual([{ one: 1 }])
  })
})

test('values come as the code knows them: days as text, instants as dates, whole numbers, names in camel case', async () => {
  const row = await inTransaction(db, (tx) =>
    tx.one(
      sql`select date '2026-02-28' as last_day, ${at}::timestamptz as made_at, 9007199254740991::bigint as big_number, '{"a":[1]}'::jsonb as some_json`,
    ),
  )
  expect(row).toEqual({ lastDay: '2026-02-28', madeAt: at, bigNumber: 9007199254740991, someJson: { a: [1] } })
  await expect(inTransaction(db, (tx) => tx.rows(sql`select 9007199254740993::bigint as n`))).rejects.toThrow('does not fit')
})

test('one that must be there and is not is an error; one that may be is undefined', async () => {
  const nobody = sql<{ id: string }>`select id from person where id = ${newId(at)}`
  expect(await inTransaction(db, (tx) => tx.maybe(nobody))).toBeUndefined()
  await expect(inTransaction(db, (tx) => tx.one(nobody))).rejects.toThrow('must be there')
})

test('a query that takes too long is ended by the server', async () => {
  const impatient = openDatabase(database.owner, { max: 1, onError: () => undefined })
  const work = inTransaction(impatient, async (tx) => {
    await tx.rows(sql`set local statement_timeout = '50ms'`)
    await tx.rows(sql`select pg_sleep(5)`)
  })
  expect(await codeOf(work)).toBe('57014')
  await impatient.close()
})
