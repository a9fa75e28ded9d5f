import * as z from 'zod/mini'
import { download } from '../../lib/contract.ts'
import { ReceiptFormat } from './shapes.ts'

const ofDispatch = z.object({ dispatchId: z.uuid() })
const format = z.object({ format: ReceiptFormat })

export const proofsApi = {
  /** Kvittens on an answer: for the organisation that answered and for the sender, each from its own log. */
  replyReceipt: download('/api/:org/replies/:replyId/receipt', { params: z.object({ replyId: z.uuid() }), query: format }),
  /** Kvittens on the sending itself, for the sender and for each recipient. */
  sendingReceipt: download('/api/:org/dispatches/:dispatchId/receipt', { params: ofDispatch, query: format }),
  /** Kvittens on a correction, by its number. */
  correctionReceipt: download('/api/:org/dispatches/:dispatchId/corrections/:number/receipt', {
    params: z.object({ dispatchId: z.uuid(), number: z.string().check(z.regex(/^[1-9][0-9]{0,3}$/)) }),
    query: format,
  }),
  /** Sändlista med kvittenser: every recipient, every fact, as a document or with all proofs. */
  sendingList: download('/api/:org/dispatches/:dispatchId/sending-list', {
    params: ofDispatch,
    query: z.object({ format: z.enum(['pdf', 'zip']) }),
  }),
  /** The acting organisation's own log and all that it handed in or received, as one file that can be verified by itself. */
  bundle: download('/api/:org/journal/bundle', {}),
}
