import * as z from 'zod/mini'
import type { OrgCode } from '../../lib/regions.ts'

/** A receipt as a page to read and file, as the proof alone, or as both with the content they are about. */
export const ReceiptFormat = z.enum(['pdf', 'tlog-proof', 'zip'])
export type ReceiptFormat = z.infer<typeof ReceiptFormat>

/** What a journal entry says, as far as a receipt needs it. */
export const ProvenEntry = z.object({
  type: z.string(),
  at: z.iso.datetime(),
  log: z.string(),
  object: z.string(),
  content: z.record(z.string(), z.string()),
})
export type ProvenEntry = z.infer<typeof ProvenEntry>

/** Where in a signed log an entry stands, in words for a page. */
export type ProofFacts = {
  log: OrgCode
  index: number
  /** Origin, size and root of the checkpoint. */
  checkpoint: readonly [origin: string, size: string, root: string]
  /** Of the key that signed it, in groups as people compare it. */
  fingerprint: string
}
