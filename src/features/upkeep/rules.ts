import type { Disk, Run, RunKind, TroubledLetter, Upkeep } from './shapes.ts'

type Letter = Pick<TroubledLetter, 'acceptedAt' | 'failedAt' | 'givenUpAt'>

/** Why a letter is not tried again now; undefined when it may be. */
export function whyNotRetry({ acceptedAt, givenUpAt }: Letter): 'letter-delivered' | 'letter-given-up' | undefined {
  if (acceptedAt !== null) return 'letter-delivered'
  return givenUpAt === null ? undefined : 'letter-given-up'
}

/** Why nobody gives up on a letter; undefined when she may. The reason is her own words. */
export function whyNotGiveUp(letter: Letter, reason: string): 'letter-delivered' | 'letter-given-up' | 'reason-missing' | undefined {
  return whyNotRetry(letter) ?? (reason.trim() === '' ? 'reason-missing' : undefined)
}

/** Good: nothing to do. Look: soon. Act: now. Off: not used here. */
export type Sign = 'good' | 'look' | 'act' | 'off'

/** Everything that a thing can look like, and how that is signed. */
export const LOOKS = {
  'program-well': 'good',
  'program-busy': 'look',
  'database-well': 'good',
  'database-read-only': 'act',
  'database-crowded': 'look',
  'mail-well': 'good',
  'mail-demo': 'off',
  'mail-off': 'act',
  'mail-stuck': 'act',
  'mail-refused': 'look',
  'jobs-well': 'good',
  'jobs-late': 'act',
  'jobs-failed': 'look',
  'checkpoint-well': 'good',
  'checkpoint-late': 'act',
  'verify-well': 'good',
  'verify-none': 'look',
  'verify-old': 'look',
  'verify-failed': 'act',
  'timestamp-well': 'good',
  'timestamp-none': 'off',
  'timestamp-failed': 'look',
  'timestamp-late': 'act',
  'witness-well': 'good',
  'witness-found': 'act',
  'witness-earlier': 'look',
  'backup-well': 'good',
  'backup-none': 'act',
  'backup-by-hand': 'look',
  'backup-old': 'act',
  'backup-failed': 'act',
  'restore-well': 'good',
  'restore-none': 'look',
  'restore-none-embedded': 'look',
  'restore-old': 'look',
  'restore-failed': 'act',
  'wal-well': 'good',
  'wal-none': 'off',
  'wal-failed': 'act',
  'certificate-well': 'good',
  'certificate-soon': 'look',
  'certificate-ended': 'act',
  'certificate-unread': 'look',
  'certificate-local': 'off',
  'certificate-reading': 'off',
  'disk-well': 'good',
  'disk-low': 'look',
  'disk-full': 'act',
  'disk-unread': 'off',
} as const satisfies Record<string, Sign>
export type Look = keyof typeof LOOKS

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const SIGNED_WITHIN = 5 * MINUTE
const STUCK_AFTER = 15 * MINUTE
const DUE_FOR = 10 * MINUTE
/** A backup a day, with room for one that is slow; a verification a night, with room for two that were missed; a restore a week and a day. */
const FRESH: Record<'backup' | 'restore' | 'verify', number> = { backup: 26 * HOUR, restore: 8 * DAY, verify: 3 * DAY }

const since = (at: string, now: string) => Date.parse(now) - Date.parse(at)

export function lookAtProgram({ program }: Upkeep): Look {
  return program.delayMs > 100 ? 'program-busy' : 'program-well'
}

export function lookAtDatabase({ database }: Upkeep): Look {
  if (!database.writable) return 'database-read-only'
  return database.connections > database.mostConnections * 0.8 ? 'database-crowded' : 'database-well'
}

/** When the oldest letter that waits was written, in any organisation. */
export function oldestWaiting({ mail }: Pick<Upkeep, 'mail'>): string | undefined {
  return mail.orgs.flatMap(({ oldestWaiting: at }) => (at === null ? [] : [at])).toSorted()[0]
}

export function lookAtMail({ mail, at }: Pick<Upkeep, 'mail' | 'at'>): Look {
  if (mail.how === 'none') return 'mail-off'
  const oldest = oldestWaiting({ mail })
  if (oldest !== undefined && since(oldest, at) > STUCK_AFTER) return 'mail-stuck'
  if (mail.orgs.some(({ refused }) => refused > 0)) return 'mail-refused'
  return mail.how === 'demo' ? 'mail-demo' : 'mail-well'
}

export function lookAtJobs({ jobs, at }: Pick<Upkeep, 'jobs' | 'at'>): Look {
  if (jobs.some(({ oldestDue }) => oldestDue !== null && since(oldestDue, at) > DUE_FOR)) return 'jobs-late'
  return jobs.some(({ failed }) => failed > 0) ? 'jobs-failed' : 'jobs-well'
}

export function lookAtCheckpoints({ journal, at }: Pick<Upkeep, 'journal' | 'at'>): Look {
  return journal.unsignedSince !== null && since(journal.unsignedSince, at) > SIGNED_WITHIN ? 'checkpoint-late' : 'checkpoint-well'
}

/** The last run of a kind, and when one last succeeded. */
export function runOf({ runs }: Pick<Upkeep, 'runs'>, kind: RunKind): { last: Run; okAt: string | null } | undefined {
  return runs.find((run) => run.kind === kind)
}

const PERIODIC = { 'journal-verify': 'verify', backup: 'backup', 'restore-test': 'restore' } as const

/** A run that must come again: none yet, failed, too long ago, or well. A backup that nobody has restored is said apart. */
export function lookAtRun(view: Pick<Upkeep, 'runs' | 'at'>, kind: keyof typeof PERIODIC): Look {
  const name = PERIODIC[kind]
  const run = runOf(view, kind)
  if (!run) return `${name}-none`
  if (!run.last.ok) return `${name}-failed`
  return since(run.last.endedAt, view.at) > FRESH[name] ? `${name}-old` : `${name}-well`
}

/** Whether a setting is given, or has a default. */
export function isSet({ settings }: Pick<Upkeep, 'settings'>, name: string): boolean {
  return settings.some((setting) => setting.name === name && setting.value !== null)
}

type Backups = Pick<Upkeep, 'runs' | 'at' | 'settings'>

/** A backup that somebody took is well only where more come by themselves. */
export function lookAtBackup(view: Backups): Look {
  const look = lookAtRun(view, 'backup')
  return look === 'backup-well' && !isSet(view, 'BACKUP_DIR') ? 'backup-by-hand' : look
}

/** The embedded server makes the database to restore into; elsewhere somebody has to name one. */
export function lookAtRestore(view: Backups): Look {
  const look = lookAtRun(view, 'restore-test')
  return look === 'restore-none' && !isSet(view, 'DATABASE_URL') ? 'restore-none-embedded' : look
}

/** The archive of WAL, where it is set up. */
export function lookAtArchive(view: Pick<Upkeep, 'runs'>): Look {
  const run = runOf(view, 'wal-archive')
  if (!run) return 'wal-none'
  return run.last.ok ? 'wal-well' : 'wal-failed'
}

/** Stamps from outside, where an authority is set. A run that failed says since when one has been due. */
export function lookAtTimestamp(view: Pick<Upkeep, 'runs' | 'at'>): Look {
  const run = runOf(view, 'timestamp')
  if (!run) return 'timestamp-none'
  if (run.last.ok) return 'timestamp-well'
  const dueAt = run.last.detail['since']
  return typeof dueAt === 'string' && since(dueAt, view.at) > 4 * HOUR ? 'timestamp-late' : 'timestamp-failed'
}

/** What somebody's browser has told of: a log that does not go together with what it saw before. It is not forgotten, but grows old. */
export function lookAtWitness(view: Pick<Upkeep, 'runs' | 'at'>): Look {
  const run = runOf(view, 'witness')
  if (!run) return 'witness-well'
  return since(run.last.endedAt, view.at) > 30 * DAY ? 'witness-earlier' : 'witness-found'
}

type EndOf = { validTo: string | null }

export function lookAtCertificate({ validTo }: EndOf, now: string): Look {
  if (validTo === null) return 'certificate-unread'
  const left = -since(validTo, now)
  if (left <= 0) return 'certificate-ended'
  return left < 21 * DAY ? 'certificate-soon' : 'certificate-well'
}

export function lookAtDisk({ room }: Pick<Disk, 'room'>): Look {
  if (room === null) return 'disk-unread'
  const share = room.free / room.total
  if (share < 0.05) return 'disk-full'
  return share < 0.1 ? 'disk-low' : 'disk-well'
}
