import { sql } from 'kysely'
import * as z from 'zod/mini'
import { build, type Reader, type Tx } from './db.ts'
import { newId } from './ids.ts'

/** What the upkeep does for the whole installation. */
export const UPKEEP_KINDS = ['journal-verify', 'backup', 'restore-test', 'wal-archive', 'timestamp', 'witness'] as const
export type UpkeepKind = (typeof UPKEEP_KINDS)[number]

/** What a person needs to act on a run: counts, a place, the reason of a failure. Never a secret, never content. */
const RunDetail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type RunDetail = z.output<typeof RunDetail>

export type UpkeepRun = { kind: UpkeepKind; startedAt: Date; endedAt: Date; ok: boolean; detail: RunDetail }

/** The last run of a kind, and the last that succeeded: the same one, or an earlier, or none. */
export type LatestRun = { last: UpkeepRun; lastOk: UpkeepRun | undefined }

/**
 * Notes that a piece of upkeep was done, or failed. Needs no acting organisation. In `detail`, `error` is why it failed, in words to show, and
 * a verification's `entries` how many it went through. Refused by the table: an unknown kind, an end before the start.
 */
export function noteRun(tx: Tx, run: UpkeepRun): void {
  tx.send(build.insertInto('upkeepRun').values({ id: newId(run.endedAt), ...run, detail: JSON.stringify(RunDetail.parse(run.detail)) }))
}

/** The latest run of each kind that has been run. Seen where the secretariat acts, and by the owner; the net shows others nothing. */
export async function latestRuns(tx: Reader): Promise<Partial<Record<UpkeepKind, LatestRun>>> {
  const rows = await tx.rows(sql<Omit<UpkeepRun, 'detail'> & { detail: unknown }>`
    select distinct on (kind, ok) kind, started_at, ended_at, ok, detail from upkeep_run order by kind, ok, ended_at desc, id desc`)
  const runs = rows.map((row): UpkeepRun => ({ ...row, detail: RunDetail.parse(row.detail) }))
  const latest: Partial<Record<UpkeepKind, LatestRun>> = {}
  for (const kind of UPKEEP_KINDS) {
    const [last] = runs.filter((run) => run.kind === kind).toSorted((a, b) => b.endedAt.getTime() - a.endedAt.getTime())
    if (last) latest[kind] = { last, lastOk: runs.find((run) => run.kind === kind && run.ok) }
  }
  return latest
}
