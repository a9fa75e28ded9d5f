import type { Day } from '../../lib/day.ts'
import { type WhyNotCaseNumber, whyNotCaseNumber } from '../matters/rules.ts'
import { type DispatchState, lastDayFor } from './rules.ts'
import { kindOf } from './rules-kinds.ts'

/** What all that happens after sending has in common. */
type WhyNotTouch = 'not-sent' | 'recalled'

function whyNotTouch({ sentAt, recalledAt }: DispatchState): WhyNotTouch | undefined {
  if (sentAt === null) return 'not-sent'
  return recalledAt === null ? undefined : 'recalled'
}

export type WhyNotAnswer = WhyNotTouch | 'kind-without-answers'

/**
 * May an answer to this utskick be handed in? A late one always may, also after the answer time was closed: it has arrived at
 * the authority (TF 2:9), and is marked.
 */
export function whyNotAnswer(dispatch: DispatchState): WhyNotAnswer | undefined {
  return whyNotTouch(dispatch) ?? (kindOf(dispatch.kind).hasAnswers ? undefined : 'kind-without-answers')
}

export type WhyNotClose = WhyNotAnswer | 'already-closed'

export function whyNotClose(dispatch: DispatchState): WhyNotClose | undefined {
  return whyNotAnswer(dispatch) ?? (dispatch.closedAt === null ? undefined : 'already-closed')
}

export type WhyNotRecall = WhyNotTouch | 'text-missing'

export function whyNotRecall(dispatch: DispatchState, reason: string): WhyNotRecall | undefined {
  return whyNotTouch(dispatch) ?? whyNotWords(reason)
}

const whyNotWords = (text: string) => (text.trim() === '' ? 'text-missing' : undefined)

export type WhyNotCorrect = WhyNotRecall | 'already-closed' | 'last-day-past' | 'last-day-same' | 'last-day-not-used'

/** A new last day is for all recipients, and has not gone by; the answer time is not opened again that way. */
export function whyNotCorrect(
  dispatch: DispatchState,
  correction: { text: string; newLastDay: Day | null },
  today: Day,
): WhyNotCorrect | undefined {
  const { text, newLastDay } = correction
  const reason = whyNotTouch(dispatch) ?? whyNotWords(text)
  if (reason || newLastDay === null) return reason
  if (!kindOf(dispatch.kind).hasAnswers) return 'last-day-not-used'
  if (dispatch.closedAt !== null) return 'already-closed'
  if (newLastDay < today) return 'last-day-past'
  return newLastDay === dispatch.lastDay ? 'last-day-same' : undefined
}

type Slot = { answeredAt: unknown; extendedTo: Day | null }

export type WhyNotExtend = WhyNotClose | 'already-answered' | 'no-last-day' | 'last-day-past' | 'not-later'

/** Förlängd svarstid for one organisation. */
export function whyNotExtend(dispatch: DispatchState, slot: Slot, to: Day, today: Day): WhyNotExtend | undefined {
  const reason = whyNotClose(dispatch)
  if (reason) return reason
  if (slot.answeredAt !== null) return 'already-answered'
  const last = lastDayFor(dispatch, slot)
  if (last === null) return 'no-last-day'
  if (to < today) return 'last-day-past'
  return to > last ? undefined : 'not-later'
}

export type WhyNotRemind = WhyNotClose | 'already-answered'

/** Those who have not answered are reminded, while the answer time runs. Nobody is ever reminded for a missing case number. */
export function whyNotRemind(dispatch: DispatchState, slot: Slot): WhyNotRemind | undefined {
  return whyNotClose(dispatch) ?? (slot.answeredAt === null ? undefined : 'already-answered')
}

export type WhyNotResend = WhyNotTouch | 'letter-not-refused' | 'address-missing'

/** The letter goes again only to a registry that has not had it: one letter each, and a reminder is another thing. */
export function whyNotResend(
  dispatch: DispatchState,
  slot: { bouncedAt: unknown; deliveredAt: unknown },
  hasAddress: boolean,
): WhyNotResend | undefined {
  const reason = whyNotTouch(dispatch)
  if (reason) return reason
  if (slot.bouncedAt === null || slot.deliveredAt !== null) return 'letter-not-refused'
  return hasAddress ? undefined : 'address-missing'
}

export type WhyNotReceive = 'not-sent' | WhyNotCaseNumber

/** Receipt may be said of a recalled utskick too: it did arrive. */
export function whyNotReceive(dispatch: DispatchState, caseNumber: string | null): WhyNotReceive | undefined {
  if (dispatch.sentAt === null) return 'not-sent'
  return caseNumber === null ? undefined : whyNotCaseNumber(caseNumber)
}

export type WhyNotAttach = 'already-sent' | 'file-not-yours' | 'file-already-attached' | 'file-to-replace-missing' | 'files-too-many'

const MOST_FILES = 60

type AttachedFile = { id: string; sha256: string; replacesId: string | null }
type NewFile = { sha256: string; name: string; replacesId: string | null }

/** `own` are the hashes, out of the new files', that the acting organisation has uploaded itself. */
export function whyNotAttach(
  attached: readonly AttachedFile[],
  added: readonly NewFile[],
  own: ReadonlySet<string>,
): Exclude<WhyNotAttach, 'already-sent'> | undefined {
  const replaced = new Set(attached.map(({ replacesId }) => replacesId))
  const current = attached.filter(({ id }) => !replaced.has(id))
  const replaces = added.flatMap(({ replacesId }) => replacesId ?? [])
  if (added.some(({ sha256 }) => !own.has(sha256))) return 'file-not-yours'
  if (replaces.some((id) => current.every((file) => file.id !== id)) || new Set(replaces).size !== replaces.length)
    return 'file-to-replace-missing'
  const kept = current.filter(({ id }) => !replaces.includes(id)).map(({ sha256 }) => sha256)
  const hashes = [...kept, ...added.map(({ sha256 }) => sha256)]
  if (new Set(hashes).size !== hashes.length) return 'file-already-attached'
  return attached.length + added.length > MOST_FILES ? 'files-too-many' : undefined
}
