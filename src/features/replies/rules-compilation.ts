import type { OrgCode } from '../../lib/regions.ts'
import { recipientOrgs } from '../dispatches/rules-recipients.ts'
import { countingReplies } from './rules.ts'
import type { DecidedBy, Passage, ReplyContent, ReplySummary, Stance } from './shapes.ts'
import { STANCES } from './shapes.ts'

/** An answer with what kansliet has tagged in it. */
export type CompiledReply = { summary: ReplySummary; content: ReplyContent; passages: readonly Passage[] }

/** All that one organisation has answered: `counting` are the last that stands alone and what completes it, oldest first. */
export type OrgAnswer = { org: OrgCode; counting: CompiledReply[]; replaced: CompiledReply[] }

/** How many, and who, in the order of the sändlista. */
export type Tally<K> = { key: K; orgs: OrgCode[] }

// Two answers may have one time; their numbers have an order.
const timeOf = ({ summary }: CompiledReply) => `${summary.handedInAt} ${summary.number}`
const byTime = (one: CompiledReply, other: CompiledReply) => (timeOf(one) < timeOf(other) ? -1 : 1)

/** The answers by organisation, in the order of the sändlista; later ones replace or complete, none is lost. */
export function answersByOrg(replies: readonly CompiledReply[]): OrgAnswer[] {
  const inTime = replies.toSorted(byTime)
  const counting = new Set(countingReplies(inTime.map(({ summary }) => summary)).map(({ id }) => id))
  return recipientOrgs({ choice: 'picked', orgs: inTime.map(({ summary }) => summary.org) }).map((org) => {
    const own = inTime.filter(({ summary }) => summary.org === org)
    return {
      org,
      counting: own.filter(({ summary }) => counting.has(summary.id)),
      replaced: own.filter(({ summary }) => !counting.has(summary.id)),
    }
  })
}

function last<T>(items: readonly (T | null | undefined)[]): T | null {
  return items.findLast((item) => item !== null && item !== undefined) ?? null
}

/** The stance on the whole; what completes an answer may change it. */
export function overallStance({ counting }: OrgAnswer): Stance | null {
  return last(counting.map(({ content }) => content.overall.stance))
}

/** Who decided the answer; the last that says so. */
export function decidedBy({ counting }: OrgAnswer): DecidedBy | null {
  return last(counting.map(({ content }) => content.decided))
}

/** Is the answer, or some of it, a document of the organisation's own? */
export function isOwnStatement({ counting }: OrgAnswer): boolean {
  return counting.some(({ content }) => content.form === 'own-statement')
}

/** Has the organisation answered only with a document that nobody has taken anything out of yet? It can then be counted, and not compiled. */
export function isUncoded({ counting }: OrgAnswer): boolean {
  return counting.every(({ summary, content, passages }) => content.form === 'own-statement' && !summary.coded && passages.length === 0)
}

/** Stances counted in their own order; those that nobody took are left out. */
export function tallyStances(taken: readonly { org: OrgCode; stance: Stance | null }[]): Tally<Stance>[] {
  return STANCES.map((key) => ({ key, orgs: taken.filter(({ stance }) => stance === key).map(({ org }) => org) })).filter(
    ({ orgs }) => orgs.length > 0,
  )
}

/** A remark or a wording, and whether kansliet has taken it out of an own yttrande. */
export type Said = { text: string; isPassage: boolean }

/** What several organisations say in the same words, only spaces and line ends apart. */
export type Common = { kind: 'remark' | 'wording'; text: string; by: { org: OrgCode; stance: Stance | null }[] }

/** What one organisation says by itself. `shares` are the places in `common` of what it says with others. */
export type OwnRow = { org: OrgCode; stance: Stance | null; remarks: Said[]; wordings: Said[]; shares: number[] }

export type Compiled = {
  tally: Tally<Stance>[]
  common: Common[]
  rows: OwnRow[]
  /** With a stance, and no words. */
  silent: Tally<Stance>[]
  /** Answered, but said nothing here. */
  untouched: OrgCode[]
  /** An own yttrande, of which nothing is tagged to this place. */
  uncoded: OrgCode[]
}

type OrgSaid = { org: OrgCode; isOwn: boolean; stance: Stance | null; remarks: Said[]; wordings: Said[] }

const said = (text: string, isPassage = false): Said[] => (text.trim() === '' ? [] : [{ text: text.trim(), isPassage }])

/** A wording begins as the text itself: unchanged it proposes nothing, and emptied it proposes that the text goes. */
function proposed(wording: string | null, original: string): Said[] {
  return wording === null || sameWords(wording) === sameWords(original) ? [] : [{ text: wording.trim(), isPassage: false }]
}

/** What all have said of one avsnitt; `original` is its text. */
export function compileSection(sectionId: string, original: string, answers: readonly OrgAnswer[]): Compiled {
  return compile(
    answers.map((answer): OrgSaid => {
      const sections = answer.counting.flatMap(({ content }) => content.sections.filter((section) => section.sectionId === sectionId))
      const passages = answer.counting.flatMap((reply) => reply.passages.filter((passage) => passage.sectionId === sectionId))
      return {
        org: answer.org,
        isOwn: isOwnStatement(answer),
        stance: last([...passages.map(({ stance }) => stance), ...sections.map(({ stance }) => stance)]),
        remarks: [...sections.flatMap(({ remark }) => said(remark)), ...passages.flatMap(({ text }) => said(text, true))],
        wordings: sections.flatMap(({ wording }) => proposed(wording, original)),
      }
    }),
  )
}

/** What all have said on the whole, passages that belong to no avsnitt and no question included. */
export function compileOverall(answers: readonly OrgAnswer[]): Compiled {
  return compile(
    answers.map((answer): OrgSaid => {
      const passages = answer.counting.flatMap((reply) => reply.passages.filter((passage) => !passage.sectionId && !passage.questionId))
      return {
        org: answer.org,
        isOwn: isOwnStatement(answer),
        stance: overallStance(answer) ?? last(passages.map(({ stance }) => stance)),
        remarks: [
          ...answer.counting.flatMap(({ content }) => said(content.overall.comment)),
          ...passages.flatMap(({ text }) => said(text, true)),
        ],
        wordings: [],
      }
    }),
  )
}

const sameWords = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

function commonIn(all: readonly OrgSaid[]): Common[] {
  const found = new Map<string, Common>()
  const note = (kind: Common['kind'], one: OrgSaid, { text }: Said) => {
    const key = `${kind}:${sameWords(text)}`
    const common = found.get(key) ?? { kind, text, by: [] }
    if (!common.by.some(({ org }) => org === one.org)) common.by.push({ org: one.org, stance: one.stance })
    found.set(key, common)
  }
  for (const one of all) {
    for (const wording of one.wordings) note('wording', one, wording)
    for (const remark of one.remarks) note('remark', one, remark)
  }
  return [...found.values()].filter(({ by }) => by.length > 1).toSorted((one, other) => other.by.length - one.by.length)
}

function compile(all: readonly OrgSaid[]): Compiled {
  const common = commonIn(all)
  const placeOf = (kind: Common['kind'], { text }: Said) =>
    common.findIndex((one) => one.kind === kind && sameWords(one.text) === sameWords(text))
  const rows = all.map(({ org, stance, remarks, wordings }): OwnRow => {
    const places = [...wordings.map((one) => placeOf('wording', one)), ...remarks.map((one) => placeOf('remark', one))]
    return {
      org,
      stance,
      remarks: remarks.filter((one) => placeOf('remark', one) < 0),
      wordings: wordings.filter((one) => placeOf('wording', one) < 0),
      shares: [...new Set(places.filter((place) => place >= 0))].toSorted((one, other) => one - other),
    }
  })
  const wordless = all.filter(({ remarks, wordings }) => remarks.length === 0 && wordings.length === 0)
  const without = wordless.filter(({ stance }) => stance === null)
  return {
    tally: tallyStances(all),
    common,
    rows: rows.filter(({ remarks, wordings }) => remarks.length > 0 || wordings.length > 0),
    silent: tallyStances(wordless),
    untouched: without.filter(({ isOwn }) => !isOwn).map(({ org }) => org),
    uncoded: without.filter(({ isOwn }) => isOwn).map(({ org }) => org),
  }
}
