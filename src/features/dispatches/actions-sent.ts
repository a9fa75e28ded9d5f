import { canonical } from '../../lib/canonical.ts'
import type { Day } from '../../lib/day.ts'
import { found, mustBeAllowed, refuseIf } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { type Outgoing, sendMail } from '../../platform/mail.ts'
import { ownedFiles } from '../matters/sql.ts'
import { registryAddresses } from '../organisations/sql-addresses.ts'
import { canWrite } from './access.ts'
import { attachmentsOf, pageFor } from './actions-send.ts'
import { organisationName } from './rules-recipients.ts'
import { whyNotAttach, whyNotClose, whyNotCorrect, whyNotRecall } from './rules-sent.ts'
import type { Correction, DispatchFile, DispatchHead, NewFile, RecipientFacts } from './shapes.ts'
import { correctionsOf, filesOf, insertCorrection, insertFile, lockHead, markClosed, markRecalled, setLastDay } from './sql.ts'
import { insertRegisterEntry } from './sql-lists.ts'
import { lockSlots, noteEvents, slotsOf } from './sql-slots.ts'
import { correctionLetter, recallLetter } from './templates.ts'

/** The utskick with a lock on it, for whoever may act for its sender. */
export async function lockOwn(tx: Tx, ctx: Context, id: string): Promise<DispatchHead> {
  const head = found(await lockHead(tx, id))
  mustBeAllowed(canWrite(ctx.actor, head))
  return head
}

export type Addressed = { slot: RecipientFacts; org: OrgCode; name: string; address: string }

/** Where a letter to each slot goes now: the registry's confirmed address of today, else the one that the utskick went to. */
export async function addressed(db: Reader, ctx: Context, slots: readonly RecipientFacts[]): Promise<Addressed[]> {
  const orgs = slots.map(({ org }) => org)
  const confirmed = (await registryAddresses(db, orgs, ctx.today)).filter(({ confirmedAt }) => confirmedAt !== null)
  const today = new Map(confirmed.map(({ org, address }) => [org, address]))
  return slots.flatMap((slot) => {
    const address = today.get(slot.org) ?? slot.address
    return address === null ? [] : [{ slot, org: slot.org, name: organisationName(slot.org), address }]
  })
}

const withSender = (head: DispatchHead, slots: readonly RecipientFacts[]) =>
  slots.map(({ id, org }) => ({ id, org, senderOrg: head.senderOrg }))

const outEntry = (ctx: Context, head: DispatchHead) => ({
  id: newId(ctx.now),
  orgCode: head.senderOrg,
  direction: 'out' as const,
  occurredAt: ctx.now,
  counterpartOrg: null,
  title: head.title,
  caseNumber: head.caseNumber,
  counterpartCaseNumber: null,
  objectId: head.id,
})

type NewCorrection = { text: string; newLastDay: Day | null; files: NewFile[] }

/** Rättelse: new files, a new last day for all, or both. Each recipient is told; what was sent before stays. */
export async function correctDispatch(tx: Tx, ctx: Context, id: string, wanted: NewCorrection): Promise<Correction> {
  const head = await lockOwn(tx, ctx, id)
  const [before, earlier, slots] = await Promise.all([filesOf(tx, id), correctionsOf(tx, id), slotsOf(tx, id)])
  refuseIf(whyNotCorrect(head, wanted, ctx.today))
  const added = await newFiles(tx, ctx, before, wanted.files)

  const correction: Correction = {
    id: newId(ctx.now),
    number: earlier.length + 1,
    text: wanted.text.trim(),
    madeAt: ctx.now.toISOString(),
    oldLastDay: wanted.newLastDay === null ? null : head.lastDay,
    newLastDay: wanted.newLastDay,
  }
  insertCorrection(tx, head, correction, ctx.actor.personId)
  if (wanted.newLastDay !== null) setLastDay(tx, id, wanted.newLastDay)
  const corrected = added.map((file) => ({ ...file, correctionId: correction.id }))
  for (const file of corrected) insertFile(tx, head, file)
  noteEvents(tx, ctx, withSender(head, slots), 'corrected', String(correction.number))
  insertRegisterEntry(tx, { ...outEntry(ctx, head), document: 'correction' })
  const { number, text, oldLastDay, newLastDay } = correction
  const hashes = corrected.map((file) => [`file:${file.position}`, file.sha256])
  record(tx, ctx, {
    seal: true,
    type: 'dispatch.corrected',
    object: correction.id,
    also: slots.map(({ org }) => org),
    content: { correction: canonical({ number, text, oldLastDay, newLastDay }), ...Object.fromEntries(hashes) },
  })
  const files = [...before, ...corrected]
  const letters = (await addressed(tx, ctx, slots)).map(({ org, name, address }): Outgoing => {
    const told = correctionLetter({ head, correction, files, recipientName: name, url: pageFor(ctx, org, id) })
    const attachments = attachmentsOf(head.senderOrg, files, told.attachments)
    return { purpose: 'correction', to: { name, address, org }, objectId: id, letter: told.letter, attachments }
  })
  await sendMail(tx, ctx, letters)
  return correction
}

async function newFiles(tx: Tx, ctx: Context, before: readonly DispatchFile[], wanted: readonly NewFile[]): Promise<DispatchFile[]> {
  const owned = await ownedFiles(tx, ctx.org, wanted)
  refuseIf(whyNotAttach(before, wanted, new Set(owned.flatMap((file) => file?.sha256 ?? []))))
  let last = Math.max(0, ...before.map(({ position }) => position))
  return wanted.map((file, at) => {
    const { name, size, mediaType } = found(owned[at])
    const position = before.find(({ id }) => id === file.replacesId)?.position ?? ++last
    return { ...file, id: newId(ctx.now), name, size, mediaType, position, correctionId: null, addedAt: ctx.now.toISOString() }
  })
}

/** Återkallelse. Everything stays on record; nothing more is asked of anybody. A hand-in at the same moment is either before or after, as in closing. */
export async function recallDispatch(tx: Tx, ctx: Context, id: string, typed: string): Promise<void> {
  const head = await lockOwn(tx, ctx, id)
  refuseIf(whyNotRecall(head, typed))
  const reason = typed.trim()
  const slots = await lockSlots(tx, id)

  markRecalled(tx, id, { at: ctx.now, by: ctx.actor.personId, reason })
  noteEvents(tx, ctx, withSender(head, slots), 'recalled')
  insertRegisterEntry(tx, { ...outEntry(ctx, head), document: 'recall' })
  record(tx, ctx, { type: 'dispatch.recalled', object: id, also: slots.map(({ org }) => org), content: { reason } })
  const letters = (await addressed(tx, ctx, slots)).map(({ org, name, address }): Outgoing => {
    const letter = recallLetter({ head, reason, recipientName: name })
    return { purpose: 'recall', to: { name, address, org }, objectId: id, letter, attachments: [] }
  })
  await sendMail(tx, ctx, letters)
}

/** Avsluta svarstiden. Slots are locked too: a hand-in at the same moment is either before or after. */
export async function closeDispatch(tx: Tx, ctx: Context, id: string): Promise<{ closedAt: string }> {
  const head = await lockOwn(tx, ctx, id)
  refuseIf(whyNotClose(head))
  await lockSlots(tx, id)

  markClosed(tx, id, ctx.now, ctx.actor.personId)
  record(tx, ctx, { type: 'dispatch.closed', object: id })
  return { closedAt: ctx.now.toISOString() }
}
