import * as z from 'zod/mini'
import { Block, SectionText } from '../../lib/blocks.ts'
import { Counts } from '../dispatches/shapes-lists.ts'
import { Correction, DispatchFile, DispatchHead, RecipientFacts } from '../dispatches/shapes.ts'
import { Question } from '../dispatches/shapes-questions.ts'
import { ReplySummary } from './shapes.ts'

/** A line of Min region. `filled` and `toFill` count sections and questions in the region's own draft. */
export const InboxItem = z.object({
  head: DispatchHead,
  facts: RecipientFacts,
  caseNumbers: z.array(z.string()),
  corrections: z.int(),
  toFill: z.int(),
  filled: z.int(),
  /** An answer that kansliet entered from mail or letter, which the region has not confirmed yet. */
  toConfirm: z.nullable(z.string()),
})
export type InboxItem = z.infer<typeof InboxItem>

/** An utskick as a recipient sees it. */
export const DispatchForRecipient = z.object({
  head: DispatchHead,
  coveringLetter: z.array(Block),
  sections: z.array(SectionText),
  questions: z.array(Question),
  files: z.array(DispatchFile),
  corrections: z.array(Correction),
  facts: RecipientFacts,
  caseNumbers: z.array(z.string()),
  counts: Counts,
  ownReplies: z.array(ReplySummary),
  /** Others' answers that may be read now; empty when the utskick says no, or not yet. */
  othersReplies: z.array(ReplySummary),
})
export type DispatchForRecipient = z.infer<typeof DispatchForRecipient>
