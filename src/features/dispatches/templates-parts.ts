import type { Inline } from '../../lib/blocks.ts'
import { isAbove } from '../../lib/class.ts'
import { dayOf, longDay } from '../../lib/day.ts'
import type { LetterPart } from '../../lib/letter.ts'
import { sizeText } from '../../lib/number.ts'
import { type OrgCode, REGIONS } from '../../lib/regions.ts'
import type { NumberedFile } from './rules-attachments.ts'
import { organisationName } from './rules-recipients.ts'
import type { Contact, DispatchHead } from './shapes.ts'
import { letterTexts as texts } from './texts-letters.ts'

export const plain = (text: string): Inline[] => [{ text }]
export const paragraph = (text: string): LetterPart => ({ type: 'text', content: plain(text) })

/** What is marked, or of a class above open, does not travel by ordinary mail: the letter is then a notice only (OSL 5:5; design 7b). */
export function isNoticeOnly(head: Pick<DispatchHead, 'class' | 'secrecy'>): boolean {
  return isAbove(head.class, 'open') || head.secrecy !== null
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
