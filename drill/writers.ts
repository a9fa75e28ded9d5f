import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { dispatchesApi } from '../src/features/dispatches/contract.ts'
import { SECRETARIAT } from '../src/lib/regions.ts'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import type { DatabaseAddress } from '../src/platform/db-hosts.ts'
import { type Client, demoPersons, signIn } from './client.ts'

/** What was confirmed, and when. */
type Confirmed = { key: string; id: string; at: number }

export type Writers = {
  confirmed: Confirmed[]
  faults: string[]
  /** Reads that were answered while the product said that its database can only be read. */
  readsInReadOnly: () => number
  /** Reads that were told that the database is away: right where there is no other, and nowhere else. */
  readsAway: () => number
  /** Milliseconds without a single confirmation after an instant; undefined while there is none yet. */
  gapAfter: (at: number) => number | undefined
  stop: () => Promise<void>
}

const WRITERS = 8
/** No person waits longer, however often her page tries again: beyond this the drill has failed. */
const LONGEST = 60_000

/**
 * Eight who make drafts of utskick, each command repeated under its own key until it is confirmed, and one who reads all the time.
 * No answer may be anything but yes or "not now". No read may fail, but where the only database is dead (`mayBeAway`): it is then
 * counted, and shown.
 */
export async function startWriters(base: string, { mayBeAway }: { mayBeAway: boolean }): Promise<Writers> {
  const persons = await demoPersons(base)
  const officer = persons.find(({ name, org }) => org === SECRETARIAT && name.startsWith('Ivar'))
  if (!officer) throw new Error('the demo has no officer')
  const clients = await Promise.all(Array.from({ length: WRITERS }, () => signIn(base, officer)))
  const confirmed: Confirmed[] = []
  const faults: string[] = []
  let stopping = false
  let readsInReadOnly = 0
  let readsAway = 0

  const write = async (client: Client) => {
    while (!stopping) {
      const key = randomUUID()
      const id = await untilConfirmed(client, key, faults)
      if (id === undefined) return
      confirmed.push({ key, id, at: performance.now() })
    }
  }
  const read = async ([reader]: Client[]) => {
    while (!stopping && reader) {
      const before = await isReadOnly(base)
      const found = await reader.call(dispatchesApi.matrix, { query: {} })
      if (mayBeAway && found.status === 503 && found.code === 'database-away') readsAway += 1
      else if (found.status !== 200) faults.push(`a read was answered ${found.status} ${found.code ?? ''}`)
      else if (before && (await isReadOnly(base))) readsInReadOnly += 1
      await wait(20)
    }
  }
  const working = Promise.all([...clients.map(write), read(clients)])
  return {
    confirmed,
    faults,
    readsInReadOnly: () => readsInReadOnly,
    readsAway: () => readsAway,
    gapAfter: (at) => {
      const times = confirmed.map((one) => one.at).filter((time) => time > at)
      return times.length === 0 ? undefined : Math.min(...times) - at
    },
    stop: async () => {
      stopping = true
      await working
      for (const { key, id } of confirmed.slice(-20)) {
        const again = await clients[0]?.call(dispatchesApi.create, { body: { kind: 'consultation' }, key })
        if (again?.body?.id !== id) faults.push(`the same command gave ${again?.status} ${again?.body?.id} instead of ${id}`)
      }
    },
  }
}

async function untilConfirmed(client: Client, key: string, faults: string[]): Promise<string | undefined> {
  const until = performance.now() + LONGEST
  while (performance.now() < until) {
    const made = await client.call(dispatchesApi.create, { body: { kind: 'consultation' }, key })
    if (made.body !== undefined) return made.body.id
    if (made.status !== 503 && made.status !== 0) {
      faults.push(`a command was answered ${made.status} ${made.code}`)
      return undefined
    }
    await wait(100)
  }
  faults.push(`a command was not confirmed within ${LONGEST / 1_000} s`)
  return undefined
}

async function isReadOnly(base: string): Promise<boolean> {
  const response = await fetch(`${base}/health/live`)
  return response.headers.get('nspl-mode') === 'read-only'
}

/** All that was confirmed must be there, and nothing beside it: `before` were there already. */
export async function checkKept(address: DatabaseAddress, before: number, confirmed: readonly Confirmed[]): Promise<string[]> {
  const kept = new Set(await dispatchIds(address))
  const lost = confirmed.filter(({ id }) => !kept.has(id)).map(({ id }) => `lost: ${id}`)
  const more = kept.size - before - (confirmed.length - lost.length)
  return [...lost, ...(more > 0 ? [`${more} were done more than once`] : [])]
}

/** Every utskick there is, seen through the net. */
export async function dispatchIds(address: DatabaseAddress): Promise<string[]> {
  const db = openDatabase(address, { max: 1, onError: () => undefined })
  try {
    const rows = await inTransaction(db, (tx) => tx.rows(sql<{ id: string }>`select id from dispatch`), 'read only')
    return rows.map(({ id }) => id)
  } finally {
    await db.close()
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Waits until something is so; a text is what it was waiting for. */
export async function untilSo<T>(what: string, isSo: () => T | undefined | Promise<T | undefined>, longest = LONGEST): Promise<T> {
  const until = performance.now() + longest
  for (;;) {
    const value = await isSo()
    if (value !== undefined) return value
    if (performance.now() > until) throw new Error(`${what}: not within ${longest / 1_000} s`)
    await wait(20)
  }
}
