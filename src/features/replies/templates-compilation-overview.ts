import { dayOf, longDay, longInstant, shortDay } from '../../lib/day.ts'
import { type Cell, type Column, type Part, textCell } from '../../lib/document.ts'
import { numberText } from '../../lib/number.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { numberedFiles } from '../dispatches/rules-attachments.ts'
import { kindOf } from '../dispatches/rules-kinds.ts'
import type { Correction, DispatchContent, DispatchFile, DispatchHead } from '../dispatches/shapes.ts'
import { type CompiledReply, decidedBy, isOwnStatement, type OrgAnswer, overallStance, tallyStances } from './rules-compilation.ts'
import { headingPart, paragraphPart, shortName, shortNames } from './templates-compilation-parts.ts'
import { decidedText } from './templates-parts.ts'
import { compilationTexts as texts } from './texts-compilation.ts'
import { answerTexts } from './texts-documents.ts'

export type Given = {
  head: DispatchHead
  content: DispatchContent
  files: readonly DispatchFile[]
  recipients: readonly { org: OrgCode }[]
  corrections: readonly Correction[]
  replies: readonly CompiledReply[]
  madeAt: string
}

/** What is given, and what is worked out of it once: whose answers can be compiled, and who has not answered. */
export type Made = Given & {
  answers: OrgAnswer[]
  coded: OrgAnswer[]
  uncoded: OrgCode[]
  asked: OrgCode[]
  missing: OrgCode[]
  areRegions: boolean
}

const dayIn = (instant: string) => dayOf(new Date(instant))

export function factsOf({ head, files, corrections, asked, missing, areRegions, madeAt }: Made): [string, string][] {
  const attachments = numberedFiles(files).map(({ name }) => name)
  return [
    [texts.caseNumber, head.caseNumber ?? ''],
    [texts.sent, head.sentAt ? longDay(dayIn(head.sentAt)) : ''],
    [texts.lastDay, head.lastDay ? longDay(head.lastDay) : ''],
    [texts.closed, head.closedAt ? longDay(dayIn(head.closedAt)) : texts.notClosed],
    [texts.answered, texts.outOf(asked.length - missing.length, asked.length, areRegions)],
    [texts.corrections, corrections.map(correctionText).join('\n')],
    [texts.attachments, attachments.join('\n')],
    [texts.madeAt, texts.madeBy(longInstant(new Date(madeAt)))],
  ].flatMap(([label = '', value = '']): [string, string][] => (value === '' ? [] : [[label, value]]))
}

const correctionText = ({ number, madeAt, newLastDay }: Correction) =>
  texts.correction(number, shortDay(dayIn(madeAt)), newLastDay === null ? '' : shortDay(newLastDay))

export function briefParts({ head, answers, asked, missing, areRegions }: Made): Part[] {
  const tally = tallyStances(answers.map((answer) => ({ org: answer.org, stance: overallStance(answer) })))
  const without = answers.filter((answer) => overallStance(answer) === null).map(({ org }) => org)
  const preliminary = answers.filter((answer) => decidedBy(answer)?.preliminary).length
  const own = answers.filter(isOwnStatement).length
  const marked = answers.filter(isMarked).length
  const sentences = [
    texts.lead(asked.length - missing.length, asked.length, areRegions),
    ...(own > 0 ? [texts.ownCount(own)] : []),
    ...(preliminary > 0 ? [texts.preliminaryCount(preliminary)] : []),
    ...(marked > 0 ? [texts.markedCount(marked)] : []),
  ]
  const rows = [
    ...tally.map(({ key, orgs }) => ({ text: answerTexts.stance[key], orgs })),
    ...(without.length > 0 ? [{ text: texts.stanceMissing, orgs: without }] : []),
  ]
  return [
    headingPart(1, texts.brief),
    paragraphPart(sentences.join(' '), 'lead'),
    ...(tally.length > 0
      ? [
          {
            type: 'table',
            repeatHeader: true,
            columns: [
              { title: texts.stance, width: 32 },
              { title: texts.count, width: 10, align: 'right' },
              { title: areRegions ? texts.who.regions : texts.who.others, width: 58 },
            ],
            rows: rows.map(({ text, orgs }) => [
              textCell(text, { bold: true }),
              textCell(numberText(orgs.length)),
              textCell(shortNames(orgs)),
            ]),
          } satisfies Part,
        ]
      : []),
    {
      type: 'paragraph',
      style: 'normal',
      content:
        missing.length > 0
          ? [{ text: `${texts.missing}: `, bold: true }, { text: `${shortNames(missing)}.` }]
          : [{ text: texts.noneMissing }],
    },
    headingPart(2, texts.how),
    paragraphPart(texts.howText),
    ...(kindOf(head.kind).hasStances ? [paragraphPart(texts.howStances)] : []),
  ]
}

const isMarked = ({ counting }: OrgAnswer) => counting.some(({ content }) => content.marking !== undefined)

function marksOf(answer: OrgAnswer): string[] {
  const { marks } = texts
  const [base, ...completing] = answer.counting
  if (!base) return []
  const decided = decidedBy(answer)
  const earlier = answer.replaced.at(-1)
  const { channel, confirmedAt } = base.summary
  const isUncoded = answer.counting.some(({ summary }) => summary.form === 'own-statement' && !summary.coded)
  return [
    decided?.preliminary ? marks.preliminary : '',
    base.summary.late ? marks.late : '',
    isMarked(answer) ? marks.marked : '',
    isOwnStatement(answer) ? (isUncoded ? marks.ownUncoded : marks.own) : '',
    channel === 'platform' ? '' : [marks[channel], confirmedAt ? '' : marks.unconfirmed].filter((part) => part !== '').join(', '),
    decided?.reservation ? marks.reservation : '',
    earlier ? marks.replaced(earlier.summary.number) : '',
    ...completing.map(({ summary }) => marks.completed(summary.number, shortDay(arrivedOn(summary)))),
  ].filter((mark) => mark !== '')
}

const arrivedOn = ({ receivedOn, handedInAt }: CompiledReply['summary']) => receivedOn ?? dayIn(handedInAt)

export function overviewParts({ head, answers, areRegions }: Made): Part[] {
  if (answers.length === 0) return []
  const { hasStances } = kindOf(head.kind)
  const ifStances = <T>(thing: T): T[] => (hasStances ? [thing] : [])
  const columns: Column[] = [
    { title: areRegions ? texts.org.regions : texts.org.others, width: 16 },
    { title: texts.arrived, width: 14 },
    ...ifStances<Column>({ title: texts.stance, width: 18 }),
    { title: texts.decided, width: 27 },
    { title: texts.remark, width: 25 },
  ]
  const rows = answers.map((answer): Cell[] => {
    const stance = overallStance(answer)
    const base = answer.counting[0]
    return [
      textCell(shortName(answer.org), { bold: true }),
      textCell(base ? shortDay(arrivedOn(base.summary)) : ''),
      ...ifStances(textCell(stance ? answerTexts.stance[stance] : texts.noStance)),
      textCell(decidedText(decidedBy(answer), shortDay)),
      textCell(marksOf(answer).join('\n')),
    ]
  })
  return [headingPart(1, texts.overview), { type: 'table', repeatHeader: true, columns, rows }]
}

export function ownParts({ answers, areRegions }: Made): Part[] {
  const rows = answers.flatMap(({ org, counting }) =>
    counting
      .filter(({ content }) => content.form === 'own-statement')
      .map(({ summary, content, passages }) => [
        textCell(shortName(org), { bold: true }),
        textCell(content.files.map(({ name }) => name).join('\n')),
        textCell(summary.number),
        textCell(codedText(summary.coded, passages.length)),
      ]),
  )
  if (rows.length === 0) return []
  return [
    headingPart(1, texts.own),
    paragraphPart(texts.ownText),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: areRegions ? texts.org.regions : texts.org.others, width: 18 },
        { title: texts.file, width: 44 },
        { title: texts.replacedNumber, width: 16 },
        { title: texts.coded, width: 22 },
      ],
      rows,
    },
  ]
}

function codedText(isCoded: boolean, passages: number): string {
  if (passages === 0) return isCoded ? texts.codedNothing : texts.codedNo
  return isCoded ? texts.codedYes(passages) : texts.codedPartly(passages)
}

export function replacedParts({ answers, areRegions }: Made): Part[] {
  const rows = answers.flatMap(({ org, counting, replaced }) =>
    replaced.map(({ summary }) => [
      textCell(shortName(org), { bold: true }),
      textCell(`${summary.number}, ${shortDay(arrivedOn(summary))}`),
      textCell(counting[0] ? `${counting[0].summary.number}, ${shortDay(arrivedOn(counting[0].summary))}` : ''),
    ]),
  )
  if (rows.length === 0) return []
  return [
    headingPart(1, texts.replaced),
    paragraphPart(texts.replacedText),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: areRegions ? texts.org.regions : texts.org.others, width: 24 },
        { title: texts.replacedNumber, width: 38 },
        { title: texts.replacedBy, width: 38 },
      ],
      rows,
    },
  ]
}
