import { useSyncExternalStore } from 'react'
import { parseCheckpoint } from '../../../lib/checkpoint.ts'
import { hexOf, utf8Of } from '../../../lib/bytes.ts'
import { type NoteKey, parseNote, type Verify } from '../../../lib/note.ts'
import type { OrgCode } from '../../../lib/regions.ts'
import { sha256 } from '../../../lib/sha256.ts'
import { call } from '../../../web/client.ts'
import { browserClock } from '../../../web/clock.ts'
import { isReadOnly } from '../../../web/read-only.ts'
import { journalApi } from '../contract-journal.ts'
import { judge, keysOf, readRecord, startedOver, type WitnessRecord } from '../rules-witness.ts'
import type { JournalNow } from '../shapes-journal.ts'

/** What is known of an organisation's logs in this browser. `isKept`: whether the browser remembers it until the next visit. */
export type Witnessed = {
  record: WitnessRecord | undefined
  latest: JournalNow | undefined
  /** Being checked; or the last try did not get an answer. */
  state: 'resting' | 'checking' | 'unanswered'
  isKept: boolean
}

const states = new Map<OrgCode, Witnessed>()
const started = new Set<OrgCode>()
const listeners = new Set<() => void>()

const keyOf = (org: OrgCode) => `nspl-witness/${org}`

/** What the witness knows, and when it learns more. */
export function useWitnessed(org: OrgCode): Witnessed {
  return useSyncExternalStore(subscribe, () => stateOf(org))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function stateOf(org: OrgCode): Witnessed {
  const known = states.get(org)
  if (known) return known
  const state: Witnessed = { record: readKept(org), latest: undefined, state: 'resting', isKept: true }
  states.set(org, state)
  return state
}

function become(org: OrgCode, change: Partial<Witnessed>): void {
  states.set(org, { ...stateOf(org), ...change })
  for (const listener of listeners) listener()
}

/** Checks the logs of an organisation once per visit. Nothing waits for it, and what fails is said, not thrown. */
export function watch(org: OrgCode, isDemo: boolean): void {
  if (started.has(org)) return
  started.add(org)
  void check(org, isDemo)
}

/** Checks now. What was kept is read first: another tab may learn more meanwhile, and the server's answer is never older than what was kept before it was asked. */
export async function check(org: OrgCode, isDemo: boolean): Promise<void> {
  const kept = readKept(org)
  const isOver = await learn(org, kept, (given) => judge({ ...given, isDemo }))
  if (isOver) await tell(org)
}

/** Begins anew from what the server says now, because the person has seen to what was found. */
export async function startOver(org: OrgCode): Promise<void> {
  await learn(org, readKept(org), (given) => startedOver({ ...given, isDemo: true }))
}

type Judging = Omit<Parameters<typeof judge>[0], 'isDemo'>

async function learn(org: OrgCode, kept: WitnessRecord | undefined, decide: (given: Judging) => WitnessRecord): Promise<boolean> {
  become(org, { state: 'checking' })
  try {
    const now = await call(journalApi.now, { org, query: { ...sizeOf('own', kept), ...sizeOf('top', kept) } })
    // A standby may be behind: what it says is not held against the log.
    if (isReadOnly()) throw new Error('read only')
    const verify = await verifierOf(now)
    const record = decide({ org, kept, now, at: browserClock().toISOString(), sha256, verify })
    become(org, { record, latest: now, state: 'resting', isKept: keep(org, record) })
    return true
  } catch {
    // Offline, signed out, or a server that does not answer: said on the page, with when it last could be checked.
    become(org, { state: 'unanswered' })
    return false
  }
}

function sizeOf(log: 'own' | 'top', kept: WitnessRecord | undefined): { own?: string; top?: string } {
  const size = kept?.[log]?.size
  return size === undefined ? {} : { [log]: String(size) }
}

/** Tells the server of what was found, once. What could not be told is told the next time. */
async function tell(org: OrgCode): Promise<void> {
  const { record } = stateOf(org)
  const found = record?.found
  if (!record || !found || found.told) return
  const { log, what, kept, got } = found
  try {
    await call(journalApi.doubt, { org, body: { log, what, kept, got } })
  } catch {
    return
  }
  const told = { ...record, found: { ...found, told: true } }
  become(org, { record: told, isKept: keep(org, told) })
}

function readKept(org: OrgCode): WitnessRecord | undefined {
  try {
    return readRecord(localStorage.getItem(keyOf(org)))
  } catch {
    // A browser that keeps nothing: every visit is then the first one.
    return undefined
  }
}

function keep(org: OrgCode, record: WitnessRecord): boolean {
  try {
    localStorage.setItem(keyOf(org), JSON.stringify(record))
    return true
  } catch {
    return false
  }
}

/** Tries all signatures beforehand, because the browser answers later and the rules want to know at once. */
async function verifierOf(now: JournalNow): Promise<Verify> {
  const trials = new Map<string, boolean | undefined>()
  const name = (key: NoteKey, text: Uint8Array, signature: Uint8Array) => hexOf(new Uint8Array([...key.raw, ...signature, ...text]))
  for (const { note } of [now.own, now.top].filter((latest) => latest !== null)) {
    const parsed = parseNote(note)
    if (!parsed || !parseCheckpoint(parsed.text)) continue
    const text = utf8Of(parsed.text)
    for (const key of keysOf(now)) {
      for (const { signature } of parsed.signatures) trials.set(name(key, text, signature), await holds(key, text, signature))
    }
  }
  return (key, text, signature) => trials.get(name(key, text, signature))
}

/** Undefined where the browser does not know the algorithm, or has no cryptography because the address is not a secure one. */
async function holds({ algorithm, raw }: NoteKey, text: Uint8Array, signature: Uint8Array): Promise<boolean | undefined> {
  if (algorithm !== 'ed25519' || !isSecureContext) return undefined
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(raw), { name: 'Ed25519' }, false, ['verify'])
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, new Uint8Array(signature), new Uint8Array(text))
  } catch {
    return undefined
  }
}
