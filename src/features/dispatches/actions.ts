import { mustBeAllowed, found, Problem, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import { sqlState, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { ownedFiles } from '../matters/sql.ts'
import { canWrite } from './access.ts'
import { whyNotAttach } from './rules-sent.ts'
import { whyNotSave } from './rules-writing.ts'
import { DispatchContent, type DispatchFile, type DispatchHead, type Kind, type NewFile, type WrittenContent } from './shapes.ts'
import {
  contentOf,
  deleteFile,
  deleteReplacedFile,
  filesOf,
  findPersonContact,
  insertDispatch,
  insertFile,
  lockHead,
  markDeleted,
  saveContent,
  touchDispatch,
} from './sql.ts'

/** A new draft, with the writer as contact until she says otherwise. */
export async function createDispatch(tx: Tx, ctx: Context, kind: Kind): Promise<{ id: string }> {
  mustBeAllowed(canWrite(ctx.actor, { senderOrg: ctx.org }))
  const id = newId(ctx.now)
  const { email, phone } = found(await findPersonContact(tx, ctx.actor.personId))
  const contact = { name: ctx.actor.name, email, phone: phone ?? '' }
  insertDispatch(tx, { id, senderOrg: ctx.org, kind, contact, by: ctx.actor.personId, at: ctx.now })
  record(tx, ctx, { type: 'dispatch.created', object: id })
  return { id }
}

/** The draft with a lock on it, for whoever may write it. */
async function lockDraft(tx: Tx, ctx: Context, id: string): Promise<DispatchHead> {
  const head = found(await lockHead(tx, id))
  mustBeAllowed(canWrite(ctx.actor, head))
  refuseIf(head.sentAt === null ? undefined : 'already-sent')
  return head
}

/** Saves all that is written, if nobody has saved since it was read. */
export async function saveDispatch(tx: Tx, ctx: Context, id: string, written: WrittenContent): Promise<{ version: number }> {
  if (ctx.ifMatch === undefined) throw new Problem('invalid', 'if-match-missing')
  const head = found(await lockHead(tx, id))
  mustBeAllowed(canWrite(ctx.actor, head))
  if (head.sentAt === null && head.version !== ctx.ifMatch) {
    throw new Problem('outdated', 'changed-meanwhile', { version: head.version, content: await contentOf(tx, head) })
  }
  refuseIf(whyNotSave(written, { sentAt: head.sentAt, ceiling: ctx.world.classCeiling }))

  try {
    await saveContent(tx, head, DispatchContent.parse(written), ctx.actor.personId, ctx.now)
  } catch (error) {
    const constraint = sqlState(error)?.constraint
    if (constraint === 'section_pkey' || constraint === 'question_pkey') throw new Problem('refused', 'ids-taken')
    throw error
  }
  record(tx, ctx, { type: 'dispatch.saved', object: id })
  return { version: head.version + 1 }
}

/** A draft only. What has been sent stays on record. */
export async function removeDispatch(tx: Tx, ctx: Context, id: string): Promise<void> {
  await lockDraft(tx, ctx, id)
  markDeleted(tx, id, ctx.now)
  record(tx, ctx, { type: 'dispatch.removed', object: id })
}

/** Attaches a file to a draft. One that replaces another takes its place and its number; the other is gone, since nobody has had it. */
export async function attachFile(tx: Tx, ctx: Context, id: string, added: NewFile): Promise<DispatchFile> {
  const head = await lockDraft(tx, ctx, id)
  const files = await filesOf(tx, id)
  const [owned] = await ownedFiles(tx, ctx.org, [added])
  refuseIf(whyNotAttach(files, [added], new Set(owned && [owned.sha256])))
  const { name, size, mediaType } = found(owned)

  const replaced = files.find((file) => file.id === added.replacesId)
  if (replaced) deleteReplacedFile(tx, id, replaced.id)
  const file: DispatchFile = {
    id: newId(ctx.now),
    name,
    size,
    mediaType,
    sha256: added.sha256,
    role: added.role,
    position: replaced?.position ?? Math.max(0, ...files.map(({ position }) => position)) + 1,
    replacesId: null,
    correctionId: null,
    addedAt: ctx.now.toISOString(),
  }
  insertFile(tx, head, file)
  touchDispatch(tx, id, ctx.actor.personId, ctx.now)
  record(tx, ctx, { type: 'dispatch.file-attached', object: id, content: { file: added.sha256 } })
  return file
}

/** Takes a file from a draft. */
export async function detachFile(tx: Tx, ctx: Context, id: string, fileId: string): Promise<void> {
  await lockDraft(tx, ctx, id)
  found((await filesOf(tx, id)).find((file) => file.id === fileId))
  await deleteFile(tx, id, fileId)
  touchDispatch(tx, id, ctx.actor.personId, ctx.now)
  record(tx, ctx, { type: 'dispatch.file-detached', object: id })
}
