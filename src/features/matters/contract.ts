import * as z from 'zod/mini'
import { upload } from '../../lib/contract.ts'
import { FileRef } from './shapes.ts'

export const mattersApi = {
  /** The bytes of one file, before it is attached to anything. The answer is what others refer to it by. */
  upload: upload('/api/:org/files', { query: z.object({ name: z.string().check(z.minLength(1), z.maxLength(1_000)) }), returns: FileRef }),
}
