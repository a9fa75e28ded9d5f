import type pg from 'pg'
import { chooseHost, type DatabaseAddress, hostName, hostsOf, lookAt } from './db-hosts.ts'

/** Whether the database takes writes, can be read alone, or does not answer; and for how many milliseconds so far. */
export type DatabaseState = { mode: 'writable' | 'read-only' | 'away'; lasted: number }

export type Database = {
  /** The connections to the host that is in use now: another one after a failover. */
  readonly pool: pg.Pool
  /** A connection to the host in use. */
  connect: () => Promise<pg.PoolClient>
  state: () => DatabaseState
  /** Looks for the host to use, after something that may mean that the one in use is gone. */
  find: () => Promise<void>
  close: () => Promise<void>
}

export type PoolOptions = {
  onError: (error: Error) => void
  /** Told when another host is used, or the same one for other things. */
  onChange?: ((mode: DatabaseState['mode'], host: string) => void) | undefined
}

/** With several hosts they are looked at this often: a standby may have been made primary without a word to us. */
const OFTEN = 2_000
/** While nothing can be written, or nothing at all read. */
const IN_NEED = 500
const LONGEST_CLOSE = 3_000

/**
 * Connections to whichever host of an address is to be used: the primary, or a standby as long as there is none. After a change
 * the connections to the old host are cut, so that nobody waits for a machine that is gone.
 */
export function keepPool(address: DatabaseAddress, open: (host: DatabaseAddress) => pg.Pool, options: PoolOptions): Database {
  const hosts = hostsOf(address)
  let at = 0
  let mode: DatabaseState['mode'] = 'writable'
  let since = performance.now()
  let known = hosts.length === 1
  let finding: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const clientsOf = new WeakMap<pg.Pool, Set<pg.PoolClient>>()
  const fresh = () => {
    const pool = open(hosts[at] ?? address)
    const clients = new Set<pg.PoolClient>()
    clientsOf.set(pool, clients)
    pool.on('error', (error) => {
      options.onError(error)
      void find()
    })
    pool.on('connect', (client) => {
      clients.add(client)
      // The pool listens only while a connection is idle. One that dies in use, between two statements, would end the process;
      // its next statement fails, and that is how it is told.
      client.on('error', () => undefined)
    })
    pool.on('remove', (client) => clients.delete(client))
    return pool
  }
  let pool = fresh()

  const replace = (cut: boolean) => {
    const old = pool
    pool = fresh()
    const { _pendingQueue: queue } = old as unknown as { _pendingQueue?: { callback: (error: Error) => void }[] }
    // The pool lets go of its own connections, but not of those who still wait for one.
    for (const waiting of queue?.splice(0) ?? []) waiting.callback(new Error('Connection terminated: another host is used'))
    void old.end()
    if (cut) for (const client of clientsOf.get(old) ?? []) destroy(client)
  }

  const look = async () => {
    const seen = await Promise.all(hosts.map(lookAt))
    if (closed) return
    const chosen = chooseHost(seen, at)
    const next = chosen === undefined ? 'away' : chosen.writable ? 'writable' : 'read-only'
    const isMoved = chosen !== undefined && chosen.at !== at
    if (isMoved) at = chosen.at
    // Also in the same place: connections that were made while it was closed for writing may stay so.
    if (isMoved || (next === 'writable' && mode === 'read-only')) replace(isMoved && next === 'writable')
    known = true
    if (!isMoved && next === mode) return
    if (next !== mode) since = performance.now()
    mode = next
    options.onChange?.(mode, hostName(hosts[at] ?? address))
  }

  const find = (): Promise<void> => {
    if (closed) return Promise.resolve()
    finding ??= look().finally(() => {
      finding = undefined
      clearTimeout(timer)
      if (closed || (hosts.length === 1 && mode === 'writable')) return
      timer = setTimeout(() => void find(), mode === 'writable' ? OFTEN : IN_NEED).unref()
    })
    return finding
  }

  return {
    get pool() {
      return pool
    },
    connect: () => (known ? pool.connect() : find().then(() => pool.connect())),
    state: () => ({ mode, lasted: performance.now() - since }),
    find,
    close: async () => {
      closed = true
      clearTimeout(timer)
      let limit: NodeJS.Timeout | undefined
      // A host that is gone does not say goodbye.
      const late = new Promise<void>((resolve) => {
        limit = setTimeout(() => {
          for (const client of clientsOf.get(pool) ?? []) destroy(client)
          resolve()
        }, LONGEST_CLOSE)
      })
      await Promise.race([pool.end(), late])
      clearTimeout(limit)
    },
  }
}

/** Ends a connection without waiting for the other side; who uses it is told at once. */
export function destroy(client: pg.PoolClient): void {
  const { connection } = client as unknown as { connection?: { stream?: { destroy: () => void } } }
  connection?.stream?.destroy()
}
