import { sql } from 'kysely'
import type { ClassCode } from '../lib/class.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { AnyContext } from './context.ts'
import { build, type Reader, type Tx } from './db.ts'
import { sha256 } from './ids.ts'

const CHUNK = 512 * 1024

export type StoredFile = { orgCode: OrgCode; sha256: Buffer; size: number; mediaType: string }

/**
 * Stores bytes for the acting organisation, once per content. The bytes must have passed checkFile. Returns what refers
 * to them: organisation and SHA-256.
 */
export async function storeFile(
  tx: Tx,
  ctx: AnyContext,
  file: { bytes: Uint8Array; mediaType: string; class: ClassCode },
): Promise<StoredFile> {
  const hash = sha256(file.bytes)
  const stored = await tx.write(
    build
      .insertInto('storedFile')
      .values({ orgCode: ctx.org, sha256: hash, size: file.bytes.length, mediaType: file.mediaType, class: file.class, storedAt: ctx.now })
      .onConflict((conflict) => conflict.doNothing()),
  )
  for (let at = 0, position = 0; stored === 1 && at < file.bytes.length; at += CHUNK, position++) {
    const bytes = Buffer.from(file.bytes.subarray(at, at + CHUNK))
    tx.send(build.insertInto('fileChunk').values({ orgCode: ctx.org, sha256: hash, position, bytes }))
  }
  return { orgCode: ctx.org, sha256: hash, size: file.bytes.length, mediaType: file.mediaType }
}

/** The bytes of a file that the acting organisation may read; undefined if it may not, or there is none. */
export async function readFileBytes(db: Reader, org: OrgCode, hash: Buffer): Promise<Buffer | undefined> {
  const chunks = await db.rows(sql<{ bytes: Buffer }>`
    select bytes from file_chunk where org_code = ${org} and sha256 = ${hash} order by position`)
  return chunks.length === 0 ? undefined : Buffer.concat(chunks.map(({ bytes }) => bytes))
}

/** Hashes of those files, out of the given ones, that the acting organisation itself has stored. */
export async function ownFiles(db: Reader, org: OrgCode, hashes: readonly Buffer[]): Promise<StoredFile[]> {
  if (hashes.length === 0) return []
  return await db.rows(
    build
      .selectFrom('storedFile')
      .select(['orgCode', 'sha256', 'size', 'mediaType'])
      .where('orgCode', '=', org)
      .where('sha256', 'in', [...hashes]),
  )
}
