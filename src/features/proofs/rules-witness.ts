import * as z from 'zod/mini'
import { base64Of, bytesOf } from '../../lib/bytes.ts'
import { type Checkpoint, originOf, parseCheckpoint, TOP } from '../../lib/checkpoint.ts'
import { type Sha256, verifyConsistency } from '../../lib/merkle.ts'
import { type NoteKey, parseNote, type Verify, verifyNote } from '../../lib/note.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { Finding, type JournalNow, type LatestCheckpoint, WatchedLog } from './shapes-journal.ts'

/** A checkpoint that a browser has kept. */
const Kept = z.object({ size: z.int(), root: z.string(), note: z.string() })
export type Kept = z.infer<typeof Kept>

const Found = z.object({
  log: WatchedLog,
  what: Finding,
  /** When this browser first found it. */
  at: z.string(),
  kept: z.nullable(z.string()),
  got: z.nullable(z.string()),
  /** The server has been told. */
  told: z.boolean(),
})
export type Found = z.infer<typeof Found>

/** What a browser remembers for one organisation, between visits. */
export const WitnessRecord = z.object({
  installation: z.string(),
  firstAt: z.string(),
  checkedAt: z.string(),
  own: z.nullable(Kept),
  top: z.nullable(Kept),
  /** Fingerprints of the keys that have been seen. */
  keys: z.array(z.string()),
  /** The key that this check saw for the first time, though others were known. */
  newKey: z.boolean(),
  /** Whether the latest signatures were tried, or this browser cannot. */
  signature: z.enum(['holds', 'untried']),
  found: z.nullable(Found),
  /** What was found before: put aside by the person herself, or not found again. */
  aside: z.array(Found),
})
export type WitnessRecord = z.infer<typeof WitnessRecord>

/** Reads what was kept; undefined for what is not there or was written by something else. */
export function readRecord(text: string | null): WitnessRecord | undefined {
  if (text === null) return undefined
  try {
    return WitnessRecord.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

type Given = {
  org: OrgCode
  kept: WitnessRecord | undefined
  now: JournalNow
  at: string
  sha256: Sha256
  verify: Verify
  /** A demo is made anew now and then, and is then another installation; nothing else is. */
  isDemo: boolean
}

/**
 * Compares what the server gives with what this browser has kept. Out: what to keep from now on. As long as something is found, the older checkpoint
 * is kept: it is the proof.
 */
export function judge(given: Given): WitnessRecord {
  const { kept, now, at, isDemo } = given
  const looks = { own: look(given, 'own'), top: look(given, 'top') }
  const installation = looks.top.installation ?? looks.own.installation
  const isOther = kept !== undefined && installation !== undefined && installation !== kept.installation
  if (!kept) return begun(given, looks, installation ?? '')
  if (isOther && isDemo) return judge({ ...given, kept: undefined })

  const fingerprints = now.keys.map(({ fingerprint }) => fingerprint)
  const found = isOther
    ? { log: 'top' as const, what: 'other-installation' as const }
    : (['own', 'top'] as const).flatMap((log) => (looks[log].found ? [{ log, what: looks[log].found }] : []))[0]
  return {
    ...kept,
    checkedAt: at,
    own: found ? kept.own : looks.own.keep,
    top: found ? kept.top : looks.top.keep,
    keys: [...new Set([...kept.keys, ...fingerprints])],
    newKey: kept.newKey || fingerprints.some((one) => !kept.keys.includes(one)),
    signature: signatureOf(looks),
    found: found ? (isSame(kept.found, found) ? kept.found : newlyFound(given, found)) : null,
    // A server that shows another history once, and the right one the next time, has still done so.
    aside: kept.found && !isSame(kept.found, found) ? putAside(kept) : kept.aside,
  }
}

type Looks = { own: Look; top: Look }
const signatureOf = ({ own, top }: Looks) => (own.isTried && top.isTried ? 'holds' : 'untried')
const isSame = (before: Found | null, now: Pick<Found, 'log' | 'what'> | undefined) =>
  before?.log === now?.log && before?.what === now?.what
const putAside = ({ found, aside }: WitnessRecord) => [...(found ? [found] : []), ...aside].slice(0, 20)

function begun(given: Given, looks: Looks, installation: string): WitnessRecord {
  const { now, at } = given
  const [log, look] = looks.own.found ? (['own', looks.own] as const) : (['top', looks.top] as const)
  return {
    installation,
    firstAt: at,
    checkedAt: at,
    own: looks.own.found ? null : looks.own.keep,
    top: looks.top.found ? null : looks.top.keep,
    keys: now.keys.map(({ fingerprint }) => fingerprint),
    newKey: false,
    signature: signatureOf(looks),
    found: look.found ? newlyFound(given, { log, what: look.found }) : null,
    aside: [],
  }
}

function newlyFound({ kept, now, at }: Given, { log, what }: Pick<Found, 'log' | 'what'>): Found {
  return { log, what, at, kept: kept?.[log]?.note ?? null, got: now[log]?.note ?? null, told: false }
}

/** What is kept when the person herself starts over from what the server says now: the old stays beside it. */
export function startedOver(given: Given): WitnessRecord {
  const anew = judge({ ...given, kept: undefined })
  const { kept } = given
  return { ...anew, aside: kept ? putAside(kept) : [] }
}

type Look = { keep: Kept | null; found?: Finding; isTried: boolean; installation?: string | undefined }

/** One log against what was kept of it. */
function look(given: Given, log: WatchedLog): Look {
  const latest = given.now[log]
  const kept = given.kept?.[log] ?? null
  if (!latest) return { keep: kept, isTried: true, ...(kept && { found: 'shrunk' as const }) }
  const name = parseNote(latest.note)?.text.split('\n', 1)[0] ?? ''
  const installation = installationOf(name, log === 'own' ? given.org : TOP)
  if (installation === undefined) return { keep: kept, found: 'unreadable', isTried: false }
  const trial = verifyNote(given.sha256, latest.note, name, keysOf(given.now), given.verify)
  if (!trial.holds && trial.why !== 'untried') return { keep: kept, found: trial.why, isTried: true, installation }
  const checkpoint = parseCheckpoint(parseNote(latest.note)?.text ?? '')
  if (!checkpoint) return { keep: kept, found: 'unreadable', isTried: trial.holds, installation }
  const found = kept ? grewWrong(given.sha256, kept, latest, checkpoint) : undefined
  const keep = { size: checkpoint.size, root: base64Of(checkpoint.root), note: latest.note }
  return { keep, isTried: trial.holds, installation, ...(found && { found }) }
}

function grewWrong(sha256: Sha256, kept: Kept, { growth }: LatestCheckpoint, { size, root }: Checkpoint): Finding | undefined {
  if (size < kept.size) return 'shrunk'
  if (size === kept.size) return base64Of(root) === kept.root ? undefined : 'rewritten'
  const proof = growth?.map(bytesOf)
  const oldRoot = bytesOf(kept.root)
  if (!proof || !oldRoot) return 'unproved'
  const hashes = proof.filter((hash) => hash !== undefined)
  const holds = verifyConsistency(sha256, { oldSize: kept.size, oldRoot, newSize: size, newRoot: root, proof: hashes })
  return holds ? undefined : 'rewritten'
}

/** The keys that the server says have signed. */
export function keysOf({ keys }: JournalNow): NoteKey[] {
  return keys.flatMap(({ algorithm, raw }) => {
    const bytes = bytesOf(raw)
    return bytes ? [{ algorithm, raw: bytes }] : []
  })
}

function installationOf(name: string, log: string): string | undefined {
  const [, installation = ''] = name.split('/')
  return installation !== '' && name === originOf(installation, log) ? installation : undefined
}
