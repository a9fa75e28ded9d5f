import { generateKeyPairSync } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { type Selectable, sql } from 'kysely'
import pino from 'pino'
import type { Role } from '../src/lib/actor.ts'
import { type Day, dayOf } from '../src/lib/day.ts'
import { buildApp } from '../src/main/app.ts'
import { jobHandlers, onMailAccepted, onMailFailed } from '../src/main/features.ts'
import type { World } from '../src/platform/context.ts'
import { build, type Database, inTransaction, openDatabase, type Tx } from '../src/platform/db.ts'
import type { OutgoingMail } from '../src/platform/db-types.ts'
import { newId } from '../src/platform/ids.ts'
import { openQueue } from '../src/platform/jobs.ts'
import { signingKey } from '../src/platform/journal-key.ts'
import { keepKeys, makeCheckpoints } from '../src/platform/journal-sign.ts'
import { mailHandlers } from '../src/platform/mail.ts'
import type { Metrics } from '../src/platform/metrics.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { callerOf, makePerson, type Person } from './people.ts'
import { silent } from './silent.ts'
import { testHost } from './host.ts'

export type JournalEntry = {
  log: string
  seq: number
  type: string
  at: string
  org: string
  actor: string
  object: string
  content: Record<string, string>
}

export type TestWorld = {
  world: World
  app: FastifyInstance
  /** When the world was asked to have them. */
  metrics: Metrics | undefined
  /** Where the database is. */
  database: TestDatabase
  /** The database as its owner, who sees through the net: to look, and to arrange what no action does yet. */
  owner: Database
  asOwner: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** The clock, which stands still; given an instant, it is moved there first. */
  now: (iso?: string) => Date
  today: () => Day
  /** A new made-up person with these roles in the organisation, signed in. */
  as: (role: Role | readonly Role[], org: string, about?: { name?: string }) => Promise<Person>
  /** Somebody who has not signed in, calling an organisation's addresses. */
  nobody: (org: string) => Person['call']
  /** Runs the jobs that are due until none is left, with the real handlers. The first failure is thrown. */
  runJobs: () => Promise<number>
  /** The ledger of outgoing mail, oldest first. */
  outbox: () => Promise<Selectable<OutgoingMail>[]>
  /** What all logs say about an object, in order. */
  journal: (objectId: string) => Promise<JournalEntry[]>
  close: () => Promise<void>
}

/** A Wednesday, 09.00 in Sweden. */
const START = '2026-11-25T08:00:00.000Z'

/** A whole application on a database of its own. One per test file, closed in afterAll. */
export async function testWorld(
  options: {
    demo?: boolean
    mail?: World['mail']
    publicUrl?: string
    webRoot?: string
    now?: string
    metrics?: (world: World) => Metrics
    /** Another than a copy of the test runner's. Dropped with the world. */
    database?: TestDatabase
  } = {},
): Promise<TestWorld> {
  const database = options.database ?? (await testDatabase())
  let closing = false
  // Dropping the database ends what a last request may have left open.
  const onError = (error: Error) => closing || silent.error({ error: error.message }, 'idle connection')
  const db = openDatabase(database.app, { max: 10, onError })
  const owner = openDatabase(database.owner, { max: 2, onError })
  const queue = await openQueue(database.app, silent)
  const keys = [signingKey(generateKeyPairSync('ed25519').privateKey)]
  const checkpoints = makeCheckpoints(db, keys, () => new Date(clock), silent)
  let clock = new Date(options.now ?? START)
  const demo = options.demo ?? false
  const world: World = {
    db,
    clock: () => new Date(clock),
    demo,
    mail: options.mail ?? (demo ? 'demo' : 'smtp'),
    publicUrl: options.publicUrl ?? 'http://localhost',
    classCeiling: 'limited',
    enqueue: queue.enqueue,
    checkpoints,
    load: { delayMs: () => 0 },
    host: testHost(clock),
    log: silent,
  }
  const asOwner = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(owner, work)
  await asOwner(async (tx) => {
    const made = build.insertInto('installation').values({ id: newId(clock), madeAt: clock, demo })
    // The template is not a demo; this world may be.
    tx.send(made.onConflict((conflict) => conflict.column('onlyRow').doUpdateSet({ demo })))
  })
  await asOwner(async (tx) => keepKeys(tx, keys, clock))
  const metrics = options.metrics?.(world)
  const app = buildApp(world, { webRoot: options.webRoot, metrics, logger: pino({ level: 'error' }, pino.destination(2)) })
  await app.ready()
  const handlers = [
    ...mailHandlers(
      'demo',
      (tx, mail, at) => {
        for (const note of onMailAccepted) note(tx, mail, at)
      },
      (tx, mail, at, failure) => {
        for (const note of onMailFailed) note(tx, mail, at, failure)
      },
    ),
    ...jobHandlers,
  ]

  return {
    world,
    app,
    metrics,
    database,
    owner,
    asOwner,
    now: (iso) => {
      if (iso !== undefined) clock = new Date(iso)
      return new Date(clock)
    },
    today: () => dayOf(clock),
    as: (role, org, about) => {
      const roles = typeof role === 'string' ? [role] : role
      return makePerson(owner, world, app, roles, org, about?.name ?? `${roles[0] ?? 'nobody'} ${org} (demo)`)
    },
    nobody: (org) => callerOf(app, undefined, org),
    runJobs: () => queue.drain(world, handlers),
    outbox: () => asOwner((tx) => tx.rows(build.selectFrom('outgoingMail').selectAll().orderBy('madeAt').orderBy('id'))),
    journal: (objectId) =>
      asOwner(async (tx) => {
        await tx.rows(sql`select journal_take_in()`)
        const rows = await tx.rows(sql<{ log: string; seq: number; body: Omit<JournalEntry, 'log' | 'seq'> }>`
          select log, seq, convert_from(body, 'UTF8')::jsonb as body from journal_leaf
          where convert_from(body, 'UTF8')::jsonb ->> 'object' = ${objectId} order by log, seq`)
        return rows.map(({ log, seq, body }) => ({ ...body, log, seq }))
      }),
    close: async () => {
      closing = true
      await app.close()
      await checkpoints.settled()
      await queue.stop()
      await Promise.all([db.close(), owner.close()])
      await database.drop()
    },
  }
}
