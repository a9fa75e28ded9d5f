import * as z from 'zod/mini'
import { download, get, post } from '../../lib/contract.ts'
import { Doubt, JournalEntry, JournalNow } from './shapes-journal.ts'

const Size = z.optional(z.string().check(z.regex(/^(0|[1-9]\d{0,14})$/)))

export const journalApi = {
  /** The latest checkpoints, the keys, and how the logs grew out of the sizes that one has seen before. */
  now: get('/api/:org/journal', { query: z.object({ own: Size, top: Size }), returns: JournalNow }),

  /** The acting organisation's own log, the latest entry first. `after` is the last place of the page before. */
  entries: get('/api/:org/journal/entries', {
    query: z.object({ after: Size, limit: z.optional(z.string().check(z.regex(/^([1-9][0-9]?|1[0-9]{2}|200)$/))) }),
    returns: z.object({ items: z.array(JournalEntry), next: z.nullable(z.string()) }),
  }),

  /** A browser tells that a log does not go together with what it has seen. `confirmed`: the server sees the same. */
  doubt: post('/api/:org/journal/doubts', { body: Doubt, returns: z.object({ confirmed: z.boolean() }) }),

  /** The latest stamp of the outside authority, with the checkpoint it is of. */
  stamp: download('/api/:org/journal/timestamp', {}),
}
