import { command, read, type Route } from '../../platform/http.ts'
import { readsJournal } from './access-journal.ts'
import { noteDoubt, readEntries, readNow, readStamp } from './actions-journal.ts'
import { journalApi as api } from './contract-journal.ts'

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text))

/** The journal as its organisation sees it, and what its browsers tell of it. */
export const journalRoutes: readonly Route[] = [
  read(api.now, readsJournal, (db, ctx, { query }) => readNow(db, ctx, { own: numberOf(query.own), top: numberOf(query.top) })),
  read(api.entries, readsJournal, (db, ctx, { query }) =>
    readEntries(db, ctx, { below: numberOf(query.after) ?? null, limit: numberOf(query.limit) ?? 50 }),
  ),
  command(api.doubt, readsJournal, (tx, ctx, { body }) => noteDoubt(tx, ctx, body)),
  read(api.stamp, readsJournal, (db, ctx) => readStamp(db, ctx)),
]
