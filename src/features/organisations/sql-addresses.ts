import { sql } from 'kysely'
import type { OrgKind } from '../../lib/actor.ts'
import type { Day } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import type { ConfirmedHow } from './shapes.ts'

export type AddressRow = {
  id: string
  org: OrgCode
  address: string
  fromOn: Day
  toOn: Day | null
  confirmedAt: Date | null
  confirmedHow: ConfirmedHow | null
  confirmedByName: string | null
}

type OrganisationRow = { org: OrgCode; name: string; kind: OrgKind }

const columns = sql`a.id, a.org_code as org, a.address, a.from_on, a.to_on, a.confirmed_at, a.confirmed_how,
  (select p.name from person p where p.id = a.confirmed_by) as confirmed_by_name`

/**
 * The address that each organisation's mail goes to today, confirmed or not; whyNotAddress judges it. An organisation without
 * one has no row.
 */
export function registryAddresses(db: Reader, orgs: readonly OrgCode[], today: Day): Promise<AddressRow[]> {
  return db.rows(sql<AddressRow>`
    select ${columns} from organisation_address a join organisation o on o.code = a.org_code
    where a.purpose = 'registry' and a.org_code = any(${[...orgs]}::text[]) and a.from_on <= ${today} and a.to_on is null
    order by o.sort_order`)
}

/** Organisations with a registry (all but the cooperation areas), and every address they have had, newest first. */
export async function listAddresses(
  db: Reader,
  scope: 'all' | OrgCode,
): Promise<{ organisations: OrganisationRow[]; addresses: AddressRow[] }> {
  const of = scope === 'all' ? null : scope
  const [organisations, addresses] = await Promise.all([
    db.rows(sql<OrganisationRow>`
      select code as org, name, kind from organisation where kind <> 'area' and (${of}::text is null or code = ${of}) order by sort_order`),
    db.rows(sql<AddressRow>`
      select ${columns} from organisation_address a where a.purpose = 'registry' and (${of}::text is null or a.org_code = ${of})
      order by a.to_on desc nulls first, a.id desc`),
  ])
  return { organisations, addresses }
}

/** The open address of an organisation, which is locked until the transaction ends: also when it has none yet. */
export async function lockAddress(tx: Tx, org: OrgCode): Promise<AddressRow | undefined> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`registry-address ${org}`}, 0))`)
  return await tx.maybe(sql<AddressRow>`
    select ${columns} from organisation_address a where a.purpose = 'registry' and a.org_code = ${org} and a.to_on is null for update of a`)
}

export function endAddress(tx: Tx, id: string, today: Day): void {
  tx.send(sql`update organisation_address set to_on = ${today} where id = ${id}`)
}

export function insertAddress(
  tx: Tx,
  address: { id: string; orgCode: OrgCode; address: string; fromOn: Day; setAt: Date; setBy: string },
): void {
  tx.send(build.insertInto('organisationAddress').values({ ...address, purpose: 'registry' }))
}

export function markAddressConfirmed(tx: Tx, id: string, confirmed: { at: Date; how: ConfirmedHow; by: string }): void {
  tx.send(sql`
    update organisation_address set confirmed_at = ${confirmed.at}, confirmed_how = ${confirmed.how}, confirmed_by = ${confirmed.by}
    where id = ${id}`)
}
