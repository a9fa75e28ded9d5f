import type { Day } from '../../lib/day.ts'
import { found, mustBeAllowed, Problem, refuseIf } from '../../lib/problem.ts'
import type { OrgCode } from '../../lib/regions.ts'
import type { Context } from '../../platform/context.ts'
import { sqlState, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { endSessionsOf } from '../../platform/session.ts'
import { canManage, personScope } from './access.ts'
import { whyNotEndMandate, whyNotEndPerson, whyNotMandate, whyNotPerson } from './rules.ts'
import type { Mandate, NewMandate, PersonDetails } from './shapes.ts'
import {
  findOrganisationKind,
  findPerson,
  insertMandate,
  insertPerson,
  isEmailTaken,
  lockMandate,
  lockOperators,
  lockPerson,
  markPersonEnded,
  type PersonWithMandates,
  setMandateEnd,
  updatePerson,
} from './sql.ts'

/** A new person always comes with her first mandate: without one she could not sign in, and nobody would own her. */
export async function addPerson(tx: Tx, ctx: Context, input: { person: PersonDetails; mandate: NewMandate }): Promise<PersonWithMandates> {
  const { mandate } = input
  const details = trimmed(input.person)
  const kind = found(await findOrganisationKind(tx, mandate.org))
  mustBeAllowed(canManage(ctx.actor, mandate.org))
  refuseIf(whyNotPerson(details) ?? whyNotMandate(mandate, kind, []))
  refuseIf((await isEmailTaken(tx, details.email, null)) ? 'email-taken' : undefined)

  const personId = newId(ctx.now)
  const mandateId = newId(ctx.now)
  await orTaken(insertPerson(tx, { id: personId, ...details, madeAt: ctx.now }))
  insertMandate(tx, { ...mandate, id: mandateId, personId, madeAt: ctx.now, madeBy: ctx.actor.personId })
  record(tx, ctx, { type: 'person.added', object: personId, also: [mandate.org], content: contentOf(details) })
  record(tx, ctx, { type: 'mandate.added', object: mandateId, also: [mandate.org], content: mandateContent(personId, mandate) })
  return await shown(tx, ctx, personId)
}

export async function changePerson(tx: Tx, ctx: Context, personId: string, typed: PersonDetails): Promise<PersonWithMandates> {
  const person = found(await lockPerson(tx, personId))
  const details = trimmed(typed)
  if (ctx.ifMatch !== person.version) {
    const { name, email, phone, version } = person
    throw new Problem('outdated', 'changed-meanwhile', { version, current: { name, email, phone } })
  }
  refuseIf(person.endedAt === null ? whyNotPerson(details) : 'person-ended')
  refuseIf((await isEmailTaken(tx, details.email, personId)) ? 'email-taken' : undefined)

  const { mandates } = found(await findPerson(tx, personId, undefined))
  await orTaken(updatePerson(tx, personId, details))
  record(tx, ctx, { type: 'person.changed', object: personId, also: mandates.map(({ org }) => org), content: contentOf(details) })
  return await shown(tx, ctx, personId)
}

export async function endPerson(tx: Tx, ctx: Context, personId: string): Promise<PersonWithMandates> {
  const operators = await lockOperators(tx)
  const person = found(await lockPerson(tx, personId))
  refuseIf(whyNotEndPerson(person, operators, ctx.today))

  const { mandates } = found(await findPerson(tx, personId, undefined))
  markPersonEnded(tx, personId, ctx.now, ctx.today)
  endSessionsOf(tx, personId, ctx.now)
  record(tx, ctx, { type: 'person.ended', object: personId, also: mandates.map(({ org }) => org) })
  return await shown(tx, ctx, personId)
}

export async function addMandate(tx: Tx, ctx: Context, personId: string, mandate: NewMandate): Promise<Mandate> {
  // Locked, so that the same role cannot be given twice at once; seen, so that a region cannot try the ids of others.
  const { endedAt } = found(await lockPerson(tx, personId))
  const scope = personScope(ctx.actor)
  const person = found(await findPerson(tx, personId, scope === 'all' ? undefined : scope))
  const kind = found(await findOrganisationKind(tx, mandate.org))
  mustBeAllowed(canManage(ctx.actor, mandate.org))
  refuseIf(endedAt === null ? whyNotMandate(mandate, kind, person.mandates) : 'person-ended')

  const id = newId(ctx.now)
  insertMandate(tx, { ...mandate, id, personId, madeAt: ctx.now, madeBy: ctx.actor.personId })
  record(tx, ctx, { type: 'mandate.added', object: id, also: [mandate.org], content: mandateContent(personId, mandate) })
  return { id, ...mandate }
}

export async function endMandate(tx: Tx, ctx: Context, mandateId: string, toOn: Day): Promise<Mandate> {
  const operators = await lockOperators(tx)
  const { personId, ...mandate } = found(await lockMandate(tx, mandateId))
  // Another organisation's mandate is not seen, and so does not exist.
  found(canManage(ctx.actor, mandate.org) ? mandate : undefined)
  refuseIf(whyNotEndMandate({ ...mandate, personId }, toOn, operators, ctx.today))

  setMandateEnd(tx, mandateId, toOn)
  record(tx, ctx, { type: 'mandate.ended', object: mandateId, also: [mandate.org], content: { toOn } })
  return { ...mandate, toOn }
}

async function shown(tx: Tx, ctx: Context, personId: string): Promise<PersonWithMandates> {
  const scope = personScope(ctx.actor)
  return found(await findPerson(tx, personId, scope === 'all' ? undefined : scope))
}

/** Somebody else may take the address between the look and the write: the database is the judge. */
async function orTaken(writing: Promise<number>): Promise<void> {
  try {
    await writing
  } catch (error) {
    if (sqlState(error)?.code === '23505') throw new Problem('refused', 'email-taken')
    throw error
  }
}

function trimmed({ name, email, phone }: PersonDetails): PersonDetails {
  return { name: name.trim(), email: email.trim(), phone: phone?.trim() || null }
}

function contentOf({ name, email, phone }: PersonDetails): Record<string, string> {
  return { name, email, phone: phone ?? '' }
}

function mandateContent(personId: string, mandate: NewMandate & { org: OrgCode }): Record<string, string> {
  return { person: personId, role: mandate.role, fromOn: mandate.fromOn, toOn: mandate.toOn ?? '' }
}
