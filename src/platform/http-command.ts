import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { Problem } from '../lib/problem.ts'
import { openTransaction, type OpenTransaction } from './db.ts'
import { isInDoubt, patiently } from './db-retry.ts'
import type { AnyInput } from './http.ts'
import { admit, type Asked } from './http-asked.ts'

type Key = { route: string; key: string; bodyHash: Buffer }

/**
 * One command: admitted, done and kept under its key, all in one transaction. The same key again gets the kept reply and
 * does nothing, also while the first is still being done: the key's row makes it wait. What fails keeps no key. When the database
 * is lost on the way the command is done again, with the key's row to say whether it was done already; and if that cannot be
 * found out in time it is told as unconfirmed, never as failed.
 */
export async function answerCommand(asked: Asked): Promise<unknown> {
  const { 'idempotency-key': key, 'if-match': match } = asked.request.headers
  if (typeof key !== 'string' || !/^[A-Za-z0-9_-]{8,100}$/.test(key)) throw new Problem('invalid', 'idempotency-key-missing')
  const ifMatch = versionOf(match)
  try {
    return await patiently(asked.place.world.db, 'command', () => attempt(asked, key, ifMatch))
  } catch (error) {
    if (isInDoubt(error)) throw new Problem('unavailable', 'not-confirmed')
    throw error
  }
}

async function attempt(asked: Asked, key: string, ifMatch: number | undefined): Promise<unknown> {
  const { route, place, input, request, reply } = asked
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
    throw error
  }
}

/** Takes the key, or answers false when it is taken. Waits for a command that is being done under the same key. */
async function claimKey(tx: OpenTransaction, { route, key, bodyHash }: Key, now: Date): Promise<boolean> {
  const claimed = await tx.write(sql`
    insert into command_key (org_code, person_id, route, key, body_hash, made_at)
    values (acting_org(), acting_person(), ${route}, ${key}, ${bodyHash}, ${now}) on conflict do nothing`)
  return claimed === 1
}

/**
 * The same command again: the kept reply, and nothing done. Another body under the same key is a mistake, and says so.
 * The row is written as it is: the answer then waits until the standby has everything up to here, as the first one's did. A
 * commit that was cut off while it waited is seen here, and may be nowhere else.
 */
async function repeat(tx: OpenTransaction, { route, key, bodyHash }: Key, reply: FastifyReply): Promise<unknown> {
  const kept = await tx.one(sql<{ bodyHash: Buffer; reply: unknown }>`
    select body_hash, reply from command_key where person_id = acting_person() and route = ${route} and key = ${key}`)
  if (!kept.bodyHash.equals(bodyHash)) throw new Problem('refused', 'idempotency-key-reused')
  tx.send(sql`update command_key set status = status where person_id = acting_person() and route = ${route} and key = ${key}`)
  await tx.commit()
  return reply.header('idempotency-replayed', 'true').send(kept.reply)
}

function hashOf(url: string, { body }: AnyInput): Buffer {
  return createHash('sha256')
    .update(`${url}\n`)
    .update(Buffer.isBuffer(body) ? body : JSON.stringify(body))
    .digest()
}

/** The version in If-Match. Undefined when there is none, or any is good (`*`); refuses what is not one of our ETags. */
function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1]
  if (version === undefined) throw new Problem('invalid', 'wrong-shape', { fields: ['if-match'] })
  return Number(version)
}
