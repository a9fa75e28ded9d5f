import type { Block } from '../../lib/blocks.ts'
import { blocksToPlain } from '../../lib/blocks-text.ts'
import { dayOf, longDay, longInstant, shortDay } from '../../lib/day.ts'
import { type Doc, type Part, textCell } from '../../lib/document.ts'
import { numberText } from '../../lib/number.ts'
import { findRegion, type OrgCode } from '../../lib/regions.ts'
import { numberedFiles } from '../dispatches/rules-attachments.ts'
import { recipientOrgs } from '../dispatches/rules-recipients.ts'
import type { DispatchContent, DispatchFile, DispatchHead } from '../dispatches/shapes.ts'
import { sectionTitle } from '../dispatches/templates-content.ts'
import {
  answersByOrg,
  type CompiledReply,
  compileOverall,
  compileSection,
  decidedBy,
  isOwnStatement,
  isUncoded,
  type OrgAnswer,
  overallStance,
  tallyStances,
} from './rules-compilation.ts'
import { paragraphPart, shortName, shortNames } from './templates-compilation-parts.ts'
import { questionParts } from './templates-compilation-questions.ts'
import { compiledParts } from './templates-compilation-sections.ts'
import { decidedText } from './templates-parts.ts'
import { compilationTexts as texts } from './texts-compilation.ts'
import { answerTexts } from './texts-documents.ts'

type Given = {
  head: DispatchHead
  content: DispatchContent
  files: readonly DispatchFile[]
  recipients: readonly { org: OrgCode }[]
  replies: readonly CompiledReply[]
  madeAt: string
}

type Made = Given & {
  answers: OrgAnswer[]
  coded: OrgAnswer[]
  uncoded: OrgCode[]
  asked: OrgCode[]
  missing: OrgCode[]
  areRegions: boolean
}

/**
 * Remissammanställning: all answers to an utskick, as kansliet puts them before its steering group, with room for its own answer to
 * each remark. `replies` are all that have come, replaced ones included.
 */
export function compilationDocument(given: Given): Doc {
  const {
    head,
    replies,
    recipients,
    content: { sections },
  } = given
  const answers = answersByOrg(replies)
  const asked = recipientOrgs({ choice: 'picked', orgs: recipients.map(({ org }) => org) })
  const missing = asked.filter((org) => answers.every((answer) => answer.org !== org))
  const coded = answers.filter((answer) => !isUncoded(answer))
  const uncoded = answers.filter(isUncoded).map(({ org }) => org)
  const made: Made = { ...given, answers, coded, uncoded, asked, missing, areRegions: asked.every((org) => findRegion(org) !== undefined) }
  return {
    title: texts.title[head.kind],
    subtitle: head.title,
    language: 'sv',
    creator: answerTexts.creator,
    createdAt: given.madeAt,
    header: { left: answerTexts.creator, right: head.caseNumber ?? '' },
    footer: texts.footer(head.title),
    pageWords: answerTexts.pageWords,
    facts: factsOf(made),
    orientation: 'portrait',
    parts: [
      ...briefParts(made),
      { type: 'orientation', orientation: 'landscape' },
      ...overviewParts(made),
      ...overallParts(made),
      ...sectionParts(made),
      ...questionParts(given.content.questions, coded, made.areRegions, sections.length === 0 ? wholeUncodedParts(made) : []),
      ...ownParts(made),
      ...replacedParts(made),
    ],
  }
}

const heading = (level: 1 | 2, text: string): Part => ({ type: 'heading', level, text })
const dayIn = (instant: string) => dayOf(new Date(instant))

function factsOf({ head, files, asked, missing, areRegions, madeAt }: Made): [string, string][] {
  const attachments = numberedFiles(files).map(({ name }) => name)
  return [
    [texts.caseNumber, head.caseNumber ?? ''],
    [texts.sent, head.sentAt ? longDay(dayIn(head.sentAt)) : ''],
    [texts.lastDay, head.lastDay ? longDay(head.lastDay) : ''],
    [texts.closed, head.closedAt ? longDay(dayIn(head.closedAt)) : texts.notClosed],
    [texts.answered, texts.outOf(asked.length - missing.length, asked.length, areRegions)],
    [texts.attachments, attachments.join('\n')],
    [texts.madeAt, texts.madeBy(longInstant(new Date(madeAt)))],
  ].flatMap(([label = '', value = '']): [string, string][] => (value === '' ? [] : [[label, value]]))
}

function briefParts({ answers, asked, missing, areRegions }: Made): Part[] {
  const tally = tallyStances(answers.map((answer) => ({ org: answer.org, stance: overallStance(answer) })))
  const without = answers.filter((answer) => overallStance(answer) === null).map(({ org }) => org)
  const preliminary = answers.filter((answer) => decidedBy(answer)?.preliminary).length
  const own = answers.filter(isOwnStatement).length
  const sentences = [
    texts.lead(asked.length - missing.length, asked.length, areRegions),
    ...(own > 0 ? [texts.ownCount(own)] : []),
    ...(preliminary > 0 ? [texts.preliminaryCount(preliminary)] : []),
  ]
  const rows = [
    ...tally.map(({ key, orgs }) => ({ text: answerTexts.stance[key], orgs })),
    ...(without.length > 0 ? [{ text: texts.stanceMissing, orgs: without }] : []),
  ]
  return [
    heading(1, texts.brief),
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
    heading(2, texts.how),
    paragraphPart(texts.howText),
    paragraphPart(texts.howColumn),
  ]
}

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
    isOwnStatement(answer) ? (isUncoded ? marks.ownUncoded : marks.own) : '',
    channel === 'platform' ? '' : [marks[channel], confirmedAt ? '' : marks.unconfirmed].filter((part) => part !== '').join(', '),
    decided?.reservation ? marks.reservation : '',
    earlier ? marks.replaced(earlier.summary.number) : '',
    ...completing.map(({ summary }) => marks.completed(summary.number, shortDay(arrivedOn(summary)))),
  ].filter((mark) => mark !== '')
}

const arrivedOn = ({ receivedOn, handedInAt }: CompiledReply['summary']) => receivedOn ?? dayIn(handedInAt)

function overviewParts({ answers, areRegions }: Made): Part[] {
  if (answers.length === 0) return []
  return [
    heading(1, texts.overview),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: areRegions ? texts.org.regions : texts.org.others, width: 16 },
        { title: texts.arrived, width: 14 },
        { title: texts.stance, width: 18 },
        { title: texts.decided, width: 27 },
        { title: texts.remark, width: 25 },
      ],
      rows: answers.map((answer) => {
        const stance = overallStance(answer)
        const base = answer.counting[0]
        return [
          textCell(shortName(answer.org), { bold: true }),
          textCell(base ? shortDay(arrivedOn(base.summary)) : ''),
          textCell(stance ? answerTexts.stance[stance] : ''),
          textCell(decidedText(decidedBy(answer), shortDay)),
          textCell(marksOf(answer).join('\n')),
        ]
      }),
    },
  ]
}

function overallParts({ answers, areRegions }: Made): Part[] {
  const compiled = compileOverall(answers)
  if (compiled.common.length === 0 && compiled.rows.length === 0) return []
  return [heading(1, texts.overall), ...compiledParts({ ...compiled, silent: [], untouched: [], uncoded: [] }, '', areRegions)]
}

type Section = { id: string; title: string; blocks: readonly Block[] }

/** The utskick's avsnitt, and any that only stand in an answer: nothing that was said is left out. */
function sectionsOf({ content, answers }: Made): Section[] {
  const own = content.sections.map((section): Section => ({ id: section.id, title: sectionTitle(section), blocks: section.blocks }))
  const others = new Map<string, Section>()
  for (const section of answers.flatMap(({ counting }) => counting.flatMap((reply) => reply.content.sections))) {
    if (own.every(({ id }) => id !== section.sectionId))
      others.set(section.sectionId, { id: section.sectionId, title: sectionTitle(section), blocks: [] })
  }
  return [...own, ...others.values()]
}

function wholeUncodedParts({ uncoded }: Made): Part[] {
  return uncoded.length === 0 ? [] : [paragraphPart(texts.wholeUncoded(shortNames(uncoded)))]
}

function sectionParts(made: Made): Part[] {
  const sections = sectionsOf(made)
  if (sections.length === 0 || made.answers.length === 0) return []
  return [
    heading(1, texts.sections),
    ...wholeUncodedParts(made),
    ...sections.flatMap(({ id, title, blocks }) => {
      const original = blocksToPlain(blocks)
      return [heading(2, title), ...compiledParts(compileSection(id, original, made.coded), original, made.areRegions)]
    }),
  ]
}

function ownParts({ answers, areRegions }: Made): Part[] {
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
    heading(1, texts.own),
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

function replacedParts({ answers, areRegions }: Made): Part[] {
  const rows = answers.flatMap(({ org, counting, replaced }) =>
    replaced.map(({ summary }) => [
      textCell(shortName(org), { bold: true }),
      textCell(`${summary.number}, ${shortDay(arrivedOn(summary))}`),
      textCell(counting[0] ? `${counting[0].summary.number}, ${shortDay(arrivedOn(counting[0].summary))}` : ''),
    ]),
  )
  if (rows.length === 0) return []
  return [
    heading(1, texts.replaced),
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
