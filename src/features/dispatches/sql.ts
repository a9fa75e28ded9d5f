import { sql } from 'kysely'
import type * as z from 'zod/mini'
import type { ClassCode } from '../../lib/class.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import { Correction, DispatchContent, DispatchFile, DispatchHead, type Kind } from './shapes.ts'

export const headColumns = sql`d.id, d.sender_org, d.kind, d.title, d.case_number, d.class,
  case when d.secrecy_provision is null then null else json_build_object(
    'provision', d.secrecy_provision, 'date', d.secrecy_date, 'authority', d.secrecy_authority) end as secrecy,
  d.contact, d.suggested_function, d.personal_data, d.last_day, d.others_visible, d.version,
  d.sent_at, d.closed_at, d.recalled_at, d.recall_reason`

type HeadRow = z.input<typeof DispatchHead>

/** As it lies in the row, for the route that only passes it on. The net lets the sender see it always, a recipient once it is sent. */
export function findHeadRow(db: Reader, id: string): Promise<HeadRow | undefined> {
  return db.maybe(sql<HeadRow>`select ${headColumns} from dispatch d where d.id = ${id} and d.deleted_at is null`)
}

/** The head of an utskick that the acting organisation has sent, is writing or has received. */
export async function findHead(db: Reader, id: string): Promise<DispatchHead | undefined> {
  const row = await findHeadRow(db, id)
  return row && DispatchHead.parse(row)
}

/** Locked until the transaction ends. Only the sender can lock. */
export async function lockHead(tx: Tx, id: string): Promise<DispatchHead | undefined> {
  const row = await tx.maybe(
    sql<HeadRow>`select ${headColumns} from dispatch d where d.id = ${id} and d.sender_org = acting_org() and d.deleted_at is null for update`,
  )
  return row && DispatchHead.parse(row)
}

export type Writing = { coveringLetter: unknown; recipients: unknown; madeBy: { id: string; name: string }; changedAt: Date }

/** What only the sender's page needs beside head, sections and questions. */
export function findWriting(db: Reader, id: string): Promise<Writing | undefined> {
  return db.maybe(sql<Writing>`
    select d.covering_letter, d.recipients, json_build_object('id', p.id, 'name', p.name) as made_by, d.changed_at
    from dispatch d join person p on p.id = d.made_by where d.id = ${id} and d.deleted_at is null`)
}

/** All that is written in an utskick, whole, as it is sent. */
export async function contentOf(db: Reader, head: DispatchHead): Promise<DispatchContent> {
  const [texts, sections, questions] = await Promise.all([
    db.one(sql<{ coveringLetter: unknown; recipients: unknown }>`select covering_letter, recipients from dispatch where id = ${head.id}`),
    db.rows(sql`
      select id, number, heading, blocks, origin_section_id from section where dispatch_id = ${head.id} order by position`),
    db.rows(sql<{ definition: unknown }>`select definition from question where dispatch_id = ${head.id} order by position`),
  ])
  const { kind, title, caseNumber, secrecy, contact, suggestedFunction, personalData, lastDay, othersVisible } = head
  return DispatchContent.parse({
    kind,
    title,
    caseNumber,
    class: head.class,
    secrecy,
    contact,
    suggestedFunction,
    personalData,
    lastDay,
    othersVisible,
    coveringLetter: texts.coveringLetter,
    recipients: texts.recipients,
    sections,
    questions: questions.map(({ definition }) => definition),
  })
}

const fileColumns = sql`f.id, f.name, f.size, f.media_type, encode(f.sha256, 'hex') as sha256, f.role, f.position, f.replaces_id, f.correction_id, f.added_at`

/** All files, also those that a correction has replaced, by bilaga number. */
export async function filesOf(db: Reader, dispatchId: string): Promise<DispatchFile[]> {
  const rows = await db.rows(sql`
    select ${fileColumns} from dispatch_file f where f.dispatch_id = ${dispatchId} order by f.position, f.added_at, f.id`)
  return rows.map((row) => DispatchFile.parse(row))
}

export type FilePlace = { senderOrg: OrgCode; sha256: Buffer; name: string; mediaType: string; class: ClassCode }

export function findFile(db: Reader, dispatchId: string, fileId: string): Promise<FilePlace | undefined> {
  return db.maybe(sql<FilePlace>`
    select f.sender_org, f.sha256, f.name, f.media_type, d.class from dispatch_file f join dispatch d on d.id = f.dispatch_id
    where f.id = ${fileId} and f.dispatch_id = ${dispatchId} and d.deleted_at is null`)
}

export async function correctionsOf(db: Reader, dispatchId: string): Promise<Correction[]> {
  const rows = await db.rows(sql`
    select id, number, text, old_last_day, new_last_day, made_at from correction where dispatch_id = ${dispatchId} order by number`)
  return rows.map((row) => Correction.parse(row))
}

export type NewDispatch = { id: string; senderOrg: OrgCode; kind: Kind; contact: DispatchContent['contact']; by: string; at: Date }

/** How a person is reached. */
export function findPersonContact(db: Reader, id: string): Promise<{ email: string; phone: string | null } | undefined> {
  return db.maybe(sql<{ email: string; phone: string | null }>`select email, phone from person where id = ${id}`)
}

export function insertDispatch(tx: Tx, { id, senderOrg, kind, contact, by, at }: NewDispatch): void {
  tx.send(
    build
      .insertInto('dispatch')
      .values({ id, senderOrg, kind, title: '', contact: JSON.stringify(contact), madeAt: at, madeBy: by, changedAt: at, changedBy: by }),
  )
}

/** Writes the whole content over what was there, sections and questions too. Awaited, for what may collide: ids. */
export async function saveContent(tx: Tx, head: DispatchHead, content: DispatchContent, by: string, at: Date): Promise<void> {
  const { kind, title, caseNumber, secrecy, coveringLetter, contact, suggestedFunction, personalData, lastDay, othersVisible } = content
  tx.send(sql`
    update dispatch set kind = ${kind}, title = ${title}, case_number = ${caseNumber}, class = ${content.class},
      secrecy_provision = ${secrecy?.provision ?? null}, secrecy_date = ${secrecy?.date ?? null}, secrecy_authority = ${secrecy?.authority ?? null},
      covering_letter = ${JSON.stringify(coveringLetter)}::jsonb, contact = ${JSON.stringify(contact)}::jsonb,
      suggested_function = ${suggestedFunction}, personal_data = ${personalData}, last_day = ${lastDay}, others_visible = ${othersVisible},
      recipients = ${JSON.stringify(content.recipients)}::jsonb, version = version + 1, changed_at = ${at}, changed_by = ${by}
    where id = ${head.id}`)
  tx.send(sql`delete from section where dispatch_id = ${head.id}`)
  tx.send(sql`delete from question where dispatch_id = ${head.id}`)
  await Promise.all([
    tx.write(sql`
      insert into section (id, dispatch_id, sender_org, position, number, heading, blocks, origin_section_id)
      select (s ->> 'id')::uuid, ${head.id}, ${head.senderOrg}, at, s ->> 'number', s ->> 'heading', s -> 'blocks', (s ->> 'originSectionId')::uuid
      from jsonb_array_elements(${JSON.stringify(content.sections)}::jsonb) with ordinality as written (s, at)`),
    tx.write(sql`
      insert into question (id, dispatch_id, sender_org, position, definition)
      select (q ->> 'id')::uuid, ${head.id}, ${head.senderOrg}, at, q
      from jsonb_array_elements(${JSON.stringify(content.questions)}::jsonb) with ordinality as written (q, at)`),
  ])
}

export function touchDispatch(tx: Tx, id: string, by: string, at: Date): void {
  tx.send(sql`update dispatch set changed_at = ${at}, changed_by = ${by} where id = ${id}`)
}

export function markDeleted(tx: Tx, id: string, at: Date): void {
  tx.send(sql`update dispatch set deleted_at = ${at} where id = ${id}`)
}

export function insertFile(tx: Tx, dispatch: { id: string; senderOrg: OrgCode }, file: DispatchFile & { addedAt: string }): void {
  const { sha256, addedAt, ...rest } = file
  tx.send(
    build.insertInto('dispatchFile').values({
      ...rest,
      dispatchId: dispatch.id,
      senderOrg: dispatch.senderOrg,
      sha256: Buffer.from(sha256, 'hex'),
      addedAt: new Date(addedAt),
    }),
  )
}

/** Of a draft only. The numbers of those that follow close the gap. */
export async function deleteFile(tx: Tx, dispatchId: string, fileId: string): Promise<number> {
  return await tx.write(sql`
    with gone as (delete from dispatch_file where id = ${fileId} and dispatch_id = ${dispatchId} returning position)
    update dispatch_file set position = dispatch_file.position - 1 from gone
    where dispatch_id = ${dispatchId} and dispatch_file.position > gone.position`)
}

export function deleteReplacedFile(tx: Tx, dispatchId: string, fileId: string): void {
  tx.send(sql`delete from dispatch_file where id = ${fileId} and dispatch_id = ${dispatchId}`)
}

export function markSent(tx: Tx, id: string, sent: { at: Date; by: string; matterId: string; caseNumber: string }): void {
  tx.send(sql`
    update dispatch set sent_at = ${sent.at}, sent_by = ${sent.by}, matter_id = ${sent.matterId}, case_number = ${sent.caseNumber} where id = ${id}`)
}

export function markClosed(tx: Tx, id: string, at: Date, by: string): void {
  tx.send(sql`update dispatch set closed_at = ${at}, closed_by = ${by} where id = ${id}`)
}

export function markRecalled(tx: Tx, id: string, recalled: { at: Date; by: string; reason: string }): void {
  tx.send(
    sql`update dispatch set recalled_at = ${recalled.at}, recalled_by = ${recalled.by}, recall_reason = ${recalled.reason} where id = ${id}`,
  )
}

export function setLastDay(tx: Tx, id: string, lastDay: string): void {
  tx.send(sql`update dispatch set last_day = ${lastDay} where id = ${id}`)
}

export function insertCorrection(tx: Tx, dispatch: { id: string; senderOrg: OrgCode }, correction: Correction, by: string): void {
  const { madeAt, ...rest } = correction
  tx.send(
    build
      .insertInto('correction')
      .values({ ...rest, dispatchId: dispatch.id, senderOrg: dispatch.senderOrg, madeAt: new Date(madeAt), madeBy: by }),
  )
}
