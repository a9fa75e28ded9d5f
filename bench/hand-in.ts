import { createHash, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import pino from 'pino'
import { sql } from 'kysely'
import { REGIONS } from '../src/lib/regions.ts'
import { buildApp } from '../src/main/app.ts'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { type Figure, inTurns, perSecond, rate } from './figure.ts'
import { oneFunction } from './one-function.ts'
import type { Place } from './place.ts'

const CLIENTS = 8
const SECONDS = 3
const ROUNDS = 3

type Slot = { org: string; token: string; recipientId: string; dispatchId: string; version: number; personId: string; content: string }

/**
 * Handing in, eight clients over 21 organisations: the whole command (session, key, lock, rules, seven writes, two journals) beside a bare
 * INSERT of the same bytes, and beside a bare transaction that sends the same writes in the same number of trips.
 */
export async function handIn(place: Place): Promise<Figure[]> {
  const slots = await preparedSlots(place)
  const app = buildApp(place.world, { webRoot: undefined, logger: pino({ level: 'error' }) })
  await app.ready()
  const turn = { ours: 0, bare: 0 }
  const next = (of: 'ours' | 'bare') => {
    const slot = slots[turn[of]++ % slots.length]
    if (!slot) throw new Error('no slots')
    return slot
  }
  const ours = () =>
    perSecond(CLIENTS, SECONDS, async () => {
      const { org, token, dispatchId, version } = next('ours')
      const response = await app.inject({
        method: 'POST',
        url: `/api/${org}/inbox/${dispatchId}/hand-in`,
        headers: { cookie: `__Host-nspl=${token}`, 'idempotency-key': randomUUID(), 'sec-fetch-site': 'same-origin', host: 'localhost' },
        payload: { version, relation: 'replaces' },
      })
      if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
    })

  const { superuser } = place
  const pool = new pg.Pool({ ...superuser, max: CLIENTS, pipeline: true } as pg.PoolConfig)
  await pool.query(
    'create table bare_reply (id uuid primary key, org text not null, content text not null, content_sha256 bytea not null, at timestamptz not null)',
  )
  const insert = () =>
    perSecond(CLIENTS, SECONDS, async () => {
      const { org, content } = next('bare')
      await pool.query({
        name: 'bare',
        text: 'insert into bare_reply values ($1, $2, $3, $4, $5)',
        values: [newId(new Date()), org, content, sha256(content), new Date()],
      })
    })
  const transaction = () => perSecond(CLIENTS, SECONDS, () => bareTransaction(pool, next('bare')))

  const throughOne = await oneFunction(pool)
  const one = () => perSecond(CLIENTS, SECONDS, () => throughOne(next('bare')))

  await perSecond(CLIENTS, 1, () => bareTransaction(pool, next('bare')))
  const besideInsert = await inTurns(ROUNDS, ours, insert)
  const besideTransaction = await inTurns(ROUNDS, ours, transaction)
  const bound = await inTurns(ROUNDS, one, insert)
  await pool.query('drop table bare_reply')
  await pool.end()
  await app.close()
  return [
    rate('hand-in-beside-insert', besideInsert.ours, besideInsert.bare, 'hand-ins/s', 0.25),
    // Not ours, and without a floor: how near one INSERT the same writes come at best on this disk.
    rate('hand-in-bound', bound.ours, bound.bare, 'hand-ins/s', 0),
    rate('hand-in-beside-transaction', besideTransaction.ours, besideTransaction.bare, 'hand-ins/s', 0.8),
  ]
}

/** A slot per region that has answered the closed consultation or can: each with a draft that may be handed in again. */
async function preparedSlots(place: Place): Promise<Slot[]> {
  const { superuser } = place
  const db = openDatabase(superuser, { max: 1, onError: (error) => console.error(error.message) })
  const rows = await inTransaction(
    db,
    (tx) =>
      tx.rows(sql<{ org: string; recipientId: string; dispatchId: string; version: number; personId: string; content: string }>`
        select distinct on (r.org_code) r.org_code as org, r.id as recipient_id, r.dispatch_id,
          (select sum(f.version)::int from draft_field f where f.recipient_id = r.id) as version, y.handed_in_by as person_id, y.content
        from recipient r join reply y on y.id = r.reply_id join dispatch d on d.id = r.dispatch_id
        where y.channel = 'platform' and exists (select 1 from draft_field f where f.recipient_id = r.id and f.field = 'decided')
        order by r.org_code, (y.form = 'filled') desc, d.sent_at`),
    'read only',
  )
  await db.close()
  const known = new Set<string>(REGIONS.map(({ code }) => code))
  return await Promise.all(
    rows.filter(({ org }) => known.has(org)).map(async (row) => ({ ...row, token: await place.token(row.org, 'regional-officer') })),
  )
}

/** The same writes as a hand-in, as plain statements in three trips: session and key, what is read under the lock, all writes and the commit. */
async function bareTransaction(pool: pg.Pool, slot: Slot): Promise<void> {
  const client = await pool.connect()
  const now = new Date()
  const [id, key] = [newId(now), randomUUID()]
  const entry = (log: string) =>
    Buffer.from(
      JSON.stringify({
        v: 1,
        log,
        type: 'reply.handed-in',
        at: now.toISOString(),
        org: slot.org,
        actor: slot.personId,
        object: id,
        content: { reply: sha256(slot.content).toString('hex') },
      }),
    )
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
  try {
    await Promise.all([
      client.query('begin'),
      run('b1', 'select session_id, person_id, roles from enter_session($1, $2, $3, $4)', [
        sha256(slot.token),
        slot.org,
        now,
        now.toISOString().slice(0, 10),
      ]),
      run(
        'b2',
        'insert into command_key (org_code, person_id, route, key, body_hash, made_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning key',
        [slot.org, slot.personId, 'bare', key, sha256(key), now],
      ),
    ])
    const [, running] = await Promise.all([
      run('b3', 'select * from recipient where id = $1 for update', [slot.recipientId]),
      run(
        'b4',
        `select d.*, nextval('reply_number') as running, (select json_agg(f) from draft_field f where f.recipient_id = $2) as fields,
          (select json_agg(s) from section s where s.dispatch_id = d.id) as sections, (select json_agg(q) from question q where q.dispatch_id = d.id) as questions
        from dispatch d where d.id = $1`,
        [slot.dispatchId, slot.recipientId],
      ),
    ])
    const number = `B-${String(running.rows[0]?.['running'])}`
    await Promise.all([
      run(
        'b5',
        `insert into reply (id, recipient_id, dispatch_id, org_code, sender_org, number, form, channel, relation, earlier_id, content, content_sha256, handed_in_at, handed_in_by, entered_by_org)
        select $1, r.id, r.dispatch_id, r.org_code, r.sender_org, $3, 'filled', 'platform', 'replaces', r.reply_id, $4, $5, $6, $7, r.org_code from recipient r where r.id = $2`,
        [id, slot.recipientId, number, slot.content, sha256(slot.content), now, slot.personId],
      ),
      run(
        'b6',
        `insert into register_entry (id, org_code, direction, occurred_at, counterpart_org, title, case_number, document, object_id) values ($1, 'NSPL', 'in', $2, $3, 'bare', 'bare', 'reply', $4)`,
        [newId(now), now, slot.org, id],
      ),
      run('b7', `update recipient set answered_how = 'platform', reply_id = $2 where id = $1`, [slot.recipientId, id]),
      run(
        'b8',
        `insert into slot_event (id, recipient_id, org_code, sender_org, at, what, person_id, acting_org, detail) values ($1, $2, $3, 'NSPL', $4, 'replaced', $5, $3, $6)`,
        [newId(now), slot.recipientId, slot.org, now, slot.personId, number],
      ),
      run('b9', 'select journal_append($1, $2, $3::text[], $4::bytea[])', [slot.org, entry(slot.org), ['reply'], [randomBytes(32)]]),
      run('b11', 'select journal_hand_over($1, $2, $3::text[], $4::bytea[])', ['NSPL', entry('NSPL'), ['reply'], [randomBytes(32)]]),
      run('b10', 'update command_key set status = 200, reply = $1::jsonb where person_id = $2 and route = $3 and key = $4', [
        JSON.stringify({ replyId: id, number }),
        slot.personId,
        'bare',
        key,
      ]),
      client.query('commit'),
    ])
  } finally {
    client.release()
  }
}

const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest()
