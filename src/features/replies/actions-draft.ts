import { canonical } from '../../lib/canonical.ts'
import { found, mustBeAllowed, Problem, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader, Tx } from '../../platform/db.ts'
import { record } from '../../platform/journal.ts'
import { whyNotAnswer as whyNotDraft } from '../dispatches/rules-sent.ts'
import { findSlot, lockSlot, noteEvent } from '../dispatches/sql-slots.ts'
import type { AnsweredFile } from '../dispatches/shapes-questions.ts'
import { ownedFiles } from '../matters/sql.ts'
import { canAnswer, canReadDraft } from './access.ts'
import { whyNotClear, whyNotMarkDecided } from './rules.ts'
import { filesOfField, readField, versionOf } from './rules-draft.ts'
import type { DraftField } from './shapes.ts'
import { findAsked } from './sql-asked.ts'
import { deleteDraft, draftFields, type DraftRow, findDraftField, markDrafting, setDecided, writeDraftField } from './sql-draft.ts'

type Draft = { fields: (Omit<DraftField, 'savedAt'> & { savedAt: Date })[]; version: number }

/** The acting organisation's own draft. */
export async function readDraft(db: Reader, ctx: Context, dispatchId: string): Promise<Draft> {
  const slot = found(await findSlot(db, dispatchId, ctx.org))
  mustBeAllowed(canReadDraft(ctx.actor, slot))
  const fields = await draftFields(db, slot.id)
  return { fields, version: versionOf(fields) }
}

type FieldInput = { dispatchId: string; field: string; value?: unknown; version: number }

/** Saves one field as it is typed. Not journaled: what is being written is the organisation's own. */
export async function saveField(tx: Tx, ctx: Context, input: FieldInput): Promise<{ version: number; savedAt: Date }> {
  const [slot, asked] = await Promise.all([findSlot(tx, input.dispatchId, ctx.org), findAsked(tx, input.dispatchId)])
  const own = found(slot)
  const dispatch = found(asked)
  mustBeAllowed(canAnswer(ctx.actor, own))
  refuseIf(whyNotDraft(dispatch))
  const read = readField(input.field, input.value, dispatch)
  if (read.whyNot) throw new Problem(read.whyNot === 'draft-text-too-long' ? 'too-large' : 'invalid', read.whyNot)
  await mustBeStored(tx, ctx, filesOfField(input.field, read.value))

  const version = await writeDraftField(tx, own, { ...input, value: read.value, at: ctx.now, by: ctx.actor.personId })
  if (version === undefined) return await savedAlready(tx, own.id, input.field, read.value)
  if (own.draftingAt === null && (await markDrafting(tx, own.id, ctx.now))) {
    noteEvent(tx, ctx, { ...own, senderOrg: dispatch.senderOrg }, 'drafting')
  }
  return { version, savedAt: ctx.now }
}

/** The bytes must be the organisation's own and be what they are said to be: nobody attaches another's file by its hash, or under another kind's name. */
export async function mustBeStored(tx: Tx, ctx: Context, files: readonly AnsweredFile[]): Promise<void> {
  const owned = await ownedFiles(tx, ctx.org, files)
  const isStored = ({ name, size, mediaType }: AnsweredFile, at: number) => {
    const file = owned[at]
    return file?.name === name && file.size === size && file.mediaType === mediaType
  }
  const lacking = files.filter((file, at) => !isStored(file, at)).map(({ name }) => name)
  refuseIf(lacking.length > 0 ? 'file-not-stored' : undefined, { names: lacking })
}

/** Somebody else saved first: both texts go to the page. The very same text twice is no conflict, only a repeated save. */
async function savedAlready(tx: Tx, slotId: string, field: string, value: unknown): Promise<{ version: number; savedAt: Date }> {
  const current: DraftRow | undefined = await findDraftField(tx, slotId, field)
  if (current && canonical(current.value) === canonical(value)) return { version: current.version, savedAt: current.savedAt }
  const { savedAt, savedBy, version } = current ?? { savedAt: null, savedBy: null, version: 0 }
  throw new Problem('outdated', 'changed-meanwhile', { field, value: current?.value ?? null, version, savedBy, savedAt })
}

/** The organisation says itself that its answer is decided, or takes that back, before the answer is handed in. */
export async function markDecided(tx: Tx, ctx: Context, input: { dispatchId: string; decided: boolean }): Promise<void> {
  const slot = found(await lockSlot(tx, input.dispatchId, ctx.org))
  const dispatch = found(await findAsked(tx, input.dispatchId))
  mustBeAllowed(canAnswer(ctx.actor, slot))
  refuseIf(whyNotMarkDecided(dispatch, slot.replyId !== null))
  if ((slot.decidedAt !== null) === input.decided) return

  setDecided(tx, slot.id, input.decided ? ctx.now : null)
  noteEvent(tx, ctx, { ...slot, senderOrg: dispatch.senderOrg }, input.decided ? 'decided' : 'undecided')
  record(tx, ctx, { type: input.decided ? 'slot.decided' : 'slot.undecided', object: slot.id })
}

/** Rensa arbetsmaterial: what was handed in stays, what led to it goes. */
export async function clearDraft(tx: Tx, ctx: Context, dispatchId: string): Promise<void> {
  const slot = found(await lockSlot(tx, dispatchId, ctx.org))
  mustBeAllowed(canAnswer(ctx.actor, slot))
  refuseIf(whyNotClear(slot.replyId !== null))

  deleteDraft(tx, slot.id)
  record(tx, ctx, { type: 'draft.cleared', object: slot.id })
}
