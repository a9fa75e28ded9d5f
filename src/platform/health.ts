import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { World } from './context.ts'
import { inTransaction } from './db.ts'
import { readDisks } from './host.ts'
import { MOST_DELAY } from './load.ts'
import { readCover, SIGNED_WITHIN, unsignedSince } from './upkeep-journal.ts'

export type Health = {
  /** Unavailable: nothing can be read. Degraded: it serves, and somebody should look. */
  status: 'ok' | 'degraded' | 'unavailable'
  checks: {
    database: 'writable' | 'read-only' | 'away'
    /** Late: an entry has waited for its checkpoint for more than five minutes. */
    journal: 'ok' | 'late' | 'unknown'
    disk: 'ok' | 'low' | 'unknown'
    load: 'ok' | 'high'
  }
}

/** Less room than this share of a disk is little. */
export const LITTLE_ROOM = 0.1

/** `/health/live`: the process answers. `/health/ready`: it can serve, and what is not as it should be; 503 only when it cannot. */
export function mountHealth(app: FastifyInstance, world: World): void {
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (_request, reply) => {
    const health = await readHealth(world)
    return reply.status(health.status === 'unavailable' ? 503 : 200).send(health)
  })
}

/** How the process fares, for whoever asks without signing in: states, and no more. */
export async function readHealth(world: World): Promise<Health> {
  const [{ database, journal }, disks] = await Promise.all([readDatabase(world), readDisks(world.host.folders)])
  const rooms = disks.flatMap(({ room }) => (room ? [room] : []))
  const checks: Health['checks'] = {
    database,
    journal,
    disk: rooms.length === 0 ? 'unknown' : rooms.some(({ free, total }) => free < total * LITTLE_ROOM) ? 'low' : 'ok',
    load: world.load.delayMs() > MOST_DELAY ? 'high' : 'ok',
  }
  if (database === 'away') return { status: 'unavailable', checks }
  const isWell = database === 'writable' && journal !== 'late' && checks.disk !== 'low' && checks.load === 'ok'
  return { status: isWell ? 'ok' : 'degraded', checks }
}

async function readDatabase(world: World): Promise<Pick<Health['checks'], 'database' | 'journal'>> {
  try {
    const [{ writable }, logs] = await inTransaction(
      world.db,
      (tx) =>
        Promise.all([
          tx.one(sql<{ writable: boolean }>`
          select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' as writable`),
          readCover(tx),
        ]),
      'read only',
    )
    const since = unsignedSince(logs)
    const isLate = since !== null && world.clock().getTime() - since.getTime() > SIGNED_WITHIN
    return { database: writable ? 'writable' : 'read-only', journal: isLate ? 'late' : 'ok' }
  } catch (error) {
    world.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'health: the database does not answer')
    return { database: 'away', journal: 'unknown' }
  }
}
