import { command, read, type Route } from '../../platform/http.ts'
import { keepsRunning, seesVerification } from './access.ts'
import { giveUpLetter, retryLetter } from './actions.ts'
import { readUpkeep, readVerification } from './actions-read.ts'
import { upkeepApi as api } from './contract.ts'

/** How the installation fares, and the letters that did not get through. */
export const upkeepRoutes: readonly Route[] = [
  read(api.upkeep, keepsRunning, (db, ctx) => readUpkeep(db, ctx)),
  command(api.retryLetter, keepsRunning, (tx, ctx, { params }) => retryLetter(tx, ctx, params.mailId)),
  command(api.giveUpLetter, keepsRunning, (tx, ctx, { params, body }) => giveUpLetter(tx, ctx, params.mailId, body.reason)),
  read(api.verification, seesVerification, (db) => readVerification(db)),
]
