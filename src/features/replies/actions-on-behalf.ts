import type { Day } from '../../lib/day.ts'
import { found, mustBeAllowed, refuseIf } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { record } from '../../platform/journal.ts'
import { sendMail } from '../../platform/mail.ts'
import { pageFor } from '../dispatches/actions-send.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import { findHead } from '../dispatches/sql.ts'
import { addCaseNumber, lockSlot, noteEvent } from '../dispatches/sql-slots.ts'
import { whyNotCaseNumber } from '../matters/rules.ts'
import { whyNotAddress } from '../organisations/rules.ts'
import { registryAddresses } from '../organisations/sql-addresses.ts'
import { canWorkAsSender } from './access.ts'
import { mustBeStored } from './actions-draft.ts'
import { answerFacts, freeze, replyContent } from './actions-freeze.ts'
import { arrivalOf, whyNotOnBehalf } from './rules.ts'
import { cleanedBy } from './rules-draft.ts'
import { DecidedBy, DRAFT_FIELDS, Overall, type ReplyContent, type ReplyFile } from './shapes.ts'
import { loadToHandIn, type ToHandIn } from './sql-asked.ts'
import { setAnswered } from './sql-replies.ts'
import { confirmLetter } from './templates.ts'

type Entry = {
  dispatchId: string
  slotOrg: OrgCode
  channel: 'mail' | 'letter'
  receivedOn: Day
  caseNumber: string | null
  overall: Overall
  decided: DecidedBy | null
  files: ReplyFile[]
}

/**
 * An answer that came by mail or letter, entered by the sender: it has arrived (TF 2:9), so it counts. It never replaces what the
 * organisation has handed in itself: a later one completes, and the organisation is asked to confirm.
 */
export async function enterOnBehalf(tx: Tx, ctx: Context, entry: Entry): Promise<{ replyId: string; number: string }> {
  const [locked, loaded] = await Promise.all([
    lockSlot(tx, entry.dispatchId, entry.slotOrg),
    loadToHandIn(tx, entry.dispatchId, entry.slotOrg),
  ])
  const slot = found(locked)
  const dispatch = found(loaded)
  mustBeAllowed(canWorkAsSender(ctx.actor, dispatch))
  const caseNumber = entry.caseNumber?.trim() || null
  refuseIf(whyNotOnBehalf(entry, dispatch, ctx.today))
  refuseIf(caseNumber === null ? undefined : whyNotCaseNumber(caseNumber))
  await mustBeStored(
    tx,
    ctx,
    entry.files.map(({ role: _, ...file }) => file),
  )

  const place = { ...slot, senderOrg: dispatch.senderOrg }
  const arrivedAt = arrivalOf(entry.receivedOn, dispatch.sentAt ?? ctx.now, ctx.now)
  const reply = contentOf(ctx, dispatch, entry, caseNumber)
  const { id: replyId, committed } = freeze(tx, ctx, dispatch, slot, reply, arrivedAt)
  // Nobody there has seen this one yet, whatever was confirmed before.
  setAnswered(tx, slot.id, { ...answerFacts(slot, reply, arrivedAt), replyId, confirmedAt: null })
  if (caseNumber !== null && (await addCaseNumber(tx, place, caseNumber, ctx.now, ctx.actor.personId))) {
    noteEvent(tx, ctx, place, 'case-number', caseNumber)
  }
  noteEvent(tx, ctx, place, 'entered-on-behalf', reply.number)
  record(tx, ctx, { type: 'reply.entered-on-behalf', seal: true, object: replyId, also: [slot.org], content: committed })
  await askToConfirm(tx, ctx, reply, replyId)
  return { replyId, number: reply.number }
}

function contentOf(ctx: Context, dispatch: ToHandIn, entry: Entry, caseNumber: string | null): ReplyContent {
  const content = {
    form: 'own-statement' as const,
    overall: cleanedBy(Overall, entry.overall),
    decided: entry.decided && cleanedBy(DecidedBy, entry.decided),
    files: cleanedBy(DRAFT_FIELDS.files, entry.files),
    sections: [],
    questions: [],
  }
  const relation = dispatch.earlier ? ('completes' as const) : ('first' as const)
  const { slotOrg: org, channel, receivedOn } = entry
  const isNew = caseNumber !== null && !dispatch.caseNumbers.includes(caseNumber)
  const caseNumbers = isNew ? [...dispatch.caseNumbers, caseNumber] : dispatch.caseNumbers
  return replyContent(ctx, { ...dispatch, caseNumbers }, content, { org, relation, channel, receivedOn })
}

/** The registry is asked by mail if somebody has confirmed its address; the question stands on Min region in any case. */
async function askToConfirm(tx: Tx, ctx: Context, content: ReplyContent, replyId: string): Promise<void> {
  const [address] = await registryAddresses(tx, [content.org], ctx.today)
  if (!address || whyNotAddress(address)) return
  const recipientName = organisationName(content.org)
  const head = found(await findHead(tx, content.dispatch.id))
  const letter = confirmLetter({ head, content, recipientName, url: pageFor(ctx, content.org, content.dispatch.id) })
  const to = { name: recipientName, address: address.address, org: content.org }
  await sendMail(tx, ctx, [{ purpose: 'reply-confirm', to, objectId: replyId, letter, attachments: [] }])
}
