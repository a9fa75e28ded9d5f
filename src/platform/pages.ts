import type { FastifyInstance } from 'fastify'
import type { World } from './context.ts'

/** A feature's plain server HTML: puts its addresses on the server. They work without JavaScript. */
export type Pages = (app: FastifyInstance, world: World) => void
