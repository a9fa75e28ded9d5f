import * as z from 'zod/mini'

/** An uploaded file as others refer to it: the acting organisation's own bytes, by their SHA-256 in lower-case hex. */
export const FileRef = z.object({
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  size: z.int(),
  mediaType: z.string(),
})
export type FileRef = z.infer<typeof FileRef>

/** A matter in one organisation's register; the case number is theirs, as they write it. */
export const Matter = z.object({ id: z.string(), caseNumber: z.string(), title: z.string() })
export type Matter = z.infer<typeof Matter>
