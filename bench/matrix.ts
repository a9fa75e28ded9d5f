import pg from 'pg'
import pino from 'pino'
import { sql } from 'kysely'
import { buildApp } from '../src/main/app.ts'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import { cost, type Figure, median } from './figure.ts'
import type { Place } from './place.ts'

const TRIES = 31

/** The matrix of 200 utskick and 21 regions beside its bare SQL: the same rows read by plain pg as the same role. */
export async function matrix(place: Place): Promise<Figure[]> {
  await fill(place)
  const app = buildApp(place.world, { webRoot: undefined, logger: pino({ level: 'error' }) })
  await app.ready()
  const token = await place.token('NSPL', 'secretariat-officer')
  const ask = async () => {
    const started = performance.now()
    const response = await app.inject({
      method: 'GET',
      url: '/api/NSPL/matrix?limit=200',
      headers: { cookie: `__Host-nspl=${token}`, host: 'localhost' },
    })
    const ended = performance.now()
    if (response.statusCode !== 200 || response.json<{ items: unknown[] }>().items.length !== 200)
      throw new Error(`the matrix answered ${response.statusCode}`)
    return ended - started
  }
  const client = new pg.Client(place.reached.app as pg.ClientConfig)
  await client.connect()
  const bare = async () => {
    const started = performance.now()
    await client.query("begin read only; select set_config('app.org', 'NSPL', true)")
    const { rows } = await client.query(`select d.id, d.kind, d.title, d.case_number, d.last_day, d.sent_at, d.closed_at, d.recalled_at,
      r.org_code, r.delivered_at, r.bounced_at, r.received_at, r.drafting_at, r.decided_at, r.answered_at, r.extended_to, r.answered_how, r.confirmed_at
      from (select * from dispatch where sent_at is not null order by last_day desc nulls first, id desc limit 200) d join recipient r on r.dispatch_id = d.id`)
    await client.query('commit')
    if (rows.length < 4000) throw new Error(`only ${rows.length} slots`)
    return performance.now() - started
  }
  for (let warm = 0; warm < 5; warm += 1) {
    await ask()
    await bare()
  }
  const [mine, theirs]: [number[], number[]] = [[], []]
  for (let tries = 0; tries < TRIES; tries += 1) {
    theirs.push(await bare())
    mine.push(await ask())
  }
  await client.end()
  await app.close()
  return [cost('matrix-200x21', median(mine), median(theirs), 'ms', 1 / 3)]
}

async function fill(place: Place): Promise<void> {
  const { superuser } = place
  const db = openDatabase(superuser, { max: 1, onError: (error) => console.error(error.message) })
  await inTransaction(db, async (tx) => {
    tx.send(sql`insert into dispatch (id, sender_org, kind, title, case_number, last_day, made_at, made_by, changed_at, changed_by, sent_at, sent_by)
      select gen_random_uuid(), 'NSPL', 'consultation', 'DEMO: Utskick nummer ' || n, 'RS2026-' || n, date '2026-12-01' + n, now(), p.id, now(), p.id, now(), p.id
      from generate_series(1, 200) n, lateral (select person_id as id from mandate where org_code = 'NSPL' limit 1) p`)
    tx.send(sql`insert into recipient (id, dispatch_id, sender_org, org_code, added_at, delivered_at, received_at, received_by, received_how,
        drafting_at, answered_at, answered_how)
      select gen_random_uuid(), d.id, 'NSPL', o.code, now(), now(), x.received, case when x.received is not null then d.made_by end,
        case when x.received is not null then 'platform' end, case when random() < 0.6 then now() end,
        x.answered, case when x.answered is not null then 'platform' end
      from dispatch d, organisation o, lateral (select case when random() < 0.8 then d.sent_at end as received,
        case when random() < 0.5 then d.sent_at end as answered) x
      where d.title like 'DEMO: Utskick nummer%' and o.kind = 'region'`)
  })
  await db.pool.query('analyze')
  await db.close()
}
