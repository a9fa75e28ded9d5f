import { type Day, longDay } from '../../lib/day.ts'
import { type Letter, letterOf, type LetterPart, oneLine } from '../../lib/letter.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { attachedFiles, numberedFiles, type NumberedFile } from './rules-attachments.ts'
import { kindOf } from './rules-kinds.ts'
import {
  answerParts,
  asLines,
  attachmentLines,
  contactText,
  coveringParts,
  isNoticeOnly,
  paragraph,
  plain,
  recipientsText,
  referenceFacts,
  subjectOf,
  textParts,
  titleOf,
} from './templates-parts.ts'
import type { Correction, DispatchContent, DispatchFile, DispatchHead } from './shapes.ts'
import { letterTexts as texts } from './texts-letters.ts'

/** A file in a letter's list of bilagor; one that is not attached is named there and fetched by the link. */
export type LetterAttachment = { fileId: string; name: string; size: number; attached: boolean }
export type LetterWithFiles = { letter: Letter; attachments: LetterAttachment[] }

type Addressed = { head: DispatchHead; recipientName: string; url: string }
type Registry = Addressed & { content: DispatchContent; files: readonly DispatchFile[]; recipients: readonly { org: OrgCode }[] }

/** The one mail that a registry gets when an utskick is sent. Complete without the link, unless the content may not travel by mail. */
export function registryLetter(sent: Registry): LetterWithFiles {
  return isNoticeOnly(sent.head) ? { letter: noticeLetter(sent), attachments: [] } : fullLetter(sent)
}

function fullLetter({ head: given, content, files, recipients, recipientName, url }: Registry): LetterWithFiles {
  const head = asLines(given)
  const kind = texts.kind[head.kind]
  const numbered = numberedFiles(files)
  const attached = attachedFiles(numbered)
  const { hasAnswers } = kindOf(head.kind)
  const facts: [string, string][] = [
    [texts.label.kind, kind],
    ...referenceFacts(head),
    ...(head.lastDay ? [[texts.label.lastDay, longDay(head.lastDay)] satisfies [string, string]] : []),
    [texts.label.suggestedFunction, oneLine(head.suggestedFunction) || texts.noFunction],
    [texts.label.personalData, head.personalData ? texts.yes : texts.no],
    [texts.label.secrecy, texts.noSecrecy],
    [texts.label.recipients, recipientsText(recipients)],
    [texts.label.attachments, attachmentLines(numbered, attached).join('\n') || texts.noAttachments],
    [texts.label.contact, contactText(head.contact)],
  ]
  const letter = letterOf({
    subject: subjectOf(kind, head, head.lastDay),
    from: texts.from,
    title: titleOf(kind, head),
    parts: [
      { type: 'text', content: [{ text: texts.to(recipientName), bold: true }] },
      paragraph(texts.opening[head.kind]),
      { type: 'heading', text: texts.registrar },
      { type: 'facts', facts },
      ...(hasAnswers ? answerParts(head) : []),
      ...coveringParts(content),
      ...textParts(content, files),
      { type: 'heading', text: texts.linkHeading },
      { type: 'link', words: hasAnswers ? texts.answerLink : texts.link, url },
    ],
    footer: texts.footer(recipientName),
  })
  return { letter, attachments: toAttachments(numbered, attached) }
}

const toAttachments = (files: readonly NumberedFile[], attached: ReadonlySet<string>): LetterAttachment[] =>
  files.map(({ file, name }) => ({ fileId: file.id, name, size: file.size, attached: attached.has(file.id) }))

function noticeLetter({ head: given, recipientName, url }: Addressed): Letter {
  const head = asLines(given)
  const kind = texts.kind[head.kind]
  const { hasAnswers } = kindOf(head.kind)
  return letterOf({
    subject: subjectOf(kind, head, head.lastDay),
    from: texts.from,
    title: titleOf(kind, head),
    parts: [
      { type: 'text', content: [{ text: texts.to(recipientName), bold: true }] },
      paragraph(texts.noticeOpening),
      { type: 'heading', text: texts.registrar },
      {
        type: 'facts',
        facts: [
          [texts.label.kind, kind],
          ...referenceFacts(head),
          ...(head.lastDay ? [[texts.label.lastDay, longDay(head.lastDay)] satisfies [string, string]] : []),
          [texts.label.secrecy, head.secrecy ? texts.secrecy(head.secrecy) : texts.noSecrecy],
          [texts.label.contact, contactText(head.contact)],
        ],
      },
      paragraph(texts.noticeHow),
      ...(hasAnswers ? [paragraph(texts.noticeReply)] : []),
      { type: 'link', words: texts.noticeLink, url },
    ],
    footer: texts.footer(recipientName),
  })
}

/** To those who have not answered. `lastDay` is the recipient's own, if it has been given longer time. */
export function reminderLetter({ head: given, recipientName, url, lastDay }: Addressed & { lastDay: Day | null }): Letter {
  const head = asLines(given)
  const isNotice = isNoticeOnly(head)
  return letterOf({
    subject: subjectOf(texts.reminder, head, lastDay),
    from: texts.from,
    title: titleOf(texts.reminder, head),
    parts: [
      { type: 'text', content: [{ text: texts.to(recipientName), bold: true }] },
      paragraph(lastDay ? texts.reminderOpening(lastDay) : texts.reminderOpeningWithoutDay),
      paragraph(texts.reminderCrossed),
      {
        type: 'facts',
        facts: [
          [texts.label.kind, texts.remindedKind(head.kind)],
          ...referenceFacts(head),
          ...(lastDay ? [[texts.label.lastDay, longDay(lastDay)] satisfies [string, string]] : []),
          [texts.label.contact, contactText(head.contact)],
        ],
      },
      { type: 'heading', text: texts.how },
      ...(isNotice
        ? [paragraph(texts.noticeReply)]
        : [
            {
              type: 'list',
              items: [plain(texts.howFormShort(head.kind)), plain(texts.howMail(head.kind, head.contact.email.trim()))],
            } satisfies LetterPart,
          ]),
      paragraph(texts.reminderTime),
      { type: 'link', words: texts.reminderLink, url },
    ],
    footer: texts.footer(recipientName),
  })
}

type Corrected = Addressed & { correction: Correction; files: readonly DispatchFile[] }

/** To all recipients when a sent utskick is corrected. `files` are all the utskick's: the bilagor keep their numbers, and the new ones travel. */
export function correctionLetter({ head: given, correction, files, recipientName, url }: Corrected): LetterWithFiles {
  const head = asLines(given)
  const what = texts.correction(correction.number)
  const lastDay = correction.newLastDay ?? head.lastDay
  const isNotice = isNoticeOnly(head)
  const added = isNotice ? [] : numberedFiles(files).filter(({ file }) => file.correctionId === correction.id)
  const attached = attachedFiles(added)
  const facts: [string, string][] = [
    [texts.label.kind, texts.correctedKind(head.kind)],
    ...referenceFacts(head),
    ...(lastDay ? [[texts.label.lastDay, longDay(lastDay)] satisfies [string, string]] : []),
    ...(correction.oldLastDay && correction.newLastDay
      ? [[texts.label.earlierLastDay, longDay(correction.oldLastDay)] satisfies [string, string]]
      : []),
    ...(isNotice
      ? []
      : [[texts.label.newAttachments, attachmentLines(added, attached).join('\n') || texts.noAttachments] satisfies [string, string]]),
    [texts.label.contact, contactText(head.contact)],
  ]
  const letter = letterOf({
    subject: subjectOf(what, head, kindOf(head.kind).hasAnswers ? lastDay : null),
    from: texts.from,
    title: titleOf(what, head),
    parts: [
      { type: 'text', content: [{ text: texts.to(recipientName), bold: true }] },
      paragraph(texts.correctionOpening(correction.number)),
      { type: 'heading', text: texts.correctionWhat },
      ...(isNotice ? [paragraph(texts.correctionNotice)] : [paragraph(correction.text.trim())]),
      ...(correction.newLastDay
        ? [{ type: 'text', content: [{ text: texts.correctionDay(correction.newLastDay), bold: true }] } satisfies LetterPart]
        : []),
      ...(kindOf(head.kind).hasAnswers ? [paragraph(texts.correctionReplied)] : []),
      { type: 'heading', text: texts.registrar },
      { type: 'facts', facts },
      { type: 'link', words: texts.correctionLink, url },
    ],
    footer: texts.footer(recipientName),
  })
  return { letter, attachments: toAttachments(added, attached) }
}

/** To all recipients when a sent utskick is recalled. */
export function recallLetter({
  head: given,
  reason,
  recipientName,
}: {
  head: DispatchHead
  reason: string
  recipientName: string
}): Letter {
  const head = asLines(given)
  return letterOf({
    subject: subjectOf(texts.recall, head, null),
    from: texts.from,
    title: titleOf(texts.recall, head),
    parts: [
      { type: 'text', content: [{ text: texts.to(recipientName), bold: true }] },
      paragraph(kindOf(head.kind).hasAnswers ? texts.recallOpening : texts.recallOpeningInformation),
      {
        type: 'facts',
        facts: [
          [texts.label.kind, texts.recalledKind(head.kind)],
          ...referenceFacts(head),
          ...(isNoticeOnly(head) ? [] : [[texts.label.reason, reason.trim()] satisfies [string, string]]),
          [texts.label.contact, contactText(head.contact)],
        ],
      },
      paragraph(texts.recallKept),
    ],
    footer: texts.footer(recipientName),
  })
}
