import type { Day } from '../../../lib/day.ts'
import { kindOf } from '../rules-kinds.ts'
import { recipientOrgs } from '../rules-recipients.ts'
import { whyNotSend, type WhyNotSend } from '../rules-writing.ts'
import type { DispatchContent } from '../shapes.ts'
import type { editTexts } from '../texts-edit.ts'

/** The parts of the form, as they stand in its list. */
export type Part = keyof (typeof editTexts)['part']

const PARTS: readonly Part[] = [
  'kind',
  'title',
  'letter',
  'day',
  'sections',
  'questions',
  'files',
  'recipients',
  'contact',
  'secrecy',
  'others',
]

/** The parts that an utskick of this kind has. */
export function partsOf(kind: DispatchContent['kind']): Part[] {
  const { hasSections, hasQuestions, hasAnswers } = kindOf(kind)
  const has: Partial<Record<Part, boolean>> = { sections: hasSections, questions: hasQuestions, others: hasAnswers, day: hasAnswers }
  return PARTS.filter((part) => has[part] ?? true)
}

/** Where on the page a reason is mended. */
export function partOf(code: string): Part {
  return isKnown(code) ? PART_OF[code] : 'kind'
}

const isKnown = (code: string): code is WhyNotSend => Object.hasOwn(PART_OF, code)

/** The parts with something left to do before it can be sent; addresses are judged by the server. */
export function missingParts(content: DispatchContent, today: Day): Set<Part> {
  const addressees = recipientOrgs(content.recipients).map((org) => ({ org, address: '', confirmed: true }))
  const reasons = whyNotSend({ content, sentAt: null, addressees, today, ceiling: content.class })
  return new Set(reasons.map(({ code }) => partOf(code)))
}

export const partId = (part: Part) => `del-${part}`

const PART_OF = {
  'already-sent': 'kind',
  'blocks-too-many': 'sections',
  'case-number-malformed': 'title',
  'case-number-missing': 'title',
  'case-number-too-long': 'title',
  'changed-since-checked': 'kind',
  'choice-blank': 'questions',
  'choice-texts-doubled': 'questions',
  'choices-too-few': 'questions',
  'class-above-ceiling': 'secrecy',
  'contact-email-malformed': 'contact',
  'control-characters': 'sections',
  'day-not-asked': 'day',
  'group-empty': 'questions',
  'group-nameless': 'questions',
  'heading-too-long': 'sections',
  'id-invalid': 'sections',
  'ids-doubled': 'questions',
  'ids-not-unique': 'sections',
  'ids-not-uuid': 'sections',
  'last-day-past': 'day',
  'least-above-most': 'questions',
  'list-too-long': 'sections',
  'no-address': 'recipients',
  'no-covering-letter': 'letter',
  'no-last-day': 'day',
  'no-questions': 'questions',
  'no-recipients': 'recipients',
  'no-title': 'title',
  'nothing-to-answer': 'sections',
  'number-too-long': 'sections',
  'question-blank': 'questions',
  'question-ids-not-unique': 'questions',
  'recipients-unknown': 'recipients',
  'secrecy-missing': 'secrecy',
  'section-nameless': 'sections',
  'sections-too-many': 'sections',
  'table-too-large': 'sections',
  'table-uneven': 'sections',
  'text-too-long': 'sections',
  'unconfirmed-address': 'recipients',
  'wrong-shape': 'kind',
} satisfies Record<WhyNotSend, Part>
