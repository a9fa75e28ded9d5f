import * as z from 'zod/mini'
import { download, get, post } from '../../lib/contract.ts'
import { Day } from '../../lib/day.ts'
import { Instant } from '../../lib/instant.ts'
import { OrgCode } from '../../lib/regions.ts'
import { DecidedBy, DraftField, Overall, ReplyFile, ReplySummary, ReplyView, Stance, UncodedOfDispatch } from './shapes.ts'
import { DispatchForRecipient, InboxItem } from './shapes-desk.ts'

const ofDispatch = z.object({ dispatchId: z.uuid() })
const ofReply = z.object({ replyId: z.uuid() })
const done = z.object({})

export const repliesApi = {
  /** Min region: what waits, soonest first. */
  inbox: get('/api/:org/inbox', { returns: z.object({ items: z.array(InboxItem) }) }),
  received: get('/api/:org/inbox/:dispatchId', { params: ofDispatch, returns: DispatchForRecipient }),

  /** The region's own draft; nobody else ever sees it. `version` is the sum of all fields' versions. */
  draft: get('/api/:org/inbox/:dispatchId/draft', {
    params: ofDispatch,
    returns: z.object({ fields: z.array(DraftField), version: z.int() }),
  }),
  /** Saves one field. `version` is the one last read, 0 for a new field; 412 `changed-meanwhile` with details `{field, value, version, savedBy, savedAt}`. */
  saveField: post('/api/:org/inbox/:dispatchId/draft/fields', {
    params: ofDispatch,
    body: z.strictObject({ field: z.string().check(z.maxLength(120)), value: z.unknown(), version: z.int() }),
    returns: z.object({ version: z.int(), savedAt: Instant }),
  }),
  /** The region says itself that the answer is decided, before it is handed in. */
  markDecided: post('/api/:org/inbox/:dispatchId/decided', {
    params: ofDispatch,
    body: z.strictObject({ decided: z.boolean() }),
    returns: done,
  }),
  /** Lämna svar. `version` is the draft's as it was checked. A first answer has relation `first`. */
  handIn: post('/api/:org/inbox/:dispatchId/hand-in', {
    params: ofDispatch,
    body: z.strictObject({ version: z.int(), relation: z.enum(['first', 'replaces', 'completes']) }),
    returns: z.object({ replyId: z.string(), number: z.string(), handedInAt: Instant, late: z.boolean() }),
  }),
  /** Rensa arbetsmaterial: the draft's fields, once the answer is handed in. */
  clearDraft: post('/api/:org/inbox/:dispatchId/draft/clear', { params: ofDispatch, returns: done }),
  /** The region says that an answer entered on its behalf is its own. */
  confirm: post('/api/:org/replies/:replyId/confirm', { params: ofReply, returns: z.object({ confirmedAt: Instant }) }),

  find: get('/api/:org/replies/:replyId', { params: ofReply, returns: ReplyView }),
  /** A copy of exactly what was handed in, to register or keep. */
  copy: download('/api/:org/replies/:replyId/copy', {
    params: ofReply,
    query: z.object({ format: z.enum(['pdf', 'docx', 'txt', 'json']) }),
  }),
  file: download('/api/:org/replies/:replyId/files/:position', {
    params: z.object({ replyId: z.uuid(), position: z.string().check(z.regex(/^[0-9]{1,3}$/)) }),
  }),

  /** Own yttranden that count and are not coded yet, by the sender's utskick. */
  uncoded: get('/api/:org/uncoded-replies', { returns: z.object({ items: z.array(UncodedOfDispatch) }) }),
  /** All answers to the sender's utskick, with earlier ones. */
  ofDispatch: get('/api/:org/dispatches/:dispatchId/replies', { params: ofDispatch, returns: z.object({ items: z.array(ReplySummary) }) }),
  /** An answer that came by mail or letter, entered by the sender. The original is attached; it counts as answered, and is not coded. */
  enterOnBehalf: post('/api/:org/dispatches/:dispatchId/on-behalf', {
    params: ofDispatch,
    body: z.strictObject({
      slotOrg: OrgCode,
      channel: z.enum(['mail', 'letter']),
      receivedOn: Day,
      caseNumber: z.nullable(z.string().check(z.maxLength(60))),
      overall: Overall,
      decided: z.nullable(DecidedBy),
      files: z.array(ReplyFile).check(z.minLength(1), z.maxLength(20)),
    }),
    returns: z.object({ replyId: z.string(), number: z.string() }),
  }),
  tag: post('/api/:org/replies/:replyId/passages', {
    params: ofReply,
    body: z.strictObject({
      sectionId: z.nullable(z.uuid()),
      questionId: z.nullable(z.uuid()),
      stance: z.nullable(Stance),
      text: z.string().check(z.minLength(1), z.maxLength(20_000)),
    }),
    returns: z.object({ id: z.string() }),
  }),
  untag: post('/api/:org/replies/:replyId/passages/:passageId/remove', {
    params: z.object({ replyId: z.uuid(), passageId: z.uuid() }),
    returns: done,
  }),
  /** All that can be coded is coded. */
  markCoded: post('/api/:org/replies/:replyId/coded', { params: ofReply, returns: done }),

  /** Remissammanställning, as Word. */
  compilation: download('/api/:org/dispatches/:dispatchId/compilation', { params: ofDispatch }),
}
