import { useEffect, useSyncExternalStore } from 'react'

const OFTEN = 10_000

let readOnly = false
const listeners = new Set<() => void>()

/** What the server's answer said of itself: `read-only` when its database can be read and not written, null as usual. */
export function noteMode(mode: string | null): void {
  const next = mode === 'read-only'
  if (readOnly === next) return
  readOnly = next
  for (const listener of listeners) listener()
}

/** Can the server be read alone just now? While it can, it is asked again, so that the page knows when that is over. */
export function useReadOnly(): boolean {
  const isReadOnly = useSyncExternalStore(subscribe, () => readOnly)
  useEffect(() => {
    if (!isReadOnly) return
    const timer = setInterval(() => void ask(), OFTEN)
    return () => clearInterval(timer)
  }, [isReadOnly])
  return isReadOnly
}

/** The same, at this moment. */
export const isReadOnly = (): boolean => readOnly

/** Calls back when the server goes into read-only mode and out of it. Returns how to stop. */
export function onModeChange(listener: (isReadOnly: boolean) => void): () => void {
  return subscribe(() => listener(readOnly))
}

async function ask(): Promise<void> {
  try {
    const response = await fetch('/health/ready', { signal: AbortSignal.timeout(OFTEN) })
    // A server that has lost its standby too has not become writable.
    if (response.ok) noteMode(response.headers.get('nspl-mode'))
  } catch {
    // No answer says nothing new: the next one will.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
