import { areBlocksEmpty, type WhyNotText, whyNotBlocks, whyNotSections } from '../../lib/blocks.ts'
import { type ClassCode, isAbove } from '../../lib/class.ts'
import type { Day } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { type WhyNotCaseNumber, whyNotCaseNumber } from '../matters/rules.ts'
import { isMailAddress } from '../organisations/rules.ts'
import { asksAboutDay } from './rules.ts'
import { kindOf } from './rules-kinds.ts'
import type { WhyNotQuestion } from './rules-question-types.ts'
import { whyNotQuestion } from './rules-questions.ts'
import { organisationName, type WhyNotRecipients, whyNotRecipients } from './rules-recipients.ts'
import type { DispatchContent } from './shapes.ts'

export type WhyNotSave =
  | WhyNotText
  | WhyNotRecipients
  | 'already-sent'
  | 'class-above-ceiling'
  | 'ids-not-uuid'
  | 'question-ids-not-unique'
  | 'wrong-shape'

/** Content as it comes from the browser: its texts are not judged yet. */
type Written = Omit<DispatchContent, 'coveringLetter' | 'sections'> & { coveringLetter?: unknown; sections?: unknown }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const isId = (id: unknown) => id === null || (typeof id === 'string' && UUID.test(id))

type Ids = { id?: unknown; originSectionId?: unknown; number?: unknown; heading?: unknown }
const asObjects = (value: unknown): Ids[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [])

/** While it is being written a section may be nameless: it is judged as if it had a name. */
const named = (value: unknown) =>
  Array.isArray(value)
    ? value.map((item) => (typeof item === 'object' && item !== null && isNameless(item) ? { ...item, heading: '–' } : item))
    : value
const isBlank = (text: unknown) => typeof text === 'string' && text.trim() === ''
const isNameless = ({ number, heading }: Ids) => isBlank(number) && isBlank(heading)

/** Why what is written cannot be kept as a draft. It may be unfinished, but not of a kind that cannot be stored or sent. */
export function whyNotSave(written: Written, state: { sentAt: unknown; ceiling: ClassCode }): WhyNotSave | undefined {
  if (state.sentAt !== null) return 'already-sent'
  if (isAbove(written.class, state.ceiling)) return 'class-above-ceiling'
  const reason = whyNotBlocks(written.coveringLetter) ?? whyNotSections(named(written.sections))
  if (reason) return reason
  const sections = asObjects(written.sections)
  if (!sections.every(({ id, originSectionId }) => isId(id) && isId(originSectionId))) return 'ids-not-uuid'
  if (!written.questions.every(({ id }) => isId(id))) return 'ids-not-uuid'
  if (new Set(written.questions.map(({ id }) => id)).size !== written.questions.length) return 'question-ids-not-unique'
  return whyNotRecipients(written.recipients)
}

/** What of a draft is sent: not what was written for another kind before the kind was changed. */
export function usedContent(content: DispatchContent): DispatchContent {
  const { hasAnswers, hasSections, hasQuestions } = kindOf(content.kind)
  return {
    ...content,
    title: content.title.trim(),
    caseNumber: content.caseNumber?.trim() ?? null,
    lastDay: hasAnswers ? content.lastDay : null,
    sections: hasSections ? content.sections : [],
    questions: hasQuestions ? content.questions : [],
  }
}

export type WhyNotSend =
  | WhyNotSave
  | WhyNotCaseNumber
  | WhyNotQuestion
  | 'changed-since-checked'
  | 'contact-email-malformed'
  | 'day-not-asked'
  | 'last-day-past'
  | 'no-address'
  | 'no-covering-letter'
  | 'no-last-day'
  | 'no-questions'
  | 'no-recipients'
  | 'no-title'
  | 'nothing-to-answer'
  | 'secrecy-missing'
  | 'unconfirmed-address'

/** A reason with what its sentence needs: names of organisations, the number of a question. */
export type Reason<Code extends string> = { code: Code; details: Record<string, unknown> }

export type Addressee = { org: OrgCode; address: string | null; confirmed: boolean }

type Checked = {
  content: DispatchContent
  sentAt: unknown
  addressees: readonly Addressee[]
  today: Day
  ceiling: ClassCode
}

/** Every reason not to send, in the order of the page. `addressees` are those of recipientOrgs, with their registries' addresses. */
export function whyNotSend({ content, sentAt, addressees, today, ceiling }: Checked): Reason<WhyNotSend>[] {
  if (sentAt !== null) return [{ code: 'already-sent', details: {} }]
  const kind = kindOf(content.kind)
  const reasons: Reason<WhyNotSend>[] = []
  const say = (code: WhyNotSend | undefined, details: Record<string, unknown> = {}) => {
    if (code && !reasons.some((reason) => reason.code === code)) reasons.push({ code, details })
  }

  if (content.title.trim() === '') say('no-title')
  say(whyNotCaseNumber(content.caseNumber ?? ''))
  if (areBlocksEmpty(content.coveringLetter)) say('no-covering-letter')
  if (kind.needsLastDay && content.lastDay === null) say('no-last-day')
  if (content.lastDay !== null && content.lastDay < today) say('last-day-past')

  say(whyNotSave(content, { sentAt, ceiling }))
  say(whyNotSections(content.sections) === 'section-nameless' ? 'section-nameless' : undefined)
  if (kind.needsQuestions && content.questions.length === 0) say('no-questions')
  else if (kind.hasAnswers && content.sections.length === 0 && content.questions.length === 0) say('nothing-to-answer')
  content.questions.forEach((question, at) => say(whyNotQuestion(question), { number: at + 1 }))
  const email = content.contact.email.trim()
  if (email !== '' && !isMailAddress(email)) say('contact-email-malformed')
  if (content.class !== 'open' && content.secrecy === null) say('secrecy-missing')

  if (addressees.length === 0) say('no-recipients')
  const names = (those: readonly Addressee[]) => ({ names: those.map(({ org }) => organisationName(org)) })
  const without = addressees.filter(({ address }) => address === null)
  if (without.length > 0) say('no-address', names(without))
  const unconfirmed = addressees.filter(({ address, confirmed }) => address !== null && !confirmed)
  if (unconfirmed.length > 0) say('unconfirmed-address', names(unconfirmed))
  return reasons
}

export type Think = 'last-day-today' | 'no-contact' | 'no-files' | 'no-questions-asked' | 'red-day' | 'weekend'

/** Things to think about before sending, which do not stop it. */
export function thinkAbout(content: DispatchContent, files: number, today: Day): Reason<Think>[] {
  const thoughts: Reason<Think>[] = []
  const asks = asksAboutDay(content.lastDay)
  if (asks) thoughts.push(asks.redDay === undefined ? { code: 'weekend', details: asks } : { code: 'red-day', details: asks })
  if (content.lastDay === today) thoughts.push({ code: 'last-day-today', details: {} })
  if (content.contact.name.trim() === '' || (content.contact.phone.trim() === '' && content.contact.email.trim() === '')) {
    thoughts.push({ code: 'no-contact', details: {} })
  }
  const kind = kindOf(content.kind)
  if (kind.hasQuestions && !kind.needsQuestions && content.questions.length === 0)
    thoughts.push({ code: 'no-questions-asked', details: {} })
  if (files === 0) thoughts.push({ code: 'no-files', details: {} })
  return thoughts
}
