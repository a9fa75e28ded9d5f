import { type Day, longDay, shortDay } from '../../lib/day.ts'
import { type Cell, type Doc, type Part, textCell } from '../../lib/document.ts'
import { numberText } from '../../lib/number.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import type { DispatchHead, RecipientFacts, SlotEvent } from '../dispatches/shapes.ts'
import { texts as slotTexts } from '../dispatches/texts.ts'
import type { DecidedBy } from '../replies/shapes.ts'
import { decidedText } from '../replies/templates-parts.ts'
import { fact, factTable, heading, instant, plain, shortInstant } from './templates-parts.ts'
import { fileNames, listTexts as texts, receiptTexts } from './texts.ts'

/** One recipient with all that is known of it. `answers` are those that count, in the order they came. */
export type ListedRecipient = {
  facts: RecipientFacts
  caseNumbers: readonly string[]
  events: readonly SlotEvent[]
  answers: readonly { number: string; at: string; who: string; decided: DecidedBy | null; late: boolean }[]
}

/** An act that stands in the sender's log, and the file its proof lies in; without an index it is not signed yet. */
export type ListedProof = { what: string; index: number | null; file: string }

type Given = {
  head: DispatchHead
  lastDay: Day | null
  hasAnswers: boolean
  recipients: readonly ListedRecipient[]
  proofs: readonly ListedProof[]
  /** Of the keys that signed what the proofs rest on. */
  fingerprints: readonly string[]
  /** When the facts were read. */
  readAt: string
}

/** Sändlista med kvittenser: every recipient, every fact with its time and its person, and the acts that can be proven. */
export function sendingListDocument({ head, lastDay, hasAnswers, recipients, proofs, fingerprints, readAt }: Given): Doc {
  const number = head.caseNumber ?? fileNames.noNumber
  return {
    title: texts.title,
    subtitle: head.title,
    language: 'sv',
    creator: receiptTexts.creator,
    createdAt: readAt,
    header: { left: receiptTexts.header, right: number },
    footer: `${texts.title}: ${head.title}`,
    pageWords: receiptTexts.pageWords,
    facts: [
      [receiptTexts.label.senderCaseNumber, number],
      ...fact(receiptTexts.label.sent, head.sentAt ? instant(head.sentAt) : ''),
      ...fact(receiptTexts.label.lastDay, lastDay ? longDay(lastDay) : ''),
      [texts.made, instant(readAt)],
    ],
    orientation: 'landscape',
    parts: [
      { type: 'paragraph', style: 'lead', content: [{ text: summary(recipients, hasAnswers) }] },
      heading(texts.overview),
      overview(recipients, hasAnswers),
      ...proofPart(proofs),
      heading(texts.events),
      plain(texts.eventsText),
      eventTable(recipients),
      ...verifyPart(fingerprints),
    ],
  }
}

function summary(recipients: readonly ListedRecipient[], hasAnswers: boolean): string {
  const count = (is: (one: ListedRecipient) => boolean) => recipients.filter(is).length
  const received = count(({ facts }) => facts.receivedAt !== null)
  if (!hasAnswers) return texts.summaryNoAnswers(recipients.length, received)
  const answered = count(({ facts }) => facts.answeredAt !== null)
  return texts.summary(
    recipients.length,
    received,
    answered,
    count(({ answers }) => answers.some(({ late }) => late)),
  )
}

const lines = (...all: string[]) => textCell(all.filter((line) => line !== '').join('\n') || texts.none)

function mailCell({ deliveredAt, bouncedAt }: RecipientFacts): Cell {
  if (bouncedAt) return { ...lines(texts.bounced(shortInstant(bouncedAt))), shade: 'accent' }
  return lines(deliveredAt ? shortInstant(deliveredAt) : '')
}

/** Whoever did it first, by the slot's history. */
const whoDid = (events: readonly SlotEvent[], what: SlotEvent['what']) => events.find((event) => event.what === what)?.who ?? ''

function receivedCell({ facts: { receivedAt, receivedHow }, events }: ListedRecipient): Cell {
  if (!receivedAt) return lines()
  return lines(
    shortInstant(receivedAt),
    receivedHow && receivedHow !== 'platform' ? (slotTexts.how[receivedHow] ?? '') : '',
    whoDid(events, 'received'),
  )
}

function overview(recipients: readonly ListedRecipient[], hasAnswers: boolean): Part {
  const { column } = texts
  const isLate = ({ answers }: ListedRecipient) => answers.some(({ late }) => late)
  return {
    type: 'table',
    repeatHeader: true,
    columns: [
      { title: column.organisation, width: 15 },
      { title: column.mail, width: 17 },
      { title: column.received, width: 17 },
      { title: column.caseNumber, width: 11 },
      ...(hasAnswers
        ? [
            { title: column.answered, width: 19 },
            { title: column.decided, width: 15 },
            { title: column.late, width: 8 },
          ]
        : []),
    ],
    rows: recipients.map((one) => [
      textCell(organisationName(one.facts.org), { bold: true }),
      mailCell(one.facts),
      receivedCell(one),
      lines(...one.caseNumbers),
      ...(hasAnswers
        ? [
            lines(...one.answers.map(({ number, at, who }) => `${number}\n${shortInstant(at)}\n${who}`)),
            lines(...one.answers.map(({ decided }) => decidedText(decided, shortDay))),
            one.answers.length === 0
              ? lines()
              : textCell(isLate(one) ? texts.lateWord : texts.inTime, isLate(one) ? { shade: 'accent' } : {}),
          ]
        : []),
    ]),
  }
}

function proofPart(proofs: readonly ListedProof[]): Part[] {
  if (proofs.length === 0) return []
  const { proofColumn } = texts
  return [
    heading(texts.proofs),
    plain(texts.proofsText),
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: proofColumn.what, width: 45 },
        { title: proofColumn.index, width: 12, align: 'right' },
        { title: proofColumn.file, width: 43 },
      ],
      rows: proofs.map(({ what, index, file }) => [
        textCell(what),
        textCell(index === null ? texts.none : numberText(index)),
        textCell(index === null ? texts.notSigned : file),
      ]),
    },
  ]
}

/** How anybody sees that the proofs hold: nothing, while there is none. */
function verifyPart(fingerprints: readonly string[]): Part[] {
  if (fingerprints.length === 0) return []
  return [
    heading(texts.verify),
    { type: 'list', ordered: true, items: texts.steps.map((text) => [{ text }]) },
    factTable(fingerprints.map((one) => [receiptTexts.proofLabel.key, one])),
    { type: 'paragraph', style: 'note', content: [{ text: receiptTexts.keep }] },
  ]
}

function eventTable(recipients: readonly ListedRecipient[]): Part {
  const { event } = texts
  const rows = recipients.flatMap(({ facts, events }) =>
    events.map(({ at, what, who, detail }) => [
      textCell(organisationName(facts.org)),
      textCell(shortInstant(at)),
      // The first letter went to the slot's address, later ones say where.
      textCell(slotTexts.event[what](what === 'sent' ? (detail ?? facts.address) : detail)),
      textCell(who ?? texts.system),
    ]),
  )
  return {
    type: 'table',
    repeatHeader: true,
    columns: [
      { title: event.organisation, width: 18 },
      { title: event.when, width: 27 },
      { title: event.what, width: 35 },
      { title: event.who, width: 20 },
    ],
    rows,
  }
}
