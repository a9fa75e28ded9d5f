import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { dispatchesApi } from '../src/features/dispatches/contract.ts'
import { SECRETARIAT } from '../src/lib/regions.ts'
import { passwords } from '../src/platform/embedded-folder.ts'
import { DATABASE, ROLES } from '../src/platform/embedded-roles.ts'
import { freePort, startServer } from '../test/running-server.ts'
import { type Client, demoPersons, signIn } from './client.ts'
import { type Drill, outcome, skipped, withFolder } from './drill.ts'
import { moveTo, openSmallDisk, type SmallDisk } from './small-disk.ts'
import { checkKept, dispatchIds, startWriters, untilSo, type Writers } from './writers.ts'

/** It is tried again with growing pauses of up to ten seconds, and its recovery takes what it takes. */
const LONGEST_BACK = 60_000
const ROUNDS = { short: 1, full: 10 }

/**
 * The disk of the tables is full. Commands are refused with a sentence that says so, reads go on, nothing that was confirmed is
 * lost, and when there is room again all goes on, without a start of anything.
 */
export const diskFullData: Drill = (size) =>
  onSmallDisk('base', 200, async ({ disk, writers, reader, faults }) => {
    let refused = 0
    let reads = 0
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      disk.fill()
      const until = performance.now() + 30_000
      while (refused <= round * 3 + 2 && performance.now() < until) {
        const key = randomUUID()
        const made = await reader.call(dispatchesApi.create, { body: { kind: 'consultation' }, key })
        if (made.status === 503 && made.code === 'disk-full') refused += 1
        else if (made.body !== undefined) writers.confirmed.push({ key, id: made.body.id, at: performance.now() })
        else faults.push(`a command was answered ${made.status} ${made.code}`)
        const read = await reader.call(dispatchesApi.matrix, { query: {} })
        if (read.status === 200) reads += 1
        else faults.push(`a read was answered ${read.status} ${read.code}`)
      }
      disk.free()
      const freed = performance.now()
      await untilSo('a confirmation after there was room again', () => writers.gapAfter(freed))
    }
    if (refused === 0) faults.push('no command met the full disk')
    return { tried: ROUNDS[size], note: `${refused} commands told that there is no room, ${reads} reads beside them` }
  })

/**
 * The disk of the write-ahead log is full. The database ends itself, which is its way of never lying; the product starts it again until
 * there is room, and then all goes on. Nothing that was confirmed is lost.
 */
export const diskFullWal: Drill = (size) =>
  // The log keeps what it has once had: each round leaves less to free.
  onSmallDisk('pg_wal', 480, async ({ disk, writers, superuser, faults }) => {
    const gaps: number[] = []
    let panics = 0
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      disk.fill()
      panics += await fillLog(superuser)
      await wait(3_000)
      disk.free()
      const freed = performance.now()
      gaps.push(await untilSo('a confirmation after there was room again', () => writers.gapAfter(freed), LONGEST_BACK))
    }
    if (panics < ROUNDS[size]) faults.push(`the log was full ${panics} times of ${ROUNDS[size]}`)
    return {
      tried: ROUNDS[size],
      note: `the database ended itself ${panics} times and was back at most ${Math.round(Math.max(...gaps))} ms after there was room`,
    }
  })

type Given = { disk: SmallDisk; writers: Writers; reader: Client; superuser: pg.ClientConfig; faults: string[] }

async function onSmallDisk(part: 'base' | 'pg_wal', megabytes: number, work: (given: Given) => Promise<{ tried: number; note: string }>) {
  const disk = openSmallDisk(megabytes)
  if (typeof disk === 'string') return skipped(disk)
  try {
    return await withFolder(async (dataDir) => {
      moveTo(disk, join(dataDir, 'postgres'), part)
      const server = await startServer(dataDir, await freePort(), { env: { LOG_LEVEL: 'fatal' } })
      try {
        const superuser = { host: join(dataDir, 'run'), user: ROLES.superuser, password: passwords(dataDir).superuser, database: DATABASE }
        const before = (await dispatchIds(superuser)).length
        const officer = (await demoPersons(server.base)).find(({ name, org }) => org === SECRETARIAT && name.startsWith('Ivar'))
        if (!officer) throw new Error('the demo has no officer')
        const reader = await signIn(server.base, officer)
        const writers = await startWriters(server.base, { mayBeAway: part === 'pg_wal' })
        const faults: string[] = []
        // Whatever breaks, nobody is left calling a server that is gone.
        const done = await work({ disk, writers, reader, superuser, faults }).catch(async (error: unknown) => {
          // Nobody is left calling a server that is gone.
          await writers.stop()
          throw error
        })
        await writers.stop()
        faults.push(...writers.faults)
        faults.push(...(await checkKept(superuser, before, writers.confirmed)))
        return outcome(done.tried, faults, `${disk.how}: ${done.note}; ${writers.confirmed.length} commands confirmed`)
      } finally {
        disk.free()
        await server.stop()
      }
    })
  } finally {
    disk.remove()
  }
}

/** Writes to the log until the database cannot. Out: 1 when it ended itself. */
async function fillLog(superuser: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(superuser)
  client.on('error', () => undefined)
  try {
    await client.connect()
    for (let written = 0; written < 400; written += 1) {
      await client.query("select pg_logical_emit_message(false, 'drill', repeat('x', 1000000))")
    }
    return 0
  } catch (error) {
    // It says so before it goes, or is gone without a word; anything else is another fault than the one we want.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code !== '' && !/^(57P|08|ECONNRESET|EPIPE)/.test(code)) throw error
    return 1
  } finally {
    client.end().catch(() => undefined)
  }
}
