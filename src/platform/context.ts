import type * as z from 'zod/mini'
import type { Actor } from '../lib/actor.ts'
import type { ClassCode } from '../lib/class.ts'
import type { Job } from '../lib/contract.ts'
import type { Day } from '../lib/day.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { Database, Tx } from './db.ts'
import type { Checkpoints } from './journal-sign.ts'
import type { Host } from './host.ts'
import type { Load } from './load.ts'
import type { Log } from './log.ts'

/** Adds jobs to a business transaction: they exist if, and only if, what they tell about was saved. */
export type Enqueue = <P extends z.ZodMiniType>(tx: Tx, job: Job<P>, org: OrgCode, payloads: z.output<P>[]) => Promise<void>

/** What the outside gives: main makes one, a test makes another. */
export type World = {
  db: Database
  clock: () => Date
  /** Written into the database when it was made; a demo never sends mail. */
  demo: boolean
  /** Whether mail can leave: 'none' as long as no mail server is set. */
  mail: 'smtp' | 'demo' | 'none'
  publicUrl: string
  classCeiling: ClassCode
  enqueue: Enqueue
  /** Signs the logs of the journal. */
  checkpoints: Checkpoints
  /** The outside authority that stamps the journal; undefined when none is named. */
  tsaUrl?: string | undefined
  /** How late the event loop is. */
  load: Load
  /** What this process runs on. */
  host: Host
  log: Log
}

/** Where and when a piece of work happens, whoever does it. */
export type Place = { org: OrgCode; now: Date; today: Day; world: World }

/** Something with a class that is read. `type` as in the journal, such as "reply.read". */
export type ReadThing = { type: string; object: string; class: ClassCode }

/** One person's command or read. */
export type Context = Place & {
  actor: Actor
  /** The client's Idempotency-Key, null for reads. */
  key: string | null
  /** The version that the client had read, from If-Match. */
  ifMatch: number | undefined
  /** Says that something with a class is read: above open it is journaled before it leaves. A command journals what it does itself. */
  noteRead?: (thing: ReadThing) => void
}

/** A job's run: it acts as the system, for one organisation. `isLastTry`: if it fails now, nobody tries again. */
export type JobContext = Place & { actor: 'system'; isLastTry?: boolean }

/** What an action needs to record and enqueue: a person's command or a job. */
export type AnyContext = Context | JobContext

export type Work<I, O> = (tx: Tx, ctx: Context, input: I) => Promise<O>
