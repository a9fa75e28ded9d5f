import type { OrgKind, Role } from '../../lib/actor.ts'
import type { Day } from '../../lib/day.ts'
import type { OrgCode } from '../../lib/regions.ts'

/** RFC 5321, 4.5.3.1: what a mailbox may be at most. */
const LONGEST_ADDRESS = 254
const LONGEST_NAME = 200

/** Controls, and what is not seen: direction overrides, zero width. */
const CONTROL = /\p{C}/u

/**
 * One mailbox, as a registry types it. Narrower than RFC 5322: no quotes, comments or lists, so that nothing typed can
 * become a second recipient; a domain with a dot.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > LONGEST_ADDRESS || CONTROL.test(text)) return false
  return /^[^@\s,;:<>"()[\]\\]{1,64}@[^@\s,;:<>"()[\]\\.]+(\.[^@\s,;:<>"()[\]\\.]+)+$/.test(text)
}

export type WhyNotPerson = 'name-missing' | 'name-malformed' | 'email-missing' | 'email-malformed' | 'phone-malformed'

type Details = { name: string; email: string; phone: string | null }

/** May a person be called and reached so? What is stored is trimmed by the action. */
export function whyNotPerson(person: Details): WhyNotPerson | undefined {
  return allWhyNotPerson(person)[0]
}

/** All that is wrong with a person's details, at most one reason a field. */
export function allWhyNotPerson({ name, email, phone }: Details): WhyNotPerson[] {
  const reasons: WhyNotPerson[] = []
  if (name.trim() === '') reasons.push('name-missing')
  else if (name.length > LONGEST_NAME || CONTROL.test(name)) reasons.push('name-malformed')
  if (email.trim() === '') reasons.push('email-missing')
  else if (!isMailAddress(email)) reasons.push('email-malformed')
  if (phone !== null && !/^\+?[0-9][0-9 ()/-]{3,30}$/.test(phone)) reasons.push('phone-malformed')
  return reasons
}

/** Which roles an organisation of a kind can give; a check on the table of mandates says the same. The steering group and the other bodies come with their own issue. */
const ROLES_OF_KIND: Record<OrgKind, readonly Role[]> = {
  secretariat: ['secretariat-head', 'secretariat-officer', 'registrar', 'operator', 'reader'],
  region: ['registrar', 'regional-officer', 'endorser', 'reader'],
  area: ['reader'],
  authority: ['reader'],
  association: ['reader'],
}

/** The roles that fit an organisation, in the order they are offered. */
export function rolesFor(kind: OrgKind): readonly Role[] {
  return ROLES_OF_KIND[kind]
}

export type WhyNotMandate = 'role-not-for-organisation' | 'to-before-from' | 'role-held-already'

type Held = { org: OrgCode; role: Role; fromOn: Day; toOn: Day | null }

/** May a person with these mandates be given one more? */
export function whyNotMandate(mandate: Held, kind: OrgKind, held: readonly Held[]): WhyNotMandate | undefined {
  if (!ROLES_OF_KIND[kind].includes(mandate.role)) return 'role-not-for-organisation'
  if (mandate.toOn !== null && mandate.toOn < mandate.fromOn) return 'to-before-from'
  if (held.some((one) => one.org === mandate.org && one.role === mandate.role && overlaps(one, mandate))) return 'role-held-already'
  return undefined
}

function overlaps(one: Held, other: Held): boolean {
  return (one.toOn === null || one.toOn >= other.fromOn) && (other.toOn === null || other.toOn >= one.fromOn)
}

/** Does a mandate count on this day? Both its days do. */
export function isValid(mandate: { fromOn: Day; toOn: Day | null }, today: Day): boolean {
  return mandate.fromOn <= today && (mandate.toOn === null || mandate.toOn >= today)
}

type OperatorMandate = { personId: string; fromOn: Day; toOn: Day | null }

/** Is there another operator, without a last day, who remains when this person's mandate ends? */
function anotherOperatorRemains(operators: readonly OperatorMandate[], personId: string, today: Day): boolean {
  return operators.some((one) => one.personId !== personId && one.toOn === null && one.fromOn <= today)
}

/** Is there somebody to let others in, today or later? Then no link makes a first one. */
export function anOperatorIsThere(operators: readonly OperatorMandate[], today: Day): boolean {
  return operators.some(({ toOn }) => toOn === null || toOn >= today)
}

export type WhyNotEndMandate = 'to-before-from' | 'mandate-ended' | 'last-operator'

/** May a mandate end on a day? `operators` are all operator mandates of persons who have not left. */
export function whyNotEndMandate(
  mandate: Held & { personId: string },
  toOn: Day,
  operators: readonly OperatorMandate[],
  today: Day,
): WhyNotEndMandate | undefined {
  if (toOn < mandate.fromOn) return 'to-before-from'
  if (mandate.toOn !== null && mandate.toOn < today) return 'mandate-ended'
  if (mandate.role === 'operator' && !anotherOperatorRemains(operators, mandate.personId, today)) return 'last-operator'
  return undefined
}

export type WhyNotEndPerson = 'person-ended' | 'last-operator'

/** May a person leave? Nobody could let anybody in if the last operator did. */
export function whyNotEndPerson(
  person: { id: string; endedAt: unknown },
  operators: readonly OperatorMandate[],
  today: Day,
): WhyNotEndPerson | undefined {
  if (person.endedAt !== null) return 'person-ended'
  const isOperator = operators.some((one) => one.personId === person.id && isValid(one, today))
  return isOperator && !anotherOperatorRemains(operators, person.id, today) ? 'last-operator' : undefined
}

type KnownAddress = { id: string; address: string; confirmedAt: unknown }

export type WhyNotAddress = 'address-missing' | 'address-unconfirmed'

/** May records be sent to a registry's address? Never to one that nobody has made sure of. */
export function whyNotAddress(address: { confirmedAt: unknown } | null | undefined): WhyNotAddress | undefined {
  if (!address) return 'address-missing'
  return address.confirmedAt === null ? 'address-unconfirmed' : undefined
}

export type WhyNotSetAddress = 'address-malformed' | 'address-unchanged'

/** May this text become the registry's address? */
export function whyNotSetAddress(text: string, current: KnownAddress | undefined): WhyNotSetAddress | undefined {
  if (!isMailAddress(text)) return 'address-malformed'
  return current?.address === text ? 'address-unchanged' : undefined
}

export type WhyNotConfirmAddress = 'address-missing' | 'address-changed' | 'address-confirmed-already'

/** May the address that somebody asked the registry about be called confirmed? */
export function whyNotConfirmAddress(addressId: string, current: KnownAddress | undefined): WhyNotConfirmAddress | undefined {
  if (!current) return 'address-missing'
  if (current.id !== addressId) return 'address-changed'
  return current.confirmedAt === null ? undefined : 'address-confirmed-already'
}
