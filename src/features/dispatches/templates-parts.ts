import { areBlocksEmpty, type Inline } from '../../lib/blocks.ts'
import { isAbove } from '../../lib/class.ts'
import { dayOf, longDay } from '../../lib/day.ts'
import { type LetterPart, oneLine } from '../../lib/letter.ts'
import { sizeText } from '../../lib/number.ts'
import { type OrgCode, REGIONS } from '../../lib/regions.ts'
import type { NumberedFile } from './rules-attachments.ts'
import { organisationName } from './rules-recipients.ts'
import { questionInlines, sectionTitle } from './templates-content.ts'
import type { Contact, DispatchContent, DispatchFile, DispatchHead } from './shapes.ts'
import { letterTexts as texts } from './texts-letters.ts'

export const plain = (text: string): Inline[] => [{ text }]
export const paragraph = (text: string): LetterPart => ({ type: 'text', content: plain(text) })

/** What is marked, or of a class above open, does not travel by ordinary mail: the letter is then a notice only (OSL 5:5; design 7b). */
export function isNoticeOnly(head: Pick<DispatchHead, 'class' | 'secrecy'>): boolean {
  return isAbove(head.class, 'open') || head.secrecy !== null
}

/** What stands on a line of its own is made one line, so that nothing typed in it can pass for another line of the letter. */
export function asLines<H extends Pick<DispatchHead, 'title' | 'caseNumber' | 'contact'>>(head: H): H {
  const { name, email, phone } = head.contact
  return {
    ...head,
    title: oneLine(head.title),
    caseNumber: head.caseNumber === null ? null : oneLine(head.caseNumber),
    contact: { name: oneLine(name), email: oneLine(email), phone: oneLine(phone) },
  }
}

export function contactText({ name, phone, email }: Contact): string {
  return [name, phone, email].filter((part) => part.trim() !== '').join('\n')
}

export function recipientsText(recipients: readonly { org: OrgCode }[]): string {
  const names = recipients.map(({ org }) => organisationName(org)).join(', ')
  const isAllRegions = recipients.length === REGIONS.length && REGIONS.every(({ code }) => recipients.some(({ org }) => org === code))
  return isAllRegions ? texts.allRegions(names) : names
}

export function attachmentLines(files: readonly NumberedFile[], attached: ReadonlySet<string>): string[] {
  return files.map(({ file, name, number, replaces }) => {
    const line = (attached.has(file.id) ? texts.attachment : texts.linkedAttachment)(name, sizeText(file.size))
    return replaces && file.correctionId ? texts.replacing(line, texts.earlierAttachment(number, replaces.name)) : line
  })
}

/** The facts that every letter about an utskick has, notice or not. */
export function referenceFacts(head: DispatchHead): [string, string][] {
  return [
    ...(isNoticeOnly(head) ? [] : [[texts.label.title, head.title] satisfies [string, string]]),
    [texts.label.sender, texts.sender],
    [texts.label.caseNumber, head.caseNumber ?? texts.noCaseNumber],
    ...(head.sentAt ? [[texts.label.sentOn, longDay(dayOf(new Date(head.sentAt)))] satisfies [string, string]] : []),
  ]
}

type Named = Pick<DispatchHead, 'class' | 'secrecy' | 'title' | 'caseNumber'>

export const subjectOf = (what: string, head: Named, lastDay: DispatchHead['lastDay']) =>
  texts.subject({ what, title: isNoticeOnly(head) ? texts.neutralTitle : head.title, caseNumber: head.caseNumber, lastDay })

export const titleOf = (what: string, head: Named) => `${what}: ${isNoticeOnly(head) ? texts.neutralTitle : head.title}`

export function answerParts({ kind, contact }: DispatchHead): LetterPart[] {
  return [
    { type: 'heading', text: texts.how },
    paragraph(texts.howOpening),
    { type: 'list', items: [plain(texts.howForm(kind)), plain(texts.howMail(kind, contact.email.trim()))] },
    paragraph(texts.howDecided),
    paragraph(texts.howNumber),
  ]
}

export function coveringParts({ coveringLetter }: DispatchContent): LetterPart[] {
  if (areBlocksEmpty(coveringLetter)) return []
  return [
    { type: 'heading', text: texts.coveringLetter },
    { type: 'blocks', blocks: coveringLetter },
  ]
}

/** The avsnitt stand in full where no original is attached; else it holds them, and a list of them is enough. Questions always stand. */
export function textParts({ kind, sections, questions }: DispatchContent, files: readonly DispatchFile[]): LetterPart[] {
  const hasOriginal = files.some(({ role }) => role === 'original')
  const listed: LetterPart[] = hasOriginal
    ? [
        { type: 'heading', text: texts.sectionList },
        { type: 'list', items: sections.map((section) => plain(sectionTitle(section))) },
      ]
    : [
        { type: 'heading', text: texts.sections(kind) },
        ...sections.flatMap((section): LetterPart[] => [
          { type: 'text', content: [{ text: sectionTitle(section), bold: true }] },
          ...(areBlocksEmpty(section.blocks) ? [] : [{ type: 'blocks', blocks: section.blocks } satisfies LetterPart]),
        ]),
      ]
  return [
    ...(sections.length > 0 ? listed : []),
    ...(questions.length > 0
      ? [
          { type: 'heading', text: texts.questions } satisfies LetterPart,
          { type: 'list', items: questions.map(questionInlines) } satisfies LetterPart,
        ]
      : []),
  ]
}
