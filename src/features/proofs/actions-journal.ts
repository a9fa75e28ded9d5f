import type * as z from 'zod/mini'
import { anchorState } from '../../lib/anchor.ts'
import { base64Of } from '../../lib/bytes.ts'
import { type Checkpoint, originOf, parseCheckpoint, TOP } from '../../lib/checkpoint.ts'
import { verifyNote } from '../../lib/note.ts'
import { found } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import { type Reader, sqlState, type Tx } from '../../platform/db.ts'
import { sameBytes, sha256 } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import type { Download } from '../../platform/http.ts'
import { verifySignature } from '../../platform/journal-key.ts'
import { consistency, latestCheckpoint, publicKeys } from '../../platform/journal-proof.ts'
import { treeOf } from '../../platform/journal-tree.ts'
import { findAnchor, latestStamp } from '../../platform/timestamp.ts'
import { noteRun } from '../../platform/upkeep.ts'
import { zip } from '../../platform/zip.ts'
import { seesWhatAbout } from './access-journal.ts'
import type { Doubt, JournalEntry, JournalNow, LatestCheckpoint, WatchedLog } from './shapes-journal.ts'
import { listEntries, namesOf, thingsOf } from './sql-journal.ts'
import { stampTexts } from './texts-journal.ts'

type Now = z.input<typeof JournalNow>

/** The journal as it is, and how it grew out of what the asker has seen. */
export async function readNow(db: Reader, ctx: Context, seen: { own: number | undefined; top: number | undefined }): Promise<Now> {
  const [own, top, keys, anchor] = await Promise.all([
    latest(db, ctx.org, seen.own),
    latest(db, TOP, seen.top),
    publicKeys(db),
    findAnchor(db),
  ])
  return {
    own,
    top,
    keys: keys.map((key) => ({ ...key, raw: base64Of(key.raw) })),
    anchor: {
      state: anchorState(anchor, ctx.world.tsaUrl !== undefined, ctx.now),
      stampedAt: anchor.stampedAt ?? null,
      waitingSince: anchor.waitingSince ?? null,
    },
  }
}

async function latest(db: Reader, log: string, seen: number | undefined): Promise<z.input<typeof LatestCheckpoint> | null> {
  const checkpoint = await latestCheckpoint(db, log)
  if (!checkpoint) return null
  const { note, signedAt, size } = checkpoint
  const proof = await orBroken(consistency(db, log, seen ?? size, size))
  return { log, note, signedAt, growth: proof?.map((hash) => base64Of(hash)) ?? null }
}

/** A log that does not hang together has no proofs: that is what the asker shall learn, and not that something went wrong. */
async function orBroken<T>(proof: Promise<T>): Promise<T | undefined> {
  try {
    return await proof
  } catch (error) {
    if (!(error instanceof Error) || sqlState(error)) throw error
    return undefined
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ids = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text): text is string => text !== null && UUID.test(text)))]

/** A page of the acting organisation's own log, the latest first, with names for its ids. */
export async function readEntries(
  db: Reader,
  ctx: Context,
  { below, limit }: { below: number | null; limit: number },
): Promise<{ items: z.input<typeof JournalEntry>[]; next: string | null }> {
  const { rows, signedSize } = await listEntries(db, ctx.org, { below, limit })
  const page = rows.slice(0, limit)
  const [names, things] = await Promise.all([
    namesOf(db, ids(page.map(({ actor }) => actor))),
    seesWhatAbout.allows(ctx.actor) ? thingsOf(db, ids(page.map(({ object }) => object))) : [],
  ])
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  const thing = new Map(things.map(({ object, ...about }) => [object, about]))
  const last = page.at(-1)
  return {
    items: page.map(({ seq, type, at, org, actor, object }) => ({
      seq,
      type,
      at,
      org,
      who: nameOf.get(actor ?? '') ?? null,
      about: thing.get(object ?? '') ?? null,
      signed: seq < signedSize,
    })),
    next: rows.length > limit && last ? String(last.seq) : null,
  }
}

/** Keeps what a browser tells of in its organisation's log and for the secretariat to see; looks itself whether it is so. */
export async function noteDoubt(tx: Tx, ctx: Context, doubt: Doubt): Promise<{ confirmed: boolean }> {
  const confirmed = await isDoubtRight(tx, ctx, doubt)

  const log = logOf(ctx, doubt.log)
  const detail = { org: ctx.org, log, what: doubt.what, confirmed }
  noteRun(tx, { kind: 'witness', startedAt: ctx.now, endedAt: ctx.now, ok: false, detail })
  record(tx, ctx, { type: 'journal.doubted', object: log, content: { kept: doubt.kept ?? '', got: doubt.got ?? '' } })
  ctx.world.log.error(detail, 'a witness tells that the journal does not go together with what it has seen')
  return { confirmed }
}

const logOf = (ctx: Context, log: WatchedLog) => (log === 'own' ? ctx.org : TOP)

/** Has one of the known keys signed the checkpoint that was kept, and is the log another than it says? */
async function isDoubtRight(db: Reader, ctx: Context, { log: watched, kept }: Doubt): Promise<boolean> {
  const log = logOf(ctx, watched)
  const keys = await publicKeys(db)
  const name = kept?.split('\n', 1)[0] ?? ''
  const trial = verifyNote(sha256, kept ?? '', name, keys, verifySignature)
  const checkpoint = trial.holds ? parseCheckpoint(trial.text) : undefined
  if (!checkpoint || !new RegExp(`^${originOf('[^/]+', log)}$`).test(checkpoint.origin)) return false
  return !(await stands(db, log, checkpoint))
}

async function stands(db: Reader, log: string, { size, root }: Checkpoint): Promise<boolean> {
  if (size > ((await latestCheckpoint(db, log))?.size ?? 0)) return false
  const tree = await orBroken(treeOf(db, log, size, []))
  return tree !== undefined && sameBytes(tree(0, size), root)
}

/** The outside authority's latest stamp and what it is of, with how to try it. */
export async function readStamp(db: Reader, ctx: Context): Promise<Download> {
  const { note, response, stampedAt } = found(await latestStamp(db))
  const files = [
    { path: stampTexts.readmeFile, bytes: Buffer.from(stampTexts.readme, 'utf8') },
    { path: stampTexts.noteFile, bytes: Buffer.from(note, 'utf8') },
    { path: stampTexts.stampFile, bytes: response },
  ]
  const name = stampTexts.zipFile(stampedAt.toISOString().slice(0, 10))
  return { name, mediaType: 'application/zip', bytes: await zip(files, ctx.now) }
}
