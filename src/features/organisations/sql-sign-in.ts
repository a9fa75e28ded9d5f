import { sql } from 'kysely'
import type { Day } from '../../lib/day.ts'
import { SECRETARIAT } from '../../lib/regions.ts'
import { build, type Reader, type Tx } from '../../platform/db.ts'

/** The person, who has not left, with this address. */
export function findPersonByEmail(db: Reader, email: string): Promise<{ id: string; name: string; email: string } | undefined> {
  return db.maybe(sql<{ id: string; name: string; email: string }>`
    select id, name, email from person where lower(email) = lower(${email}) and ended_at is null`)
}

export function findPersonName(db: Reader, id: string): Promise<{ name: string } | undefined> {
  return db.maybe(sql<{ name: string }>`select name from person where id = ${id} and ended_at is null`)
}

export function insertCode(tx: Tx, code: { id: string; email: string; codeHash: Buffer; madeAt: Date; expiresAt: Date }): void {
  // A new code puts the earlier ones out of use. Codes are no records: a day later nobody needs to know that one was asked for.
  const dayBefore = new Date(code.madeAt.getTime() - 86_400_000)
  tx.send(sql`delete from sign_in_code where lower(email) = lower(${code.email}) or made_at < ${dayBefore}`)
  tx.send(build.insertInto('signInCode').values(code))
}

export type LockedCode = { id: string; codeHash: Buffer; expiresAt: Date; usedAt: Date | null; wrongTries: number }

/** The newest code sent to an address. Locked, so that tries are counted one by one. */
export function lockCode(tx: Tx, email: string): Promise<LockedCode | undefined> {
  return tx.maybe(sql<LockedCode>`
    select id, code_hash, expires_at, used_at, wrong_tries from sign_in_code
    where lower(email) = lower(${email}) order by made_at desc, id desc limit 1 for update`)
}

export function markCodeUsed(tx: Tx, id: string, now: Date): void {
  tx.send(sql`update sign_in_code set used_at = ${now} where id = ${id}`)
}

export function countWrongTry(tx: Tx, id: string): void {
  tx.send(sql`update sign_in_code set wrong_tries = wrong_tries + 1 where id = ${id}`)
}

type LinkPurpose = 'first-operator' | 'operator-return'

type NewLink = { tokenHash: Buffer; purpose: LinkPurpose; personId: string | null; madeAt: Date; expiresAt: Date }

/** A new link puts the earlier ones for the same person out of use. */
export function insertLink(tx: Tx, link: NewLink): void {
  const { madeAt, purpose, personId } = link
  tx.send(sql`
    update sign_in_link set expires_at = ${madeAt}
    where purpose = ${purpose} and person_id is not distinct from ${personId}::uuid and used_at is null and expires_at > ${madeAt}`)
  tx.send(build.insertInto('signInLink').values(link))
}

export type Link = { personId: string | null; expiresAt: Date; usedAt: Date | null }

export function findLink(db: Reader, tokenHash: Buffer, purpose: LinkPurpose): Promise<Link | undefined> {
  return db.maybe(sql<Link>`
    select person_id, expires_at, used_at from sign_in_link where token_hash = ${tokenHash} and purpose = ${purpose}`)
}

export function lockLink(tx: Tx, tokenHash: Buffer, purpose: LinkPurpose): Promise<Link | undefined> {
  return tx.maybe(sql<Link>`
    select person_id, expires_at, used_at from sign_in_link where token_hash = ${tokenHash} and purpose = ${purpose} for update`)
}

/** The operators of today, by name. */
export function listOperators(db: Reader, today: Day): Promise<{ id: string; name: string; email: string }[]> {
  return db.rows(sql<{ id: string; name: string; email: string }>`
    select p.id, p.name, p.email from person p
    where p.ended_at is null and exists (
      select from mandate m where m.person_id = p.id and m.org_code = ${SECRETARIAT} and m.role = 'operator'
        and m.from_on <= ${today} and (m.to_on is null or m.to_on >= ${today}))
    order by p.name, p.id`)
}

export function markLinkUsed(tx: Tx, tokenHash: Buffer, now: Date): void {
  tx.send(sql`update sign_in_link set used_at = ${now} where token_hash = ${tokenHash}`)
}

/** The acting organisation of a transaction in which nobody is signed in yet: for the ledger and the journal. */
export function actFor(tx: Tx, org: string): void {
  tx.send(sql`select set_config('app.org', ${org}, true)`)
}
