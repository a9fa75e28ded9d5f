import { read, type Route } from '../../platform/http.ts'
import { readsReceipts, readsSendingList, takesHome } from './access.ts'
import { readBundle } from './actions-bundle.ts'
import { readSendingList } from './actions-list.ts'
import { readCorrectionReceipt, readReplyReceipt, readSendingReceipt } from './actions.ts'
import { proofsApi } from './contract.ts'

export const proofsRoutes: readonly Route[] = [
  read(proofsApi.replyReceipt, readsReceipts, (db, ctx, { params, query }) => readReplyReceipt(db, ctx, params.replyId, query.format)),
  read(proofsApi.sendingReceipt, readsReceipts, (db, ctx, { params, query }) =>
    readSendingReceipt(db, ctx, params.dispatchId, query.format),
  ),
  read(proofsApi.correctionReceipt, readsReceipts, (db, ctx, { params, query }) =>
    readCorrectionReceipt(db, ctx, params.dispatchId, Number(params.number), query.format),
  ),
  read(proofsApi.sendingList, readsSendingList, (db, ctx, { params, query }) => readSendingList(db, ctx, params.dispatchId, query.format)),
  read(proofsApi.bundle, takesHome, (db, ctx) => readBundle(db, ctx)),
]
