import { command, lookup, read, type Route } from '../../platform/http.ts'
import {
  marksRegistered,
  opensReceived,
  readsDispatches,
  readsEither,
  readsLedger,
  readsRegister,
  receives,
  writesDispatches,
} from './access.ts'
import { attachFile, createDispatch, detachFile, removeDispatch, saveDispatch } from './actions.ts'
import { cursorOf, readDocument, readFile, readForSender, readLetter, readSlot } from './actions-read.ts'
import { registerEntry, unregisterEntry } from './actions-register.ts'
import { previewDispatch, resendDispatch, sendDispatch } from './actions-send.ts'
import { closeDispatch, correctDispatch, recallDispatch } from './actions-sent.ts'
import { confirmReceipt, dropCaseNumber, extendSlot, noteReceipt, openDispatch, previewReminder, remindSlots } from './actions-slots.ts'
import { dispatchesApi as api } from './contract.ts'
import { findHeadRow } from './sql.ts'
import { findCounts, listDrafts, listLedger, listMatrix, listRegister } from './sql-lists.ts'

const USUAL_PAGE = 100
const limitOf = (limit: string | undefined) => (limit === undefined ? USUAL_PAGE : Number(limit))

export const dispatchesRoutes: readonly Route[] = [
  lookup(api.matrix, readsDispatches, (db, _place, { query }) => listMatrix(db, cursorOf(query.after), limitOf(query.limit))),
  lookup(api.drafts, readsDispatches, async (db) => ({ items: await listDrafts(db) })),

  command(api.create, writesDispatches, (tx, ctx, { body }) => createDispatch(tx, ctx, body.kind)),
  read(api.find, readsDispatches, (db, ctx, { params }) => readForSender(db, ctx, params.dispatchId)),
  lookup(api.head, readsEither, (db, _place, { params }) => findHeadRow(db, params.dispatchId)),
  command(api.save, writesDispatches, (tx, ctx, { params, body }) => saveDispatch(tx, ctx, params.dispatchId, body)),
  command(api.remove, writesDispatches, async (tx, ctx, { params }) => {
    await removeDispatch(tx, ctx, params.dispatchId)
    return {}
  }),
  command(api.attach, writesDispatches, (tx, ctx, { params, body }) => attachFile(tx, ctx, params.dispatchId, body)),
  command(api.detach, writesDispatches, async (tx, ctx, { params }) => {
    await detachFile(tx, ctx, params.dispatchId, params.fileId)
    return {}
  }),
  read(api.file, readsEither, (db, ctx, { params }) => readFile(db, ctx, params.dispatchId, params.fileId)),
  read(api.document, readsEither, (db, ctx, { params, query }) => readDocument(db, ctx, params.dispatchId, query.format)),

  read(api.preview, readsDispatches, (db, ctx, { params }) => previewDispatch(db, ctx, params.dispatchId)),
  command(api.send, writesDispatches, (tx, ctx, { params, body }) => sendDispatch(tx, ctx, params.dispatchId, body)),
  command(api.correct, writesDispatches, (tx, ctx, { params, body }) => correctDispatch(tx, ctx, params.dispatchId, body)),
  command(api.recall, writesDispatches, async (tx, ctx, { params, body }) => {
    await recallDispatch(tx, ctx, params.dispatchId, body.reason)
    return {}
  }),
  command(api.close, writesDispatches, (tx, ctx, { params }) => closeDispatch(tx, ctx, params.dispatchId)),
  command(api.extend, writesDispatches, (tx, ctx, { params, body }) => extendSlot(tx, ctx, params.dispatchId, params.slotOrg, body.to)),
  command(api.resend, writesDispatches, (tx, ctx, { params }) => resendDispatch(tx, ctx, params.dispatchId, params.slotOrg)),
  read(api.slot, readsDispatches, (db, _ctx, { params }) => readSlot(db, params.dispatchId, params.slotOrg)),
  command(api.noteReceipt, writesDispatches, async (tx, ctx, { params, body }) => {
    await noteReceipt(tx, ctx, params.dispatchId, params.slotOrg, body)
    return {}
  }),
  read(api.reminder, writesDispatches, (db, ctx, { params }) => previewReminder(db, ctx, params.dispatchId)),
  command(api.remind, writesDispatches, (tx, ctx, { params, body }) => remindSlots(tx, ctx, params.dispatchId, body.orgs)),

  lookup(api.ledger, readsLedger, (db, _place, { query }) => listLedger(db, query.only, cursorOf(query.after), limitOf(query.limit))),
  lookup(api.letter, readsLedger, (db, _place, { params }) => readLetter(db, params.mailId)),

  lookup(api.register, readsRegister, (db, _place, { query }) =>
    listRegister(db, { registered: query.registered === 'yes', search: query.search }, cursorOf(query.after), USUAL_PAGE),
  ),
  command(api.registered, marksRegistered, async (tx, ctx, { params }) => {
    await registerEntry(tx, ctx, params.entryId)
    return {}
  }),
  command(api.unregistered, marksRegistered, async (tx, ctx, { params }) => {
    await unregisterEntry(tx, ctx, params.entryId)
    return {}
  }),

  command(api.open, opensReceived, async (tx, ctx, { params }) => {
    await openDispatch(tx, ctx, params.dispatchId)
    return {}
  }),
  command(api.confirmReceipt, receives, (tx, ctx, { params, body }) => confirmReceipt(tx, ctx, params.dispatchId, body.caseNumber)),
  command(api.removeCaseNumber, receives, (tx, ctx, { params, body }) => dropCaseNumber(tx, ctx, params.dispatchId, body.caseNumber)),
  lookup(api.counts, readsEither, (db, _place, { params }) => findCounts(db, params.dispatchId)),
]
