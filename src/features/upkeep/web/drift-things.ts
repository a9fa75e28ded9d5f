import { longInstant } from '../../../lib/day.ts'
import {
  isSet,
  LOOKS,
  type Look,
  lookAtBackup,
  lookAtCertificate,
  lookAtCheckpoints,
  lookAtDatabase,
  lookAtDisk,
  lookAtJobs,
  lookAtArchive,
  lookAtMail,
  lookAtProgram,
  lookAtRestore,
  lookAtRun,
  lookAtTimestamp,
  lookAtWitness,
  oldestWaiting,
  runOf,
  type Sign,
} from '../rules.ts'
import type { Run, RunKind, Upkeep } from '../shapes.ts'
import { driftTexts as words, momentText } from '../texts-web.ts'

/** One thing of Drift: how it looks, and the facts behind, each a sentence. */
export type Thing = { name: string; look: Look; facts: string[] }
export type SectionName = 'health' | 'mail' | 'jobs' | 'journal' | 'backups' | 'certificates' | 'disks'

const DAY = 24 * 3_600_000

/** Everything that has a sign, by section, in the order it is shown. */
export function thingsOf(view: Upkeep): Record<SectionName, Thing[]> {
  return {
    health: [program(view), database(view)],
    mail: [mail(view)],
    jobs: [jobs(view)],
    journal: [
      checkpoints(view),
      { name: words.verify, look: lookAtRun(view, 'journal-verify'), facts: runFacts(view, 'journal-verify') },
      timestamp(view),
      witness(view),
    ],
    backups: [
      backup(view),
      { name: words.restore, look: lookAtRestore(view), facts: runFacts(view, 'restore-test') },
      { name: words.wal, look: lookAtArchive(view), facts: runFacts(view, 'wal-archive') },
    ],
    certificates: certificates(view),
    disks: view.disks.map(({ use, path, room }) => ({
      name: words.disk[use],
      look: lookAtDisk({ room }),
      facts: [room === null ? words.diskUnread(path) : words.diskFact(room.free, room.total, path)],
    })),
  }
}

/** How many things there are with each sign. */
export function countSigns(things: Record<SectionName, Thing[]>): Record<Sign, number> {
  const counts = { good: 0, look: 0, act: 0, off: 0 }
  for (const { look } of Object.values(things).flat()) counts[LOOKS[look]] += 1
  return counts
}

function program(view: Upkeep): Thing {
  const { version, node, startedAt, delayMs } = view.program
  return {
    name: words.program,
    look: lookAtProgram(view),
    facts: [words.programFact(version, node, momentText(startedAt, view.at)), words.delay(delayMs)],
  }
}

function database(view: Upkeep): Thing {
  const { version, writable, standbys, size, connections, mostConnections, migrations, lastMigration, migratedAt } = view.database
  return {
    name: words.database,
    look: lookAtDatabase(view),
    facts: [
      words.databaseFact(version, writable, standbys),
      words.databaseSize(size, connections, mostConnections),
      words.migrations(migrations, lastMigration, momentText(migratedAt, view.at)),
    ],
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

function mail(view: Upkeep): Thing {
  const { orgs } = view.mail
  const oldest = oldestWaiting(view)
  return {
    name: words.mail,
    look: lookAtMail(view),
    facts: [
      words.mailFact(
        sum(orgs.map(({ waiting }) => waiting)),
        sum(orgs.map(({ refused }) => refused)),
        sum(orgs.map(({ uncertain }) => uncertain)),
        sum(orgs.map(({ givenUp }) => givenUp)),
      ),
      ...(oldest === undefined ? [] : [words.oldestWaiting(momentText(oldest, view.at))]),
    ],
  }
}

function jobs(view: Upkeep): Thing {
  const due = view.jobs.flatMap(({ oldestDue }) => (oldestDue === null ? [] : [oldestDue])).toSorted()[0]
  return {
    name: words.jobs,
    look: lookAtJobs(view),
    facts: [
      words.jobsFact(
        sum(view.jobs.map(({ waiting }) => waiting)),
        sum(view.jobs.map(({ running }) => running)),
        sum(view.jobs.map(({ failed }) => failed)),
      ),
      ...(due === undefined ? [] : [words.oldestDue(momentText(due, view.at))]),
    ],
  }
}

function checkpoints(view: Upkeep): Thing {
  const { logs, entries, unsigned, unsignedSince } = view.journal
  return {
    name: words.checkpoints,
    look: lookAtCheckpoints(view),
    facts: [
      words.checkpointFact(logs, entries, unsigned),
      ...(unsignedSince === null ? [] : [words.unsignedSince(momentText(unsignedSince, view.at))]),
    ],
  }
}

function timestamp(view: Upkeep): Thing {
  const run = runOf(view, 'timestamp')
  const anchored = run?.last.ok
    ? words.anchored(momentText(run.last.endedAt, view.at))
    : words.notAnchored(run?.okAt ? momentText(run.okAt, view.at) : null)
  const failure = run && !run.last.ok ? failureOf(run.last.detail) : []
  return { name: words.timestamp, look: lookAtTimestamp(view), facts: [anchored, ...failure] }
}

function witness(view: Upkeep): Thing {
  const run = runOf(view, 'witness')
  const look = lookAtWitness(view)
  if (!run) return { name: words.witness, look, facts: [words.none.witness] }
  const { org, log, confirmed } = run.last.detail
  const told = words.witnessed(momentText(run.last.endedAt, view.at), String(org), String(log))
  return { name: words.witness, look, facts: [told, words.witnessConfirmed(confirmed === true)] }
}

function backup(view: Upkeep): Thing {
  const run = runOf(view, 'backup')
  const okAt = run?.last.ok ? run.okAt : null
  return { name: words.backup, look: lookAtBackup(view), facts: [...runFacts(view, 'backup'), ...nextBackup(view, okAt)] }
}

function nextBackup(view: Upkeep, okAt: string | null): string[] {
  if (!isSet(view, 'BACKUP_DIR')) return [words.notNightly]
  return okAt === null ? [] : [words.next(longInstant(new Date(Date.parse(okAt) + DAY)))]
}

function runFacts(view: Upkeep, kind: RunKind): string[] {
  const run = runOf(view, kind)
  if (!run) return [words.none[kind]]
  const { last, okAt } = run
  return last.ok
    ? [words.ran(momentText(last.endedAt, view.at)), ...resultOf(last.detail)]
    : [words.failed(momentText(last.endedAt, view.at), okAt && momentText(okAt, view.at)), ...failureOf(last.detail)]
}

/** What a run that went well made, or went through. */
function resultOf({ file, bytes, encrypted, entries }: Run['detail']): string[] {
  const results = []
  if (typeof entries === 'number') results.push(words.wentThrough(entries))
  if (typeof file === 'string' && typeof bytes === 'number')
    results.push(words.file(file, bytes, typeof encrypted === 'boolean' ? encrypted : undefined))
  return results
}

/** What the run itself says of why it failed. */
function failureOf({ error, reason, log, seq }: Run['detail']): string[] {
  const text = error ?? reason
  if (typeof text !== 'string' || text === '') return []
  return [typeof log === 'string' && typeof seq === 'number' ? words.failureAt(log, seq, text) : words.failure(text)]
}

function certificates({ certificates: { isHttps, known }, at }: Upkeep): Thing[] {
  if (!isHttps && known.length === 0) return [{ name: words.certificate, look: 'certificate-local', facts: [words.localFact] }]
  if (known.length === 0) return [{ name: words.certificate, look: 'certificate-reading', facts: [words.readingFact] }]
  return known.map(({ use, host, validTo, problem, lookedAt }) => ({
    name: use === 'web' ? words.webCertificate(host) : words.mailCertificate(host),
    look: lookAtCertificate({ validTo }, at),
    facts: [validTo === null ? words.unread(problem ?? '') : words.validTo(validTo, at), words.lookedAt(momentText(lookedAt, at))],
  }))
}
