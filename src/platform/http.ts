import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { Actor, Gate } from '../lib/actor.ts'
import type { Endpoint } from '../lib/contract.ts'
import { type Day, dayOf } from '../lib/day.ts'
import { found, mustBeAllowed, Problem } from '../lib/problem.ts'
import { OrgCode } from '../lib/regions.ts'
import type { Context, World } from './context.ts'
import { openTransaction, type OpenTransaction, type Reader, sqlState, type Tx } from './db.ts'
import { sha256 } from './ids.ts'
import { enterSession, noteUse, sessionToken } from './session.ts'

/** A file to send: always as an attachment, never rendered in our origin. */
export type Download = { name: string; mediaType: string; bytes: Uint8Array }

type Input<E extends Endpoint> = { params: z.output<E['params']>; query: z.output<E['query']>; body: z.output<E['body']> }
type Result<E extends Endpoint> = E['carries'] extends 'download' ? Download : z.input<E['returns']>
type Place = { org: OrgCode; now: Date; today: Day }

type Mode = 'read' | 'lookup' | 'command' | 'upload'
type AnyInput = { params: unknown; query: unknown; body: unknown }
export type Route = {
  endpoint: Endpoint
  gate: Gate
  mode: Mode
  handle: (tx: Tx, ctx: Context, input: AnyInput) => Promise<unknown>
  find: (db: Reader, place: Place, input: AnyInput) => Promise<unknown>
}

const notUsed = () => Promise.reject(new Error('not this kind of route'))

/** endpoint – who may come in – what is read, with the actor at hand. */
export function read<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  handle: (db: Reader, ctx: Context, input: Input<E>) => Promise<Result<NoInfer<E>>>,
): Route {
  return { endpoint, gate, mode: 'read', handle: handle as Route['handle'], find: notUsed }
}

/**
 * endpoint – who may come in – what is read, for reads that need no actor but the organisation: one trip to the
 * database. The query leaves together with the session check; the net hides what the organisation may not see, and the
 * result is thrown away unless the gate opens. Undefined is 404.
 */
export function lookup<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  find: (db: Reader, place: Place, input: Input<E>) => Promise<Result<NoInfer<E>> | undefined>,
): Route {
  return { endpoint, gate, mode: 'lookup', handle: notUsed, find: find as Route['find'] }
}

/** endpoint – who may come in – what is done, in one transaction with its idempotency key. */
export function command<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  handle: (tx: Tx, ctx: Context, input: Input<E>) => Promise<Result<NoInfer<E>>>,
): Route {
  return { endpoint, gate, mode: 'command', handle: handle as Route['handle'], find: notUsed }
}

/** As command, for one file: `body` is its bytes. */
export function uploads<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  handle: (tx: Tx, ctx: Context, input: Omit<Input<E>, 'body'> & { body: Buffer }) => Promise<Result<NoInfer<E>>>,
): Route {
  return { endpoint, gate, mode: 'upload', handle: handle as Route['handle'], find: notUsed }
}

const MOST_UPLOAD = 26 * 1024 * 1024
const MOST_JSON = 4 * 1024 * 1024

/** Puts the routes on the server. The only place, with problems.ts and session.ts, that knows HTTP. */
export function mountRoutes(app: FastifyInstance, world: World, routes: readonly Route[]): void {
  for (const route of routes) {
    const { endpoint, mode } = route
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      bodyLimit: mode === 'upload' ? MOST_UPLOAD : MOST_JSON,
      handler: async (request, reply) => {
        const now = world.clock()
        const place = { org: parsed(OrgCode, (request.params as Record<string, string>)['org']), now, today: dayOf(now) }
        const { org: _, ...params } = request.params as Record<string, string>
        const input = {
          params: parsed(endpoint.params, params),
          query: parsed(endpoint.query, request.query),
          body: mode === 'upload' ? (request.body ?? Buffer.alloc(0)) : parsed(endpoint.body, request.body ?? {}),
        }
        if (mode === 'lookup') return await answerLookup(world, route, place, input, request, reply)
        if (mode === 'read') return await answerRead(world, route, place, input, request, reply)
        return await answerCommand(world, route, place, input, request, reply)
      },
    })
  }
}

async function answerLookup(
  world: World,
  route: Route,
  place: Place,
  input: AnyInput,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const token = sessionToken(request)
  const tx = await openTransaction(world.db, 'read only')
  try {
    const entering = enterSession(tx, token, place, noteUse(world, place.now))
    const finding = route.find(tx, place, input)
    // Without a mandate the net refuses the query; the session check then says why.
    finding.catch(() => undefined)
    const actor = await entering
    mustBeAllowed(route.gate.allows(actor), 'role-missing')
    const result = found((await finding) as object | undefined)
    noteActor(request, actor)
    return answer(route, reply, result)
  } finally {
    void tx.rollback()
  }
}

async function answerRead(
  world: World,
  route: Route,
  place: Place,
  input: AnyInput,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const token = sessionToken(request)
  const tx = await openTransaction(world.db, 'read only')
  try {
    const actor = await enterSession(tx, token, place, noteUse(world, place.now))
    mustBeAllowed(route.gate.allows(actor), 'role-missing')
    noteActor(request, actor)
    const result = await route.handle(tx, { ...place, world, actor, key: null, ifMatch: undefined }, input)
    return answer(route, reply, result as object)
  } finally {
    void tx.rollback()
  }
}

async function answerCommand(
  world: World,
  route: Route,
  place: Place,
  input: AnyInput,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const token = sessionToken(request)
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !/^[A-Za-z0-9_-]{8,100}$/.test(key)) throw new Problem('invalid', 'idempotency-key-missing')
  const bodyHash = sha256(
    Buffer.isBuffer(input.body) ? Buffer.concat([Buffer.from(request.url), input.body]) : request.url + JSON.stringify(input.body),
  )
  const ifMatch = typeof request.headers['if-match'] === 'string' ? Number(request.headers['if-match'].replaceAll('"', '')) : undefined

  for (let attempt = 1; ; attempt++) {
    const tx = await openTransaction(world.db, 'read write')
    try {
      const entering = enterSession(tx, token, place, noteUse(world, place.now))
      const claiming = tx.rows(sql<{ key: string }>`
        insert into command_key (org_code, person_id, route, key, body_hash, made_at)
        values (acting_org(), acting_person(), ${route.endpoint.path}, ${key}, ${bodyHash}, ${place.now})
        on conflict do nothing returning key`)
      claiming.catch(() => undefined)
      const actor = await entering
      mustBeAllowed(route.gate.allows(actor), 'role-missing')
      noteActor(request, actor)
      if ((await claiming).length === 0) return await repeat(tx, route, key, bodyHash, reply)

      const ctx: Context = { ...place, world, actor, key, ifMatch }
      const result = route.endpoint.returns.parse(await route.handle(tx, ctx, input))
      tx.send(sql`update command_key set status = 200, reply = ${JSON.stringify(result)}::jsonb
        where person_id = acting_person() and route = ${route.endpoint.path} and key = ${key}`)
      await tx.commit()
      return reply.send(result)
    } catch (error) {
      await tx.rollback()
      // Two commands that met: the database ended one of them, whole, so it can simply be done again.
      const state = sqlState(error)?.code
      if (attempt < 4 && (state === '40001' || state === '40P01')) continue
      throw error
    }
  }
}

/** The same command again: the kept reply, and nothing done. Another body under the same key is a mistake, and says so. */
async function repeat(tx: OpenTransaction, route: Route, key: string, bodyHash: Buffer, reply: FastifyReply): Promise<unknown> {
  const kept = await tx.one(sql<{ bodyHash: Buffer; reply: unknown }>`
    select body_hash, reply from command_key where person_id = acting_person() and route = ${route.endpoint.path} and key = ${key}`)
  await tx.rollback()
  if (!kept.bodyHash.equals(bodyHash)) throw new Problem('refused', 'idempotency-key-reused')
  return reply.header('idempotency-replayed', 'true').send(kept.reply)
}

function answer(route: Route, reply: FastifyReply, result: object): unknown {
  if (route.endpoint.carries !== 'download') return reply.send(route.endpoint.returns.parse(result))
  return sendDownload(reply, result as Download)
}

/** Sends bytes as an attachment that no browser renders or guesses at. */
export function sendDownload(reply: FastifyReply, file: Download): FastifyReply {
  return reply
    .header('content-type', file.mediaType)
    .header(
      'content-disposition',
      `attachment; filename="${file.name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    )
    .header('content-security-policy', "sandbox; default-src 'none'")
    .send(Buffer.from(file.bytes))
}

function parsed<S extends z.ZodMiniType>(shape: S, value: unknown): z.output<S> {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues.slice(0, 20).map((issue) => issue.path.join('.'))
  throw new Problem('invalid', 'wrong-shape', { fields })
}

function noteActor(request: FastifyRequest, actor: Actor): void {
  request.actorId = actor.personId
  request.actorOrg = actor.org
}
