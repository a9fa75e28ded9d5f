import { sql } from 'kysely'
import type { Reader } from './db.ts'

/** How far the checkpoints cover one log: numbers, and when the oldest entry was made that none covers. */
export type LogCover = { log: string; size: number; signedSize: number; signedAt: Date | null; unsignedSince: Date | null }

/** An entry is covered by a checkpoint within a minute; after this long, the signing stands still. */
export const SIGNED_WITHIN = 5 * 60_000

/**
 * How far the checkpoints cover each log. Needs no acting organisation, and tells no content. The tree over the logs grows with each
 * checkpoint and is covered by the next: it is left out.
 */
export function readCover(db: Reader): Promise<LogCover[]> {
  return db.rows(sql<LogCover>`select * from upkeep_journal() where log <> 'TOP'`)
}

/** Since when something is not covered, in any log. */
export function unsignedSince(logs: readonly LogCover[]): Date | null {
  const since = logs.flatMap((one) => (one.unsignedSince === null ? [] : [one.unsignedSince.getTime()]))
  return since.length === 0 ? null : new Date(Math.min(...since))
}
