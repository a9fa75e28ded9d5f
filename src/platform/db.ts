import { createHash } from 'node:crypto'
import {
  CamelCasePlugin,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import pg from 'pg'
import { type Result, sendBatch, type Statement, type Value } from './db-batch.ts'
import type { DatabaseAddress } from './db-hosts.ts'
import { type Database, destroy, keepPool, type PoolOptions } from './db-pool.ts'
import { inDoubt, isGone } from './db-retry.ts'
import type { DB } from './db-types.ts'

export type { DatabaseAddress } from './db-hosts.ts'
export type { Database } from './db-pool.ts'

/** Builds queries; it has no connection. A transaction runs what it builds. */
export const build = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [new CamelCasePlugin()],
})

/** Anything of Kysely's that can be compiled: a builder, or a `sql` fragment with its row type. */
type Runnable<O> = { compile(executor: typeof build): CompiledQuery<O> }

/** What reads may use. */
export type Reader = {
  rows: <O>(query: Runnable<O>) => Promise<O[]>
  maybe: <O>(query: Runnable<O>) => Promise<O | undefined>
  one: <O>(query: Runnable<O>) => Promise<O>
}

/** What writes may use as well. Writing without a transaction does not compile. */
export type Tx = Reader & {
  /** Runs a write and answers how many rows it touched. */
  write: (query: Runnable<unknown>) => Promise<number>
  /** Sends a write without waiting: it travels in one trip with what follows, and a failure shows at the commit. */
  send: (query: Runnable<unknown>) => void
  /** Does something when the transaction has been committed, and only then. It must not throw. */
  afterCommit: (work: () => void) => void
  /** Plain SQL text with numbered values, for libraries that join the transaction. */
  text: (sql: string, values: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>
}

const TYPES = new pg.TypeOverrides()
TYPES.setTypeParser(pg.types.builtins.DATE, (text: string) => text)
TYPES.setTypeParser(pg.types.builtins.INT8, (text: string) => {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new Error(`bigint ${text} does not fit a number`)
  return number
})

/** What every connection has: nothing waits for ever, neither for the server nor for a machine that is gone. */
const LIMITS = {
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
  idleTimeoutMillis: 60_000,
  query_timeout: 15_000,
  statement_timeout: 12_000,
  lock_timeout: 8_000,
  idle_in_transaction_session_timeout: 30_000,
}

/**
 * A pool of pipelined connections: statements sent together travel in one trip. A broken idle connection is logged and
 * replaced; without the listener it would end the process. `isPlain` is for libraries that bring their own SQL and types.
 */
export function openDatabase(address: DatabaseAddress, options: PoolOptions & { max?: number; isPlain?: boolean }): Database {
  const { max = 12, isPlain = false } = options
  const own = isPlain ? {} : { types: TYPES, pipeline: true }
  return keepPool(
    address,
    (host) => {
      const pool = new pg.Pool({ ...host, ...LIMITS, ...own, max } as pg.PoolConfig)
      pool.on('connect', (client) =>
        client.on('notice', (notice) => {
          // Class 01 are warnings; the words are in the server's language.
          if (notice.code?.startsWith('01')) warnings.set(client, (warnings.get(client) ?? 0) + 1)
        }),
      )
      return pool
    },
    options,
  )
}

/** How often the server warned on a connection. */
const warnings = new WeakMap<object, number>()

const columnNames = new Map<string, string>()

function camel(column: string): string {
  let name = columnNames.get(column)
  if (name === undefined) {
    name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    columnNames.set(column, name)
  }
  return name
}

const asIs = (column: string) => column

// The driver's own way of writing values; its types do not tell of it.
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => Value } }).utils

const statementNames = new Map<string, string>()
const plainNames = new Map<string, string>()

/** One prepared statement per text; the name is the text's own hash, so that it can never stand for another text. */
function statementName(text: string, nameOf: Statement['nameOf']): string | undefined {
  const names = nameOf === asIs ? plainNames : statementNames
  let name = names.get(text)
  if (name === undefined) {
    // Texts that grow with their data (a list of values) would fill the server with statements used once.
    if (names.size > 2_000) return undefined
    name = (nameOf === asIs ? 'p' : 's') + createHash('sha256').update(text).digest('hex').slice(0, 32)
    names.set(text, name)
  }
  return name
}

export type OpenTransaction = Tx & {
  commit: () => Promise<void>
  /** Ends without keeping anything. Never throws: a connection that cannot roll back is thrown away. */
  rollback: () => Promise<void>
}

/**
 * Opens a transaction: BEGIN and the opening statements leave in one trip, and nothing is awaited here. The caller must
 * end it with commit or rollback.
 */
export async function openTransaction(db: Database, mode: 'read only' | 'read write'): Promise<OpenTransaction> {
  const client = await db.connect()
  const sent: Promise<unknown>[] = []
  const after: (() => void)[] = []
  let ended = false
  let broke: unknown
  let unsendable = false

  let waiting: Statement[] = []
  // Statements of the same moment leave together.
  const leave = () => {
    const together = waiting
    waiting = []
    if (together.length > 0) sendBatch(client, together, TYPES)
  }
  const query = (text: string, given: readonly unknown[] = [], nameOf = camel): Promise<Result> => {
    if (ended) throw new Error('the transaction has ended')
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        broke ??= error
        // What follows a statement that failed is only told that the transaction is over: say what ended it.
        reject(sqlState(error)?.code === '25P02' ? broke : error)
      }
      let values: Value[]
      try {
        // Before anything leaves: a value that cannot be written would break its whole trip in the middle.
        values = given.map(prepareValue)
      } catch (error) {
        unsendable = true
        return fail(error)
      }
      if (waiting.length === 0) process.nextTick(leave)
      waiting.push({ text, values, name: statementName(text, nameOf), nameOf, resolve, reject: fail })
    })
  }
  const run = (runnable: Runnable<unknown>) => {
    const compiled = runnable.compile(build)
    return query(compiled.sql, compiled.parameters)
  }
  const keep = (promise: Promise<unknown>) => {
    // Looked at by commit; the empty handler only keeps Node from calling it unhandled before then.
    promise.catch(() => undefined)
    sent.push(promise)
  }

  /** Ends what is left of the transaction. A connection that cannot is thrown away. */
  const end = () =>
    new Promise<void>((resolve) => {
      const release = (isBroken: boolean) => {
        client.release(isBroken)
        resolve()
      }
      if (isGone(broke)) {
        // There is nobody to say it to, and a machine that is gone would let us wait for the answer.
        destroy(client)
        return release(true)
      }
      leave()
      const rollback = { text: 'rollback', values: [], name: statementName('rollback', camel), nameOf: camel }
      sendBatch(client, [{ ...rollback, resolve: () => release(false), reject: () => release(true) }], TYPES)
    })

  keep(query(mode === 'read only' ? 'begin read only' : 'begin'))

  const rows = async <O>(runnable: Runnable<O>) => (await run(runnable)).rows as O[]
  return {
    rows,
    maybe: async (runnable) => (await rows(runnable))[0],
    one: async (runnable) => {
      const row = (await rows(runnable))[0]
      if (row === undefined) throw new Error('a row that must be there is not')
      return row
    },
    write: async (runnable) => (await run(runnable)).rowCount,
    send: (runnable) => keep(run(runnable)),
    afterCommit: (work) => void after.push(work),
    text: async (sql, values) => ({ rows: (await query(sql, values, asIs)).rows }),
    commit: async () => {
      const warned = warnings.get(client)
      const committed = query(unsendable ? 'rollback' : 'commit')
      ended = true
      const results = await Promise.allSettled([...sent, committed])
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) {
        // A commit behind a statement that failed is skipped with the rest: the transaction is still there, to be ended.
        await end()
        throw mode === 'read write' && isGone(broke) && !unsendable ? inDoubt(broke) : failed.reason
      }
      client.release()
      // Cancelled while it waited for the standby: committed here, perhaps nowhere else, and the server calls that a success.
      if (mode === 'read write' && warnings.get(client) !== warned) throw inDoubt('the server warned beside the commit')
      // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and no error.
      if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back')
      for (const work of after) work()
    },
    rollback: async () => {
      if (ended) return
      ended = true
      await Promise.allSettled(sent)
      await end()
    },
  }
}

/** Runs work in one transaction: all of it is kept, or nothing. The opening statement sets the acting organisation. */
export async function inTransaction<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  mode: 'read only' | 'read write' = 'read write',
): Promise<T> {
  const tx = await openTransaction(db, mode)
  try {
    const result = await work(tx)
    await tx.commit()
    return result
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

/** PostgreSQL's error code (SQLSTATE) and constraint of a thrown thing, if it is PostgreSQL's. */
export function sqlState(error: unknown): { code: string; constraint: string | undefined } | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return { code: error.code, constraint: 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined }
}
