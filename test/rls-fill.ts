import { createHash } from 'node:crypto'
import { dayOf } from '../src/lib/day.ts'
import { type OrgCode, orgCode } from '../src/lib/regions.ts'
import { build, type Tx } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'

const NSPL = orgCode('NSPL')
export const SKANE = orgCode('12')
export const UPPSALA = orgCode('03')
export const OSTERGOTLAND = orgCode('05')
/** Asked nothing, answered nothing. */
export const STOCKHOLM = orgCode('01')

type Sent = { id: string; slots: Map<OrgCode, string> }

const at = new Date('2026-11-25T08:00:00Z')
const hash = (text: string) => createHash('sha256').update(text).digest()

/**
 * At least one row in every table of the net, for organisations that must not see each other's: one utskick whose answers
 * nobody else may see, one whose answers all who were asked may see, and one not yet sent.
 */
export async function fill(tx: Tx): Promise<{ closed: Sent; open: Sent; draft: Sent; person: string; replyOfSkane: string }> {
  const person = newId(at)
  tx.send(build.insertInto('person').values({ id: person, name: 'Net (demo)', email: 'net@nspl.example', madeAt: at }))
  for (const org of [NSPL, SKANE, UPPSALA, OSTERGOTLAND]) ownThings(tx, org, person)
  tx.send(build.insertInto('upkeepRun').values({ id: newId(at), kind: 'backup', startedAt: at, endedAt: at, ok: true }))
  tx.send(build.insertInto('journalHead').values({ log: orgCode('TOP'), size: 1 }))
  tx.send(build.insertInto('journalCheckpoint').values({ log: orgCode('TOP'), size: 1, root: hash('t'), note: 'n', signedAt: at }))
  tx.send(
    build
      .insertInto('journalTimestamp')
      .values({ log: orgCode('TOP'), size: 1, stampedAt: at, keptAt: at, response: Buffer.from('stamp') }),
  )
  const closed = dispatch(tx, person, [SKANE, UPPSALA], 'no', at)
  const open = dispatch(tx, person, [UPPSALA, OSTERGOTLAND], 'at-once', at)
  const draft = dispatch(tx, person, [SKANE], 'at-once', null)
  const replies = [closed, open].flatMap((sent) => [...sent.slots].map(([org, slot]) => ({ org, id: answer(tx, person, sent, org, slot) })))
  return { closed, open, draft, person, replyOfSkane: replies.find(({ org }) => org === SKANE)?.id ?? '' }
}

function file(tx: Tx, org: OrgCode, text: string): Buffer {
  const sha256 = hash(`${org} ${text}`)
  tx.send(build.insertInto('storedFile').values({ orgCode: org, sha256, size: 1, mediaType: 'text/plain', storedAt: at }))
  tx.send(build.insertInto('fileChunk').values({ orgCode: org, sha256, position: 0, bytes: Buffer.from('x') }))
  return sha256
}

function ownThings(tx: Tx, org: OrgCode, person: string): void {
  file(tx, org, 'not attached')
  tx.send(build.insertInto('matter').values({ id: newId(at), orgCode: org, caseNumber: '1', title: 'Own', madeAt: at }))
  tx.send(
    build
      .insertInto('commandKey')
      .values({ orgCode: org, personId: person, route: 'r', key: 'the-key-1', bodyHash: hash('b'), madeAt: at }),
  )
  tx.send(
    build.insertInto('outgoingMail').values({
      id: newId(at),
      orgCode: org,
      messageId: `<${newId(at)}@nspl.example>`,
      purpose: 'p',
      toName: 'n',
      toAddress: 'a@b.example',
      subject: 's',
      textBody: 't',
      htmlBody: 'h',
      madeAt: at,
    }),
  )
  tx.send(
    build
      .insertInto('registerEntry')
      .values({ id: newId(at), orgCode: org, direction: 'out', occurredAt: at, title: 't', document: 'dispatch', objectId: newId(at) }),
  )
  tx.send(build.insertInto('journalHead').values({ log: org, size: 1 }))
  tx.send(build.insertInto('journalLeaf').values({ log: org, seq: 0, body: Buffer.from('{}'), leafHash: hash('l') }))
  tx.send(build.insertInto('journalCommitment').values({ log: org, seq: 0, label: 'l', salt: hash('s') }))
  tx.send(build.insertInto('journalCheckpoint').values({ log: org, size: 1, root: hash('r'), note: 'n', signedAt: at }))
  tx.send(build.insertInto('journalObject').values({ log: org, seq: 0, type: 't', object: 'o' }))
  tx.send(build.insertInto('journalWaiting').values({ log: org, entry: Buffer.from('{}'), labels: [], salts: [] }))
}

function dispatch(tx: Tx, person: string, to: readonly OrgCode[], othersVisible: string, sentAt: Date | null): Sent {
  const id = newId(at)
  const ofSender = { dispatchId: id, senderOrg: NSPL }
  const sha256 = file(tx, NSPL, id)
  tx.send(
    build.insertInto('dispatch').values({
      id,
      senderOrg: NSPL,
      kind: 'consultation',
      title: 'Sent',
      caseNumber: '1',
      othersVisible,
      lastDay: dayOf(at),
      madeAt: at,
      madeBy: person,
      changedAt: at,
      changedBy: person,
    }),
  )
  tx.send(build.insertInto('section').values({ id: newId(at), ...ofSender, position: 1, heading: 'h', blocks: '[]' }))
  tx.send(build.insertInto('question').values({ id: newId(at), ...ofSender, position: 1, definition: '{}' }))
  tx.send(
    build.insertInto('dispatchFile').values({
      id: newId(at),
      ...ofSender,
      sha256,
      name: 'f',
      size: 1,
      mediaType: 'text/plain',
      role: 'original',
      position: 1,
      addedAt: at,
    }),
  )
  tx.send(build.insertInto('correction').values({ id: newId(at), ...ofSender, number: 1, text: 't', madeAt: at, madeBy: person }))
  tx.send(build.insertInto('reminder').values({ id: newId(at), ...ofSender, orgs: [...to], subject: 's', text: 't', madeAt: at }))
  const slots = new Map(to.map((org) => [org, newId(at)]))
  for (const [org, slot] of slots) {
    const ofSlot = { recipientId: slot, senderOrg: NSPL, orgCode: org }
    tx.send(build.insertInto('recipient').values({ id: slot, ...ofSender, orgCode: org, addedAt: at }))
    tx.send(build.insertInto('recipientCaseNumber').values({ ...ofSlot, caseNumber: 'R 1', addedAt: at }))
    tx.send(build.insertInto('slotEvent').values({ id: newId(at), ...ofSlot, at, what: 'opened', actingOrg: org }))
  }
  tx.send(
    build
      .updateTable('dispatch')
      .set({ sentAt, sentBy: sentAt && person })
      .where('id', '=', id),
  )
  return { id, slots }
}

function answer(tx: Tx, person: string, sent: Sent, org: OrgCode, slot: string): string {
  const replyId = newId(at)
  const both = { orgCode: org, senderOrg: NSPL }
  tx.send(
    build
      .insertInto('draftField')
      .values({ recipientId: slot, orgCode: org, field: 'f', value: '"v"', version: 1, savedAt: at, savedBy: person }),
  )
  tx.send(
    build.insertInto('reply').values({
      id: replyId,
      recipientId: slot,
      dispatchId: sent.id,
      ...both,
      number: replyId,
      form: 'filled',
      channel: 'platform',
      relation: 'first',
      content: '{}',
      contentSha256: hash('{}'),
      handedInAt: at,
      handedInBy: person,
      enteredByOrg: org,
    }),
  )
  const sha256 = file(tx, org, replyId)
  tx.send(
    build.insertInto('replyFile').values({
      replyId,
      position: 1,
      ...both,
      fileOrg: org,
      sha256,
      name: 'f',
      size: 1,
      mediaType: 'text/plain',
      role: 'attachment',
    }),
  )
  tx.send(build.insertInto('passage').values({ id: newId(at), replyId, senderOrg: NSPL, text: 't', madeAt: at, madeBy: person }))
  return replyId
}
