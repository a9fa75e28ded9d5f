import * as z from 'zod/mini'
import { download, get, post } from '../../lib/contract.ts'
import { Day } from '../../lib/day.ts'
import { Instant } from '../../lib/instant.ts'
import { OrgCode } from '../../lib/regions.ts'
import {
  Correction,
  DispatchFile,
  DispatchForSender,
  DispatchHead,
  Kind,
  LedgerLine,
  LetterView,
  MatrixRow,
  NewFile,
  RecipientFacts,
  RegisterEntry,
  SlotEvent,
  WrittenContent,
} from './shapes.ts'
import { Counts, DraftListItem } from './shapes-lists.ts'

const ofDispatch = z.object({ dispatchId: z.uuid() })
const ofSlot = z.object({ dispatchId: z.uuid(), slotOrg: OrgCode })
const done = z.object({})
const Paging = z.object({ after: z.optional(z.string()), limit: z.optional(z.string().check(z.regex(/^([1-9][0-9]?|1[0-9]{2}|200)$/))) })
const pageOf = <T extends z.ZodMiniType>(item: T) => z.object({ items: z.array(item), next: z.nullable(z.string()) })

export const dispatchesApi = {
  /** The matrix: sent utskick with all slots, newest last day first. */
  matrix: get('/api/:org/matrix', { query: Paging, returns: pageOf(MatrixRow) }),
  drafts: get('/api/:org/dispatch-drafts', { returns: z.object({ items: z.array(DraftListItem) }) }),

  create: post('/api/:org/dispatches', { body: z.strictObject({ kind: Kind }), returns: z.object({ id: z.string() }) }),
  find: get('/api/:org/dispatches/:dispatchId', { params: ofDispatch, returns: DispatchForSender }),
  /** For sender and recipient alike: one trip to the database. */
  head: get('/api/:org/dispatches/:dispatchId/head', { params: ofDispatch, returns: DispatchHead }),
  /** Saves all that is written, under If-Match; 412 `changed-meanwhile` with details `{version, content}` when another saved first. */
  save: post('/api/:org/dispatches/:dispatchId/save', {
    params: ofDispatch,
    body: WrittenContent,
    returns: z.object({ version: z.int() }),
  }),
  remove: post('/api/:org/dispatches/:dispatchId/remove', { params: ofDispatch, returns: done }),
  attach: post('/api/:org/dispatches/:dispatchId/files', { params: ofDispatch, body: NewFile, returns: DispatchFile }),
  detach: post('/api/:org/dispatches/:dispatchId/files/:fileId/remove', {
    params: z.object({ dispatchId: z.uuid(), fileId: z.uuid() }),
    returns: done,
  }),
  file: download('/api/:org/dispatches/:dispatchId/files/:fileId', { params: z.object({ dispatchId: z.uuid(), fileId: z.uuid() }) }),
  /** The utskick as a document that a registry can register. For sender and recipient. */
  document: download('/api/:org/dispatches/:dispatchId/document', {
    params: ofDispatch,
    query: z.object({ format: z.enum(['pdf', 'docx', 'txt']) }),
  }),

  /** The mail as each registry will get it, to whom, and every reason not to send yet. */
  preview: get('/api/:org/dispatches/:dispatchId/preview', {
    params: ofDispatch,
    returns: z.object({
      letter: LetterView,
      to: z.array(z.object({ org: OrgCode, name: z.string(), address: z.nullable(z.string()), confirmed: z.boolean() })),
      whyNot: z.array(z.object({ code: z.string(), sentence: z.string() })),
      /** Things to think about that do not stop the sending: a last day that is a red day, no questions. */
      think: z.array(z.string()),
    }),
  }),
  /** `dayAsked` says that a last day on a weekend or red day is meant; `fileIds` are the files that were checked. */
  send: post('/api/:org/dispatches/:dispatchId/send', {
    params: ofDispatch,
    body: z.strictObject({ version: z.int(), dayAsked: z.boolean(), fileIds: z.array(z.uuid()) }),
    returns: z.object({ sentAt: Instant, recipients: z.int() }),
  }),
  correct: post('/api/:org/dispatches/:dispatchId/corrections', {
    params: ofDispatch,
    body: z.strictObject({
      text: z.string().check(z.minLength(1), z.maxLength(4_000)),
      newLastDay: z.nullable(Day),
      files: z.array(NewFile).check(z.maxLength(20)),
    }),
    returns: Correction,
  }),
  recall: post('/api/:org/dispatches/:dispatchId/recall', {
    params: ofDispatch,
    body: z.strictObject({ reason: z.string().check(z.minLength(1), z.maxLength(2_000)) }),
    returns: done,
  }),
  /** Avsluta svarstiden. Late answers are still taken in, and marked. */
  close: post('/api/:org/dispatches/:dispatchId/close', { params: ofDispatch, returns: z.object({ closedAt: Instant }) }),
  extend: post('/api/:org/dispatches/:dispatchId/recipients/:slotOrg/extend', {
    params: ofSlot,
    body: z.strictObject({ to: Day }),
    returns: RecipientFacts,
  }),
  /** The letter again, to the registry's confirmed address of today, when the first one was refused. */
  resend: post('/api/:org/dispatches/:dispatchId/recipients/:slotOrg/resend', { params: ofSlot, returns: RecipientFacts }),
  slot: get('/api/:org/dispatches/:dispatchId/recipients/:slotOrg', {
    params: ofSlot,
    returns: z.object({ facts: RecipientFacts, caseNumbers: z.array(z.string()), events: z.array(SlotEvent) }),
  }),
  /** A registration number that the region gave by telephone or mail. */
  noteReceipt: post('/api/:org/dispatches/:dispatchId/recipients/:slotOrg/receipt', {
    params: ofSlot,
    body: z.strictObject({
      how: z.enum(['mail', 'automatic-reply', 'telephone', 'letter']),
      caseNumber: z.nullable(z.string().check(z.maxLength(60))),
    }),
    returns: done,
  }),
  reminder: get('/api/:org/dispatches/:dispatchId/reminder', {
    params: ofDispatch,
    returns: z.object({
      to: z.array(
        z.object({
          org: OrgCode,
          name: z.string(),
          address: z.nullable(z.string()),
          remindedAt: z.nullable(Instant),
          reminders: z.int(),
        }),
      ),
      letter: LetterView,
    }),
  }),
  remind: post('/api/:org/dispatches/:dispatchId/remind', {
    params: ofDispatch,
    body: z.strictObject({ orgs: z.array(OrgCode).check(z.minLength(1), z.maxLength(60)) }),
    returns: z.object({ reminded: z.int() }),
  }),

  /** Utgående post. */
  ledger: get('/api/:org/mail', {
    query: z.object({ ...Paging.def.shape, only: z.optional(z.enum(['refused', 'waiting'])) }),
    returns: pageOf(LedgerLine),
  }),
  letter: get('/api/:org/mail/:mailId', {
    params: z.object({ mailId: z.uuid() }),
    returns: z.object({ line: LedgerLine, letter: LetterView }),
  }),

  /** Att diarieföra. */
  register: get('/api/:org/register', {
    query: z.object({
      registered: z.enum(['yes', 'no']),
      after: z.optional(z.string()),
      /** A part of a title, a number of any kind or the counterpart's name. */
      search: z.optional(z.string().check(z.maxLength(200))),
    }),
    returns: pageOf(RegisterEntry),
  }),
  registered: post('/api/:org/register/:entryId/registered', { params: z.object({ entryId: z.uuid() }), returns: done }),
  /** Takes back a mark that was made by mistake. */
  unregistered: post('/api/:org/register/:entryId/unregistered', { params: z.object({ entryId: z.uuid() }), returns: done }),

  /** The first opening by an organisation, made by a person's own page: a fact, and journaled. */
  open: post('/api/:org/inbox/:dispatchId/open', { params: ofDispatch, returns: done }),
  /** Bekräfta mottagande, gladly with the region's own case number. May be said again, to add a number. */
  confirmReceipt: post('/api/:org/inbox/:dispatchId/receipt', {
    params: ofDispatch,
    body: z.strictObject({ caseNumber: z.nullable(z.string().check(z.maxLength(60))) }),
    returns: z.object({ receivedAt: Instant, caseNumbers: z.array(z.string()) }),
  }),
  /** A number that was written wrong, taken away from one's own slot. Its history keeps it. */
  removeCaseNumber: post('/api/:org/inbox/:dispatchId/case-numbers/remove', {
    params: ofDispatch,
    body: z.strictObject({ caseNumber: z.string().check(z.minLength(1), z.maxLength(60)) }),
    returns: z.object({ caseNumbers: z.array(z.string()) }),
  }),
  counts: get('/api/:org/dispatches/:dispatchId/counts', { params: ofDispatch, returns: Counts }),
}
