import { isApiProblem, sentenceOf } from './client.ts'

/** How a field's text is kept. `here` says whether it lies on this computer; `sentence` is the server's, if it refused the text itself. */
export type SaveStatus =
  | { kind: 'resting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'kept'; here: boolean; sentence: string | undefined }
  | { kind: 'conflict' }

export type Snapshot<T> = { value: T; version: number; status: SaveStatus; theirs: { value: T; savedBy: string | undefined } | undefined }

export type Shape<T> = { safeParse: (value: unknown) => { success: true; data: T } | { success: false } }

export type Field<T> = {
  shape: Shape<T>
  /** Throws ApiProblem; 412 with the other text in its details is a conflict. */
  save: (value: T, version: number) => Promise<{ version: number }>
  /** Where the other text stands in the details of a 412. */
  theirs: (details: Record<string, unknown>) => unknown
  /** The parts of the value are each their own: two people who changed different parts both keep theirs, and only one part is chosen. */
  parts?: boolean
}

export type Saver<T> = {
  snapshot: () => Snapshot<T>
  subscribe: (listener: () => void) => () => void
  isDirty: () => boolean
  configure: (field: Field<T>) => void
  /** What the server now says: taken over if it is newer and nothing unsaved stands here. */
  adopt: (value: T, version: number) => void
  set: (value: T) => void
  /** Saves now. True when the server has everything. */
  flush: () => Promise<boolean>
  /** Tries again what a lost line or session stopped; not what the server has refused, which needs another text. */
  retry: () => void
  resolve: (choice: 'mine' | 'theirs') => void
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>
type Surroundings = { storage: Storage; wait: number; clock: () => Date }
type Kept = { value: unknown; version: number }

/**
 * One text that is saved as it is written: at most one save under way, the newest value always wins over the one being
 * sent, and what the server does not have yet lies in `storage` under `key`. Starts from what lies there, if anything does.
 */
export function makeSaver<T>(
  key: string,
  first: { value: T; version: number },
  field: Field<T>,
  { storage, wait, clock }: Surroundings,
): Saver<T> {
  let config = field
  let state: Snapshot<T> = { ...first, status: { kind: 'resting' }, theirs: undefined }
  let dirty = false
  let isKept = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let draining: Promise<boolean> | undefined
  let isRefused = false
  let conflict: { value: T; version: number } | undefined
  /** What the server had under `state.version`; unknown for a text that was taken up again from an older version. */
  let base: { value: T } | undefined = { value: first.value }
  const listeners = new Set<() => void>()

  const change = (patch: Partial<Snapshot<T>>) => {
    state = { ...state, ...patch }
    for (const listener of listeners) listener()
  }
  const keep = () => {
    try {
      storage.setItem(key, JSON.stringify({ value: state.value, version: state.version, at: clock().getTime() }))
      isKept = true
    } catch {
      // The browser's store is full or closed: the page then says that the text lies nowhere else.
      isKept = false
    }
  }
  const schedule = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), wait)
  }

  const send = async (): Promise<boolean> => {
    const sent = state.value
    change({ status: { kind: 'saving' } })
    try {
      const { version } = await config.save(sent, state.version)
      base = { value: sent }
      const isNewest = state.value === sent
      dirty = !isNewest
      if (isNewest) storage.removeItem(key)
      change({ version, status: isNewest ? { kind: 'saved', at: clock() } : state.status })
      if (!isNewest) keep()
      return true
    } catch (error) {
      const outcome = noteConflict(error)
      if (outcome === 'merged') return true
      isRefused = isApiProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429
      if (outcome === 'none') {
        change({ status: { kind: 'kept', here: isKept, sentence: isRefused ? sentenceOf(error) : undefined } })
      }
      return false
    }
  }
  const noteConflict = (error: unknown): 'none' | 'noted' | 'merged' => {
    if (!isApiProblem(error) || error.status !== 412) return 'none'
    const read = config.shape.safeParse(config.theirs(error.details))
    const version = error.details['version']
    if (!read.success || typeof version !== 'number') return 'none'
    const savedBy = error.details['savedBy']
    if (same(read.data, state.value)) {
      // Both wrote the same: nothing to choose between.
      dirty = false
      base = { value: read.data }
      storage.removeItem(key)
      change({ version, status: { kind: 'saved', at: clock() } })
      return 'noted'
    }
    const theirs = { value: read.data, savedBy: typeof savedBy === 'string' ? savedBy : undefined }
    const mine = merge(state.value, read.data)
    if (!mine.isClash) {
      base = { value: read.data }
      change({ value: mine.value, version, status: { kind: 'saving' } })
      keep()
      return 'merged'
    }
    // What was changed on one side only is in both texts: the choice is about the rest.
    conflict = { value: read.data, version }
    change({ value: mine.value, status: { kind: 'conflict' }, theirs: { ...theirs, value: merge(read.data, state.value).value } })
    return 'noted'
  }
  /** The first text, with the parts of the second that only the second changed. */
  const merge = (first: T, second: T): { value: T; isClash: boolean } => {
    const both = config.parts && base ? merged(base.value, first, second) : undefined
    const read = both && config.shape.safeParse(both.value)
    return both && read?.success ? { value: read.data, isClash: both.isClash } : { value: first, isClash: true }
  }

  const drain = async (): Promise<boolean> => {
    while (dirty && state.status.kind !== 'conflict') {
      if (!(await send())) break
    }
    return !dirty
  }
  const flush = (): Promise<boolean> => {
    clearTimeout(timer)
    draining ??= drain().finally(() => {
      draining = undefined
    })
    return draining
  }

  const text = storage.getItem(key)
  const kept = readKept(text)
  const restored = kept && config.shape.safeParse(kept.value)
  if (kept && restored?.success && !same(restored.data, first.value)) {
    state = { ...state, value: restored.data, version: kept.version, status: { kind: 'kept', here: true, sentence: undefined } }
    if (kept.version !== first.version) base = undefined
    dirty = true
    isKept = true
    schedule()
  } else if (text !== null) {
    storage.removeItem(key)
  }

  return {
    snapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isDirty: () => dirty,
    configure: (next) => {
      config = next
    },
    adopt: (value, version) => {
      if (!dirty && !draining && version > state.version) {
        base = { value }
        change({ value, version })
      }
    },
    set: (value) => {
      dirty = true
      state = { ...state, value }
      keep()
      change({})
      if (state.status.kind !== 'conflict') schedule()
    },
    flush,
    retry: () => {
      if (dirty && !isRefused) void flush()
    },
    resolve: (choice) => {
      if (!conflict) return
      const { value: saved, version } = conflict
      const value = choice === 'mine' ? state.value : merge(saved, state.value).value
      conflict = undefined
      base = { value: saved }
      if (!same(value, saved)) {
        change({ value, version, status: { kind: 'saving' }, theirs: undefined })
        keep()
        void flush()
        return
      }
      dirty = false
      storage.removeItem(key)
      change({ value, version, status: { kind: 'saved', at: clock() }, theirs: undefined })
    },
  }
}

/**
 * In: an object as it was, as it is here, and as another has it. Out: the parts that only one of them changed as that one has them,
 * the rest as here, and whether both changed a part in different ways. What is no object is one part.
 */
function merged(base: unknown, mine: unknown, theirs: unknown): { value: unknown; isClash: boolean } {
  if (!isParts(base) || !isParts(mine) || !isParts(theirs)) return { value: mine, isClash: true }
  let isClash = false
  const parts = Object.keys({ ...theirs, ...mine }).map((name) => {
    if (same(mine[name], base[name])) return [name, theirs[name]] as const
    if (!same(theirs[name], base[name]) && !same(theirs[name], mine[name])) isClash = true
    return [name, mine[name]] as const
  })
  return { value: Object.fromEntries(parts), isClash }
}

const isParts = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function readKept(text: string | null): Kept | undefined {
  if (text === null) return undefined
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null || !('value' in kept) || !('version' in kept)) return undefined
    return typeof kept.version === 'number' ? { value: kept.value, version: kept.version } : undefined
  } catch {
    // A cut text in the browser's store is nothing that can be given back.
    return undefined
  }
}

const RESTING: SaveStatus = { kind: 'resting' }

/** In: the states of several fields. Out: the one to say for them all. */
export function worstOf(statuses: readonly SaveStatus[]): SaveStatus {
  const worst = (['conflict', 'kept', 'saving'] as const)
    .map((kind) => statuses.find((status) => status.kind === kind))
    .find((status) => status !== undefined)
  if (worst) return worst
  const saved = statuses.filter((status) => status.kind === 'saved').sort((one, other) => other.at.getTime() - one.at.getTime())
  return saved[0] ?? RESTING
}
