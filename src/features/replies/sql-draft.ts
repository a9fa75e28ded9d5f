import { sql } from 'kysely'
import type { OrgCode } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'

export type DraftRow = { field: string; value: unknown; version: number; savedAt: Date; savedBy: string }

/** The acting organisation's own draft. The net hides everybody else's. */
export function draftFields(db: Reader, slotId: string): Promise<DraftRow[]> {
  return db.rows(sql<DraftRow>`
    select f.field, f.value, f.version, f.saved_at, p.name as saved_by
    from draft_field f join person p on p.id = f.saved_by where f.recipient_id = ${slotId} order by f.field`)
}

export async function findDraftField(db: Reader, slotId: string, field: string): Promise<DraftRow | undefined> {
  return await db.maybe(sql<DraftRow>`
    select f.field, f.value, f.version, f.saved_at, p.name as saved_by
    from draft_field f join person p on p.id = f.saved_by where f.recipient_id = ${slotId} and f.field = ${field}`)
}

type FieldWrite = { field: string; value: unknown; version: number; at: Date; by: string }

/** Writes a field if its version is still the one that was read, and answers the new version; undefined if it is another. */
export async function writeDraftField(tx: Tx, slot: { id: string; org: OrgCode }, write: FieldWrite): Promise<number | undefined> {
  const value = sql`${JSON.stringify(write.value)}::jsonb`
  const row = await tx.maybe(
    write.version === 0
      ? sql<{ version: number }>`
          insert into draft_field (recipient_id, org_code, field, value, version, saved_at, saved_by)
          values (${slot.id}, ${slot.org}, ${write.field}, ${value}, 1, ${write.at}, ${write.by})
          on conflict do nothing returning version`
      : sql<{ version: number }>`
          update draft_field set value = ${value}, version = version + 1, saved_at = ${write.at}, saved_by = ${write.by}
          where recipient_id = ${slot.id} and field = ${write.field} and version = ${write.version} returning version`,
  )
  return row?.version
}

export function deleteDraft(tx: Tx, slotId: string): void {
  tx.send(build.deleteFrom('draftField').where('recipientId', '=', slotId))
}

/** True the first time only, however many save at once. */
export async function markDrafting(tx: Tx, slotId: string, at: Date): Promise<boolean> {
  return (await tx.write(sql`update recipient set drafting_at = ${at} where id = ${slotId} and drafting_at is null`)) === 1
}

export function setDecided(tx: Tx, slotId: string, at: Date | null): void {
  tx.send(sql`update recipient set decided_at = ${at} where id = ${slotId}`)
}
