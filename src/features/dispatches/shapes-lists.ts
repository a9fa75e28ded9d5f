import * as z from 'zod/mini'
import { Day } from '../../lib/day.ts'
import { Instant } from '../../lib/instant.ts'
import { Kind } from './shapes.ts'

/** How many were asked and how many have answered. Never who. */
export const Counts = z.object({ asked: z.int(), answered: z.int() })
export type Counts = z.infer<typeof Counts>

/** An utskick that is being written. */
export const DraftListItem = z.object({
  id: z.string(),
  kind: Kind,
  title: z.string(),
  caseNumber: z.nullable(z.string()),
  lastDay: z.nullable(Day),
  changedAt: Instant,
  changedBy: z.string(),
})
export type DraftListItem = z.infer<typeof DraftListItem>
