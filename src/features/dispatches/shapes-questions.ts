import * as z from 'zod/mini'

const Id = z.string().check(z.minLength(1), z.maxLength(64))
const Words = z.string().check(z.maxLength(500))

// Half-written questions are saved like the rest of a draft; what is missing in them is said before sending.
const common = {
  id: Id,
  text: z.string().check(z.maxLength(1_000)),
  help: z.string().check(z.maxLength(1_000)),
  required: z.boolean(),
}

/** One of the things to choose between. The id is stable, so that the words can be corrected. */
export const Choice = z.strictObject({ id: Id, text: Words })
export type Choice = z.infer<typeof Choice>
const Choices = z.array(Choice).check(z.maxLength(60))

const Bound = z.nullable(z.int())

/** A question that stands alone or in a group. Each type has its one definition in rules-questions.ts. */
export const PlainQuestion = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('short-text') }),
  z.strictObject({ ...common, type: z.literal('long-text') }),
  z.strictObject({ ...common, type: z.literal('yes-no') }),
  z.strictObject({ ...common, type: z.literal('one-of'), choices: Choices }),
  z.strictObject({ ...common, type: z.literal('several-of'), choices: Choices }),
  z.strictObject({ ...common, type: z.literal('whole-number'), unit: z.string().check(z.maxLength(40)), least: Bound, most: Bound }),
  z.strictObject({ ...common, type: z.literal('kronor'), least: Bound, most: Bound }),
  z.strictObject({ ...common, type: z.literal('date') }),
  z.strictObject({ ...common, type: z.literal('file') }),
])
export type PlainQuestion = z.infer<typeof PlainQuestion>

/** The same questions several times over, such as one row per exercise. */
export const GroupQuestion = z.strictObject({
  ...common,
  type: z.literal('group'),
  itemName: Words,
  questions: z.array(PlainQuestion).check(z.maxLength(12)),
  most: z.int().check(z.gte(1), z.lte(100)),
})

export const Question = z.discriminatedUnion('type', [...PlainQuestion.def.options, GroupQuestion])
export type Question = z.infer<typeof Question>
export type QuestionType = Question['type']

/** What is answered, by type: text, yes or no, a choice's id or several, a number, a day, files, or rows of answers. `null` is no answer. */
export const AnsweredFile = z.strictObject({
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  size: z.int(),
  mediaType: z.string().check(z.maxLength(120)),
})
export type AnsweredFile = z.infer<typeof AnsweredFile>

export const PlainAnswer = z.union([
  z.string().check(z.maxLength(200_000)),
  z.boolean(),
  z.int(),
  z.array(z.string().check(z.maxLength(64))).check(z.maxLength(60)),
  z.array(AnsweredFile).check(z.maxLength(20)),
  z.null(),
])
export type PlainAnswer = z.infer<typeof PlainAnswer>
export const GroupAnswer = z.array(z.record(z.string(), PlainAnswer)).check(z.maxLength(100))
export type GroupAnswer = z.infer<typeof GroupAnswer>
export const Answer = z.union([PlainAnswer, GroupAnswer])
export type Answer = z.infer<typeof Answer>
