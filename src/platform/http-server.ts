import { randomUUID } from 'node:crypto'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { Problem } from '../lib/problem.ts'
import type { World } from './context.ts'
import { inTransaction } from './db.ts'
import { isOurHost, setSecurityHeaders } from './headers.ts'
import { mountProblems, type Sentences } from './problems.ts'
import { fromOurPages } from './session.ts'

declare module 'fastify' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- a module can only be added to by an interface
  interface FastifyRequest {
    /** Who asked, for the log line: ids, never names. */
    actorId: string | undefined
    actorOrg: string | undefined
    problemCode: string | undefined
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A thin link may need minutes for a file of 25 MB; a client that sends nothing at all is let go much sooner. */
const TIMEOUTS = { requestTimeout: 300_000, connectionTimeout: 90_000, keepAliveTimeout: 72_000, headersTimeout: 15_000 }

export type ServerOptions = { logger: FastifyBaseLogger; sentences: Sentences; trustProxy?: boolean | string }

/**
 * The HTTP server without any address of the product: limits, headers, the host and origin checks, problems as answers,
 * one log line per request, and health.
 */
export function openServer(world: World, options: ServerOptions): FastifyInstance {
  const { headersTimeout, ...timeouts } = TIMEOUTS
  const app = Fastify({
    ...timeouts,
    http: { headersTimeout },
    bodyLimit: 1024 * 1024,
    trustProxy: options.trustProxy ?? false,
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
  })
  app.decorateRequest('actorId', undefined)
  app.decorateRequest('actorOrg', undefined)
  app.decorateRequest('problemCode', undefined)
  mountProblems(app, options.sentences)

  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply, world.publicUrl)
    if (world.demo && !isOurHost(request.headers.host, world.publicUrl)) throw new Problem('forbidden', 'foreign-host')
    if (!SAFE.has(request.method) && !fromOurPages(request, new URL(world.publicUrl).origin)) {
      throw new Problem('forbidden', 'not-from-our-pages')
    }
  })
  // The pattern of the route, never the address: addresses may carry tokens and names.
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...(request.actorId !== undefined && { actor: request.actorId, org: request.actorOrg }),
        ...(request.problemCode !== undefined && { problem: request.problemCode }),
      },
      'request',
    )
  })
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  mountHealth(app, world)
  return app
}

/** `/health/live`: the process answers. `/health/ready`: the database does too. */
function mountHealth(app: FastifyInstance, world: World): void {
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async () => {
    await inTransaction(world.db, (tx) => tx.rows(sql`select 1 as one`), 'read only')
    return { status: 'ok' }
  })
}
