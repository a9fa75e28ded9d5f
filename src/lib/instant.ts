import * as z from 'zod/mini'

/**
 * A moment as it travels: ISO 8601 in UTC. Takes the database's Date as well, so that rows need no mapping; what comes out
 * is always text. Refuses other texts.
 */
export const Instant = z.pipe(
  z.union([z.iso.datetime(), z.date()]),
  z.transform((moment: string | Date) => (typeof moment === 'string' ? moment : moment.toISOString())),
)
export type Instant = z.output<typeof Instant>
