import { canonical } from '../../lib/canonical.ts'
import { found, mustBeAllowed, Problem, refuseIf } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import type { Reader, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { type Attachment, sendMail } from '../../platform/mail.ts'
import { registryAddresses } from '../organisations/sql-addresses.ts'
import { findMatter, insertMatter } from '../matters/sql.ts'
import { canWrite } from './access.ts'
import { asksAboutDay } from './rules.ts'
import { organisationName, recipientOrgs } from './rules-recipients.ts'
import { whyNotResend } from './rules-sent.ts'
import { type Addressee, thinkAbout, usedContent, whyNotSend } from './rules-writing.ts'
import type { DispatchContent, DispatchFile, DispatchHead, LetterView, RecipientFacts } from './shapes.ts'
import { contentOf, filesOf, findHead, lockHead, markSent, saveContent } from './sql.ts'
import { insertRegisterEntry } from './sql-lists.ts'
import { insertSlots, lockSlot, markResent, noteEvent, noteEvents } from './sql-slots.ts'
import { type LetterAttachment, type LetterWithFiles, registryLetter } from './templates.ts'
import { reasonSentence, thinkSentence } from './texts-problems.ts'

/** Where a recipient's page is. */
export const pageFor = (ctx: Pick<Context, 'world'>, org: OrgCode, dispatchId: string) =>
  `${ctx.world.publicUrl}/r/${org}/utskick/${dispatchId}`

/** The files that travel with a letter, as the mail ledger refers to them. */
export function attachmentsOf(senderOrg: OrgCode, files: readonly DispatchFile[], listed: readonly LetterAttachment[]): Attachment[] {
  return listed.flatMap(({ fileId, name, attached }) => {
    const file = files.find(({ id }) => id === fileId)
    return file && attached ? [{ orgCode: senderOrg, sha256: file.sha256, name, mediaType: file.mediaType, size: file.size }] : []
  })
}

/** A letter as it is shown before it is sent. */
export const viewOf = ({ letter, attachments }: LetterWithFiles): LetterView => ({
  ...letter,
  attachments: attachments.map(({ name, size, attached }) => ({ name, size, attached })),
})

async function addresseesOf(db: Reader, ctx: Context, content: DispatchContent): Promise<Addressee[]> {
  const orgs = recipientOrgs(content.recipients)
  const known = new Map((await registryAddresses(db, orgs, ctx.today)).map((row) => [row.org, row]))
  return orgs.map((org) => {
    const row = known.get(org)
    return { org, address: row?.address ?? null, confirmed: row !== undefined && row.confirmedAt !== null }
  })
}

type Sendable = { head: DispatchHead; content: DispatchContent; files: DispatchFile[]; addressees: Addressee[] }

/** Everything that is sent, as it would be now. */
async function sendableOf(db: Reader, ctx: Context, head: DispatchHead): Promise<Sendable> {
  const [written, files] = await Promise.all([contentOf(db, head), filesOf(db, head.id)])
  const content = usedContent(written)
  return {
    head: { ...head, lastDay: head.sentAt === null ? content.lastDay : head.lastDay, sentAt: head.sentAt ?? ctx.now.toISOString() },
    content,
    files,
    addressees: await addresseesOf(db, ctx, content),
  }
}

function letterTo(ctx: Context, { head, content, files, addressees }: Sendable, org: OrgCode): LetterWithFiles {
  return registryLetter({
    head,
    content,
    files,
    recipients: addressees,
    recipientName: organisationName(org),
    url: pageFor(ctx, org, head.id),
  })
}

/** The letter as the first recipient will get it, who gets it, and what stands in the way. */
export async function previewDispatch(db: Reader, ctx: Context, id: string) {
  const head = found(await findHead(db, id))
  const sendable = await sendableOf(db, ctx, head)
  const { content, addressees, files } = sendable
  const reasons = whyNotSend({ content, sentAt: head.sentAt, addressees, today: ctx.today, ceiling: ctx.world.classCeiling })
  return {
    letter: viewOf(letterTo(ctx, sendable, addressees[0]?.org ?? head.senderOrg)),
    to: addressees.map(({ org, address, confirmed }) => ({ org, name: organisationName(org), address, confirmed })),
    whyNot: reasons.map((reason) => ({ code: reason.code, sentence: reasonSentence(reason) })),
    think: thinkAbout(content, files.length, ctx.today).map(thinkSentence),
  }
}

type Checked = { version: number; dayAsked: boolean; fileIds: readonly string[] }

/** Sends to all recipients at once: their slots, one letter each, and the sender's line in the register; or nothing. */
export async function sendDispatch(tx: Tx, ctx: Context, id: string, checked: Checked): Promise<{ sentAt: string; recipients: number }> {
  const head = found(await lockHead(tx, id))
  mustBeAllowed(canWrite(ctx.actor, head))
  const sendable = await sendableOf(tx, ctx, head)
  refuseToSend(ctx, head, sendable, checked)
  const { content, files, addressees } = sendable

  const caseNumber = found(content.caseNumber)
  // As it was read to be sent: what is left from another kind goes now, since afterwards nothing can.
  await saveContent(tx, head, content, ctx.actor.personId, ctx.now)
  const matterId = await matterFor(tx, ctx, caseNumber, content.title)
  markSent(tx, id, { at: ctx.now, by: ctx.actor.personId, matterId, caseNumber })
  const slots = addressees.map(({ org, address }) => ({ id: newId(ctx.now), org, senderOrg: head.senderOrg, address: found(address) }))
  insertSlots(tx, id, slots, ctx.now)
  noteEvents(tx, ctx, slots, 'sent')
  insertRegisterEntry(tx, {
    id: newId(ctx.now),
    orgCode: head.senderOrg,
    direction: 'out',
    occurredAt: ctx.now,
    counterpartOrg: null,
    title: content.title,
    caseNumber,
    counterpartCaseNumber: null,
    document: 'dispatch',
    objectId: id,
  })
  const hashes = files.map((file) => [`file:${file.position}`, file.sha256])
  record(tx, ctx, {
    seal: true,
    type: 'dispatch.sent',
    object: id,
    // Each recipient can prove from its own log what it was sent.
    also: slots.map(({ org }) => org),
    content: { content: canonical(content), ...Object.fromEntries(hashes) },
  })
  const letters = slots.map(({ org, address }) => {
    const { letter, attachments } = letterTo(ctx, sendable, org)
    const to = { name: organisationName(org), address, org }
    return { purpose: 'dispatch', to, objectId: id, letter, attachments: attachmentsOf(head.senderOrg, files, attachments) }
  })
  await sendMail(tx, ctx, letters)
  return { sentAt: ctx.now.toISOString(), recipients: slots.length }
}

function refuseToSend(ctx: Context, head: DispatchHead, { content, files, addressees }: Sendable, checked: Checked): void {
  const isSame = head.version === checked.version && canonical(files.map(({ id }) => id)) === canonical([...checked.fileIds])
  if (head.sentAt === null && !isSame) throw new Problem('refused', 'changed-since-checked')
  const reasons = whyNotSend({ content, sentAt: head.sentAt, addressees, today: ctx.today, ceiling: ctx.world.classCeiling })
  const [first] = reasons
  if (first) {
    const all = reasons.map((reason) => ({ code: reason.code, sentence: reasonSentence(reason) }))
    throw new Problem('refused', first.code, { ...first.details, reasons: all })
  }
  if (asksAboutDay(content.lastDay) && !checked.dayAsked) throw new Problem('refused', 'day-not-asked')
}

async function matterFor(tx: Tx, ctx: Context, caseNumber: string, title: string): Promise<string> {
  const known = await findMatter(tx, ctx.org, caseNumber)
  if (known) return known.id
  const id = newId(ctx.now)
  insertMatter(tx, { id, orgCode: ctx.org, caseNumber, title, madeAt: ctx.now })
  return id
}

/** The letter to a registry whose mail server refused the first one: to its confirmed address of today, with what the utskick holds now. */
export async function resendDispatch(tx: Tx, ctx: Context, id: string, org: OrgCode): Promise<RecipientFacts> {
  const head = found(await lockHead(tx, id))
  mustBeAllowed(canWrite(ctx.actor, head))
  const slot = found(await lockSlot(tx, id, org))
  const sendable = await sendableOf(tx, ctx, head)
  const addressee = sendable.addressees.find((one) => one.org === org)
  const address = addressee?.confirmed ? addressee.address : null
  refuseIf(whyNotResend(head, slot, address !== null))

  const to = { name: organisationName(org), address: found(address), org }
  markResent(tx, slot.id, to.address)
  noteEvent(tx, ctx, { ...slot, senderOrg: head.senderOrg }, 'sent', to.address)
  record(tx, ctx, { type: 'dispatch.sent-again', object: id, content: { to: to.address } })
  const { letter, attachments } = letterTo(ctx, sendable, org)
  const travelling = attachmentsOf(head.senderOrg, sendable.files, attachments)
  await sendMail(tx, ctx, [{ purpose: 'dispatch', to, objectId: id, letter, attachments: travelling }])
  return { ...slot, address: to.address, bouncedAt: null }
}
