import { sql } from 'kysely'
import { FILE_TYPES, fileTypeOf, safeFileName } from '../../lib/file-types.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import { ownFiles } from '../../platform/files.ts'
import type { FileRef, Matter } from './shapes.ts'

export function insertMatter(tx: Tx, matter: { id: string; orgCode: OrgCode; caseNumber: string; title: string; madeAt: Date }): void {
  tx.send(build.insertInto('matter').values(matter))
}

/** The acting organisation's matter with this case number, the oldest if there are several. */
export function findMatter(db: Reader, org: OrgCode, caseNumber: string): Promise<Matter | undefined> {
  return db.maybe(sql<Matter>`
    select id, case_number, title from matter where org_code = ${org} and case_number = ${caseNumber} order by made_at, id limit 1`)
}

/**
 * Files that the acting organisation has uploaded itself, in the order they are referred to: with the size and media type that were
 * found then, never those that a client sends back. Undefined in the place of one that is not its own, or that is given a name of another
 * kind than it was checked to be: a checked text must not go out as something that runs.
 */
export async function ownedFiles(
  db: Reader,
  org: OrgCode,
  refs: readonly Pick<FileRef, 'sha256' | 'name'>[],
): Promise<(FileRef | undefined)[]> {
  const stored = await ownFiles(
    db,
    org,
    refs.map(({ sha256 }) => Buffer.from(sha256, 'hex')),
  )
  const byHash = new Map(stored.map((file) => [file.sha256.toString('hex'), file]))
  return refs.map(({ sha256, name }) => {
    const file = byHash.get(sha256)
    const safe = safeFileName(name)
    const mediaType = mediaTypeOf(safe)
    return file && mediaType && isSame(mediaType, file.mediaType) ? { sha256, name: safe, size: file.size, mediaType } : undefined
  })
}

function mediaTypeOf(name: string): string | undefined {
  const type = fileTypeOf(name)
  return type && FILE_TYPES[type].mediaType
}

/** The same bytes are kept once, under the kind they first had: of plain text there are two. */
const isSame = (one: string, other: string) => one === other || (one.startsWith('text/') && other.startsWith('text/'))
