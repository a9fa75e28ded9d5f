import { makeCheckpoints } from './journal-sign.ts'
import { sql } from 'kysely'
import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod/mini'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { job } from '../lib/contract.ts'
import { OrgCode } from '../lib/regions.ts'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { testHost } from '../../test/host.ts'
import type { World } from './context.ts'
import { type Database, inTransaction, openDatabase } from './db.ts'
import { handles, inOrganisation, installQueues, openQueue, type Queue } from './jobs.ts'

const greet = job('test.greet', z.object({ name: z.string() }))
const UPPSALA = OrgCode.parse('03')
const said: { message: string; fields: Record<string, unknown> }[] = []
const note = (fields: Record<string, unknown>, message: string) => {
  said.push({ message, fields })
}

let database: TestDatabase
let db: Database
let queue: Queue
let world: World

beforeAll(async () => {
  database = await testDatabase()
  await installQueues(database.owner, [greet], database.app.user)
  db = openDatabase(database.app, { onError: (error) => note({}, error.message) })
  queue = await openQueue(database.app, { info: note, warn: note, error: note })
  world = {
    db,
    clock: () => new Date(),
    demo: false,
    mail: 'smtp',
    publicUrl: 'http://localhost',
    classCeiling: 'open',
    enqueue: queue.enqueue,
    checkpoints: makeCheckpoints(db, [], () => new Date(), { info: note, warn: note, error: note }),
    load: { delayMs: () => 0 },
    host: testHost(new Date()),
    log: { info: note, warn: note, error: note },
  }
})

afterAll(async () => {
  await queue.stop()
  await db.close()
  await database.drop()
})

async function states(): Promise<Record<string, string>> {
  const rows = await inTransaction(db, (tx) =>
    tx.rows(
      sql<{
        name: string
        state: string
      }>`select data -> 'payload' ->> 'name' as name, state::text from pgboss.job where name = 'test.greet'`,
    ),
  )
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}

test('a job exists if, and only if, its transaction was kept', async () => {
  const failing = inTransaction(db, async (tx) => {
    await queue.enqueue(tx, greet, UPPSALA, [{ name: 'lost' }])
    throw new Error('the rule said no')
  })
  await expect(failing).rejects.toThrow('the rule said no')
  await inTransaction(db, (tx) => queue.enqueue(tx, greet, UPPSALA, [{ name: 'kept' }]))
  expect(await states()).toEqual({ kept: 'created' })
})

test('one job that fails is tried again by itself, and the others of its batch have run once, each in its organisation', async () => {
  const greeted: string[] = []
  const handler = handles(greet, async (ctx, { name }) => {
    const { org } = await inOrganisation(ctx, (tx) => tx.one(sql<{ org: string }>`select acting_org() as org`))
    greeted.push(`${name} ${org}`)
    if (name === 'unlucky') throw new Error('no such luck')
  })
  await inTransaction(db, (tx) => queue.enqueue(tx, greet, UPPSALA, [{ name: 'unlucky' }, { name: 'last' }]))
  await queue.work(world, [handler])
  for (let tries = 0; (await states())['last'] !== 'completed' && tries < 100; tries++) await wait(100)

  expect(await states()).toEqual({ kept: 'completed', unlucky: 'retry', last: 'completed' })
  expect(greeted.toSorted()).toEqual(['kept 03', 'last 03', 'unlucky 03'])
  const failed = said.filter(({ message }) => message.startsWith('job failed'))
  expect(failed).toEqual([expect.objectContaining({ fields: expect.objectContaining({ error: 'no such luck', tries: 1, org: '03' }) })])
})

test('a failed job waits at most an hour before it is tried again, and goes on for about a week', async () => {
  const [row] = await inTransaction(db, (tx) =>
    tx.rows(sql<{ limit: number; most: number; heart: number; keepDays: number }>`
      select retry_limit as "limit", retry_delay_max as most, heartbeat_seconds as heart,
        extract(day from keep_until - created_on)::int as keep_days
      from pgboss.job where name = 'test.greet' and state = 'retry'`),
  )
  expect(row).toEqual({ limit: 180, most: 3600, heart: 20, keepDays: 14 })
})
