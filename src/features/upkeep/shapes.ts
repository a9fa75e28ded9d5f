import * as z from 'zod/mini'
import { Instant } from '../../lib/instant.ts'
import { OrgCode } from '../../lib/regions.ts'

/** A letter that has not simply been delivered. */
export const TroubledLetter = z.object({
  id: z.string(),
  toName: z.string(),
  toAddress: z.string(),
  subject: z.string(),
  madeAt: Instant,
  attemptedAt: z.nullable(Instant),
  attempts: z.int(),
  acceptedAt: z.nullable(Instant),
  uncertain: z.boolean(),
  failedAt: z.nullable(Instant),
  failure: z.nullable(z.string()),
  givenUpAt: z.nullable(Instant),
  givenUpReason: z.nullable(z.string()),
  givenUpBy: z.nullable(z.string()),
})
export type TroubledLetter = z.output<typeof TroubledLetter>

const MailOfOrg = z.object({
  org: OrgCode,
  waiting: z.int(),
  oldestWaiting: z.nullable(Instant),
  refused: z.int(),
  uncertain: z.int(),
  givenUp: z.int(),
})

const RUN_KINDS = ['journal-verify', 'backup', 'restore-test', 'wal-archive', 'timestamp', 'witness'] as const
export type RunKind = (typeof RUN_KINDS)[number]

const Run = z.object({
  startedAt: Instant,
  endedAt: Instant,
  ok: z.boolean(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Run = z.output<typeof Run>

/** The last run of a kind, and when one last succeeded. */
const Runs = z.object({ kind: z.enum(RUN_KINDS), last: Run, okAt: z.nullable(Instant) })

const Certificate = z.object({
  use: z.enum(['web', 'mail']),
  host: z.string(),
  validTo: z.nullable(Instant),
  problem: z.nullable(z.string()),
  lookedAt: Instant,
})
export type Certificate = z.output<typeof Certificate>

const Disk = z.object({
  use: z.enum(['data', 'backup']),
  path: z.string(),
  room: z.nullable(z.object({ free: z.number(), total: z.number() })),
})
export type Disk = z.output<typeof Disk>

/** How the installation fares, all that Drift shows. */
export const Upkeep = z.object({
  at: Instant,
  program: z.object({ version: z.string(), node: z.string(), startedAt: Instant, delayMs: z.number() }),
  database: z.object({
    version: z.string(),
    writable: z.boolean(),
    standbys: z.int(),
    size: z.number(),
    connections: z.int(),
    mostConnections: z.int(),
    migrations: z.int(),
    lastMigration: z.string(),
    migratedAt: Instant,
  }),
  mail: z.object({ how: z.enum(['smtp', 'demo', 'none']), orgs: z.array(MailOfOrg), letters: z.array(TroubledLetter) }),
  jobs: z.array(z.object({ name: z.string(), waiting: z.int(), running: z.int(), failed: z.int(), oldestDue: z.nullable(Instant) })),
  journal: z.object({
    logs: z.int(),
    entries: z.number(),
    unsigned: z.number(),
    /** When the oldest entry was made that no checkpoint covers. */
    unsignedSince: z.nullable(Instant),
    checkpoints: z.array(z.object({ log: z.string(), size: z.number(), signedAt: Instant })),
  }),
  runs: z.array(Runs),
  certificates: z.object({ isHttps: z.boolean(), known: z.array(Certificate) }),
  disks: z.array(Disk),
  settings: z.array(
    z.object({ name: z.string(), value: z.nullable(z.string()), shown: z.enum(['value', 'host', 'set']), isDefault: z.boolean() }),
  ),
})
export type Upkeep = z.output<typeof Upkeep>

/** Why somebody gives up on a letter: her own words. */
export const GiveUpReason = z.string().check(z.maxLength(500))
