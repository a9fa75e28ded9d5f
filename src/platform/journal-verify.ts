import type pg from 'pg'
import * as z from 'zod/mini'
import { originOf, parseCheckpoint, parseKeptLines, TOP } from '../lib/checkpoint.ts'
import { fingerprintOf, type NoteKey, parseNote } from '../lib/note.ts'
import type { Database } from './db.ts'
import { copyRows } from './db-copy.ts'
import { sha256 } from './ids.ts'
import { verifySignature } from './journal-key.ts'
import { ENTRY_COLUMNS, type Fault, lastSeqOf } from './journal-verify-log.ts'
import {
  LONGEST_UNSIGNED_MS,
  type LogVerdict,
  noteReader,
  type NoteVerdict,
  diskFaults,
  type ReadNote,
  retiredFaults,
  type StoredCheckpoint,
  timeOf,
  topClaims,
  verifyLog,
} from './journal-verify-rules.ts'

export type Verification = {
  logs: number
  entries: number
  checkpoints: number
  /** Entries on their way to another log. */
  waiting: number
  /** What is wrong, log by log, the top log first. */
  faults: Fault[]
  /** How large the top log is, and its root: two lines to compare with paper. Undefined before anything was signed. */
  top: { size: number; root: string } | undefined
  /** The fingerprints of the keys that notes are verified by, newest first. */
  fingerprints: string[]
}

type Given = { now: Date; kept?: readonly string[]; onDisk?: readonly string[] | undefined }

/** Rows of entries in one trip, and notes between two breaths: the event loop is ours for some milliseconds at most. */
const [ROWS, NOTES] = [2_000, 50]

/**
 * Verifies the whole journal of a database, in one snapshot: every entry, head, commitment, checkpoint and signature, and the top log
 * against all others. Works as the owner and as the runtime role alike. In: the clock's time, by which what should be signed
 * is; checkpoints that somebody keeps elsewhere (notes, or their three lines), which alone show a rollback or a stolen key; and the ids of the keys in the key file, where it can be
 * looked into: the keys that the database knows may be those of whoever wrote in it.
 */
export async function verifyJournal(db: Database, given: Given): Promise<Verification> {
  const client = await db.pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    // Entries are wanted in order: the net's policies would else be looked up by bitmap, and every piece of a log sorted anew.
    await client.query('set local enable_bitmapscan = off')
    const result = await verifyAll(client, given)
    await client.query('rollback')
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function verifyAll(client: pg.PoolClient, { now, kept: notes = [], onDisk }: Given): Promise<Verification> {
  await actIn(client, TOP)
  const [{ id: installation } = { id: '' }] = await rowsOf(client, Installation, 'select id::text from installation')
  const keyRows = await rowsOf(
    client,
    Key,
    `select algorithm, encode(public_key, 'hex') as key from journal_key order by made_at desc, algorithm`,
  )
  const keys = keyRows.map(({ algorithm, key }): NoteKey => ({ algorithm, raw: Buffer.from(key, 'hex') }))
  const readNote = noteReader(installation, keys, verifySignature)
  const logs = await rowsOf(client, Name, 'select log::text from upkeep_journal() order by log')

  const kept = notes.map((note) => ({ log: logOf(installation, note), note }))
  const keptOf = (log: string) => kept.filter((one) => one.log === log).map(({ note }) => readLines(note) ?? readNote(log, note))
  const { visit, claims, rotations, faults } = topClaims()
  for (const { log } of kept) {
    if (logs.every((one) => one.log !== log)) faults.push({ log: log ?? '?', seq: undefined, kind: 'kept-not-ours', detail: KEPT_NOT_OURS })
  }
  const total = { logs: logs.length, entries: 0, checkpoints: 0, waiting: 0 }
  const add = (verdict: LogVerdict) => {
    total.entries += verdict.size
    total.checkpoints += verdict.checkpoints
    faults.push(...verdict.faults)
  }

  let top: Verification['top']
  if (logs.some(({ log }) => log === TOP)) {
    const given = await readLog(client, TOP, readNote)
    add(await verifyLog({ ...given, claims: undefined, kept: keptOf(TOP), now }, visit))
    faults.push(...retiredFaults(TOP, given.checkpoints, rotations), ...diskFaults(given.checkpoints.at(-1), onDisk))
    top = given.checkpoints.at(-1)
  }
  for (const { log } of logs) {
    if (log === TOP) continue
    await actIn(client, log)
    const given = await readLog(client, log, readNote)
    add(await verifyLog({ ...given, claims: claims.get(log) ?? new Map<number, string>(), kept: keptOf(log), now }))
    faults.push(...retiredFaults(log, given.checkpoints, rotations))
    faults.push(...(await commitmentFaults(client, log)))
    const waiting = await waitingOf(client, log, now)
    total.waiting += waiting.count
    faults.push(...waiting.faults)
  }
  for (const of of claims.keys()) {
    if (logs.every(({ log }) => log !== of))
      faults.push({ log: of, seq: 0, kind: 'checkpoint-missing', detail: 'the top log knows a log that is not here' })
  }
  return { ...total, faults, top: top && { size: top.size, root: top.root }, fingerprints: keys.map((key) => fingerprintOf(sha256, key)) }
}

const Installation = z.object({ id: z.string() })
const Key = z.object({ algorithm: z.enum(['ed25519', 'ml-dsa-44']), key: z.string() })
const Name = z.object({ log: z.string().check(z.regex(/^[A-Z0-9]{2,8}$/)) })
const HeadRow = z.object({ size: z.number(), frontier: z.array(z.string()) })
const CheckpointRow = z.object({ size: z.number(), root: z.string(), note: z.string() })
const CommitmentRow = z.object({ seq: z.number(), label: z.string() })
const WaitingRow = z.object({ id: z.number(), entry: z.string() })

async function rowsOf<T>(client: pg.PoolClient, Row: z.ZodMiniType<T>, text: string, values: unknown[] = []): Promise<T[]> {
  return z.array(Row).parse((await client.query<Record<string, unknown>>(text, values)).rows)
}

/** The net shows each organisation its own log; the owner sees all anyway. */
async function actIn(client: pg.PoolClient, log: string): Promise<void> {
  await client.query(`select set_config('app.org', $1, true)`, [log])
}

async function readLog(client: pg.PoolClient, log: string, readNote: ReadNote) {
  const [head = { size: 0, frontier: [] }] = await rowsOf(
    client,
    HeadRow,
    `select size, array(select encode(f, 'hex') from unnest(frontier) with ordinality as u (f, at) order by at) as frontier
      from journal_head where log = $1`,
    [log],
  )
  const ask = (seq: number) =>
    copyRows(client, `select ${ENTRY_COLUMNS} from journal_leaf where log = '${log}' and seq > ${seq} order by seq limit ${ROWS}`)
  // The database reads the next rows while these are hashed.
  let ahead: Promise<Buffer> | undefined
  const rowsAfter = async (seq: number) => {
    const rows = await (ahead ?? ask(seq))
    ahead = rows.length > 0 ? ask(lastSeqOf(rows)) : undefined
    ahead?.catch(() => undefined)
    return rows
  }
  const checkpoints = await readCheckpoints(client, log, readNote)
  return { log, head: { ...head, frontier: head.frontier.map(fromHex) }, checkpoints, rowsAfter }
}

/** Each note is read as it comes, and let go: of some thousand bytes a yes or no remains. */
async function readCheckpoints(client: pg.PoolClient, log: string, readNote: ReadNote): Promise<StoredCheckpoint[]> {
  const all: StoredCheckpoint[] = []
  for (;;) {
    const some = await rowsOf(
      client,
      CheckpointRow,
      `select size, encode(root, 'hex') as root, note from journal_checkpoint where log = $1 and size > $2 order by size limit ${NOTES}`,
      [log, all.at(-1)?.size ?? -1],
    )
    for (const { size, root, note } of some) all.push({ size, root, said: readNote(log, note) })
    if (some.length < NOTES) return all
  }
}

/** Each salt belongs to an entry that commits to something under its label. The other way round it may be gone: content is erased with its salt. */
async function commitmentFaults(client: pg.PoolClient, log: string): Promise<Fault[]> {
  const wrong = await rowsOf(
    client,
    CommitmentRow,
    `select c.seq, c.label from journal_commitment c left join journal_leaf l on l.log = c.log and l.seq = c.seq
      where c.log = $1 and (l.seq is null or length(c.salt) <> 32 or position(convert_to('"' || c.label || '":"', 'UTF8') in l.body) = 0)
      order by c.seq limit 1`,
    [log],
  )
  return wrong.map(({ seq, label }) => ({
    log,
    seq,
    kind: 'commitment-changed',
    detail: `the salt of "${label}" belongs to no such entry`,
  }))
}

async function waitingOf(client: pg.PoolClient, log: string, now: Date): Promise<{ count: number; faults: Fault[] }> {
  const rows = await rowsOf(
    client,
    WaitingRow,
    `select id, encode(entry, 'hex') as entry from journal_waiting where log = $1 order by id`,
    [log],
  )
  const texts = rows.map(({ id, entry }) => ({ id, entry: fromHex(entry).toString('utf8') }))
  const faults: Fault[] = []
  const bad = texts.find(({ entry }) => Number.isNaN(timeOf(entry)) || !entry.includes(`"log":"${log}"`))
  if (bad) faults.push({ log, seq: undefined, kind: 'waiting-unreadable', detail: `what waits under ${bad.id} is no entry of this log` })
  const long = texts.find(({ entry }) => now.getTime() - timeOf(entry) > LONGEST_UNSIGNED_MS)
  if (long) faults.push({ log, seq: undefined, kind: 'waiting-long', detail: `what waits under ${long.id} should be in the log by now` })
  return { count: rows.length, faults }
}

const KEPT_NOT_OURS =
  'what was kept elsewhere is no checkpoint of a log here: it should be the file as it was saved, or the three lines (log, size, root) as they were printed'

/** The three lines that were kept on paper: nobody's signature is needed to see that the log differs from what its keeper wrote down. */
function readLines(note: string): NoteVerdict | undefined {
  const lines = parseKeptLines(note)
  return lines && { size: lines.size, root: Buffer.from(lines.root).toString('hex'), keys: [] }
}

/** Which log of this installation a note, or its three lines, is of; undefined for another's. */
function logOf(installation: string, note: string): string | undefined {
  const { origin } = parseKeptLines(note) ?? parseCheckpoint(parseNote(note)?.text ?? '') ?? {}
  const log = origin?.slice(origin.lastIndexOf('/') + 1)
  return log !== undefined && origin === originOf(installation, log) ? log : undefined
}

const fromHex = (text: string) => Buffer.from(text, 'hex')
