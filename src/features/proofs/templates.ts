import { dayOf, longDay } from '../../lib/day.ts'
import type { Day } from '../../lib/day.ts'
import type { Doc } from '../../lib/document.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import type { Correction, DispatchFile, DispatchHead } from '../dispatches/shapes.ts'
import type { ReplyContent } from '../replies/shapes.ts'
import { decidedText, markingText } from '../replies/templates-parts.ts'
import type { ProofFacts } from './shapes.ts'
import { contentParts, type Fact, fact, fileParts, instant, proofParts, receiptDoc } from './templates-parts.ts'
import { fileNames, receiptTexts as texts } from './texts.ts'

type Proven = { sha256: string; proof: ProofFacts; at: string; names: { proof: string; content: string } }

type ReplyGiven = Proven & { content: ReplyContent; late: boolean; lastDay: Day | null }

/** Kvittens on an answer: the same words for who gave it and who got it. */
export function replyReceipt({ content, late, lastDay, sha256, proof, at, names }: ReplyGiven): Doc {
  const { label } = texts
  return receiptDoc({
    subtitle: subtitleOf(content, proof),
    what: `${content.number}, ${organisationName(content.org)}`,
    right: content.number,
    createdAt: at,
    facts: [
      ...fact(label.marking, content.marking ? markingText(content.marking) : ''),
      [label.number, content.number],
      ...fact(label.relation, texts.relation(content.relation, content.earlierNumber ?? '')),
      [label.dispatch, content.dispatch.title],
      ...fact(label.senderCaseNumber, content.dispatch.caseNumber),
      ...fact(label.ownCaseNumbers, content.caseNumbers.join(', ')),
      [label.from, organisationName(content.org)],
      [label.to, organisationName(content.dispatch.senderOrg)],
      ...arrival(content),
      ...fact(label.late, lastDay ? (late ? texts.late(longDay(lastDay)) : texts.inTime(longDay(lastDay))) : ''),
      [label.decided, decidedText(content.decided)],
    ],
    parts: [...contentParts(names.content, sha256), ...fileParts(content.files), ...proofParts(proof, at, names)],
  })
}

/** What is handed in for the one is received for the other. */
function subtitleOf({ channel, org }: ReplyContent, { log }: ProofFacts): string {
  if (channel !== 'platform') return texts.subtitle.onBehalf
  return log === org ? texts.subtitle.reply : texts.subtitle.received
}

function arrival({ channel, receivedOn, handedInAt, handedInBy }: ReplyContent): Fact[] {
  const when = texts.by(instant(handedInAt), handedInBy)
  if (channel === 'platform') return [[texts.label.handedIn, when]]
  return [
    [texts.label.arrived, `${longDay(receivedOn ?? dayOf(new Date(handedInAt)))}, ${texts.arrivedBy[channel]}`],
    [texts.label.entered, when],
  ]
}

type SentGiven = Proven & {
  head: DispatchHead
  files: readonly DispatchFile[]
  /** All of them for the sender, and for a recipient itself. */
  recipients: readonly { org: OrgCode }[]
  by: string | null
}

const numberOf = (head: DispatchHead) => head.caseNumber ?? fileNames.noNumber

function dispatchFacts({ head, recipients }: Pick<SentGiven, 'head' | 'recipients'>): Fact[] {
  const { label } = texts
  return [
    ...fact(label.marking, head.secrecy ? markingText(head.secrecy) : ''),
    [label.dispatch, head.title],
    ...fact(label.senderCaseNumber, head.caseNumber ?? ''),
    [label.from, organisationName(head.senderOrg)],
    [label.recipients, recipients.map(({ org }) => organisationName(org)).join(', ')],
  ]
}

const whenBy = (at: string, by: string | null) => (by === null ? instant(at) : texts.by(instant(at), by))

/** Kvittens on the sending: what was sent, when, to whom. */
export function sendingReceipt({
  head,
  lastDay,
  files,
  recipients,
  by,
  sha256,
  proof,
  at,
  names,
}: SentGiven & { lastDay: Day | null }): Doc {
  return receiptDoc({
    subtitle: texts.subtitle.sending,
    what: `${numberOf(head)}, ${head.title}`,
    right: numberOf(head),
    createdAt: at,
    facts: [
      ...dispatchFacts({ head, recipients }),
      [texts.label.sent, whenBy(at, by)],
      ...fact(texts.label.lastDay, lastDay ? longDay(lastDay) : ''),
    ],
    parts: [...contentParts(names.content, sha256), ...fileParts(files), ...proofParts(proof, at, names)],
  })
}

/** Kvittens on a correction: what it said, and what it changed. */
export function correctionReceipt({
  head,
  files,
  recipients,
  by,
  correction,
  sha256,
  proof,
  at,
  names,
}: SentGiven & { correction: Correction }): Doc {
  const { number, text, newLastDay } = correction
  return receiptDoc({
    subtitle: texts.subtitle.correction,
    what: `${numberOf(head)}, ${texts.label.correction.toLowerCase()} ${number}`,
    right: numberOf(head),
    createdAt: at,
    facts: [
      ...dispatchFacts({ head, recipients }),
      [texts.label.sent, whenBy(at, by)],
      [texts.label.correction, `${number}. ${text}`],
      ...fact(texts.label.newLastDay, newLastDay ? longDay(newLastDay) : ''),
    ],
    parts: [...contentParts(names.content, sha256), ...fileParts(files), ...proofParts(proof, at, names)],
  })
}
