import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { World } from '../platform/context.ts'
import { mountRoutes } from '../platform/http.ts'
import { openServer } from '../platform/http-server.ts'
import { pages, problems, routes } from './features.ts'

/** The whole application on one server, not yet listening. `webRoot` is the built web, undefined where there is none. */
export function buildApp(world: World, options: { webRoot: string | undefined; logger: Logger }): FastifyInstance {
  const app = openServer(world, { logger: options.logger, sentences: problems })
  mountRoutes(app, world, routes)
  for (const mount of pages) mount(app, world)
  return app
}
