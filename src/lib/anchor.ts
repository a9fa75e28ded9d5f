import { addDays, dayOf, startOfDay } from './day.ts'

/** How far an outside time stamping authority has stamped the log over all logs. */
export type Anchor = {
  /** When the latest stamp was given; undefined before the first. */
  stampedAt: Date | undefined
  /** When the oldest checkpoint was signed that no stamp covers; undefined when all are covered. */
  waitingSince: Date | undefined
}

/** Off: no authority is named. Anchored: as it should be. Due: soon. Late: it has failed for hours. Unanchored: a day has gone without. */
export type AnchorState = 'off' | 'anchored' | 'due' | 'late' | 'unanchored'

const HOUR = 3_600_000
const LATE_AFTER = 4 * HOUR
const UNANCHORED_AFTER = 26 * HOUR

/** When the next stamp should be asked for: at the first checkpoint of a new day. Undefined when nothing waits for one. */
export function anchorDueAt({ stampedAt, waitingSince }: Anchor): Date | undefined {
  if (!waitingSince || !stampedAt) return waitingSince
  const nextDay = startOfDay(addDays(dayOf(stampedAt), 1))
  return waitingSince > nextDay ? waitingSince : nextDay
}

/** How it looks at a moment. What is stamped and has not grown stays anchored, however long ago that was. */
export function anchorState(anchor: Anchor, isSet: boolean, now: Date): AnchorState {
  if (!isSet) return 'off'
  const dueAt = anchorDueAt(anchor)
  if (!dueAt || dueAt > now) return 'anchored'
  const since = (at: Date) => now.getTime() - at.getTime()
  if (since(anchor.stampedAt ?? dueAt) > UNANCHORED_AFTER) return 'unanchored'
  return since(dueAt) > LATE_AFTER ? 'late' : 'due'
}
