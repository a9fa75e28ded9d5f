import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { MIGRATIONS, userOf } from '../src/main/database.ts'
import { makeBackup } from '../src/platform/backup.ts'
import { restoreBackup } from '../src/platform/restore.ts'
import { type Figure, rate } from './figure.ts'
import type { Place } from './place.ts'

const MEGA = 1e6
/** Of files' bytes; a larger amount by BENCH_BACKUP_MB, such as 1000. */
const MEGABYTES = Number(process.env['BENCH_BACKUP_MB'] ?? 64)
const CHUNK = 262_144
const CHUNKS = Math.ceil((MEGABYTES * MEGA) / CHUNK)
/** Each in turn, and the best of each: what else the machine does falls on all of them alike. A large amount is measured once. */
const ROUNDS = MEGABYTES > 256 ? 1 : 3
/** What is held to feed the bare COPY with, again and again. */
const MOST_HELD = 64 * MEGA

/** Backing up and restoring, encrypted, beside COPY of the same rows out of, and into, a table without rules. In MB of COPY's binary form a second. */
export async function backup(place: Place): Promise<Figure[]> {
  const { superuser, reached } = place
  if (!reached.owner) throw new Error('no owner')
  const folder = mkdtempSync(join(tmpdir(), 'nspl-bench-backup-'))
  const client = new pg.Client(superuser)
  await client.connect()
  const scratch = 'bench_restore'
  try {
    const sha256 = await fillFiles(client)
    const identity = await generateX25519Identity()
    const recipients = [await identityToRecipient(identity)]
    const best = { out: 0, backedUp: 0, into: 0, restored: 0 }
    for (let round = 0; round < ROUNDS; round += 1) {
      const out = await copyOut(client, sha256)
      const backing = performance.now()
      const made = await makeBackup(reached.owner, { folder, recipients, now: new Date(), version: 'bench' })
      best.backedUp = Math.max(best.backedUp, perSecond(made.rowBytes, backing))

      await client.query('create table bare_chunk (org_code text, sha256 bytea, position int, bytes bytea)')
      best.into = Math.max(best.into, await copyIn(client, out.held))
      await client.query('drop table bare_chunk')
      await client.query(`create database ${scratch} owner ${userOf(reached.owner)} template template0`)
      const restoring = performance.now()
      const { rowBytes } = await restoreBackup(
        { ...superuser, ...reached.owner, database: scratch },
        { path: made.path, identities: [identity], migrations: MIGRATIONS, runtimeRole: userOf(reached.app) },
      )
      best.restored = Math.max(best.restored, perSecond(rowBytes, restoring))
      await client.query(`drop database ${scratch} with (force)`)
      rmSync(made.path)
      best.out = Math.max(best.out, out.rate)
    }
    return [rate('backup', best.backedUp, best.out, 'MB/s', 0.3), rate('restore', best.restored, best.into, 'MB/s', 0.3)]
  } finally {
    await client.query(`drop database if exists ${scratch} with (force)`)
    await client.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const perSecond = (bytes: number, since: number) => bytes / MEGA / ((performance.now() - since) / 1000)

async function fillFiles(client: pg.Client): Promise<Buffer> {
  const sha256 = randomBytes(32)
  await client.query(
    `insert into stored_file (org_code, sha256, size, media_type, stored_at) values ('12', $1, $2, 'application/pdf', now())`,
    [sha256, Math.min(CHUNKS * CHUNK, 2 ** 31 - 1)],
  )
  for (let position = 0; position < CHUNKS; position += 1)
    await client.query(`insert into file_chunk (org_code, sha256, position, bytes) values ('12', $1, $2, $3)`, [
      sha256,
      position,
      randomBytes(CHUNK),
    ])
  await client.query('checkpoint')
  return sha256
}

/** COPY's own faster form, which is ours for files. */
const BINARY = '(format binary)'
const [BEFORE, AFTER] = [19, Buffer.from([0xff, 0xff])]
/** A row of ours: how many columns, and each with its length before it. */
const ROW = 2 + (4 + 2) + (4 + 32) + (4 + 4) + (4 + CHUNK)

async function copyOut(client: pg.Client, sha256: Buffer): Promise<{ rate: number; held: Buffer }> {
  const held: Buffer[] = []
  let bytes = 0
  const started = performance.now()
  for await (const piece of client.query(
    copyTo(`copy (select * from file_chunk where sha256 = '\\x${sha256.toString('hex')}') to stdout ${BINARY}`),
  )) {
    const rows = piece as Buffer
    if (bytes < MOST_HELD) held.push(rows)
    bytes += rows.length
  }
  return { rate: perSecond(bytes, started), held: Buffer.concat(held) }
}

async function copyIn(client: pg.Client, held: Buffer): Promise<number> {
  const count = Math.floor((held.length - BEFORE) / ROW)
  let rowsLeft = CHUNKS
  function* pieces() {
    yield held.subarray(0, BEFORE)
    for (; rowsLeft > 0; rowsLeft -= 1) {
      const at = BEFORE + (rowsLeft % count) * ROW
      for (let part = 0; part < ROW; part += 65_536) yield held.subarray(at + part, at + Math.min(part + 65_536, ROW))
    }
    yield AFTER
  }
  const started = performance.now()
  await pipeline(Readable.from(pieces(), { objectMode: false }), client.query(copyFrom(`copy bare_chunk from stdin ${BINARY}`)))
  return perSecond(CHUNKS * ROW, started)
}
