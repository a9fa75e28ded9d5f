import { FILE_TYPES, safeFileName } from '../../lib/file-types.ts'
import { Problem } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { checkFile } from '../../platform/file-check.ts'
import { storeFile } from '../../platform/files.ts'
import type { FileRef } from './shapes.ts'
import type { mattersProblems } from './texts.ts'

/**
 * Takes in a file for the acting organisation. Not journaled: until it is attached to something it is a draft, and attaching it is
 * what the journal tells.
 */
export async function uploadFile(tx: Tx, ctx: Context, file: { name: string; bytes: Buffer }): Promise<FileRef> {
  const checked = await checkFile(file)
  if (!checked.ok) {
    const code = `file-${checked.reason}` satisfies keyof typeof mattersProblems
    throw new Problem(checked.reason === 'too-big' ? 'too-large' : 'invalid', code, { name: safeFileName(file.name) })
  }
  const { mediaType } = FILE_TYPES[checked.type]
  const stored = await storeFile(tx, ctx, { bytes: file.bytes, mediaType, class: 'open' })
  return { sha256: stored.sha256.toString('hex'), name: checked.name, size: stored.size, mediaType }
}
