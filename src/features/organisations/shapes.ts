import * as z from 'zod/mini'
import { ROLES } from '../../lib/actor.ts'
import { ClassCode } from '../../lib/class.ts'
import { Day } from '../../lib/day.ts'
import { Instant } from '../../lib/instant.ts'
import { OrgCode } from '../../lib/regions.ts'

export const RoleName = z.enum(ROLES)
export const OrganisationKind = z.enum(['region', 'area', 'secretariat', 'authority', 'association'])

/** One organisation that a person may act for today, with all her roles there. */
export const Hat = z.object({ org: OrgCode, kind: OrganisationKind, name: z.string(), roles: z.array(RoleName) })
export type Hat = z.infer<typeof Hat>

export const Me = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  acting: Hat,
  mandates: z.array(Hat),
  installation: z.object({ demo: z.boolean(), classCeiling: ClassCode }),
  today: Day,
})
export type Me = z.infer<typeof Me>

/** A role for an organisation, from a day and perhaps to a day; both days count. */
export const Mandate = z.object({
  id: z.string(),
  org: OrgCode,
  role: RoleName,
  title: z.nullable(z.string()),
  fromOn: Day,
  toOn: z.nullable(Day),
})
export type Mandate = z.infer<typeof Mandate>

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.nullable(z.string()),
  version: z.int(),
  madeAt: Instant,
  endedAt: z.nullable(Instant),
  mandates: z.array(Mandate),
})
export type Person = z.output<typeof Person>

/** What is typed about a mandate. The rules judge it, so that a refusal says which words are wrong. */
export const NewMandate = z.strictObject({
  org: OrgCode,
  role: RoleName,
  title: z.nullable(z.string().check(z.maxLength(200))),
  fromOn: Day,
  toOn: z.nullable(Day),
})
export type NewMandate = z.infer<typeof NewMandate>

export const PersonDetails = z.strictObject({
  name: z.string().check(z.maxLength(1_000)),
  email: z.string().check(z.maxLength(1_000)),
  phone: z.nullable(z.string().check(z.maxLength(200))),
})
export type PersonDetails = z.infer<typeof PersonDetails>

/** How somebody made sure that an address is the registry's own. */
export const CONFIRMED_BY = ['telephone', 'mail', 'known'] as const
export const ConfirmedHow = z.enum(CONFIRMED_BY)
export type ConfirmedHow = z.infer<typeof ConfirmedHow>

export const RegistryAddress = z.object({
  id: z.string(),
  address: z.string(),
  fromOn: Day,
  toOn: z.nullable(Day),
  confirmedAt: z.nullable(Instant),
  confirmedHow: z.nullable(ConfirmedHow),
  confirmedByName: z.nullable(z.string()),
})
export type RegistryAddress = z.output<typeof RegistryAddress>

/** An organisation with the address its mail goes to now, and those it had before. */
export const AddressLine = z.object({
  org: OrgCode,
  name: z.string(),
  kind: OrganisationKind,
  current: z.nullable(RegistryAddress),
  earlier: z.array(RegistryAddress),
})
export type AddressLine = z.output<typeof AddressLine>
