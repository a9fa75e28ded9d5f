import { sql } from 'kysely'
import { TOP } from '../lib/checkpoint.ts'
import type { Reader } from './db.ts'

/** How far the checkpoints cover one log: numbers, and when the oldest entry was made that none covers. */
export type LogCover = { log: string; size: number; signedSize: number; signedAt: Date | null; unsignedSince: Date | null }

/** An entry is covered by a checkpoint within a minute; after this long, the signing stands still. */
export const SIGNED_WITHIN = 5 * 60_000

/** How far the checkpoints cover each log, and the log over them (TOP). Needs no acting organisation, and tells no content. */
export function readCover(db: Reader): Promise<LogCover[]> {
  return db.rows(sql<LogCover>`select * from upkeep_journal()`)
}

/** How many entries organisations have in their logs, and how many of those no checkpoint covers yet. What TOP holds are the checkpoints themselves. */
export function countEntries(logs: readonly LogCover[]): { logs: number; entries: number; unsigned: number } {
  const own = logs.filter(({ log }) => log !== TOP)
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  return {
    logs: own.length,
    entries: sum(own.map(({ size }) => size)),
    unsigned: sum(own.map(({ size, signedSize }) => size - signedSize)),
  }
}

/** Since when something is not covered, in any log. */
export function unsignedSince(logs: readonly LogCover[]): Date | null {
  const since = logs.flatMap((one) => (one.unsignedSince === null ? [] : [one.unsignedSince.getTime()]))
  return since.length === 0 ? null : new Date(Math.min(...since))
}
