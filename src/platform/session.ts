import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Actor, type OrgKind, ROLES, type Role } from '../lib/actor.ts'
import type { Day } from '../lib/day.ts'
import { Problem } from '../lib/problem.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { Reader } from './db.ts'
import { sha256 } from './ids.ts'

/** `__Host-`: this host only, over TLS (browsers take localhost as safe), never readable by a script. */
const COOKIE = '__Host-nspl'
/** A session ends after twelve hours unused (in enter_session) and after thirty days whatever happens. */
export const SESSION_DAYS = 30

/** The session's token from the cookie; undefined when there is none. */
export function sessionToken(request: FastifyRequest): string | undefined {
  const header = request.headers.cookie
  if (!header) return undefined
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === COOKIE && value && /^[A-Za-z0-9_-]{43}$/.test(value)) return value
  }
  return undefined
}

/** Gives the browser its session. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  void reply.header('set-cookie', `${COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${SESSION_DAYS * 86_400}`)
}

/** Takes the session away, and asks the browser to forget what it has kept of us. */
export function clearSessionCookie(reply: FastifyReply): void {
  void reply
    .header('set-cookie', `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`)
    .header('clear-site-data', '"cache", "storage"')
}

type Entered = { sessionId: string; personId: string; name: string; email: string; roles: string[]; orgKind: OrgKind | null; seenAt: Date }

/**
 * Who asks, acting for which organisation: the first statement of every signed-in transaction. It also sets the acting
 * organisation for the net, if there is a mandate for it today. No session is 401, no mandate is 403.
 */
export async function enterSession(db: Reader, token: string | undefined, place: { org: OrgCode; now: Date; today: Day }): Promise<Actor> {
  const hash = token === undefined ? Buffer.alloc(32) : sha256(token)
  const entered = await db.maybe(sql<Entered>`
    select session_id, person_id, name, email, roles, org_kind, seen_at from enter_session(${hash}, ${place.org}, ${place.now}, ${place.today})`)
  if (!entered) throw new Problem('unauthenticated', 'not-signed-in')
  const roles = entered.roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role))
  if (roles.length === 0 || entered.orgKind === null) throw new Problem('forbidden', 'no-mandate')
  return { personId: entered.personId, name: entered.name, org: place.org, orgKind: entered.orgKind, roles }
}

/** Commands and forms are ours only if the browser says they come from our own pages. */
export function fromOurPages(request: FastifyRequest, publicOrigin: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.origin
  return origin === undefined ? site !== undefined : origin === publicOrigin || origin === `${request.protocol}://${request.host}`
}
