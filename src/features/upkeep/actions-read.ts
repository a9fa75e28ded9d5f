import type * as z from 'zod/mini'
import type { Context } from '../../platform/context.ts'
import type { Reader } from '../../platform/db.ts'
import { readDisks } from '../../platform/host.ts'
import { countJobs } from '../../platform/jobs-look.ts'
import { latestRuns, UPKEEP_KINDS } from '../../platform/upkeep.ts'
import { countEntries, readCover, unsignedSince } from '../../platform/upkeep-journal.ts'
import type { Upkeep } from './shapes.ts'
import { countMail, findDatabase, listTroubledLetters } from './sql.ts'

/** All that Drift shows, as it is now. Refuses nothing; what cannot be read is said to be so in its place. */
export async function readUpkeep(db: Reader, { now, world }: Context): Promise<z.input<typeof Upkeep>> {
  const [database, orgs, letters, jobs, logs, runs, disks] = await Promise.all([
    findDatabase(db),
    countMail(db, now),
    listTroubledLetters(db, now),
    countJobs(db),
    readCover(db),
    latestRuns(db),
    readDisks(world.host.folders),
  ])
  return {
    at: now,
    program: {
      version: world.host.version,
      node: process.versions.node,
      startedAt: world.host.startedAt,
      delayMs: Math.round(world.load.delayMs()),
    },
    database,
    mail: { how: world.mail, orgs, letters },
    jobs,
    journal: {
      ...countEntries(logs),
      unsignedSince: unsignedSince(logs),
      checkpoints: logs.flatMap(({ log, signedSize, signedAt }) => (signedAt === null ? [] : [{ log, size: signedSize, signedAt }])),
    },
    runs: UPKEEP_KINDS.flatMap((kind) => {
      const run = runs[kind]
      return run ? [{ kind, last: run.last, okAt: run.lastOk?.endedAt ?? null }] : []
    }),
    certificates: { isHttps: world.publicUrl.startsWith('https:'), known: [...world.host.certificates.known()] },
    disks,
    settings: [...world.host.settings],
  }
}

/** The last verification of the journal, and how many entries it went through. */
export async function readVerification(db: Reader): Promise<{ last: { at: Date; ok: boolean; entries: number | null } | null }> {
  const run = (await latestRuns(db))['journal-verify']
  if (!run) return { last: null }
  const entries = run.last.detail['entries']
  return { last: { at: run.last.endedAt, ok: run.last.ok, entries: typeof entries === 'number' ? entries : null } }
}
