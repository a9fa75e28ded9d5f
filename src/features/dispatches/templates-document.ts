import { areBlocksEmpty, type Inline } from '../../lib/blocks.ts'
import { dayOf, longDay, shortDay } from '../../lib/day.ts'
import { type Doc, type Part, textCell } from '../../lib/document.ts'
import { numberText, sizeText } from '../../lib/number.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { numberedFiles } from './rules-attachments.ts'
import { organisationName } from './rules-recipients.ts'
import { questionForm, sectionTitle } from './templates-content.ts'
import { contactText } from './templates-parts.ts'
import type { Question } from './shapes-questions.ts'
import type { Correction, DispatchContent, DispatchFile, DispatchHead } from './shapes.ts'
import { documentTexts as texts, printTexts } from './texts-documents.ts'

type Given = {
  head: DispatchHead
  content: DispatchContent
  files: readonly DispatchFile[]
  corrections: readonly Correction[]
  recipients: readonly { org: OrgCode }[]
  /** When the copy is made. Shown only for a draft: what is sent has the time of its own last change, and so always the same bytes. */
  madeAt: string
}

/** The utskick as one document that can be registered by itself: what was sent, corrections and sändlista included. */
export function dispatchDocument({ head, content, files, corrections, recipients, madeAt }: Given): Doc {
  return {
    title: head.title,
    subtitle: texts.kind[head.kind],
    language: 'sv',
    creator: printTexts.creator,
    createdAt: head.recalledAt ?? corrections.at(-1)?.madeAt ?? head.sentAt ?? madeAt,
    header: { left: printTexts.creator, right: head.caseNumber ?? printTexts.noCaseNumber },
    footer: `${texts.kind[head.kind]}: ${head.title}`,
    pageWords: printTexts.pageWords,
    facts: headFacts(head),
    orientation: 'portrait',
    parts: [
      ...recallParts(head),
      ...(areBlocksEmpty(content.coveringLetter)
        ? []
        : [heading(texts.coveringLetter), { type: 'blocks' as const, blocks: content.coveringLetter }]),
      ...correctionParts(corrections),
      ...sectionParts(content),
      ...questionParts(content.questions),
      ...fileParts(files, corrections),
      heading(texts.recipients),
      { type: 'paragraph', style: 'normal', content: [{ text: recipients.map(({ org }) => organisationName(org)).join(', ') }] },
    ],
  }
}

const heading = (text: string): Part => ({ type: 'heading', level: 1, text })
const inline = (text: string): Inline[] => (text === '' ? [] : [{ text }])

function headFacts(head: DispatchHead): [string, string][] {
  const day = (instant: string) => longDay(dayOf(new Date(instant)))
  return [
    [texts.sender, texts.senderName],
    [texts.caseNumber, head.caseNumber ?? printTexts.noCaseNumber],
    [texts.sent, head.sentAt ? day(head.sentAt) : texts.notSent],
    ...(head.lastDay ? [[texts.lastDay, longDay(head.lastDay)] satisfies [string, string]] : []),
    ...(head.closedAt ? [[texts.closed, day(head.closedAt)] satisfies [string, string]] : []),
    ...(head.suggestedFunction.trim() === '' ? [] : [[texts.suggestedFunction, head.suggestedFunction] satisfies [string, string]]),
    [texts.personalData, head.personalData ? texts.yes : texts.no],
    [texts.class, texts.classes[head.class]],
    [texts.secrecy, head.secrecy ? texts.secrecyMarking(head.secrecy) : texts.noSecrecy],
    [texts.contact, contactText(head.contact)],
  ]
}

function recallParts({ recalledAt, recallReason }: DispatchHead): Part[] {
  if (!recalledAt) return []
  return [
    {
      type: 'paragraph',
      style: 'lead',
      content: [{ text: texts.recalled(longDay(dayOf(new Date(recalledAt))), recallReason?.trim() ?? ''), bold: true }],
    },
  ]
}

function correctionParts(corrections: readonly Correction[]): Part[] {
  if (corrections.length === 0) return []
  return [
    heading(texts.corrections),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: texts.number, width: 8 },
        { title: texts.day, width: 20 },
        { title: texts.correction, width: 44 },
        { title: texts.newLastDay, width: 28 },
      ],
      rows: corrections.map(({ number, madeAt, text, newLastDay }) => [
        textCell(numberText(number)),
        textCell(shortDay(dayOf(new Date(madeAt)))),
        textCell(text.trim()),
        textCell(newLastDay ? longDay(newLastDay) : ''),
      ]),
    },
  ]
}

function sectionParts({ kind, sections }: DispatchContent): Part[] {
  if (sections.length === 0) return []
  return [
    heading(kind === 'consultation' ? texts.consultationText : texts.text),
    ...sections.flatMap((section): Part[] => [
      { type: 'heading', level: 2, text: sectionTitle(section) },
      { type: 'blocks', blocks: section.blocks },
    ]),
  ]
}

function questionParts(questions: readonly Question[]): Part[] {
  if (questions.length === 0) return []
  return [
    heading(texts.questions),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: texts.number, width: 7 },
        { title: texts.question, width: 55 },
        { title: texts.answeredWith, width: 38 },
      ],
      rows: questions.map((question, at) => [
        textCell(numberText(at + 1)),
        {
          content: [
            { text: question.text, bold: true },
            ...inline(question.required ? ` ${texts.required}` : ''),
            ...inline(question.help.trim() === '' ? '' : `\n${question.help.trim()}`),
          ],
        },
        textCell(questionForm(question)),
      ]),
    },
  ]
}

/** The beginning, in fours: enough to tell files apart, and to be read aloud. */
const shortHash = (sha256: string) => sha256.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')

function fileParts(files: readonly DispatchFile[], corrections: readonly Correction[]): Part[] {
  if (files.length === 0) return []
  const numbered = numberedFiles(files)
  const correctionOf = (file: DispatchFile) => corrections.find(({ id }) => id === file.correctionId)?.number
  const note = (file: DispatchFile): string => {
    const by = files.find(({ replacesId }) => replacesId === file.id)
    const own = correctionOf(file)
    return [own === undefined ? '' : texts.addedIn(own), by ? texts.replacedIn(correctionOf(by)) : '']
      .filter((part) => part !== '')
      .join('. ')
  }
  const isReplaced = (file: DispatchFile) => numbered.every((one) => one.file.id !== file.id)
  const rows = [
    ...numbered.map(({ file, number }) => ({ file, number: numberText(number) })),
    ...files.filter(isReplaced).map((file) => ({ file, number: '' })),
  ]
  return [
    heading(texts.files),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: texts.attachment, width: 10 },
        { title: texts.name, width: 36 },
        { title: texts.size, width: 12, align: 'right' },
        { title: texts.checksum, width: 24 },
        { title: texts.note, width: 18 },
      ],
      rows: rows.map(({ file, number }) => [
        textCell(number),
        textCell(file.name),
        textCell(sizeText(file.size)),
        textCell(shortHash(file.sha256)),
        textCell(note(file)),
      ]),
    },
    { type: 'paragraph', style: 'note', content: [{ text: texts.checksumNote }] },
  ]
}
