import * as z from 'zod/mini'
import { Instant } from '../../lib/instant.ts'

/** A log that a browser keeps an eye on: the acting organisation's own, and the one over all logs. */
export const WatchedLog = z.enum(['own', 'top'])
export type WatchedLog = z.infer<typeof WatchedLog>

export const LatestCheckpoint = z.object({
  log: z.string(),
  note: z.string(),
  signedAt: Instant,
  /** That it grew out of the size that was asked about, as base64. Null when the server cannot show it: the log is smaller, or does not hang together. */
  growth: z.nullable(z.array(z.string())),
})
export type LatestCheckpoint = z.output<typeof LatestCheckpoint>

export const JournalKey = z.object({
  algorithm: z.enum(['ed25519', 'ml-dsa-44']),
  raw: z.string(),
  fingerprint: z.string(),
  /** As a verifier takes it. */
  line: z.string(),
  madeAt: Instant,
  retiredAt: z.nullable(Instant),
})
export type JournalKey = z.output<typeof JournalKey>

/** The journal as it is now: what a witness compares with what it has kept. */
export const JournalNow = z.object({
  /** Null before the first signature. */
  own: z.nullable(LatestCheckpoint),
  top: z.nullable(LatestCheckpoint),
  keys: z.array(JournalKey),
  anchor: z.object({
    state: z.enum(['off', 'anchored', 'due', 'late', 'unanchored']),
    stampedAt: z.nullable(Instant),
    waitingSince: z.nullable(Instant),
  }),
})
export type JournalNow = z.output<typeof JournalNow>

/** What an entry is about, where that is an utskick or an answer. */
const About = z.object({ dispatchId: z.string(), replyId: z.nullable(z.string()), title: z.string(), sent: z.boolean() })

export const JournalEntry = z.object({
  seq: z.int(),
  type: z.string(),
  at: Instant,
  /** The organisation that acted; undefined entries are the platform's own. */
  org: z.nullable(z.string()),
  who: z.nullable(z.string()),
  about: z.nullable(About),
  signed: z.boolean(),
})
export type JournalEntry = z.output<typeof JournalEntry>

export const FINDINGS = ['shrunk', 'rewritten', 'unproved', 'bad-signature', 'unknown-key', 'unreadable', 'other-installation'] as const
/** What a witness may find: the log is smaller than it was; other entries stand where it was; it cannot be shown how it grew; and faults of the signed text itself. */
export const Finding = z.enum(FINDINGS)
export type Finding = z.infer<typeof Finding>

const NoteText = z.string().check(z.maxLength(100_000))

/** What a browser tells of: the checkpoint it had kept and the one it was given. */
export const Doubt = z.strictObject({ log: WatchedLog, what: Finding, kept: z.nullable(NoteText), got: z.nullable(NoteText) })
export type Doubt = z.output<typeof Doubt>
