import { hash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { canonical } from '../src/lib/canonical.ts'
import { append, EMPTY_FRONTIER, type Frontier, leafHash } from '../src/lib/merkle.ts'
import { REGIONS, SECRETARIAT } from '../src/lib/regions.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase } from '../src/main/database.ts'
import { openWorld } from '../src/main/world.ts'
import { sha256 } from '../src/platform/ids.ts'
import { commitmentOf } from '../src/platform/journal.ts'
import { verifyJournal } from '../src/platform/journal-verify.ts'
import { readSettings } from '../src/platform/settings.ts'
import { type Figure, inTurns, rate } from './figure.ts'

const LOGS = [...REGIONS.map(({ code }) => code), SECRETARIAT]
const [ROUNDS, EACH] = [10, 910]

/**
 * The whole journal of a database with some 200 000 entries in 22 logs, a third of them with a commitment, signed after each 910: read, hashed and
 * compared. Bare: SHA-256 of each entry, as bytes, by one call over what
 * lies in memory. (As text the same takes less than half the time; that is what the verifier does, and not what the floor was set by.)
 */
export async function verify(program: string): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nspl-bench-verify-'))
  const settings = readSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }, program)
  const log = pino({ level: 'error' })
  const reached = await reachDatabase(settings, { embedded: true, mayFind: false }, log)
  try {
    await prepareDatabase(reached, { demo: false })
    const open = await openWorld(reached.app, settings, MIGRATIONS, log)
    try {
      const owner = new pg.Client(reached.owner)
      await owner.connect()
      const bodies: Buffer[] = []
      const frontiers = new Map(LOGS.map((code): [string, Frontier] => [code, EMPTY_FRONTIER]))
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const code of LOGS) {
          const made = await fill(owner, code, frontiers.get(code) ?? EMPTY_FRONTIER)
          frontiers.set(code, made.frontier)
          bodies.push(...made.bodies)
        }
        await open.world.checkpoints.sign()
      }
      await owner.query('vacuum analyze')
      await owner.end()

      const ours = async () => {
        const started = performance.now()
        const { entries, faults } = await verifyJournal(open.world.db, { now: new Date() })
        if (faults.length > 0 || entries < bodies.length) throw new Error(`the journal does not hold: ${JSON.stringify(faults[0])}`)
        return (entries * 1000) / (performance.now() - started)
      }
      const bare = async () => {
        const started = performance.now()
        for (const body of bodies) hash('sha256', body, 'buffer')
        return (bodies.length * 1000) / (performance.now() - started)
      }
      const both = await inTurns(5, ours, bare)
      return [rate('journal-verify', both.ours, both.bare, 'entries/s', 0.1)]
    } finally {
      await open.close()
    }
  } finally {
    await reached.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Entries as hand-ins make them, put in as many at once: what is measured is not how they came there. */
async function fill(owner: pg.Client, log: string, before: Frontier): Promise<{ frontier: Frontier; bodies: Buffer[] }> {
  let frontier = before
  const salts: Buffer[] = []
  const leaves: Uint8Array[] = []
  const bodies = Array.from({ length: EACH }, (_, at) => {
    const salt = at % 3 === 0 ? randomBytes(32) : undefined
    const content = salt ? { reply: commitmentOf(salt, `${at}`) } : {}
    const entry = {
      v: 1,
      log,
      type: 'reply.handed-in',
      at: new Date().toISOString(),
      org: log,
      actor: randomUUID(),
      object: randomUUID(),
      content,
    }
    const body = Buffer.from(canonical(entry), 'utf8')
    const leaf = leafHash(sha256, body)
    frontier = append(sha256, frontier, leaf)
    leaves.push(leaf)
    if (salt) salts.push(salt)
    return body
  })
  await owner.query('insert into journal_head (log) values ($1) on conflict do nothing', [log])
  await owner.query(
    `insert into journal_leaf (log, seq, body, leaf_hash)
      select $1, $2 + n - 1, body, leaf from unnest($3::bytea[], $4::bytea[]) with ordinality as u (body, leaf, n)`,
    [log, before.size, bodies, leaves.map((leaf) => Buffer.from(leaf))],
  )
  await owner.query(
    `insert into journal_commitment (log, seq, label, salt)
      select $1, $2 + (n - 1) * 3, 'reply', salt from unnest($3::bytea[]) with ordinality as u (salt, n)`,
    [log, before.size, salts],
  )
  const peaks = frontier.peaks.map((peak) => Buffer.from(peak))
  await owner.query('update journal_head set size = $2, frontier = $3::bytea[] where log = $1', [log, frontier.size, peaks])
  return { frontier, bodies }
}
