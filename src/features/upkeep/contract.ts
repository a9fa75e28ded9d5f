import * as z from 'zod/mini'
import { get, post } from '../../lib/contract.ts'
import { Instant } from '../../lib/instant.ts'
import { GiveUpReason, TroubledLetter, Upkeep } from './shapes.ts'

const ofLetter = z.object({ mailId: z.uuid() })

export const upkeepApi = {
  /** Everything that Drift shows. */
  upkeep: get('/api/:org/upkeep', { returns: Upkeep }),

  /** Lets a letter be tried again now: one that was refused, or one that waits for its next try. */
  retryLetter: post('/api/:org/upkeep/letters/:mailId/retry', { params: ofLetter, returns: TroubledLetter }),

  /** It will not be sent. Whoever sent it is told; the ledger keeps it, with the reason. */
  giveUpLetter: post('/api/:org/upkeep/letters/:mailId/give-up', {
    params: ofLetter,
    body: z.strictObject({ reason: GiveUpReason }),
    returns: TroubledLetter,
  }),

  /** When the journal was last verified, and how many entries there were. */
  verification: get('/api/:org/upkeep/journal', {
    returns: z.object({ last: z.nullable(z.object({ at: Instant, ok: z.boolean(), entries: z.nullable(z.number()) })) }),
  }),
}
