import { command, read, type Route } from '../../platform/http.ts'
import { readsAsSender, readsDesk, readsReplies, worksAtDesk } from './access.ts'
import { clearDraft, markDecided, readDraft, saveField } from './actions-draft.ts'
import { confirmReply, handIn } from './actions-hand-in.ts'
import { readInbox, readReceived, readReplies, readReply } from './actions-read.ts'
import { repliesApi } from './contract.ts'

const done = {}

export const repliesRoutes: readonly Route[] = [
  read(repliesApi.inbox, readsDesk, async (db, ctx) => ({ items: await readInbox(db, ctx) })),
  read(repliesApi.received, readsDesk, (db, ctx, { params }) => readReceived(db, ctx, params.dispatchId)),

  read(repliesApi.draft, readsDesk, (db, ctx, { params }) => readDraft(db, ctx, params.dispatchId)),
  command(repliesApi.saveField, worksAtDesk, (tx, ctx, { params, body }) => saveField(tx, ctx, { ...params, ...body })),
  command(repliesApi.markDecided, worksAtDesk, async (tx, ctx, { params, body }) => {
    await markDecided(tx, ctx, { ...params, ...body })
    return done
  }),
  command(repliesApi.handIn, worksAtDesk, (tx, ctx, { params, body }) => handIn(tx, ctx, { ...params, ...body })),
  command(repliesApi.clearDraft, worksAtDesk, async (tx, ctx, { params }) => {
    await clearDraft(tx, ctx, params.dispatchId)
    return done
  }),
  command(repliesApi.confirm, worksAtDesk, (tx, ctx, { params }) => confirmReply(tx, ctx, params.replyId)),

  read(repliesApi.find, readsReplies, (db, ctx, { params }) => readReply(db, ctx, params.replyId)),
  read(repliesApi.ofDispatch, readsAsSender, async (db, ctx, { params }) => ({ items: await readReplies(db, ctx, params.dispatchId) })),
]
