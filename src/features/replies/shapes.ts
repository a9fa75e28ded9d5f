import * as z from 'zod/mini'
import { Day } from '../../lib/day.ts'
import { Instant } from '../../lib/instant.ts'
import { OrgCode } from '../../lib/regions.ts'
import { Answer, AnsweredFile, Question } from '../dispatches/shapes-questions.ts'

/** Ställningstagande. A proposed wording is a field of its own beside any of them. */
export const STANCES = ['support', 'support-with-remarks', 'oppose', 'no-objection', 'abstain'] as const
export const Stance = z.enum(STANCES)
export type Stance = (typeof STANCES)[number]

const Long = z.string().check(z.maxLength(200_000))
const Short = z.string().check(z.maxLength(300))

/** What is said of one avsnitt. */
export const SectionAnswer = z.strictObject({
  stance: z.nullable(Stance),
  remark: Long,
  /** The proposed wording as plain text with line breaks; null when none is proposed. */
  wording: z.nullable(Long),
})
export type SectionAnswer = z.infer<typeof SectionAnswer>

export const Overall = z.strictObject({ stance: z.nullable(Stance), comment: Long })
export type Overall = z.infer<typeof Overall>

/** Who decided the answer: a body, a person on delegation, or officials' remarks. */
export const DecidedBy = z.strictObject({
  how: z.enum(['board', 'committee', 'chair', 'delegation', 'officials']),
  /** The body's name, or the person's with title. */
  who: Short,
  on: z.nullable(Day),
  /** § in the minutes, or the item of the delegation order. */
  paragraph: Short,
  adjusted: z.enum(['not-said', 'adjusted', 'immediately-adjusted']),
  reservation: z.boolean(),
  /** Preliminärt svar i avvaktan på beslut. */
  preliminary: z.boolean(),
})
export type DecidedBy = z.infer<typeof DecidedBy>

/** The organisation's own warning on its answer (OSL 5:5); in a draft it may be half written. */
export const ReplyMarking = z.strictObject({
  provision: z.string().check(z.maxLength(200)),
  date: z.nullable(Day),
  authority: z.string().check(z.maxLength(200)),
})
export type ReplyMarking = z.infer<typeof ReplyMarking>

export const ReplyFileRole = z.enum(['own-statement', 'attachment', 'original'])
export const ReplyFile = z.strictObject({ ...AnsweredFile.def.shape, role: ReplyFileRole })
export type ReplyFile = z.infer<typeof ReplyFile>

/** The two equal ways to answer. */
export const ReplyForm = z.enum(['filled', 'own-statement'])
export type ReplyForm = z.infer<typeof ReplyForm>

/**
 * The region's draft, field by field. Names: `form`, `overall`, `decided`, `files`, `marking`, `section:<id>`, `question:<id>`.
 * Each field has its own version, so that two people can write in different fields at once.
 */
export const DRAFT_FIELDS = {
  form: ReplyForm,
  overall: Overall,
  decided: DecidedBy,
  files: z.array(ReplyFile).check(z.maxLength(30)),
  marking: z.nullable(ReplyMarking),
} as const
export const DraftField = z.object({
  field: z.string(),
  value: z.unknown(),
  version: z.int(),
  savedAt: Instant,
  savedBy: z.string(),
})
export type DraftField = z.infer<typeof DraftField>

/** The draft put together, with what is missing as null or empty. */
export type Draft = {
  form: ReplyForm
  overall: Overall
  decided: DecidedBy | null
  files: ReplyFile[]
  marking: ReplyMarking | null
  sections: Record<string, SectionAnswer>
  answers: Record<string, Answer>
}

/** Exactly what was handed in: its canonical bytes (RFC 8785) are kept, hashed and journaled. Texts of the utskick stand in it, so that it can be read alone. */
export const ReplyContent = z.strictObject({
  v: z.literal(1),
  number: z.string(),
  dispatch: z.strictObject({ id: z.string(), title: z.string(), caseNumber: z.string(), senderOrg: OrgCode, lastDay: z.nullable(Day) }),
  org: OrgCode,
  caseNumbers: z.array(z.string()),
  form: ReplyForm,
  channel: z.enum(['platform', 'mail', 'letter']),
  relation: z.enum(['first', 'replaces', 'completes']),
  earlierNumber: z.nullable(z.string()),
  overall: Overall,
  sections: z.array(
    z.strictObject({
      sectionId: z.string(),
      number: z.string(),
      heading: z.string(),
      stance: z.nullable(Stance),
      remark: Long,
      wording: z.nullable(Long),
    }),
  ),
  questions: z.array(z.strictObject({ question: Question, answer: Answer })),
  files: z.array(ReplyFile),
  decided: z.nullable(DecidedBy),
  /** Only on an answer that is marked. */
  marking: z.optional(ReplyMarking),
  handedInAt: z.iso.datetime(),
  handedInBy: z.string(),
  enteredByOrg: OrgCode,
  receivedOn: z.nullable(Day),
})
export type ReplyContent = z.infer<typeof ReplyContent>

/** An answer as it is listed: what is true of it without opening it. */
export const ReplySummary = z.object({
  id: z.string(),
  org: OrgCode,
  number: z.string(),
  form: z.enum(['filled', 'own-statement']),
  channel: z.enum(['platform', 'mail', 'letter']),
  relation: z.enum(['first', 'replaces', 'completes']),
  earlierId: z.nullable(z.string()),
  handedInAt: Instant,
  handedInBy: z.nullable(z.string()),
  receivedOn: z.nullable(Day),
  coded: z.boolean(),
  confirmedAt: z.nullable(Instant),
  /** After the last day that held for this organisation. */
  late: z.boolean(),
})
export type ReplySummary = z.infer<typeof ReplySummary>

/** How many of an utskick's answers wait for somebody to tag their passages. */
export const UncodedOfDispatch = z.object({ dispatchId: z.string(), title: z.string(), replies: z.int() })
export type UncodedOfDispatch = z.infer<typeof UncodedOfDispatch>

/** A passage of an own yttrande that kansliet has tagged to an avsnitt or a question. Never part of the answer itself. */
export const Passage = z.object({
  id: z.string(),
  sectionId: z.nullable(z.string()),
  questionId: z.nullable(z.string()),
  stance: z.nullable(Stance),
  text: z.string(),
  madeAt: Instant,
  madeBy: z.string(),
})
export type Passage = z.infer<typeof Passage>

/** An answer, opened. `passages` are for the sender alone. */
export const ReplyView = z.object({ summary: ReplySummary, content: ReplyContent, passages: z.array(Passage) })
export type ReplyView = z.infer<typeof ReplyView>
