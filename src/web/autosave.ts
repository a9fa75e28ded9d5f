import { useEffect, useSyncExternalStore } from 'react'
import { type Field, makeSaver, type SaveStatus, type Saver, type Shape, type Snapshot, worstOf } from './autosave-store.ts'
import { useActingOrg } from './router-hooks.ts'
import { useMe } from './session.tsx'
import { onSessionChange } from './session-lost.ts'

const WAIT = 600
const RETRY_EVERY = 20_000
const KEEP_OTHERS_FOR = 7 * 86_400_000
const PREFIX = 'nspl-draft:'

type Entry = {
  flush: () => Promise<boolean>
  retry: () => void
  isDirty: () => boolean
  status: () => SaveStatus
  subscribe: Saver<unknown>['subscribe']
}

// Savers outlive their page: going away and back shows what was written, not what was last read.
const savers = new Map<string, unknown>()
const entries = new Map<string, Entry & { shown: number }>()
const summaryListeners = new Set<() => void>()

export type Autosave<T> = Snapshot<T> & {
  setValue: (value: T) => void
  flush: () => Promise<boolean>
  resolve: (choice: 'mine' | 'theirs') => void
}

type AutosaveInput<T> = {
  /** Names the text within the organisation, as "<dispatch id>/answer/<question id>". Two parts of a page never share one. */
  field: string
  shape: Shape<T>
  /** What the server has. */
  value: T
  version: number
  save: Field<T>['save']
  /** Where the other's text stands in the details of a 412; `value` unless said. */
  theirs?: Field<T>['theirs']
  parts?: boolean
}

/**
 * A text that is saved 0.6 s after the last key. Until the server has it, it lies in the browser, under the person and the
 * field, and is taken up again after a reload or a new sign-in.
 */
export function useAutosave<T>({ field, shape, value, version, save, theirs = valueOf, parts = false }: AutosaveInput<T>): Autosave<T> {
  const { person } = useMe()
  const org = useActingOrg()
  const key = `${PREFIX}${person.id}:${org}/${field}`
  const config = { shape, save, theirs, parts }
  const saver = saverFor(key, { value, version }, config)
  useEffect(() => {
    saver.configure(config)
    saver.adopt(value, version)
  })
  useEffect(() => show(key, saver), [key, saver])
  const snapshot = useSyncExternalStore(saver.subscribe, saver.snapshot)
  return { ...snapshot, setValue: saver.set, flush: saver.flush, resolve: saver.resolve }
}

const valueOf = (details: Record<string, unknown>) => details['value']

function saverFor<T>(key: string, first: { value: T; version: number }, field: Field<T>): Saver<T> {
  const known = savers.get(key)
  if (isSaver<T>(known)) return known
  const saver = makeSaver(key, first, field, { storage: localStorage, wait: WAIT, clock: () => new Date() })
  savers.set(key, saver)
  return saver
}

/**
 * The key names one field, and a field has one shape: what was kept for it is a saver of that shape. Its text is not looked at:
 * one that has grown too long to be saved must stay on the page.
 */
function isSaver<T>(saver: unknown): saver is Saver<T> {
  return typeof saver === 'object' && saver !== null && 'snapshot' in saver
}

function show<T>(key: string, saver: Saver<T>): () => void {
  const entry = entries.get(key) ?? {
    flush: saver.flush,
    retry: saver.retry,
    isDirty: saver.isDirty,
    status: () => saver.snapshot().status,
    subscribe: saver.subscribe,
    shown: 0,
  }
  entry.shown += 1
  entries.set(key, entry)
  const stop = saver.subscribe(summaryChanged)
  summaryChanged()
  return () => {
    entry.shown -= 1
    stop()
    void saver.flush()
    summaryChanged()
  }
}

/** Saves all that is written in this tab. True when the server has everything: call it before handing in. */
export async function flushAutosaves(): Promise<boolean> {
  const saved = await Promise.all([...entries.values()].map((entry) => entry.flush()))
  return saved.every(Boolean)
}

/** Drops what is remembered of fields whose name begins so, once they are handed in or thrown away. */
export function forgetAutosaves(fieldPrefix: string): void {
  for (const key of savers.keys()) {
    if (!key.slice(PREFIX.length).split('/').slice(1).join('/').startsWith(fieldPrefix)) continue
    savers.delete(key)
    entries.delete(key)
    localStorage.removeItem(key)
  }
  summaryChanged()
}

let summary: SaveStatus = { kind: 'resting' }

/** How the whole page stands: the worst of its fields, else when the latest was saved. */
export function useSaveSummary(): SaveStatus {
  return useSyncExternalStore(
    (listener) => {
      summaryListeners.add(listener)
      return () => summaryListeners.delete(listener)
    },
    () => summary,
  )
}

function summaryChanged(): void {
  const statuses = [...entries.values()].filter(({ shown, isDirty }) => shown > 0 || isDirty()).map(({ status }) => status())
  const next = worstOf(statuses)
  if (next === summary) return
  summary = next
  for (const listener of summaryListeners) listener()
}

/** Starts what saving needs around it: new attempts when the line or the session is back, and a tidy store. Call once. */
export function startAutosaves(): void {
  const retry = () => {
    for (const entry of entries.values()) entry.retry()
  }
  addEventListener('online', retry)
  addEventListener('focus', retry)
  addEventListener('pagehide', retry)
  onSessionChange(retry)
  setInterval(retry, RETRY_EVERY)
  addEventListener('beforeunload', (event) => {
    const isLost = [...entries.values()].some((entry) => {
      const status = entry.status()
      return entry.isDirty() && status.kind === 'kept' && !status.here
    })
    if (isLost) event.preventDefault()
  })
  dropOldDrafts(localStorage, Date.now())
}

/** Texts that nobody came back to: a computer may be shared. */
function dropOldDrafts(storage: Storage, now: number): void {
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(PREFIX)) continue
    const at = /"at":(\d+)\}$/.exec(storage.getItem(key) ?? '')?.[1]
    if (at === undefined || now - Number(at) > KEEP_OTHERS_FOR) storage.removeItem(key)
  }
}
