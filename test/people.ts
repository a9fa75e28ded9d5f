import type { FastifyInstance } from 'fastify'
import type { OutgoingHttpHeaders } from 'node:http'
import * as z from 'zod/mini'
import type { Role } from '../src/lib/actor.ts'
import { type Endpoint, fillPath } from '../src/lib/contract.ts'
import { dayOf } from '../src/lib/day.ts'
import { orgCode } from '../src/lib/regions.ts'
import type { World } from '../src/platform/context.ts'
import { build, type Database, inTransaction } from '../src/platform/db.ts'
import { newId, newToken, sha256 } from '../src/platform/ids.ts'

export const ProblemShape = z.strictObject({
  type: z.literal('about:blank'),
  status: z.number(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  details: z.record(z.string(), z.unknown()),
  requestId: z.string(),
})
type ProblemBody = z.output<typeof ProblemShape>

export type Reply<B> = {
  status: number
  /** The reply of a success. Throws with the problem when it was none, so that a test says what happened. */
  readonly body: B
  /** The problem of a refusal, undefined after a success. */
  problem: ProblemBody | undefined
  /** The problem's code, undefined after a success. */
  code: string | undefined
  headers: OutgoingHttpHeaders
  bytes: Buffer
}

/** What a call may carry. `params` without `org`; `key` is made when missing. */
type Ask<E extends Endpoint> = {
  params?: z.input<E['params']>
  query?: z.input<E['query']>
  body?: z.input<E['body']>
  /** The file of an upload. */
  bytes?: Uint8Array
  key?: string
  ifMatch?: number
  /** Acts for another organisation than her own. */
  org?: string
}

export type Person = {
  personId: string
  org: string
  name: string
  email: string
  /** The Cookie header of her session. */
  cookie: string
  call: <E extends Endpoint>(endpoint: E, ask?: Ask<E>) => Promise<Reply<z.output<E['returns']>>>
}

/** A caller with this cookie (or none) for one organisation. */
export function callerOf(app: FastifyInstance, cookie: string | undefined, home: string): Person['call'] {
  return async <E extends Endpoint>(endpoint: E, ask: Ask<E> = {}) => {
    const params = { org: ask.org ?? home, ...(ask.params as Record<string, string> | undefined) }
    const reads = endpoint.method === 'GET'
    const upload = endpoint.carries === 'upload'
    const reply = await app.inject({
      method: endpoint.method,
      url: fillPath(endpoint.path, params),
      query: ask.query as Record<string, string>,
      headers: {
        ...(cookie !== undefined && { cookie }),
        ...(!reads && { 'idempotency-key': ask.key ?? newToken(), origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }),
        ...(upload && { 'content-type': 'application/octet-stream' }),
        ...(ask.ifMatch !== undefined && { 'if-match': `"${ask.ifMatch}"` }),
      },
      ...(!reads && { payload: upload ? Buffer.from(ask.bytes ?? []) : ((ask.body ?? {}) as object) }),
    })
    const refused = reply.statusCode >= 300
    const problem = refused && reply.headers['content-type']?.includes('problem') ? ProblemShape.parse(reply.json()) : undefined
    return {
      status: reply.statusCode,
      get body() {
        if (refused) throw new Error(`${endpoint.method} ${endpoint.path} answered ${reply.statusCode}: ${reply.body.slice(0, 600)}`)
        if (endpoint.carries === 'download') throw new Error('a download has no body but its bytes')
        return reply.json() as z.output<E['returns']>
      },
      problem,
      code: problem?.code,
      headers: reply.headers,
      bytes: reply.rawPayload,
    }
  }
}

let persons = 0

/** Puts a made-up person with one mandate per role, and an open session, into the database. */
export async function makePerson(
  owner: Database,
  world: World,
  app: FastifyInstance,
  roles: readonly Role[],
  org: string,
  name: string,
): Promise<Person> {
  const now = world.clock()
  const personId = newId(now)
  const token = newToken()
  const email = `person-${++persons}@${org.toLowerCase()}.example`
  await inTransaction(owner, async (tx) => {
    tx.send(build.insertInto('person').values({ id: personId, name, email, madeAt: now }))
    for (const role of roles) {
      tx.send(
        build.insertInto('mandate').values({ id: newId(now), personId, orgCode: orgCode(org), role, fromOn: dayOf(now), madeAt: now }),
      )
    }
    const expiresAt = new Date(now.getTime() + 400 * 86_400_000)
    tx.send(
      build
        .insertInto('session')
        .values({ id: newId(now), tokenHash: sha256(token), personId, madeAt: now, seenAt: now, expiresAt, signedInBy: 'demo' }),
    )
  })
  const cookie = `__Host-nspl=${token}`
  return { personId, org, name, email, cookie, call: callerOf(app, cookie, org) }
}
