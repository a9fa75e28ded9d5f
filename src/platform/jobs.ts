import { sql } from 'kysely'
import { type JobResult, type JobWithMetadata, PgBoss, type Job as PgJob } from 'pg-boss'
import type * as z from 'zod/mini'
import type { Job } from '../lib/contract.ts'
import { dayOf } from '../lib/day.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { Enqueue, JobContext, World } from './context.ts'
import type { Log } from './log.ts'
import { type Database, type DatabaseAddress, inTransaction, openDatabase, type Tx } from './db.ts'
import { isGone, isReadOnly } from './db-retry.ts'

/** A handler may run twice, and late: it reads the data afresh and does nothing if it is no longer needed. */
export type JobHandler = { job: Job; handle: (ctx: JobContext, payload: unknown) => Promise<void> }

/** Ties a job to its one handler. The payload is parsed before the handler sees it. */
export function handles<P extends z.ZodMiniType>(
  job: Job<P>,
  handle: (ctx: JobContext, payload: z.output<P>) => Promise<void>,
): JobHandler {
  return { job, handle: (ctx, payload) => handle(ctx, job.payload.parse(payload)) }
}

type JobData = { org: OrgCode; payload: unknown }

const WORK = { batchSize: 10, burstWhenBatchFull: true, pollingIntervalSeconds: 1, perJobResults: true, includeMetadata: true } as const

export type Queue = {
  enqueue: Enqueue
  /** Starts the handlers in this process. */
  work: (world: World, handlers: readonly JobHandler[]) => Promise<void>
  /** Runs what is due until nothing is, one at a time, and answers how many ran. The first failure is thrown. */
  drain: (world: World, handlers: readonly JobHandler[]) => Promise<number>
  stop: () => Promise<void>
}

const HOUR = 3600

/**
 * A job that fails is tried again after 20 s, then at growing pauses up to an hour, for about a week: a mail server may be
 * away over a long weekend. One whose process was killed is found by its silent heart, and tried again at once.
 */
const QUEUE = {
  retryLimit: 180,
  retryDelay: 20,
  retryBackoff: true,
  retryDelayMax: HOUR,
  heartbeatSeconds: 20,
  expireInSeconds: 900,
  retentionSeconds: 14 * 24 * HOUR,
  deleteAfterSeconds: 30 * 24 * HOUR,
}

/** Makes or upgrades the job tables as the owner, one queue per job, and lets the runtime role use them. Used by migrate alone. */
export async function installQueues(owner: DatabaseAddress, jobs: readonly Job[], runtimeRole: string): Promise<void> {
  const errors: unknown[] = []
  const database = openDatabase(owner, { max: 2, isPlain: true, onError: (error) => errors.push(error) })
  const boss = new PgBoss({ db: bossDatabase(database), supervise: false, schedule: false })
  boss.on('error', (error) => errors.push(error))
  await boss.start()
  for (const { name } of jobs) {
    if (await boss.getQueue(name)) await boss.updateQueue(name, QUEUE)
    else await boss.createQueue(name, QUEUE)
  }
  const role = `"${runtimeRole.replaceAll('"', '""')}"`
  await boss.getDb().executeSql(`
    grant usage on schema pgboss to ${role};
    grant select, insert, update, delete on all tables in schema pgboss to ${role};
    grant execute on all functions in schema pgboss to ${role}`)
  await boss.stop({ graceful: false })
  await database.close()
  if (errors.length > 0) throw new Error('the job tables could not be made', { cause: errors[0] })
}

async function run(world: World, handle: JobHandler['handle'], { name, id, data }: PgJob<JobData>, isLastTry = false): Promise<void> {
  const now = world.clock()
  const started = performance.now()
  await handle({ actor: 'system', org: data.org, now, today: dayOf(now), world, isLastTry }, data.payload)
  world.log.info({ job: name, id, org: data.org, ms: Math.round(performance.now() - started) }, 'job done')
}

/** Each job of a batch ends by itself: one that fails does not make the others run again. */
async function outcome(world: World, handle: JobHandler['handle'], job: JobWithMetadata<JobData>): Promise<JobResult> {
  try {
    await run(world, handle, job, job.retryCount >= job.retryLimit)
    return { id: job.id, status: 'completed' }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const about = { job: job.name, id: job.id, org: job.data.org, tries: job.retryCount + 1, error: message }
    if (job.retryCount >= job.retryLimit) world.log.error(about, 'job given up')
    else world.log.warn(about, 'job failed, it will be tried again')
    return { id: job.id, status: 'failed', output: { message } }
  }
}

/** Connects to the job tables. Enqueueing works at once; `work` starts the handlers in this process. */
export async function openQueue(address: DatabaseAddress, log: Log): Promise<Queue> {
  let closing = false
  const database = openDatabase(address, {
    max: 3,
    isPlain: true,
    onError: (error) => closing || log.error({ error: error.message }, 'jobs: database connection'),
  })
  const boss = new PgBoss({ db: bossDatabase(database), migrate: false, createSchema: false, schedule: false, supervise: true })
  boss.on('error', (error) => log.error({ error: String(error) }, 'jobs'))
  await boss.start()
  return {
    enqueue: async (tx, job, org, payloads) => {
      if (payloads.length === 0) return
      const db = { executeSql: (text: string, values?: unknown[]) => tx.text(text, values ?? []) }
      await boss.insert(
        job.name,
        payloads.map((payload) => ({ data: { org, payload } })),
        { db },
      )
    },
    work: async (world, handlers) => {
      for (const { job, handle } of handlers) {
        await boss.work<JobData, JobResult, typeof WORK>(job.name, WORK, async (batch) => {
          const results: JobResult[] = []
          for (const one of batch) results.push(await outcome(world, handle, one))
          return results
        })
      }
    },
    drain: async (world, handlers) => {
      let ran = 0
      for (let before = -1; before !== ran; ) {
        before = ran
        for (const { job, handle } of handlers) {
          for (const one of await boss.fetch<JobData>(job.name, { batchSize: 100 })) {
            try {
              await run(world, handle, one)
            } catch (error) {
              await boss.fail(job.name, one.id, { error: String(error) })
              throw error
            }
            await boss.complete(job.name, one.id)
            ran++
          }
        }
      }
      return ran
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5_000 })
      closing = true
      await database.close()
    },
  }
}

/** One transaction of a job, in its one organisation. */
export function inOrganisation<T>(ctx: JobContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(ctx.world.db, async (tx) => {
    tx.send(sql`select set_config('app.org', ${ctx.org}, true)`)
    return await work(tx)
  })
}

/** pg-boss knows one host: over our pool it follows the primary as everything else does. */
function bossDatabase(database: Database): { executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }> } {
  return {
    executeSql: async (text, values) => {
      try {
        return await database.pool.query(text, values)
      } catch (error) {
        // Its next poll is the next try.
        if (isGone(error) || isReadOnly(error)) void database.find()
        throw error
      }
    },
  }
}
