import type { FastifyInstance, FastifyReply } from 'fastify'
import { dayOf } from '../lib/day.ts'
import { found, Problem } from '../lib/problem.ts'
import { OrgCode } from '../lib/regions.ts'
import type { Context, Place, ReadThing, World } from './context.ts'
import { inTransaction, openTransaction, type Tx } from './db.ts'
import { patiently } from './db-retry.ts'
import { type AnyInput, type Download, type Route, sendDownload } from './http.ts'
import { admit, type Asked, inputOf } from './http-asked.ts'
import { answerCommand } from './http-command.ts'
import { journalReads } from './reads.ts'
import { findSession, sessionToken } from './session.ts'

const MOST_UPLOAD = 26 * 1024 * 1024
const MOST_JSON = 4 * 1024 * 1024

/** Puts the routes on the server. A request is judged in this order: session, mandate, gate, input, and then the thing itself. */
export function mountRoutes(app: FastifyInstance, world: World, routes: readonly Route[]): void {
  for (const route of routes.filter(({ mode }) => mode !== 'upload')) mountRoute(app, world, route, MOST_JSON)
  app.register(async (scope) => {
    // A browser names a file's type itself; what it really is, the file check decides.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const route of routes.filter(({ mode }) => mode === 'upload')) mountRoute(scope, world, route, MOST_UPLOAD)
  })
}

function mountRoute(app: FastifyInstance, world: World, route: Route, bodyLimit: number): void {
  app.route({
    method: route.endpoint.method,
    url: route.endpoint.path,
    bodyLimit,
    // Before the body is read: nobody makes us hold 26 MB without a session.
    onRequest: async (request) => {
      const token = sessionToken(request)
      const isHeld = token !== undefined && (route.mode !== 'upload' || (await isSession(world, token)))
      if (!isHeld) throw new Problem('unauthenticated', 'not-signed-in')
    },
    handler: async (request, reply) => {
      const now = world.clock()
      const { org: acting, ...params } = request.params as Record<string, string>
      const org = OrgCode.safeParse(acting)
      // No such organisation: there is no mandate for it either.
      if (!org.success) throw new Problem('forbidden', 'no-mandate')
      const place = { org: org.data, now, today: dayOf(now), world }
      const asked = { route, place, token: sessionToken(request), input: inputOf(route, params, request), request, reply }
      if (route.mode === 'lookup') return await patiently(world.db, 'read', () => answerLookup(asked))
      if (route.mode === 'read') return await patiently(world.db, 'read', () => answerRead(asked))
      return await answerCommand(asked)
    },
  })
}

/** Only asked before an upload: elsewhere the session is looked at in the same trip as the work. */
async function isSession(world: World, token: string): Promise<boolean> {
  return (await inTransaction(world.db, (tx) => findSession(tx, token, world.clock()), 'read only')) !== undefined
}

/** Session, query and the end of the transaction leave together: one trip, and one answer to it. */
async function answerLookup(asked: Asked): Promise<unknown> {
  const { route, place, input, reply } = asked
  const tx = await openTransaction(place.world.db, 'read only')
  const admitting = admit(tx, asked)
  const finding = findOf(route, tx, place, input)
  // Whoever is not admitted is told so, and nothing of what the query said.
  finding.catch(() => undefined)
  const ending = tx.commit()
  // It fails with the statement that failed, which is the one to tell of.
  ending.catch(() => undefined)
  await admitting
  return answer(route, reply, found(await finding))
}

async function findOf(route: Route, tx: Tx, place: Place, input: AnyInput | Problem): Promise<object | undefined> {
  if (input instanceof Problem) throw input
  return (await route.find(tx, place, input)) as object | undefined
}

async function answerRead(asked: Asked): Promise<unknown> {
  const { route, place, input, reply } = asked
  const tx = await openTransaction(place.world.db, 'read only')
  try {
    const actor = await admit(tx, asked)
    if (input instanceof Problem) throw input
    const things: ReadThing[] = []
    const ctx: Context = { ...place, actor, key: null, ifMatch: undefined, noteRead: (thing) => void things.push(thing) }
    const result = (await route.handle(tx, ctx, input)) as object
    // Ended first: one who waits for a second connection must not hold the first.
    await tx.rollback()
    await journalReads(ctx, things)
    return answer(route, reply, result)
  } finally {
    void tx.rollback()
  }
}

/** `returns` decides what may leave, whatever was found. A shared text's version travels as its ETag too. */
function answer(route: Route, reply: FastifyReply, result: object): unknown {
  if (route.endpoint.carries === 'download') return sendDownload(reply, result as Download)
  const told = route.endpoint.returns.parse(result)
  if (typeof told === 'object' && told !== null && 'version' in told && typeof told.version === 'number') {
    void reply.header('etag', `"${told.version}"`)
  }
  return reply.send(told)
}
