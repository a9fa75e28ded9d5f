import { sql } from 'kysely'
import type { OrgKind, Role } from '../../lib/actor.ts'
import type { Day } from '../../lib/day.ts'
import { type OrgCode, SECRETARIAT } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'
import type { Hat, Mandate, NewMandate, Person } from './shapes.ts'

/** The organisations a person may act for today, the secretariat first. */
export function hatsOf(db: Reader, personId: string, today: Day): Promise<Hat[]> {
  return db.rows(sql<Hat>`
    select o.code as org, o.kind, o.name, array_agg(distinct m.role order by m.role) as roles
    from mandate m join organisation o on o.code = m.org_code
    where m.person_id = ${personId} and m.from_on <= ${today} and (m.to_on is null or m.to_on >= ${today})
    group by o.code order by (o.kind = 'secretariat') desc, o.sort_order`)
}

export async function findOrganisationKind(db: Reader, org: OrgCode): Promise<OrgKind | undefined> {
  const row = await db.maybe(sql<{ kind: OrgKind }>`select kind from organisation where code = ${org}`)
  return row?.kind
}

type PersonRow = Omit<Person, 'mandates' | 'madeAt' | 'endedAt'> & { madeAt: Date; endedAt: Date | null }

export type PersonWithMandates = PersonRow & { mandates: Mandate[] }

type PersonsAsked = { of: OrgCode | undefined; ended: boolean; after: string | undefined; limit: number }

/** By name, as in Swedish; `after` is the last person of the page before. */
export async function listPersons(db: Reader, asked: PersonsAsked): Promise<PersonWithMandates[]> {
  const { of, ended, after, limit } = asked
  const persons = await db.rows(sql<PersonRow>`
    select p.id, p.name, p.email, p.phone, p.version, p.made_at, p.ended_at from person p
    where (${ended} or p.ended_at is null)
      and (${of ?? null}::text is null or exists (select 1 from mandate m where m.person_id = p.id and m.org_code = ${of ?? null}))
      and (${after ?? null}::uuid is null
        or (p.name collate "sv-x-icu", p.id) > (select a.name collate "sv-x-icu", a.id from person a where a.id = ${after ?? null}))
    order by p.name collate "sv-x-icu", p.id limit ${limit}`)
  return await withMandates(db, persons, of)
}

/** One person; `of` hides what she does for other organisations, and herself when she does nothing for this one. */
export async function findPerson(db: Reader, id: string, of: OrgCode | undefined): Promise<PersonWithMandates | undefined> {
  const persons = await db.rows(sql<PersonRow>`
    select p.id, p.name, p.email, p.phone, p.version, p.made_at, p.ended_at from person p
    where p.id = ${id} and (${of ?? null}::text is null or exists (select 1 from mandate m where m.person_id = p.id and m.org_code = ${of ?? null}))`)
  return (await withMandates(db, persons, of))[0]
}

async function withMandates(db: Reader, persons: readonly PersonRow[], of: OrgCode | undefined): Promise<PersonWithMandates[]> {
  const ids = persons.map(({ id }) => id)
  const mandates = await db.rows(sql<Mandate & { personId: string }>`
    select m.person_id, m.id, m.org_code as org, m.role, m.title, m.from_on, m.to_on from mandate m join organisation o on o.code = m.org_code
    where m.person_id = any(${ids}::uuid[]) and (${of ?? null}::text is null or m.org_code = ${of ?? null})
    order by (o.kind = 'secretariat') desc, o.sort_order, m.from_on, m.id`)
  return persons.map((person) => ({
    ...person,
    mandates: mandates.filter(({ personId }) => personId === person.id),
  }))
}

/** Locked until the transaction ends. */
export function lockPerson(tx: Tx, id: string): Promise<PersonRow | undefined> {
  return tx.maybe(sql<PersonRow>`
    select id, name, email, phone, version, made_at, ended_at from person where id = ${id} for update`)
}

/** Is there somebody else, who has not left, with this address? */
export async function isEmailTaken(db: Reader, email: string, exceptId: string | null): Promise<boolean> {
  const rows = await db.rows(sql`
    select 1 from person where lower(email) = lower(${email}) and ended_at is null and (${exceptId}::uuid is null or id <> ${exceptId})`)
  return rows.length > 0
}

export function insertPerson(
  tx: Tx,
  person: { id: string; name: string; email: string; phone: string | null; madeAt: Date },
): Promise<number> {
  return tx.write(build.insertInto('person').values(person))
}

export function insertMandate(tx: Tx, mandate: NewMandate & { id: string; personId: string; madeAt: Date; madeBy: string }): void {
  const { org, ...rest } = mandate
  tx.send(build.insertInto('mandate').values({ ...rest, orgCode: org }))
}

export function updatePerson(tx: Tx, id: string, details: { name: string; email: string; phone: string | null }): Promise<number> {
  const { name, email, phone } = details
  return tx.write(sql`update person set name = ${name}, email = ${email}, phone = ${phone}, version = version + 1 where id = ${id}`)
}

export function markPersonEnded(tx: Tx, id: string, now: Date, today: Day): void {
  tx.send(sql`update person set ended_at = ${now}, version = version + 1 where id = ${id}`)
  // A mandate that would have begun later never does: its only day is its first.
  tx.send(sql`update mandate set to_on = greatest(from_on, ${today}) where person_id = ${id} and (to_on is null or to_on > ${today})`)
}

export type LockedMandate = Mandate & { personId: string }

export function lockMandate(tx: Tx, id: string): Promise<LockedMandate | undefined> {
  return tx.maybe(sql<LockedMandate>`
    select id, person_id, org_code as org, role, title, from_on, to_on from mandate where id = ${id} for update`)
}

export function setMandateEnd(tx: Tx, id: string, toOn: Day): void {
  tx.send(sql`update mandate set to_on = ${toOn} where id = ${id}`)
}

/** All operators' mandates, locked in one order: two operators who end each other at once must meet here. */
export function lockOperators(tx: Tx): Promise<{ personId: string; fromOn: Day; toOn: Day | null }[]> {
  return tx.rows(sql<{ personId: string; fromOn: Day; toOn: Day | null }>`
    select m.person_id, m.from_on, m.to_on from mandate m join person p on p.id = m.person_id
    where m.org_code = ${SECRETARIAT} and m.role = 'operator' and p.ended_at is null order by m.id for update of m`)
}

export type DemoPerson = { id: string; name: string; org: OrgCode; orgName: string; kind: OrgKind; roles: Role[] }

/** The made-up persons of a demo, one row per person and organisation, for its sign-in page. */
export function listDemoPersons(db: Reader, today: Day): Promise<DemoPerson[]> {
  return db.rows(sql<DemoPerson>`
    select p.id, p.name, o.code as org, o.name as org_name, o.kind, array_agg(distinct m.role order by m.role) as roles
    from person p join mandate m on m.person_id = p.id join organisation o on o.code = m.org_code
    where p.ended_at is null and m.from_on <= ${today} and (m.to_on is null or m.to_on >= ${today})
    group by p.id, o.code order by (o.kind = 'secretariat') desc, o.sort_order, p.name`)
}
