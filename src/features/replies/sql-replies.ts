import { type Insertable, sql } from 'kysely'
import type { ClassCode } from '../../lib/class.ts'
import type { Day } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import type { Reply } from '../../platform/db-types.ts'
import type { OthersVisible } from '../dispatches/shapes.ts'
import type { ReplyFile, ReplySummary, Stance, UncodedOfDispatch } from './shapes.ts'

/** A handed-in answer with what decides who may read it. `extendedTo` is null for others than its organisation and the sender. */
export type ReplyRow = {
  id: string
  recipientId: string
  dispatchId: string
  org: OrgCode
  senderOrg: OrgCode
  number: string
  form: ReplySummary['form']
  channel: ReplySummary['channel']
  relation: ReplySummary['relation']
  earlierId: string | null
  handedInAt: Date
  handedInBy: string
  enteredByOrg: OrgCode
  receivedOn: Day | null
  codedAt: Date | null
  confirmedAt: Date | null
  lastDay: Day | null
  closedAt: Date | null
  othersVisible: OthersVisible
  extendedTo: Day | null
  isMarked: boolean
  class: ClassCode
}

const replyColumns = sql`y.id, y.recipient_id, y.dispatch_id, y.org_code as org, y.sender_org, y.number, y.form, y.channel, y.relation, y.earlier_id,
  y.handed_in_at, p.name as handed_in_by, y.entered_by_org, y.received_on, y.coded_at, y.confirmed_at, d.last_day, d.closed_at, d.others_visible,
  r.extended_to, y.secrecy_provision is not null as is_marked, y.class`
const replyTables = sql`reply y join person p on p.id = y.handed_in_by join dispatch d on d.id = y.dispatch_id
  left join recipient r on r.id = y.recipient_id`

// Numbers are drawn behind the slot's lock, so they order one organisation's answers even within a millisecond.
/** All answers to an utskick that the net lets through, oldest first. */
export function repliesOf(db: Reader, dispatchId: string): Promise<ReplyRow[]> {
  return db.rows(sql<ReplyRow>`
    select ${replyColumns} from ${replyTables} where y.dispatch_id = ${dispatchId} order by y.handed_in_at, y.number`)
}

/** How many own yttranden wait to be coded, of the acting organisation's utskick. One that has been replaced no longer counts. */
export function uncodedByDispatch(db: Reader): Promise<UncodedOfDispatch[]> {
  return db.rows(sql<UncodedOfDispatch>`
    select d.id as dispatch_id, d.title, count(*)::int as replies
    from reply y join dispatch d on d.id = y.dispatch_id
    where y.sender_org = acting_org() and y.form = 'own-statement' and y.coded_at is null and d.recalled_at is null
      and not exists (select from reply later where later.recipient_id = y.recipient_id and later.relation = 'replaces'
        and (later.handed_in_at, later.number) > (y.handed_in_at, y.number))
    group by d.id, d.title order by d.title, d.id`)
}

/** The answer, and every answer to the same utskick by the same organisation, oldest first. */
export async function findReply(db: Reader, id: string): Promise<{ reply: ReplyRow; ofSlot: ReplyRow[] } | undefined> {
  const ofSlot = await db.rows(sql<ReplyRow>`
    select ${replyColumns} from ${replyTables}
    where y.recipient_id = (select recipient_id from reply where id = ${id}) order by y.handed_in_at, y.number`)
  const reply = ofSlot.find((one) => one.id === id)
  return reply && { reply, ofSlot }
}

/** The canonical bytes, as they were handed in. */
export async function findReplyContent(db: Reader, id: string): Promise<string> {
  return (await db.one(sql<{ content: string }>`select content from reply where id = ${id}`)).content
}

export function contentsOf(db: Reader, ids: readonly string[]): Promise<{ id: string; content: string }[]> {
  return db.rows(sql<{ id: string; content: string }>`select id, content from reply where id = any(${[...ids]}::uuid[])`)
}

/** Answers entered on an organisation's behalf and those it gave itself, as far as the list of its utskick needs them. */
export function ownReplies(db: Reader, org: OrgCode): Promise<OwnReply[]> {
  return db.rows(sql<OwnReply>`
    select y.id, y.dispatch_id, y.org_code as org, y.relation, y.entered_by_org, y.confirmed_at
    from recipient r join reply y on y.recipient_id = r.id where r.org_code = ${org} order by y.handed_in_at, y.number`)
}
export type OwnReply = {
  id: string
  dispatchId: string
  org: OrgCode
  relation: string
  enteredByOrg: OrgCode
  confirmedAt: Date | null
}

type NewReply = Omit<Insertable<Reply>, 'codedAt' | 'confirmedAt' | 'confirmedBy'>

/** Freezes an answer with its files, whose bytes stay with `fileOrg`. */
export function insertReply(tx: Tx, reply: NewReply, files: readonly ReplyFile[], fileOrg: OrgCode): void {
  const { id, orgCode, senderOrg } = reply
  tx.send(build.insertInto('reply').values(reply))
  if (files.length === 0) return
  tx.send(
    build.insertInto('replyFile').values(
      files.map(({ sha256, ...file }, position) => ({
        replyId: id,
        position,
        orgCode,
        senderOrg,
        fileOrg,
        sha256: Buffer.from(sha256, 'hex'),
        ...file,
      })),
    ),
  )
}

type SlotAnswer = { answeredAt: Date; answeredHow: string; replyId: string; confirmedAt: Date | null }

export function setAnswered(tx: Tx, slotId: string, facts: SlotAnswer): void {
  tx.send(build.updateTable('recipient').set(facts).where('id', '=', slotId))
}

/** The answer's own facts that come later: that its organisation says it is its own. */
export function setReplyConfirmed(tx: Tx, id: string, by: { at: Date; personId: string }): void {
  tx.send(sql`update reply set confirmed_at = ${by.at}, confirmed_by = ${by.personId} where id = ${id} and confirmed_at is null`)
}

export function setSlotConfirmed(tx: Tx, slotId: string, at: Date): void {
  tx.send(sql`update recipient set confirmed_at = coalesce(confirmed_at, ${at}) where id = ${slotId}`)
}

export function setCoded(tx: Tx, id: string, at: Date): void {
  tx.send(sql`update reply set coded_at = ${at} where id = ${id}`)
}

export type FileRow = { fileOrg: OrgCode; sha256: Buffer; name: string; mediaType: string }

export function findReplyFile(db: Reader, replyId: string, position: number): Promise<FileRow | undefined> {
  return db.maybe(sql<FileRow>`
    select file_org, sha256, name, media_type from reply_file where reply_id = ${replyId} and position = ${position}`)
}

export type PassageRow = {
  id: string
  replyId: string
  sectionId: string | null
  questionId: string | null
  stance: Stance | null
  text: string
  madeAt: Date
  madeBy: string
}

/** Tags that stand, in the order they were made. Only the sender gets rows. */
export function passagesOf(db: Reader, replyIds: readonly string[]): Promise<PassageRow[]> {
  return db.rows(sql<PassageRow>`
    select a.id, a.reply_id, a.section_id, a.question_id, a.stance, a.text, a.made_at, p.name as made_by
    from passage a join person p on p.id = a.made_by
    where a.reply_id = any(${[...replyIds]}::uuid[]) and a.removed_at is null order by a.made_at, a.id`)
}

type NewPassage = Omit<PassageRow, 'madeBy'> & { senderOrg: OrgCode; madeBy: string }

export function insertPassage(tx: Tx, passage: NewPassage): void {
  tx.send(build.insertInto('passage').values(passage))
}

export async function removePassage(tx: Tx, replyId: string, id: string, at: Date): Promise<boolean> {
  return (
    (await tx.write(sql`update passage set removed_at = ${at} where id = ${id} and reply_id = ${replyId} and removed_at is null`)) === 1
  )
}
