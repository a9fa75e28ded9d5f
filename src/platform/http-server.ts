import { randomUUID } from 'node:crypto'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { Problem } from '../lib/problem.ts'
import type { World } from './context.ts'
import { mountHealth } from './health.ts'
import { mountCompression } from './http-compress.ts'
import { isOurHost, setSecurityHeaders } from './headers.ts'
import { MOST_DELAY } from './load.ts'
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
  // oxlint-disable-next-line typescript/consistent-type-definitions -- a module can only be added to by an interface
  interface FastifyInstance {
    /** Every address on the server, for the route list and the tests that visit them all. */
    mounted: { method: string; url: string }[]
  }
}

/** What is answered however busy it is: whether we live, and the files of a page that is already on its way. */
const ALWAYS = /^\/(health|assets|static)\//

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A thin link may need minutes for a file of 25 MB; a client that sends nothing at all is let go much sooner. */
const TIMEOUTS = { requestTimeout: 300_000, connectionTimeout: 90_000, keepAliveTimeout: 72_000, headersTimeout: 15_000 }

export type ServerOptions = { logger: FastifyBaseLogger; sentences: Sentences; trustProxy: readonly string[] }

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
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
  })
  app.decorateRequest('actorId', undefined)
  app.decorateRequest('actorOrg', undefined)
  app.decorateRequest('problemCode', undefined)
  const mounted: { method: string; url: string }[] = []
  app.decorate('mounted', mounted)
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') mounted.push({ method: one, url })
  })
  mountProblems(app, options.sentences)

  const ours = new URL(world.publicUrl)
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply, world.publicUrl)
    if (world.db.state().mode === 'read-only') void reply.header('nspl-mode', 'read-only')
    if (world.load.delayMs() > MOST_DELAY && !ALWAYS.test(request.url)) throw new Problem('unavailable', 'too-busy')
    if (world.demo && !isOurHost(request.headers.host, ours.hostname)) throw new Problem('forbidden', 'foreign-host')
    if (!SAFE.has(request.method) && !fromOurPages(request, ours.origin)) {
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
  mountCompression(app)
  readJson(app)
  readForms(app)
  mountHealth(app, world)
  return app
}

/** What PostgreSQL's text cannot hold: NUL, and halves of surrogate pairs. Both can only come as an escape in JSON. */
const UNHOLDABLE = /\\u(0000|[dD][89a-fA-F])/

/** Reads JSON, and mends text that no one typed and the database cannot keep, so that a strange paste is never lost whole. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    const whole = String(text)
    void parse(request, whole, (error, body) => done(error, UNHOLDABLE.test(whole) ? mended(body) : body))
  })
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(mended)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [String(mended(name)), mended(inner)]))
}

/** Reads a plain HTML form into texts by name; of a name that comes twice, the last. For pages that work without script. */
function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 64 * 1024 }, (_request, text, done) =>
    done(null, mended(Object.fromEntries(new URLSearchParams(String(text))))),
  )
}
