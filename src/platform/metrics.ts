import { createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { World } from './context.ts'
import { inTransaction } from './db.ts'
import { readDisks } from './host.ts'
import { countJobs } from './jobs-look.ts'
import { countEntries, readCover, unsignedSince } from './upkeep-journal.ts'

export type Metrics = {
  /** All of them, as Prometheus reads them. */
  text: () => Promise<string>
  /** Measures every request of a server, by the pattern of its route and never by its address. */
  measure: (app: FastifyInstance) => void
}

/** The platform's metrics. What lies in the database is read when it is asked for; a database that is away is a metric too. */
export function makeMetrics(world: World): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const requests = new Histogram({
    name: 'nspl_http_request_seconds',
    help: 'Time to answer, by route pattern',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) => new Gauge({ name, help, labelNames, registers })
  const delay = gauge('nspl_event_loop_delay_seconds', 'How late the event loop is; above 0.2 requests are turned away')
  const pool = gauge('nspl_database_pool', 'Connections to the database', 'state')
  const up = gauge('nspl_database_up', 'Whether the database answers')
  const jobs = gauge('nspl_jobs', 'Jobs that are not done', 'job', 'state')
  const mail = gauge('nspl_mail', 'Letters that have not simply been delivered, of the last 30 days', 'state')
  const entries = gauge('nspl_journal_entries', 'Entries of all logs, and those that no checkpoint covers yet', 'state')
  const unsigned = gauge('nspl_journal_unsigned_seconds', 'How long the oldest entry has waited for its checkpoint')
  const disk = gauge('nspl_disk_free_bytes', 'Room on the disk', 'folder')

  const look = async () => {
    delay.set(world.load.delayMs() / 1000)
    const { totalCount, idleCount, waitingCount } = world.db.pool
    pool.set({ state: 'open' }, totalCount)
    pool.set({ state: 'idle' }, idleCount)
    pool.set({ state: 'waited-for' }, waitingCount)
    for (const { use, room } of await readDisks(world.host.folders)) if (room) disk.set({ folder: use }, room.free)
    try {
      await inTransaction(
        world.db,
        async (tx) => {
          for (const { name, waiting, running, failed } of await countJobs(tx)) {
            jobs.set({ job: name, state: 'waiting' }, waiting)
            jobs.set({ job: name, state: 'running' }, running)
            jobs.set({ job: name, state: 'failed' }, failed)
          }
          const logs = await readCover(tx)
          const count = countEntries(logs)
          entries.set({ state: 'all' }, count.entries)
          entries.set({ state: 'unsigned' }, count.unsigned)
          const since = unsignedSince(logs)
          unsigned.set(since === null ? 0 : Math.max(0, world.clock().getTime() - since.getTime()) / 1000)
          const letters = await tx.one(sql<Record<'waiting' | 'refused' | 'uncertain', number>>`
            select coalesce(sum(waiting), 0)::int as waiting, coalesce(sum(refused), 0)::int as refused,
              coalesce(sum(uncertain), 0)::int as uncertain from upkeep_mail(${world.clock()})`)
          for (const [state, many] of Object.entries(letters)) mail.set({ state }, many)
        },
        'read only',
      )
      up.set(1)
    } catch (error) {
      world.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'metrics: the database does not answer')
      up.set(0)
    }
  }
  return {
    text: async () => {
      await look()
      return await register.metrics()
    },
    measure: (app) => {
      app.addHook('onResponse', async (request, reply) => {
        const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }
        requests.observe(labels, reply.elapsedTime / 1000)
      })
    },
  }
}

/** Answers GET /metrics on a listener of its own, which the public never reaches. Out: the stop. */
export async function serveMetrics(metrics: Metrics, { port, host }: { port: number; host: string }): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}
