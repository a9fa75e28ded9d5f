import { useSyncExternalStore } from 'react'

let lost = false
const listeners = new Set<() => void>()

/** The server said 401: nothing is taken away from the page, a notice is shown. */
export function noteSignedOut(): void {
  change(true)
}

/** The server answered as to a signed-in person. */
export function noteSignedIn(): void {
  change(false)
}

/** Has the session ended since the page was opened? */
export function useSessionLost(): boolean {
  return useSyncExternalStore(subscribe, () => lost)
}

/** Calls back when the session ends or comes back. Returns how to stop. */
export function onSessionChange(listener: () => void): () => void {
  return subscribe(listener)
}

function change(next: boolean): void {
  if (lost === next) return
  lost = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
