import { command, read, type Route } from '../../platform/http.ts'
import { readsAsSender, readsDesk, readsReplies, worksAsSender, worksAtDesk } from './access.ts'
import { markCoded, tagPassage, untagPassage } from './actions-coding.ts'
import { compileReplies } from './actions-compilation.ts'
import { copyReply, readReplyFile } from './actions-documents.ts'
import { enterOnBehalf } from './actions-on-behalf.ts'
import { clearDraft, markDecided, readDraft, saveField } from './actions-draft.ts'
import { confirmReply, handIn } from './actions-hand-in.ts'
import { readInbox, readReceived, readReplies, readReply } from './actions-read.ts'
import { repliesApi } from './contract.ts'
import { uncodedByDispatch } from './sql-replies.ts'

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
  read(repliesApi.copy, readsReplies, (db, ctx, { params, query }) => copyReply(db, ctx, params.replyId, query.format)),
  read(repliesApi.file, readsReplies, (db, ctx, { params }) => readReplyFile(db, ctx, params.replyId, Number(params.position))),

  read(repliesApi.uncoded, readsAsSender, async (db) => ({ items: await uncodedByDispatch(db) })),
  read(repliesApi.ofDispatch, readsAsSender, async (db, ctx, { params }) => ({ items: await readReplies(db, ctx, params.dispatchId) })),
  command(repliesApi.enterOnBehalf, worksAsSender, (tx, ctx, { params, body }) => enterOnBehalf(tx, ctx, { ...params, ...body })),
  command(repliesApi.tag, worksAsSender, (tx, ctx, { params, body }) => tagPassage(tx, ctx, { ...params, ...body })),
  command(repliesApi.untag, worksAsSender, async (tx, ctx, { params }) => {
    await untagPassage(tx, ctx, params)
    return done
  }),
  command(repliesApi.markCoded, worksAsSender, async (tx, ctx, { params }) => {
    await markCoded(tx, ctx, params.replyId)
    return done
  }),
  read(repliesApi.compilation, readsAsSender, (db, ctx, { params }) => compileReplies(db, ctx, params.dispatchId)),
]
