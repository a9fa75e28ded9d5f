import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Anchor, anchorDueAt } from '../lib/anchor.ts'
import { TOP } from '../lib/checkpoint.ts'
import { orgCode, SECRETARIAT } from '../lib/regions.ts'
import type { World } from './context.ts'
import { build, inTransaction, type Reader } from './db.ts'
import { sha256 } from './ids.ts'
import { latestCheckpoint } from './journal-proof.ts'
import { readTimestamp, type StampTrial, timestampRequest } from './timestamp-der.ts'
import { noteRun } from './upkeep.ts'

const PATIENCE = 30_000
/** An answer with a chain of certificates is some ten thousand bytes. */
const LONGEST = 200_000

export type Stamp = { size: number; note: string; stampedAt: Date; response: Buffer }

/** The latest stamp, and the checkpoint it is of. Undefined when there is none. */
export function latestStamp(db: Reader): Promise<Stamp | undefined> {
  return db.maybe(sql<Stamp>`
    select t.size, c.note, t.stamped_at, t.response from journal_timestamp t join journal_checkpoint c on c.log = t.log and c.size = t.size
    where t.log = ${TOP} order by t.size desc limit 1`)
}

/** How far the log over all logs has been stamped, and since when a part waits for it. */
export async function findAnchor(db: Reader): Promise<Anchor> {
  const row = await db.one(sql<{ stampedAt: Date | null; waitingSince: Date | null }>`
    select t.stamped_at, (select c.signed_at from journal_checkpoint c where c.log = ${TOP} and c.size > coalesce(t.size, 0) order by c.size limit 1)
      as waiting_since
    from (select 1) as one left join lateral (select size, stamped_at from journal_timestamp where log = ${TOP} order by size desc limit 1) t on true`)
  return { stampedAt: row.stampedAt ?? undefined, waitingSince: row.waitingSince ?? undefined }
}

/**
 * Once a day, at its first checkpoint: has the latest checkpoint of the log over all logs stamped by the authority in TSA_URL, and keeps its
 * answer. What fails is noted for the secretariat to see and tried again the next time; nothing waits for it. Out: whether a stamp was kept.
 */
export async function timestampDaily(world: World): Promise<boolean> {
  if (world.tsaUrl === undefined) return false
  const startedAt = world.clock()
  const { dueAt, top } = await inTransaction(
    world.db,
    async (tx) => {
      await tx.rows(sql`select set_config('app.org', ${SECRETARIAT}, true)`)
      return { dueAt: anchorDueAt(await findAnchor(tx)), top: await latestCheckpoint(tx, TOP) }
    },
    'read only',
  )
  if (!top || !dueAt || dueAt > startedAt) return false
  const outcome = await stamped(world.tsaUrl, top.note)
  const endedAt = world.clock()
  await inTransaction(world.db, async (tx) => {
    if ('error' in outcome) {
      noteRun(tx, { kind: 'timestamp', startedAt, endedAt, ok: false, detail: { error: outcome.error, since: dueAt.toISOString() } })
      return
    }
    const { stampedAt, response } = outcome
    tx.send(
      build
        .insertInto('journalTimestamp')
        .values({ log: orgCode(TOP), size: top.size, stampedAt, keptAt: endedAt, response })
        // Two hosts may ask in the same moment: one stamp is enough.
        .onConflict((conflict) => conflict.doNothing()),
    )
    noteRun(tx, { kind: 'timestamp', startedAt, endedAt, ok: true, detail: { entries: top.size } })
  })
  if ('error' in outcome) world.log.error({ error: outcome.error }, 'the journal was not timestamped')
  return !('error' in outcome)
}

type Outcome = { stampedAt: Date; response: Buffer } | { error: string }

/** Asks for a stamp of a checkpoint: of the whole note, so that what is stamped is the file that one has. */
async function stamped(url: string, note: string): Promise<Outcome> {
  const asked = { hash: sha256(note), nonce: randomBytes(16) }
  let response: Buffer
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(timestampRequest(asked)),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    })
    if (!answer.ok) return { error: `HTTP ${answer.status}` }
    response = await bodyOf(answer)
  } catch (error) {
    return { error: reasonOf(error) }
  }
  const trial = readTimestamp(response, asked)
  return trial.holds ? { stampedAt: trial.stampedAt, response } : { error: wordsOf(trial) }
}

async function bodyOf(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    length += part.length
    if (length > LONGEST) throw new Error('the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Node says only "fetch failed"; why lies behind. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message
}

function wordsOf({ why, status }: Extract<StampTrial, { holds: false }>): string {
  switch (why) {
    case 'unreadable':
      return 'the answer is not a timestamp'
    case 'refused':
      return `the authority refused (status ${status})`
    case 'other-imprint':
      return 'the timestamp is of something else'
    case 'other-nonce':
      return 'the timestamp is an answer to another request'
  }
}
