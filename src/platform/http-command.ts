import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { Problem } from '../lib/problem.ts'
import { openTransaction, type OpenTransaction, sqlState } from './db.ts'
import type { AnyInput } from './http.ts'
import { admit, type Asked } from './http-asked.ts'

/** How often two commands that met may be done again before the client must. */
const MOST_ATTEMPTS = 4

type Key = { route: string; key: string; bodyHash: Buffer }

/**
 * One command: admitted, done and kept under its key, all in one transaction. The same key again gets the kept reply and
 * does nothing, also while the first is still being done: the key's row makes it wait. What fails keeps no key.
 */
export async function answerCommand(asked: Asked): Promise<unknown> {
  const { route, place, input, request, reply } = asked
  const { 'idempotency-key': key, 'if-match': match } = request.headers
  if (typeof key !== 'string' || !/^[A-Za-z0-9_-]{8,100}$/.test(key)) throw new Problem('invalid', 'idempotency-key-missing')
  const ifMatch = versionOf(match)

  for (let attempt = 1; ; attempt++) {
    const tx = await openTransaction(place.world.db, 'read write')
    try {
      const admitting = admit(tx, asked)
      if (input instanceof Problem) {
        await admitting
        throw input
      }
      const claim = { route: `${route.endpoint.method} ${route.endpoint.path}`, key, bodyHash: hashOf(request.url, input) }
      const claiming = claimKey(tx, claim, place.now)
      // Without a mandate the net refuses it; the admission then says why.
      claiming.catch(() => undefined)
      const actor = await admitting
      if (!(await claiming)) return await repeat(tx, claim, reply)

      const done = await route.handle(tx, { ...place, actor, key, ifMatch }, input)
      const told = route.endpoint.returns.parse(done)
      tx.send(sql`update command_key set status = 200, reply = ${JSON.stringify(told)}::jsonb
        where person_id = acting_person() and route = ${claim.route} and key = ${key}`)
      await tx.commit()
      return reply.send(told)
    } catch (error) {
      await tx.rollback()
      if (attempt < MOST_ATTEMPTS && hasMet(error)) continue
      throw error
    }
  }
}

/** Takes the key, or answers false when it is taken. Waits for a command that is being done under the same key. */
async function claimKey(tx: OpenTransaction, { route, key, bodyHash }: Key, now: Date): Promise<boolean> {
  const claimed = await tx.write(sql`
    insert into command_key (org_code, person_id, route, key, body_hash, made_at)
    values (acting_org(), acting_person(), ${route}, ${key}, ${bodyHash}, ${now}) on conflict do nothing`)
  return claimed === 1
}

/** The same command again: the kept reply, and nothing done. Another body under the same key is a mistake, and says so. */
async function repeat(tx: OpenTransaction, { route, key, bodyHash }: Key, reply: FastifyReply): Promise<unknown> {
  const kept = await tx.one(sql<{ bodyHash: Buffer; reply: unknown }>`
    select body_hash, reply from command_key where person_id = acting_person() and route = ${route} and key = ${key}`)
  await tx.rollback()
  if (!kept.bodyHash.equals(bodyHash)) throw new Problem('refused', 'idempotency-key-reused')
  return reply.header('idempotency-replayed', 'true').send(kept.reply)
}

function hashOf(url: string, { body }: AnyInput): Buffer {
  return createHash('sha256')
    .update(`${url}\n`)
    .update(Buffer.isBuffer(body) ? body : JSON.stringify(body))
    .digest()
}

/** Two commands that met: the database ended one of them, whole, so it can simply be done again. */
function hasMet(error: unknown): boolean {
  const code = sqlState(error)?.code
  return code === '40001' || code === '40P01'
}

/** The version in If-Match. Undefined when there is none, or any is good (`*`); refuses what is not one of our ETags. */
function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1]
  if (version === undefined) throw new Problem('invalid', 'wrong-shape', { fields: ['if-match'] })
  return Number(version)
}
