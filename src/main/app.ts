import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { World } from '../platform/context.ts'
import { mountRoutes } from '../platform/http-mount.ts'
import { mountOpenApi } from '../platform/http-openapi.ts'
import { openServer } from '../platform/http-server.ts'
import { mountWeb } from '../platform/http-web.ts'
import type { Metrics } from '../platform/metrics.ts'
import { pages, problems, routes } from './features.ts'

/**
 * The whole application on one server, not yet listening. `webRoot` is the built web, undefined where there is none;
 * `trustProxy` the addresses whose X-Forwarded headers are believed, none when it is not given;
 * `metrics` measures what it serves.
 */
export function buildApp(
  world: World,
  options: { webRoot: string | undefined; logger: Logger; trustProxy?: readonly string[]; metrics?: Metrics | undefined },
): FastifyInstance {
  const app = openServer(world, { logger: options.logger, sentences: problems, trustProxy: options.trustProxy ?? [] })
  options.metrics?.measure(app)
  mountRoutes(app, world, routes)
  mountOpenApi(app, routes)
  for (const mount of pages) mount(app, world)
  if (options.webRoot !== undefined) mountWeb(app, world, options.webRoot)
  return app
}
