import type { ClassCode } from '../../lib/class.ts'
import { type Day, dayOf, startOfDay } from '../../lib/day.ts'
import { type DispatchState, isLate } from '../dispatches/rules.ts'
import { kindOf } from '../dispatches/rules-kinds.ts'
import { isAnswered, whyNotAnswer } from '../dispatches/rules-questions.ts'
import { type WhyNotAnswer as WhyNotDraft, whyNotAnswer as whyNotDraft } from '../dispatches/rules-sent.ts'
import type { Kind } from '../dispatches/shapes.ts'
import type { Question } from '../dispatches/shapes-questions.ts'
import { type HandedIn, isSectionAnswered } from './rules-draft.ts'
import type { DecidedBy, ReplyContent, ReplyFile, ReplyMarking } from './shapes.ts'

export type WhyNotRelation = 'already-answered' | 'no-earlier'

/** A first answer is the first; a later one says whether it replaces or completes. */
export function whyNotRelation(relation: ReplyContent['relation'], hasEarlier: boolean): WhyNotRelation | undefined {
  if (relation === 'first') return hasEarlier ? 'already-answered' : undefined
  return hasEarlier ? undefined : 'no-earlier'
}

export type WhyNotDecided = 'decided-missing' | 'decided-who-missing' | 'decided-day-missing' | 'decided-day-ahead'

/** Officials' remarks have no day of decision, and a preliminary answer does not have one yet. */
export function whyNotDecided(decided: DecidedBy | null, today: Day): WhyNotDecided | undefined {
  if (!decided) return 'decided-missing'
  if (decided.who.trim() === '') return 'decided-who-missing'
  const needsDay = decided.how !== 'officials' && !decided.preliminary
  if (decided.on === null) return needsDay ? 'decided-day-missing' : undefined
  return needsDay && decided.on > today ? 'decided-day-ahead' : undefined
}

export type WhyNotContent =
  | 'own-statement-not-for-kind'
  | 'own-statement-missing'
  | 'nothing-filled'
  | 'required-unanswered'
  | 'answers-invalid'
  | WhyNotDecided
  | 'marking-unfinished'
  | 'reply-too-large'

/** `names` are the questions that the reason is about, as they are put, and `questionId` is the first of them. */
export type ContentReason = { code: WhyNotContent; names?: string[]; questionId?: string }

/** In characters of the whole answer. The largest real ones are some hundred pages. */
const LARGEST = 4_000_000

/** Everything that stands in the way of handing this in: the check page shows all, the action says the first. */
export function whyNotContent(content: HandedIn, kind: Kind, today: Day): ContentReason[] {
  const decided = whyNotDecided(content.decided, today)
  return [
    ...(content.form === 'own-statement' ? whyNotOwnStatement(content, kind) : whyNotFilled(content)),
    ...(decided ? [{ code: decided }] : []),
    ...(isUnfinished(content.marking) ? [{ code: 'marking-unfinished' as const }] : []),
    ...(JSON.stringify(content).length > LARGEST ? [{ code: 'reply-too-large' as const }] : []),
  ]
}

/** A marking says by what provision, when and by whom (OSL 5:5), or it is none. */
const isUnfinished = (marking: ReplyMarking | undefined) =>
  marking !== undefined && (marking.provision.trim() === '' || marking.date === null || marking.authority.trim() === '')

/** The class of an answer: what was asked decides, and a marking makes it limited at least. */
export function classOfReply(dispatch: { class: ClassCode }, marking: ReplyMarking | undefined): ClassCode {
  return marking && dispatch.class === 'open' ? 'limited' : dispatch.class
}

function whyNotOwnStatement(content: HandedIn, kind: Kind): ContentReason[] {
  if (!kindOf(kind).hasOwnStatement) return [{ code: 'own-statement-not-for-kind' }]
  return content.files.some(({ role }) => role === 'own-statement') ? [] : [{ code: 'own-statement-missing' }]
}

function whyNotFilled(content: HandedIn): ContentReason[] {
  if (isNothingFilled(content)) return [{ code: 'nothing-filled' }]
  const judged = content.questions.flatMap(({ question, answer }) => {
    const reason = whyNotAnswer(question, answer)
    return reason ? [{ reason, question }] : []
  })
  const missing = judged.filter(({ reason }) => reason === 'answer-missing').map(({ question }) => question)
  const invalid = judged.filter(({ reason }) => reason !== 'answer-missing').map(({ question }) => question)
  return [...reasonOf('required-unanswered', missing), ...reasonOf('answers-invalid', invalid)]
}

function reasonOf(code: WhyNotContent, questions: readonly Question[]): ContentReason[] {
  const [first] = questions
  return first ? [{ code, names: questions.map(({ text }) => text), questionId: first.id }] : []
}

export type WorthALook = 'remarks-lacking' | 'overall-remarks-lacking' | 'preliminary-with-day'

/** What may be handed in, but was perhaps not meant. `names` are the avsnitt it is about. */
export function worthALook(content: HandedIn): { code: WorthALook; names: string[] }[] {
  const { overall, sections, files, decided } = content
  const lacking = sections.filter((section) => section.stance === 'support-with-remarks' && !isRemarked(section))
  const isOverallLacking =
    overall.stance === 'support-with-remarks' && overall.comment.trim() === '' && files.length === 0 && !sections.some(isRemarked)
  return [
    ...(lacking.length > 0 ? [{ code: 'remarks-lacking' as const, names: lacking.map(({ number, heading }) => number || heading) }] : []),
    ...(isOverallLacking ? [{ code: 'overall-remarks-lacking' as const, names: [] }] : []),
    ...(decided?.preliminary && decided.on !== null ? [{ code: 'preliminary-with-day' as const, names: [] }] : []),
  ]
}

const isRemarked = ({ remark, wording }: { remark: string; wording: string | null }) => remark.trim() !== '' || wording !== null

function isNothingFilled({ overall, sections, questions, files }: HandedIn): boolean {
  if (overall.stance !== null || overall.comment.trim() !== '' || files.length > 0) return false
  return !sections.some(isSectionAnswered) && !questions.some(({ question, answer }) => isAnswered(question, answer))
}

/** Why a draft cannot be cleared away, or undefined: what is not handed in exists nowhere else. */
export function whyNotClear(hasReply: boolean): 'not-handed-in' | undefined {
  return hasReply ? undefined : 'not-handed-in'
}

/** Came the answer after the organisation's last day? By the Swedish day it arrived; late answers are taken in all the same. */
export function isReplyLate(
  dispatch: { lastDay: Day | null },
  slot: { extendedTo: Day | null },
  reply: { handedInAt: Date; receivedOn: Day | null },
): boolean {
  const day = reply.receivedOn ?? dayOf(reply.handedInAt)
  return isLate(dispatch, { extendedTo: slot.extendedTo, answeredOn: day }, day)
}

/** Our own receipt number. The year is that of the Swedish day. */
export function replyNumber(today: Day, running: number): string {
  return `K-${today.slice(0, 4)}-${String(running).padStart(6, '0')}`
}

type Related = { id: string; org: string; relation: string }

/** Of all answers, oldest first, those that count now: per organisation the last that stands alone, and what completes it. */
export function countingReplies<R extends Related>(replies: readonly R[]): R[] {
  const counting = new Map<string, R[]>()
  for (const reply of replies) {
    const before = reply.relation === 'completes' ? (counting.get(reply.org) ?? []) : []
    counting.set(reply.org, [...before, reply])
  }
  const ids = new Set([...counting.values()].flat().map(({ id }) => id))
  return replies.filter(({ id }) => ids.has(id))
}

export type WhyNotOnBehalf = WhyNotDraft | 'received-ahead' | 'received-before-sent' | 'original-missing' | WhyNotDecided

/** Why an answer that came by mail or letter cannot be entered, or undefined. Who decided may be unknown; what is said of it must be whole. */
export function whyNotOnBehalf(
  entry: { receivedOn: Day; decided: DecidedBy | null; files: readonly ReplyFile[] },
  dispatch: Omit<DispatchState, 'sentAt'> & { sentAt: Date | null },
  today: Day,
): WhyNotOnBehalf | undefined {
  const whyNot = whyNotDraft(dispatch)
  if (whyNot) return whyNot
  if (entry.receivedOn > today) return 'received-ahead'
  if (dispatch.sentAt !== null && entry.receivedOn < dayOf(dispatch.sentAt)) return 'received-before-sent'
  if (!entry.files.some(({ role }) => role !== 'attachment')) return 'original-missing'
  return entry.decided ? whyNotDecided(entry.decided, today) : undefined
}

/**
 * When an answer that came by another door arrived, as far as it is known: the moment it is entered if it came today, else the
 * beginning of its day, though never before the utskick was sent.
 */
export function arrivalOf(receivedOn: Day, sentAt: Date, now: Date): Date {
  if (receivedOn === dayOf(now)) return now
  const morning = startOfDay(receivedOn)
  return morning < sentAt ? sentAt : morning
}

/** Only a document of the region's own is coded by hand: what is filled in is coded as it comes. */
export function whyNotTag(
  form: ReplyContent['form'],
  passage: { sectionId: string | null; questionId: string | null },
): 'nothing-to-code' | 'passage-two-places' | undefined {
  if (form !== 'own-statement') return 'nothing-to-code'
  return passage.sectionId !== null && passage.questionId !== null ? 'passage-two-places' : undefined
}

/** An organisation confirms what was entered on its behalf, while it counts. */
export function whyNotConfirm(
  reply: { enteredByOrg: string; org: string },
  counts: boolean,
): 'confirmed-by-its-own' | 'replaced-since' | undefined {
  if (reply.enteredByOrg === reply.org) return 'confirmed-by-its-own'
  return counts ? undefined : 'replaced-since'
}

/** That an answer is decided is said before it is handed in: after that, the answer says it. */
export function whyNotMarkDecided(dispatch: DispatchState, hasReply: boolean): WhyNotDraft | 'decided-in-reply' | undefined {
  return whyNotDraft(dispatch) ?? (hasReply ? 'decided-in-reply' : undefined)
}
