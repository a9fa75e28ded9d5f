import { sql } from 'kysely'
import type { OrgCode } from '../../lib/regions.ts'
import type { Reader } from '../../platform/db.ts'

/** An entry of the log that commits to documents: what kind of act, and about what. */
export type DocumentedEntry = { seq: number; type: string; object: string }

/** The signed entries of a log that are of these types, in order. */
export function entriesOfTypes(db: Reader, log: OrgCode, types: readonly string[]): Promise<DocumentedEntry[]> {
  return db.rows(sql<DocumentedEntry>`
    select seq, type, object from journal_object where log = ${log} and type = any(${[...types]}::text[]) order by seq`)
}

/** Where the bytes of an answer's files lie, by their place in it. */
export type StoredPlace = { position: number; fileOrg: OrgCode; sha256: Buffer; name: string; size: number }

export function replyFilesOf(db: Reader, replyId: string): Promise<StoredPlace[]> {
  return db.rows(sql<StoredPlace>`
    select position, file_org, sha256, name, size from reply_file where reply_id = ${replyId} order by position`)
}

/** The utskick that a correction belongs to. */
export async function dispatchOfCorrection(db: Reader, correctionId: string): Promise<string | undefined> {
  return (await db.maybe(sql<{ dispatchId: string }>`select dispatch_id from correction where id = ${correctionId}`))?.dispatchId
}
