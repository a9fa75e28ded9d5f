import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import type * as z from 'zod/mini'
import type { Job } from '../lib/contract.ts'
import { dayOf } from '../lib/day.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { JobContext, Log, World } from './context.ts'
import { type DatabaseAddress, inTransaction, type Tx } from './db.ts'

/** Adds jobs to a business transaction: they exist if, and only if, what they tell about was saved. */
export type Enqueue = <P extends z.ZodMiniType>(tx: Tx, job: Job<P>, org: OrgCode, payloads: z.output<P>[]) => Promise<void>

/** A handler may run twice, and late: it reads the data afresh and does nothing if it is no longer needed. */
export type JobHandler = { job: Job; handle: (ctx: JobContext, payload: unknown) => Promise<void> }

/** Ties a job to its one handler. The payload is parsed before the handler sees it. */
export function handles<P extends z.ZodMiniType>(
  job: Job<P>,
  handle: (ctx: JobContext, payload: z.output<P>) => Promise<void>,
): JobHandler {
  return { job, handle: (ctx, payload) => handle(ctx, job.payload.parse(payload)) }
}

export type Queue = {
  enqueue: Enqueue
  /** Starts the handlers in this process. */
  work: (world: World, handlers: readonly JobHandler[]) => Promise<void>
  /** Runs what is due until nothing is, one at a time, and answers how many ran. The first failure is thrown. */
  drain: (world: World, handlers: readonly JobHandler[]) => Promise<number>
  stop: () => Promise<void>
}

const QUEUE = {
  retryLimit: 8,
  retryDelay: 20,
  retryBackoff: true,
  expireInSeconds: 300,
  retentionSeconds: 14 * 24 * 3600,
  deleteAfterSeconds: 30 * 24 * 3600,
}

/** Makes or upgrades the job tables as the owner, one queue per job, and lets the runtime role use them. Used by migrate alone. */
export async function installQueues(owner: DatabaseAddress, jobs: readonly Job[], runtimeRole: string): Promise<void> {
  const boss = new PgBoss({ ...bossAddress(owner), max: 2, supervise: false, schedule: false })
  boss.on('error', () => undefined)
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
}

type JobData = { org: OrgCode; payload: unknown }

async function run(world: World, job: Job, handle: JobHandler['handle'], data: JobData): Promise<void> {
  const now = world.clock()
  const started = performance.now()
  await handle({ actor: 'system', org: data.org, now, today: dayOf(now), world }, data.payload)
  world.log.info({ job: job.name, org: data.org, ms: Math.round(performance.now() - started) }, 'job done')
}

/** Connects to the job tables. Enqueueing works at once; `work` starts the handlers in this process. */
export async function openQueue(address: DatabaseAddress, log: Log): Promise<Queue> {
  const boss = new PgBoss({ ...bossAddress(address), max: 3, migrate: false, createSchema: false, schedule: false, supervise: true })
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
        await boss.work<JobData>(job.name, { batchSize: 10, pollingIntervalSeconds: 1 }, async (batch) => {
          for (const { data } of batch) await run(world, job, handle, data)
        })
      }
    },
    drain: async (world, handlers) => {
      let ran = 0
      for (let before = -1; before !== ran; ) {
        before = ran
        for (const { job, handle } of handlers) {
          for (const { id, data } of await boss.fetch<JobData>(job.name, { batchSize: 100 })) {
            try {
              await run(world, job, handle, data)
            } catch (error) {
              await boss.fail(job.name, id, { error: String(error) })
              throw error
            }
            await boss.complete(job.name, id)
            ran++
          }
        }
      }
      return ran
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}

/** One transaction of a job, in its one organisation. */
export function inOrganisation<T>(ctx: JobContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(ctx.world.db, async (tx) => {
    tx.send(sql`select set_config('app.org', ${ctx.org}, true)`)
    return await work(tx)
  })
}

function bossAddress(address: DatabaseAddress): Record<string, unknown> {
  return { ...address }
}
