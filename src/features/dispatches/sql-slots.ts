import { sql } from 'kysely'
import type * as z from 'zod/mini'
import type { Day } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { AnyContext } from '../../platform/context.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { RecipientFacts, SlotEvent } from './shapes.ts'

/** Columns of RecipientFacts, from `recipient r`. */
export const factsColumns = sql`r.id, r.org_code as org, r.address, r.added_at, r.delivered_at, r.bounced_at, r.opened_at,
  r.received_at, r.received_how, r.drafting_at, r.decided_at, r.answered_at, r.answered_how, r.confirmed_at, r.reply_id,
  r.extended_to, r.extended_at, r.reminded_at, r.reminders`

type FactsRow = z.input<typeof RecipientFacts>

/** All slots of an utskick, in the order of the sändlista. The sender's to see. */
export async function slotsOf(db: Reader, dispatchId: string): Promise<RecipientFacts[]> {
  const rows = await db.rows(sql<FactsRow>`
    select ${factsColumns} from recipient r join organisation o on o.code = r.org_code
    where r.dispatch_id = ${dispatchId} order by o.sort_order`)
  return rows.map((row) => RecipientFacts.parse(row))
}

export async function findSlot(db: Reader, dispatchId: string, org: OrgCode): Promise<RecipientFacts | undefined> {
  const row = await db.maybe(sql<FactsRow>`
    select ${factsColumns} from recipient r where r.dispatch_id = ${dispatchId} and r.org_code = ${org}`)
  return row && RecipientFacts.parse(row)
}

/** Locked until the transaction ends, so that two people in one organisation meet here. */
export async function lockSlot(tx: Tx, dispatchId: string, org: OrgCode): Promise<RecipientFacts | undefined> {
  const row = await tx.maybe(sql<FactsRow>`
    select ${factsColumns} from recipient r where r.dispatch_id = ${dispatchId} and r.org_code = ${org} for update`)
  return row && RecipientFacts.parse(row)
}

/** All slots, locked in one order. */
export async function lockSlots(tx: Tx, dispatchId: string): Promise<RecipientFacts[]> {
  const rows = await tx.rows(sql<FactsRow>`
    select ${factsColumns} from recipient r where r.dispatch_id = ${dispatchId} order by r.org_code for update`)
  return rows.map((row) => RecipientFacts.parse(row))
}

/** The region's own numbers for a slot, in the order they were given. */
export async function caseNumbersOf(db: Reader, slotId: string): Promise<string[]> {
  const rows = await db.rows(sql<{ caseNumber: string }>`
    select case_number from recipient_case_number where recipient_id = ${slotId} and removed_at is null order by added_at, case_number`)
  return rows.map(({ caseNumber }) => caseNumber)
}

/** The slot's history, oldest first. */
export async function eventsOf(db: Reader, slotId: string): Promise<SlotEvent[]> {
  const rows = await db.rows(sql`
    select e.at, e.what, p.name as who, e.detail from slot_event e left join person p on p.id = e.person_id
    where e.recipient_id = ${slotId} order by e.at, e.id`)
  return rows.map((row) => SlotEvent.parse(row))
}

export type EventWhat = SlotEvent['what']
type SlotPlace = { id: string; org: OrgCode; senderOrg: OrgCode }

/** Writes a line in a slot's history. Every action that changes a slot's facts says so here, in the same transaction. */
export function noteEvent(tx: Tx, ctx: Pick<AnyContext, 'org' | 'now' | 'actor'>, slot: SlotPlace, what: EventWhat, detail?: string): void {
  noteEvents(tx, ctx, [slot], what, detail)
}

/** The same line in several slots. */
export function noteEvents(
  tx: Tx,
  ctx: Pick<AnyContext, 'org' | 'now' | 'actor'>,
  slots: readonly SlotPlace[],
  what: EventWhat,
  detail?: string,
): void {
  if (slots.length === 0) return
  const personId = ctx.actor === 'system' ? null : ctx.actor.personId
  tx.send(
    build.insertInto('slotEvent').values(
      slots.map(({ id, org, senderOrg }) => ({
        id: newId(ctx.now),
        recipientId: id,
        orgCode: org,
        senderOrg,
        at: ctx.now,
        what,
        personId,
        actingOrg: ctx.org,
        detail: detail ?? null,
      })),
    ),
  )
}

export type NewSlot = SlotPlace & { address: string }

export function insertSlots(tx: Tx, dispatchId: string, slots: readonly NewSlot[], at: Date): void {
  tx.send(
    build
      .insertInto('recipient')
      .values(slots.map(({ id, org, senderOrg, address }) => ({ id, dispatchId, senderOrg, orgCode: org, address, addedAt: at }))),
  )
}

export function markOpened(tx: Tx, slotId: string, at: Date, by: string): void {
  tx.send(sql`update recipient set opened_at = ${at}, opened_by = ${by} where id = ${slotId} and opened_at is null`)
}

export function markReceived(tx: Tx, slotId: string, received: { at: Date; by: string; how: string }): void {
  tx.send(sql`
    update recipient set received_at = ${received.at}, received_by = ${received.by}, received_how = ${received.how}
    where id = ${slotId} and received_at is null`)
}

/** True when the number is new for the slot, or was taken away from it before. */
export async function addCaseNumber(tx: Tx, slot: SlotPlace, caseNumber: string, at: Date, by: string): Promise<boolean> {
  const added = await tx.write(
    build
      .insertInto('recipientCaseNumber')
      .values({ recipientId: slot.id, orgCode: slot.org, senderOrg: slot.senderOrg, caseNumber, addedAt: at, addedBy: by })
      .onConflict((conflict) =>
        conflict
          .columns(['recipientId', 'caseNumber'])
          .doUpdateSet({ removedAt: null, removedBy: null })
          .where('recipientCaseNumber.removedAt', 'is not', null),
      ),
  )
  return added === 1
}

/** True when the slot had the number. */
export async function removeCaseNumber(tx: Tx, slotId: string, caseNumber: string, at: Date, by: string): Promise<boolean> {
  const removed = await tx.write(sql`
    update recipient_case_number set removed_at = ${at}, removed_by = ${by}
    where recipient_id = ${slotId} and case_number = ${caseNumber} and removed_at is null`)
  return removed === 1
}

export function markExtended(tx: Tx, slotId: string, to: Day, at: Date, by: string): void {
  tx.send(sql`update recipient set extended_to = ${to}, extended_at = ${at}, extended_by = ${by} where id = ${slotId}`)
}

export function markReminded(tx: Tx, slotIds: readonly string[], at: Date): void {
  tx.send(sql`update recipient set reminded_at = ${at}, reminders = reminders + 1 where id = any(${[...slotIds]}::uuid[])`)
}

export type NewReminder = { id: string; dispatchId: string; senderOrg: OrgCode; orgs: OrgCode[]; subject: string; text: string; by: string }

export function insertReminder(tx: Tx, reminder: NewReminder, at: Date): void {
  const { by, orgs, ...rest } = reminder
  tx.send(build.insertInto('reminder').values({ ...rest, orgs, madeAt: at, madeBy: by }))
}

type Notice = { dispatchId: string; org: OrgCode; senderOrg: OrgCode; at: Date }

/** The mail server has taken the letter to the registry. Told once, with its line in the history. */
export function markDelivered(tx: Tx, { dispatchId, org, senderOrg, at }: Notice): void {
  tx.send(sql`
    with taken as (
      update recipient set delivered_at = ${at} where dispatch_id = ${dispatchId} and org_code = ${org} and delivered_at is null
      returning id, org_code, sender_org)
    insert into slot_event (id, recipient_id, org_code, sender_org, at, what, acting_org)
    select ${newId(at)}, id, org_code, sender_org, ${at}, 'delivered', ${senderOrg} from taken`)
}

/** The letter goes again, to another address. That the first was refused stays in the history. */
export function markResent(tx: Tx, slotId: string, address: string): void {
  tx.send(sql`update recipient set address = ${address}, bounced_at = null where id = ${slotId}`)
}

/** The mail server has refused the letter for good. */
export function markBounced(tx: Tx, { dispatchId, org, senderOrg, at }: Notice, failure: string): void {
  tx.send(sql`
    with refused as (
      update recipient set bounced_at = ${at} where dispatch_id = ${dispatchId} and org_code = ${org} and bounced_at is null
      returning id, org_code, sender_org)
    insert into slot_event (id, recipient_id, org_code, sender_org, at, what, acting_org, detail)
    select ${newId(at)}, id, org_code, sender_org, ${at}, 'bounced', ${senderOrg}, ${failure.slice(0, 300)} from refused`)
}
