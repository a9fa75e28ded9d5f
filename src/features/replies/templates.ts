import type { Block } from '../../lib/blocks.ts'
import { dayOf, longDay, longInstant, shortDay } from '../../lib/day.ts'
import { type Cell, type Doc, type Part, textCell } from '../../lib/document.ts'
import { type Letter, letterOf } from '../../lib/letter.ts'
import { numberText, sizeText } from '../../lib/number.ts'
import { answeredFiles, answerRows, answerToText, isAnswered } from '../dispatches/rules-questions.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import type { DispatchHead } from '../dispatches/shapes.ts'
import type { Question } from '../dispatches/shapes-questions.ts'
import { sectionTitle } from '../dispatches/templates-content.ts'
import { asLines, contactText, isNoticeOnly, paragraph, plain, subjectOf, titleOf } from '../dispatches/templates-parts.ts'
import { letterTexts } from '../dispatches/texts-letters.ts'
import type { ReplyContent } from './shapes.ts'
import { decidedText, decider, textBlocks, markingText, unbroken } from './templates-parts.ts'
import { answerTexts, copyTexts as texts } from './texts-documents.ts'
import { replyLetterTexts } from './texts-letters.ts'

type Fact = [label: string, value: string]

/** A copy of exactly what was handed in, to register or keep. */
export function replyDocument(content: ReplyContent): Doc {
  const org = organisationName(content.org)
  return {
    title: texts.title(org),
    subtitle: content.dispatch.title,
    language: 'sv',
    creator: org,
    createdAt: content.handedInAt,
    header: { left: org, right: `${content.number} · ${content.dispatch.caseNumber}` },
    footer: texts.title(org),
    pageWords: answerTexts.pageWords,
    facts: replyFacts(content),
    orientation: 'portrait',
    parts: [
      ...overallParts(content),
      ...sectionParts(content),
      ...questionParts(content),
      ...fileParts(content),
      { type: 'paragraph', style: 'note', content: plain(texts.exact) },
    ],
  }
}

const heading = (level: 1 | 2, text: string): Part => ({ type: 'heading', level, text })
const fact = (label: string, value: string): Fact[] => (value.trim() === '' ? [] : [[label, value.trim()]])

function replyFacts(content: ReplyContent): Fact[] {
  const { dispatch, decided } = content
  return [
    ...fact(texts.marking, content.marking ? markingText(content.marking) : ''),
    ...fact(texts.number, content.number),
    ...fact(texts.relationLabel, texts.relation(content.relation, content.earlierNumber ?? '')),
    ...fact(texts.dispatch, dispatch.title),
    ...fact(texts.caseNumber, dispatch.caseNumber),
    ...fact(texts.ownCaseNumbers, content.caseNumbers.join(', ')),
    ...fact(texts.lastDay, dispatch.lastDay ? longDay(dispatch.lastDay) : ''),
    ...fact(texts.form, texts.forms[content.form]),
    ...timeFacts(content),
    ...fact(texts.decided, decided ? decider(decided) : answerTexts.notSaid),
    ...fact(texts.decidedOn, decided?.on ? longDay(decided.on) : ''),
    ...fact(texts.paragraph, unbroken(decided?.paragraph ?? '')),
    ...fact(texts.adjusted, decided ? answerTexts.adjusted[decided.adjusted] : ''),
    ...fact(
      texts.remark,
      [decided?.preliminary ? answerTexts.preliminary : '', decided?.reservation ? answerTexts.reservation : '']
        .filter((part) => part !== '')
        .join('\n'),
    ),
  ]
}

/** An answer that came by another door arrived on one day and was entered on another, perhaps. */
function timeFacts({ channel, receivedOn, handedInAt, handedInBy }: ReplyContent): Fact[] {
  const when = texts.handedInBy(longInstant(new Date(handedInAt)), handedInBy)
  if (channel === 'platform') return [[texts.handedIn, when]]
  return [
    [texts.arrived, `${longDay(receivedOn ?? dayOf(new Date(handedInAt)))}, ${texts.arrivedBy[channel]}`],
    [texts.entered, when],
  ]
}

function overallParts({ overall }: ReplyContent): Part[] {
  const comment = textBlocks(overall.comment)
  if (overall.stance === null && comment.length === 0) return []
  return [
    heading(1, texts.overall),
    {
      type: 'paragraph',
      style: 'lead',
      content: [{ text: overall.stance ? answerTexts.stance[overall.stance] : answerTexts.noStance, bold: true }],
    },
    { type: 'blocks', blocks: comment },
  ]
}

/** A wording that was emptied says something: that the text should go. */
const isAnything = ({ stance, remark, wording }: ReplyContent['sections'][number]) =>
  stance !== null || remark.trim() !== '' || wording !== null

function sectionParts({ sections }: ReplyContent): Part[] {
  if (sections.length === 0) return []
  const answered = sections.filter(isAnything)
  const silent = sections.filter((section) => !isAnything(section))
  const table: Part = {
    type: 'table',
    repeatHeader: true,
    columns: [
      { title: texts.section, width: 25 },
      { title: texts.stance, width: 25 },
      { title: texts.said, width: 50 },
    ],
    rows: answered.map((section) => [
      textCell(sectionTitle(section), { bold: true }),
      textCell(section.stance ? answerTexts.stance[section.stance] : answerTexts.noStance),
      { content: [...textBlocks(section.remark), ...proposedBlocks(section.wording)] },
    ]),
  }
  return [
    heading(1, texts.sections),
    ...(answered.length > 0 ? [table] : []),
    ...(silent.length > 0
      ? [{ type: 'paragraph', style: 'note', content: plain(texts.unanswered(silent.map(sectionTitle).join('; '))) } satisfies Part]
      : []),
  ]
}

function proposedBlocks(wording: string | null): Block[] {
  if (wording === null) return []
  const blocks = textBlocks(wording)
  const label = blocks.length > 0 ? texts.wording : texts.wordingGone
  return [{ id: 'label', type: 'paragraph', content: [{ text: label, italic: true }] }, ...blocks]
}

type Asked = ReplyContent['questions'][number]

function questionParts({ questions }: ReplyContent): Part[] {
  if (questions.length === 0) return []
  const rows = questions.map(({ question, answer }, at): Cell[] => [
    textCell(numberText(at + 1)),
    textCell(question.text, { bold: true }),
    textCell(isAnswered(question, answer) ? (question.type === 'group' ? texts.seeTable : answerToText(question, answer)) : texts.noAnswer),
  ])
  return [
    heading(1, texts.questions),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: texts.row, width: 7 },
        { title: texts.question, width: 45 },
        { title: texts.answer, width: 48 },
      ],
      rows,
    },
    ...questions.flatMap(groupPart),
  ]
}

function groupPart({ question, answer }: Asked, at: number): Part[] {
  if (question.type !== 'group' || !isAnswered(question, answer)) return []
  return [groupTable(question, answer, `${numberText(at + 1)}. ${question.text}`)]
}

function groupTable(question: Extract<Question, { type: 'group' }>, answer: Asked['answer'], caption: string): Part {
  return {
    type: 'table',
    repeatHeader: true,
    caption,
    columns: [
      { title: texts.row, width: 7 },
      ...question.questions.map(({ text }) => ({ title: text, width: 93 / question.questions.length })),
    ],
    rows: answerRows(question, answer).map((cells, at) => [textCell(numberText(at + 1)), ...cells.map((cell) => textCell(cell))]),
  }
}

/** Sixty-four letters in four groups, so that they can be compared by eye and broken into lines. */
const grouped = (sha256: string) => sha256.replace(/(.{16})(?=.)/g, '$1 ')

function fileParts({ files, questions }: ReplyContent): Part[] {
  // Handing in puts files that answer a question among the files; one that stands there is not listed twice.
  const answered = questions
    .flatMap(({ question, answer }) => answeredFiles(question, answer))
    .filter(({ sha256 }) => files.every((file) => file.sha256 !== sha256))
  const rows = [
    ...files.map((file) => ({ ...file, what: texts.fileRoles[file.role] })),
    ...answered.map((file) => ({ ...file, what: texts.question })),
  ]
  if (rows.length === 0) return []
  return [
    heading(1, texts.files),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: texts.row, width: 6 },
        { title: texts.fileName, width: 34 },
        { title: texts.fileRole, width: 16 },
        { title: texts.size, width: 12, align: 'right' },
        { title: texts.checksum, width: 32 },
      ],
      rows: rows.map((file, at) => [
        textCell(numberText(at + 1)),
        textCell(file.name),
        textCell(file.what),
        textCell(sizeText(file.size)),
        textCell(grouped(file.sha256)),
      ]),
    },
  ]
}

type Confirming = {
  head: Pick<DispatchHead, 'class' | 'secrecy' | 'contact' | 'title' | 'caseNumber'>
  content: ReplyContent
  recipientName: string
  url: string
}

/** Asks a region to say that an answer entered on its behalf is its own. */
export function confirmLetter({ head: given, content, recipientName, url }: Confirming): Letter {
  const head = asLines(given)
  const words = replyLetterTexts
  const receivedDay = content.receivedOn ?? dayOf(new Date(content.handedInAt))
  const received = longDay(receivedDay)
  const isNotice = isNoticeOnly(head)
  return letterOf({
    subject: subjectOf(words.what, head, null),
    from: letterTexts.from,
    title: titleOf(words.what, head),
    parts: [
      { type: 'text', content: [{ text: letterTexts.to(recipientName), bold: true }] },
      paragraph(words.opening(words.how[content.channel], shortDay(receivedDay))),
      paragraph(words.please),
      { type: 'heading', text: words.facts },
      {
        type: 'facts',
        facts: [
          ...fact(words.label.title, isNotice ? '' : head.title),
          ...fact(words.label.caseNumber, head.caseNumber ?? ''),
          ...fact(words.label.number, content.number),
          ...fact(words.label.received, `${received}, ${words.how[content.channel]}`),
          ...fact(words.label.decided, isNotice ? '' : decidedText(content.decided)),
          ...fact(words.label.stance, content.overall.stance && !isNotice ? answerTexts.stance[content.overall.stance] : ''),
          ...fact(words.label.files, isNotice ? '' : content.files.map(({ name, size }) => `${name} (${sizeText(size)})`).join('\n')),
          ...fact(words.label.contact, contactText(head.contact)),
        ],
      },
      paragraph(words.wrong),
      { type: 'link', words: words.link, url },
    ],
    footer: letterTexts.footer(recipientName),
  })
}
