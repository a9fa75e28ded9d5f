import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

/**
 * Where a database is: a URL, which may name several hosts (`postgres://u:p@one:5432,two:5432/db`), or the pieces (the embedded
 * server's socket directory is a host).
 */
export type DatabaseAddress =
  | { connectionString: string }
  | { host: string; port?: number | undefined; user: string; password: string; database: string }

/** What a host said of itself: whether it takes writes, and on which line of history (0 for a standby). */
export type Seen = { writable: boolean; timeline: number }

/** A host that has not answered by then is away. */
const LONGEST_LOOK = 1_500

const SEVERAL = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s

/** One address per host, in the order given. An address with one host is itself. */
export function hostsOf(address: DatabaseAddress): DatabaseAddress[] {
  if (!('connectionString' in address)) return [address]
  const [, before = '', hosts = '', behind = ''] = SEVERAL.exec(address.connectionString) ?? []
  if (!hosts.includes(',')) return [address]
  return hosts.split(',').map((host) => ({ connectionString: `${before}${host.trim()}${behind}` }))
}

/** A host as it is told of: never with user or password. */
export function hostName(address: DatabaseAddress): string {
  if (!('connectionString' in address)) return `${address.host}:${address.port ?? 5432}`
  return decodeURIComponent(SEVERAL.exec(address.connectionString)?.[2] ?? '') || 'the default host'
}

/** Asks a host what it is; undefined when it is away. */
export async function lookAt(address: DatabaseAddress): Promise<Seen | undefined> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: LONGEST_LOOK, query_timeout: LONGEST_LOOK })
  client.on('error', () => undefined)
  const giveUp = new AbortController()
  // A stopped server takes the connection and says nothing: the whole look has one limit.
  const late = wait(LONGEST_LOOK, undefined, { ref: false, signal: giveUp.signal }).catch(() => undefined)
  try {
    return await Promise.race([look(client), late])
  } catch {
    return undefined
  } finally {
    giveUp.abort()
    client.end().catch(() => undefined)
  }
}

async function look(client: pg.Client): Promise<Seen | undefined> {
  await client.connect()
  // transaction_read_only is on in a standby, and where an operator has closed a primary for writing.
  const { rows } = await client.query<{ writable: boolean; timeline: string | null }>(`
    select current_setting('transaction_read_only') = 'off' as writable,
      case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`)
  const row = rows[0]
  return row && { writable: row.writable, timeline: row.timeline === null ? 0 : Number.parseInt(row.timeline, 16) }
}

/**
 * Which host to use of those that answered: one that takes writes, else any that can be read, else none. Of several that take
 * writes the one with the newest line of history: an old primary that came back must not get a single row. Where two are as
 * good, the one in use stays, else the first.
 */
export function chooseHost(seen: readonly (Seen | undefined)[], current: number): { at: number; writable: boolean } | undefined {
  const answered = seen.flatMap((one, at) => (one ? [{ ...one, at }] : []))
  const best = answered.toSorted(
    (a, b) =>
      Number(b.writable) - Number(a.writable) ||
      b.timeline - a.timeline ||
      Number(b.at === current) - Number(a.at === current) ||
      a.at - b.at,
  )[0]
  return best && { at: best.at, writable: best.writable }
}

/** One connection to the host that takes writes, for what is done once: migrations. Refuses when there is none, naming each host. */
export async function connectToPrimary(address: DatabaseAddress): Promise<pg.Client> {
  const hosts = hostsOf(address)
  let host = hosts[0]
  if (hosts.length > 1) {
    const seen = await Promise.all(hosts.map(lookAt))
    const chosen = chooseHost(seen, 0)
    if (!chosen?.writable) {
      const told = hosts.map((one, at) => `${hostName(one)} ${seen[at] ? 'is a standby' : 'does not answer'}`)
      throw new Error(`no host of the database takes writes: ${told.join(', ')}`)
    }
    host = hosts[chosen.at]
  }
  const client = new pg.Client(host)
  client.on('error', () => undefined)
  await client.connect()
  return client
}
