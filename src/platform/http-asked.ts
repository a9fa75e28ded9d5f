import type { FastifyReply, FastifyRequest } from 'fastify'
import type * as z from 'zod/mini'
import type { Actor } from '../lib/actor.ts'
import { mustBeAllowed, Problem } from '../lib/problem.ts'
import type { Place } from './context.ts'
import type { Tx } from './db.ts'
import type { AnyInput, Route } from './http.ts'
import { enterSession, noteUse } from './session.ts'

/** One request that has a session to show, before anybody has looked at it. */
export type Asked = {
  route: Route
  place: Place
  token: string | undefined
  /** What came in, or why it cannot be read: told only to those who may come in at all. */
  input: AnyInput | Problem
  request: FastifyRequest
  reply: FastifyReply
}

/** Session, mandate and gate: who she is, or 401 or 403. Also notes her for the log line. */
export async function admit(tx: Tx, { token, place, route, request }: Asked): Promise<Actor> {
  const actor = await enterSession(tx, token, place, noteUse(place.world, place.now))
  request.actorId = actor.personId
  request.actorOrg = actor.org
  mustBeAllowed(route.gate.allows(actor), 'role-missing')
  return actor
}

/** What came in, by the endpoint's shapes; or the problem that names the fields that are wrong. */
export function inputOf(route: Route, params: Record<string, string>, request: FastifyRequest): AnyInput | Problem {
  const { endpoint, mode } = route
  // PostgreSQL's text cannot hold it, and no address of ours does.
  if (request.url.includes('%00')) return new Problem('invalid', 'wrong-shape')
  const wrong: string[] = []
  const part = (shape: z.ZodMiniType, value: unknown): unknown => {
    const result = shape.safeParse(value)
    if (!result.success) wrong.push(...result.error.issues.map((issue) => issue.path.join('.')))
    return result.data
  }
  const input = {
    params: part(endpoint.params, params),
    query: part(endpoint.query, request.query),
    body: mode === 'upload' ? (request.body ?? Buffer.alloc(0)) : part(endpoint.body, request.body ?? {}),
  }
  return wrong.length === 0 ? input : new Problem('invalid', 'wrong-shape', { fields: wrong.slice(0, 20) })
}
