import * as z from 'zod/mini'
import { cleanText } from '../../lib/blocks-clean.ts'
import type { SectionText } from '../../lib/blocks.ts'
import { isAnswered, whyNotAnswer } from '../dispatches/rules-questions.ts'
import { Answer, AnsweredFile, type Question } from '../dispatches/shapes-questions.ts'
import { type DecidedBy, DRAFT_FIELDS, type Draft, type Overall, type ReplyContent, type ReplyFile, SectionAnswer } from './shapes.ts'

/** What is answered: the numbered avsnitt and the questions of an utskick. */
export type Asked = { sections: readonly Pick<SectionText, 'id' | 'number' | 'heading'>[]; questions: readonly Question[] }

/** In characters. A remark of this size is a whole book: what is larger is a paste that went wrong, or belongs in a file. */
export const LONGEST_TEXT = 200_000

export type WhyNotField = 'field-unknown' | 'section-unknown' | 'question-unknown' | 'draft-text-too-long' | 'field-wrong-shape'

type ReadField = { whyNot: WhyNotField; value?: undefined } | { whyNot?: undefined; value: unknown }

/**
 * One field of a draft as it is to be kept, or why it cannot be: its name must be one of the draft's, or an avsnitt or question of
 * this utskick. Texts lose what is invisible and cannot be stored. An answer that is only incomplete is kept.
 */
export function readField(field: string, value: unknown, asked: Asked): ReadField {
  const place = placeOf(field, asked)
  if (typeof place === 'string') return { whyNot: place }
  if (isTextTooLong(value)) return { whyNot: 'draft-text-too-long' }
  const parsed = place.shape.safeParse(cleaned(value))
  if (!parsed.success) return { whyNot: 'field-wrong-shape' }
  if (place.question && whyNotAnswer(place.question, Answer.parse(parsed.data)) === 'wrong-shape') return { whyNot: 'field-wrong-shape' }
  return { value: parsed.data }
}

const isOwnField = (field: string): field is keyof typeof DRAFT_FIELDS => Object.hasOwn(DRAFT_FIELDS, field)

function placeOf(field: string, asked: Asked): { shape: z.ZodMiniType; question?: Question } | WhyNotField {
  if (isOwnField(field)) return { shape: DRAFT_FIELDS[field] }
  const sectionId = idIn(field, 'section')
  if (sectionId !== undefined) return asked.sections.some(({ id }) => id === sectionId) ? { shape: SectionAnswer } : 'section-unknown'
  const questionId = idIn(field, 'question')
  if (questionId === undefined) return 'field-unknown'
  const question = asked.questions.find(({ id }) => id === questionId)
  return question ? { shape: Answer, question } : 'question-unknown'
}

const idIn = (field: string, kind: 'section' | 'question') => (field.startsWith(`${kind}:`) ? field.slice(kind.length + 1) : undefined)

function isTextTooLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LONGEST_TEXT
  return typeof value === 'object' && value !== null && Object.values(value).some(isTextTooLong)
}

/** A value with its texts as they are kept: what is invisible, and what cannot be stored, is gone. */
export function cleanedBy<S extends z.ZodMiniType>(shape: S, value: z.output<S>): z.output<S> {
  return shape.parse(cleaned(value))
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part)]))
}

export const EMPTY_OVERALL: Overall = { stance: null, comment: '' }
export const EMPTY_SECTION_ANSWER: SectionAnswer = { stance: null, remark: '', wording: null }

/** The draft put together from its fields. Those that no longer belong to the utskick are left out. */
export function putTogether(fields: readonly { field: string; value: unknown }[], asked: Asked): Draft {
  const byName = new Map(fields.map(({ field, value }) => [field, value]))
  const read = <S extends z.ZodMiniType>(field: string, shape: S): z.output<S> | undefined =>
    byName.has(field) ? shape.parse(byName.get(field)) : undefined
  const sections = asked.sections.flatMap(({ id }) => {
    const answer = read(`section:${id}`, SectionAnswer)
    return answer === undefined ? [] : [[id, answer] as const]
  })
  const answers = asked.questions.flatMap(({ id }) => {
    const answer = read(`question:${id}`, Answer)
    return answer === undefined ? [] : [[id, answer] as const]
  })
  return {
    form: read('form', DRAFT_FIELDS.form) ?? 'filled',
    overall: read('overall', DRAFT_FIELDS.overall) ?? EMPTY_OVERALL,
    decided: read('decided', DRAFT_FIELDS.decided) ?? null,
    files: read('files', DRAFT_FIELDS.files) ?? [],
    marking: read('marking', DRAFT_FIELDS.marking) ?? null,
    sections: Object.fromEntries(sections),
    answers: Object.fromEntries(answers),
  }
}

/** The draft's version: it grows with every save, whoever made it. */
export function versionOf(fields: readonly { version: number }[]): number {
  return fields.reduce((sum, { version }) => sum + version, 0)
}

/** Is anything said of the avsnitt? */
export function isSectionAnswered({ stance, remark, wording }: SectionAnswer): boolean {
  return stance !== null || remark.trim() !== '' || (wording ?? '').trim() !== ''
}

/** Avsnitt and questions, and how many of them have an answer. */
export function progressOf(draft: Draft, asked: Asked): { filled: number; toFill: number } {
  const sections = asked.sections.filter(({ id }) => isSectionAnswered(draft.sections[id] ?? EMPTY_SECTION_ANSWER))
  const questions = asked.questions.filter((question) => isAnswered(question, draft.answers[question.id] ?? null))
  return { filled: sections.length + questions.length, toFill: asked.sections.length + asked.questions.length }
}

export type HandedIn = Pick<ReplyContent, 'form' | 'overall' | 'sections' | 'questions' | 'files' | 'marking'> & {
  decided: DecidedBy | null
}

/**
 * What is handed in of a draft: the check page shows this, and nothing else leaves. A filled-in answer takes no own yttrande with it;
 * an own yttrande takes nothing that was filled in before the region chose it, but the stance on the whole and the files.
 * Files that answer a question are among the files too, so that each has its number.
 */
export function handedIn(draft: Draft, asked: Asked): HandedIn {
  const { form, overall, decided } = draft
  const marking = draft.marking ? { marking: draft.marking } : {}
  if (form === 'own-statement') return { form, overall, decided, ...marking, sections: [], questions: [], files: draft.files }
  const questions = asked.questions.map((question) => ({ question, answer: draft.answers[question.id] ?? null }))
  return {
    form,
    overall,
    decided,
    ...marking,
    sections: asked.sections.map(({ id, number, heading }) => ({
      sectionId: id,
      number,
      heading,
      ...(draft.sections[id] ?? EMPTY_SECTION_ANSWER),
    })),
    questions,
    files: withAnsweredFiles(
      draft.files.filter(({ role }) => role !== 'own-statement'),
      questions.map(({ answer }) => answer),
    ),
  }
}

function withAnsweredFiles(files: readonly ReplyFile[], answers: readonly Answer[]): ReplyFile[] {
  const all = [...files]
  for (const file of answers.flatMap(filesIn)) {
    if (all.every(({ sha256 }) => sha256 !== file.sha256)) all.push({ ...file, role: 'attachment' })
  }
  return all
}

/** The files in an answer, also those in the rows of a group. */
export function filesIn(answer: unknown): AnsweredFile[] {
  const file = AnsweredFile.safeParse(answer)
  if (file.success) return [file.data]
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(filesIn) : []
}

/** The files that a field of a draft refers to, whatever the field is. */
export function filesOfField(field: string, value: unknown): AnsweredFile[] {
  if (field !== 'files') return field.startsWith('question:') ? filesIn(value) : []
  const files = DRAFT_FIELDS.files.parse(value)
  return files.map(({ role: _, ...file }) => file)
}
