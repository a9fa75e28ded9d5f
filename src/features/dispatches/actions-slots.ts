import type { Day } from '../../lib/day.ts'
import { found, mustBeAllowed, Problem, refuseIf } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { type Outgoing, sendMail } from '../../platform/mail.ts'
import { canOpen, canReceive } from './access.ts'
import { pageFor, viewOf } from './actions-send.ts'
import { type Addressed, addressed, lockOwn } from './actions-sent.ts'
import { lastDayFor } from './rules.ts'
import { organisationName } from './rules-recipients.ts'
import { whyNotClose, whyNotExtend, whyNotReceive, whyNotRemind } from './rules-sent.ts'
import type { DispatchHead, RecipientFacts } from './shapes.ts'
import { findHead } from './sql.ts'
import {
  addCaseNumber,
  caseNumbersOf,
  insertReminder,
  lockSlot,
  lockSlots,
  markExtended,
  markOpened,
  markReceived,
  markReminded,
  noteEvent,
  noteEvents,
  removeCaseNumber,
  slotsOf,
} from './sql-slots.ts'
import { reminderLetter } from './templates.ts'

/** Förlängd svarstid for one organisation. */
export async function extendSlot(tx: Tx, ctx: Context, id: string, org: OrgCode, to: Day): Promise<RecipientFacts> {
  const head = await lockOwn(tx, ctx, id)
  const slot = found(await lockSlot(tx, id, org))
  refuseIf(whyNotExtend(head, slot, to, ctx.today))

  markExtended(tx, slot.id, to, ctx.now, ctx.actor.personId)
  noteEvent(tx, ctx, { ...slot, senderOrg: head.senderOrg }, 'extended', to)
  record(tx, ctx, { type: 'slot.extended', object: slot.id, content: { to } })
  return { ...slot, extendedTo: to, extendedAt: ctx.now.toISOString() }
}

type Receipt = { how: 'platform' | 'mail' | 'automatic-reply' | 'telephone' | 'letter'; caseNumber: string | null }

/** The first receipt is a fact; a number may be added later. True if there was anything new. */
async function receive(tx: Tx, ctx: Context, head: DispatchHead, slot: RecipientFacts, { how, caseNumber }: Receipt): Promise<boolean> {
  const place = { ...slot, senderOrg: head.senderOrg }
  const isFirst = slot.receivedAt === null
  if (isFirst) {
    markReceived(tx, slot.id, { at: ctx.now, by: ctx.actor.personId, how })
    noteEvent(tx, ctx, place, 'received', how)
  }
  const isNumberNew = caseNumber !== null && (await addCaseNumber(tx, place, caseNumber, ctx.now, ctx.actor.personId))
  if (isNumberNew) noteEvent(tx, ctx, place, 'case-number', caseNumber)
  return isFirst || isNumberNew
}

const receiptContent = (how: string, caseNumber: string | null) => ({ how, ...(caseNumber !== null && { caseNumber }) })

const asNumber = (typed: string | null) => typed?.trim() || null

/** What a registry said by telephone or mail, noted by the sender. */
export async function noteReceipt(tx: Tx, ctx: Context, id: string, org: OrgCode, said: Receipt): Promise<void> {
  const head = await lockOwn(tx, ctx, id)
  const slot = found(await lockSlot(tx, id, org))
  const caseNumber = asNumber(said.caseNumber)
  refuseIf(whyNotReceive(head, caseNumber))

  const isNew = await receive(tx, ctx, head, slot, { how: said.how, caseNumber })
  if (isNew) record(tx, ctx, { type: 'slot.receipt-noted', object: slot.id, content: receiptContent(said.how, caseNumber) })
}

/** The slot of the acting organisation, locked, with the utskick it belongs to. */
async function lockReceived(tx: Tx, ctx: Context, id: string): Promise<{ head: DispatchHead; slot: RecipientFacts }> {
  const head = found(await findHead(tx, id))
  return { head, slot: found(await lockSlot(tx, id, ctx.org)) }
}

/** The first opening by an organisation is journaled, and above class open every opening is. */
export async function openDispatch(tx: Tx, ctx: Context, id: string): Promise<void> {
  const { head, slot } = await lockReceived(tx, ctx, id)
  mustBeAllowed(canOpen(ctx.actor, slot))
  if (slot.openedAt !== null) {
    if (head.class !== 'open') record(tx, ctx, { type: 'dispatch.read', object: id })
    return
  }

  markOpened(tx, slot.id, ctx.now, ctx.actor.personId)
  noteEvent(tx, ctx, { ...slot, senderOrg: head.senderOrg }, 'opened')
  record(tx, ctx, { type: 'dispatch.opened', object: id })
}

/** Bekräfta mottagande, gladly with the region's own number; said again to add another. */
export async function confirmReceipt(
  tx: Tx,
  ctx: Context,
  id: string,
  typed: string | null,
): Promise<{ receivedAt: string; caseNumbers: string[] }> {
  const { head, slot } = await lockReceived(tx, ctx, id)
  mustBeAllowed(canReceive(ctx.actor, slot))
  const caseNumber = asNumber(typed)
  refuseIf(whyNotReceive(head, caseNumber))

  const isNew = await receive(tx, ctx, head, slot, { how: 'platform', caseNumber })
  if (isNew) {
    const content = receiptContent('platform', caseNumber)
    record(tx, ctx, { type: 'slot.received', object: slot.id, also: [head.senderOrg], content })
  }
  return { receivedAt: slot.receivedAt ?? ctx.now.toISOString(), caseNumbers: await caseNumbersOf(tx, slot.id) }
}

/** A number that was written wrong is taken away from the organisation's own slot, whoever put it there. */
export async function dropCaseNumber(tx: Tx, ctx: Context, id: string, caseNumber: string): Promise<{ caseNumbers: string[] }> {
  const { head, slot } = await lockReceived(tx, ctx, id)
  mustBeAllowed(canReceive(ctx.actor, slot))
  found((await removeCaseNumber(tx, slot.id, caseNumber, ctx.now, ctx.actor.personId)) || undefined)

  noteEvent(tx, ctx, { ...slot, senderOrg: head.senderOrg }, 'case-number-removed', caseNumber)
  record(tx, ctx, { type: 'slot.case-number-removed', object: slot.id })
  return { caseNumbers: await caseNumbersOf(tx, slot.id) }
}

const remindable = (head: DispatchHead, slots: readonly RecipientFacts[]) => slots.filter((slot) => whyNotRemind(head, slot) === undefined)

function reminderTo(ctx: Context, head: DispatchHead, { slot, org, name }: Pick<Addressed, 'slot' | 'org' | 'name'>) {
  return reminderLetter({ head, recipientName: name, url: pageFor(ctx, org, head.id), lastDay: lastDayFor(head, slot) })
}

/** Who would be reminded, and the letter as the first of them would get it. */
export async function previewReminder(db: Reader, ctx: Context, id: string) {
  const head = found(await findHead(db, id))
  refuseIf(whyNotClose(head))
  const to = await addressed(db, ctx, remindable(head, await slotsOf(db, id)))
  const [first] = to
  if (!first) throw new Problem('refused', 'nobody-to-remind')
  return {
    to: to.map(({ slot, org, name, address }) => ({ org, name, address, remindedAt: slot.remindedAt, reminders: slot.reminders })),
    letter: viewOf({ letter: reminderTo(ctx, head, first), attachments: [] }),
  }
}

/**
 * Påminn dem som inte har svarat. Whoever has answered since the list was read is left in peace. A reminder normally need not
 * be registered (OSL 5:1 fourth paragraph: of little importance), so it makes no entry for the register.
 */
export async function remindSlots(tx: Tx, ctx: Context, id: string, orgs: readonly OrgCode[]): Promise<{ reminded: number }> {
  const head = await lockOwn(tx, ctx, id)
  refuseIf(whyNotClose(head))
  const asked = (await lockSlots(tx, id)).filter(({ org }) => orgs.includes(org))
  found(asked.length === new Set(orgs).size ? asked : undefined)
  const to = await addressed(tx, ctx, remindable(head, asked))
  const [first] = to
  if (!first) throw new Problem('refused', 'nobody-to-remind')

  const slots = to.map(({ slot }) => ({ ...slot, senderOrg: head.senderOrg }))
  const { subject, text } = reminderTo(ctx, head, first)
  markReminded(
    tx,
    slots.map((slot) => slot.id),
    ctx.now,
  )
  const reminder = { id: newId(ctx.now), dispatchId: id, senderOrg: head.senderOrg, orgs: to.map(({ org }) => org) }
  insertReminder(tx, { ...reminder, subject, text, by: ctx.actor.personId }, ctx.now)
  noteEvents(tx, ctx, slots, 'reminded')
  record(tx, ctx, { type: 'dispatch.reminded', object: id, content: { to: reminder.orgs.map(organisationName).join('\n') } })
  const letters = to.map((one): Outgoing => {
    const { org, name, address } = one
    return { purpose: 'reminder', to: { name, address, org }, objectId: id, letter: reminderTo(ctx, head, one), attachments: [] }
  })
  await sendMail(tx, ctx, letters)
  return { reminded: letters.length }
}
