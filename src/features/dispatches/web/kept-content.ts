import * as z from 'zod/mini'
import { DispatchContent } from '../shapes.ts'

const Runs = z.array(z.strictObject({ text: z.string(), bold: z.exactOptional(z.literal(true)), italic: z.exactOptional(z.literal(true)) }))

const KeptBlock = z.discriminatedUnion('type', [
  z.strictObject({ id: z.string(), type: z.literal('paragraph'), content: Runs }),
  z.strictObject({
    id: z.string(),
    type: z.literal('list'),
    ordered: z.boolean(),
    start: z.exactOptional(z.int()),
    letters: z.exactOptional(z.literal(true)),
    items: z.array(Runs),
  }),
  z.strictObject({ id: z.string(), type: z.literal('table'), header: z.boolean(), rows: z.array(z.array(Runs)) }),
])

/** What this computer keeps of a draft. Without the limits on texts: one that is too long to be saved must come back after a reload. */
export const KeptContent = z.strictObject({
  ...DispatchContent.def.shape,
  title: z.string(),
  coveringLetter: z.array(KeptBlock),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      heading: z.string(),
      blocks: z.array(KeptBlock),
      originSectionId: z.nullable(z.string()),
    }),
  ),
})
