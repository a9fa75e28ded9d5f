import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Actor, type OrgKind, ROLES, type Role } from '../lib/actor.ts'
import type { Day } from '../lib/day.ts'
import { Problem } from '../lib/problem.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { World } from './context.ts'
import { build, type Reader, type Tx } from './db.ts'
import { newId, newToken, sha256 } from './ids.ts'

/** `__Host-`: this host only, over TLS (browsers take localhost as safe), never readable by a script. */
const COOKIE = '__Host-nspl'
/** A session ends after twelve hours unused (in enter_session) and after thirty days whatever happens. */
export const SESSION_DAYS = 30
const IDLE_HOURS = 12
/** Use is noted at most this often, so that reading costs no write. */
const SEEN_MINUTES = 5

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
 * organisation for the net, if there is a mandate for it today. No session is 401, no mandate is 403. `onUse` is told when it is time to
 * note that the session is in use.
 */
export async function enterSession(
  db: Reader,
  token: string | undefined,
  place: { org: OrgCode; now: Date; today: Day },
  onUse?: (sessionId: string) => void,
): Promise<Actor> {
  const hash = token === undefined ? Buffer.alloc(32) : sha256(token)
  const entered = await db.maybe(sql<Entered>`
    select session_id, person_id, name, email, roles, org_kind, seen_at from enter_session(${hash}, ${place.org}, ${place.now}, ${place.today})`)
  if (!entered) throw new Problem('unauthenticated', 'not-signed-in')
  if (place.now.getTime() - entered.seenAt.getTime() > SEEN_MINUTES * 60_000) onUse?.(entered.sessionId)
  const roles = entered.roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role))
  if (roles.length === 0 || entered.orgKind === null) throw new Problem('forbidden', 'no-mandate')
  return { personId: entered.personId, name: entered.name, org: place.org, orgKind: entered.orgKind, roles }
}

/** Notes that a session is in use: outside the request's transaction, which often may not write and may fail. */
export function noteUse(world: World, now: Date): (sessionId: string) => void {
  return (sessionId) => {
    world.db.pool
      .query('update session set seen_at = $1 where id = $2 and seen_at < $1', [now, sessionId])
      .catch((error: unknown) => world.log.warn({ error: String(error) }, 'session use not noted'))
  }
}

export type SignedInBy = 'mail-code' | 'first-operator-link' | 'operator-link' | 'demo'

/**
 * A new session, always with a new token; the one that the browser had before is ended, so that a token planted before the
 * sign-in is worth nothing after it. Out: the token for the cookie, kept only as a hash.
 */
export function beginSession(tx: Tx, session: { personId: string; by: SignedInBy; before: string | undefined; now: Date }): string {
  const { personId, by, before, now } = session
  const token = newToken()
  const expiresAt = new Date(now.getTime() + SESSION_DAYS * 86_400_000)
  tx.send(
    build
      .insertInto('session')
      .values({ id: newId(now), tokenHash: sha256(token), personId, madeAt: now, seenAt: now, expiresAt, signedInBy: by }),
  )
  if (before !== undefined) tx.send(sql`update session set ended_at = ${now} where token_hash = ${sha256(before)} and ended_at is null`)
  return token
}

/** Ends the session of a token. Out: whose it was, undefined when there was none to end. */
export async function endSession(tx: Tx, token: string, now: Date): Promise<string | undefined> {
  const ended = await tx.maybe(sql<{ personId: string }>`
    update session set ended_at = ${now} where token_hash = ${sha256(token)} and ended_at is null returning person_id`)
  return ended?.personId
}

/** Ends all sessions of a person who may no longer come in. */
export function endSessionsOf(tx: Tx, personId: string, now: Date): void {
  tx.send(sql`update session set ended_at = ${now} where person_id = ${personId} and ended_at is null`)
}

/** Whose session it is, for pages outside any organisation; undefined when it has ended or there is none. */
export async function findSession(
  db: Reader,
  token: string | undefined,
  now: Date,
): Promise<{ personId: string; name: string } | undefined> {
  if (token === undefined) return undefined
  return await db.maybe(sql<{ personId: string; name: string }>`
    select p.id as person_id, p.name from session s join person p on p.id = s.person_id
    where s.token_hash = ${sha256(token)} and s.ended_at is null and s.expires_at > ${now}
      and s.seen_at > ${new Date(now.getTime() - IDLE_HOURS * 3_600_000)} and p.ended_at is null`)
}

/** Commands and forms are ours only if the browser says they come from our own pages. */
export function fromOurPages(request: FastifyRequest, publicOrigin: string): boolean {
  const site = request.headers['sec-fetch-site']
  // No script can set this header. Origin would be `null` here: our pages send no referrer, and then forms send no origin.
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = request.headers
  return origin !== undefined && (origin === publicOrigin || origin === `${request.protocol}://${request.host}`)
}
