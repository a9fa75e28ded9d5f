import * as z from 'zod/mini'
import { get, post } from '../../lib/contract.ts'
import { Day } from '../../lib/day.ts'
import { OrgCode } from '../../lib/regions.ts'
import { AddressLine, ConfirmedHow, Mandate, Me, NewMandate, Person, PersonDetails, RegistryAddress } from './shapes.ts'

const ofPerson = z.object({ personId: z.uuid() })
const ofMandate = z.object({ mandateId: z.uuid() })
const ofAddress = z.object({ addressOrg: OrgCode })

export const organisationsApi = {
  /** Who asks, acting for which organisation, and which others she may act for. */
  me: get('/api/:org/me', { returns: Me }),

  /** By name. `of` is one organisation (the secretariat's choice; a region sees its own in any case); `ended` also those who have left. */
  persons: get('/api/:org/persons', {
    query: z.object({
      after: z.optional(z.uuid()),
      limit: z.optional(z.string().check(z.regex(/^([1-9][0-9]?|1[0-9]{2}|200)$/))),
      of: z.optional(OrgCode),
      ended: z.optional(z.literal('yes')),
    }),
    returns: z.object({ items: z.array(Person), next: z.nullable(z.string()) }),
  }),
  addPerson: post('/api/:org/persons', {
    body: z.strictObject({ person: PersonDetails, mandate: NewMandate }),
    returns: Person,
  }),
  /** Under If-Match; 412 `changed-meanwhile` with details `{version, current}` when another saved first. */
  changePerson: post('/api/:org/persons/:personId/change', { params: ofPerson, body: PersonDetails, returns: Person }),
  /** Ends the person's mandates today and her sessions at once. What she has done stays. */
  endPerson: post('/api/:org/persons/:personId/end', { params: ofPerson, returns: Person }),
  addMandate: post('/api/:org/persons/:personId/mandates', { params: ofPerson, body: NewMandate, returns: Mandate }),
  /** `toOn` is the last day that counts. */
  endMandate: post('/api/:org/mandates/:mandateId/end', { params: ofMandate, body: z.strictObject({ toOn: Day }), returns: Mandate }),

  /** Registratorsadresser: for the secretariat all organisations, for others their own. */
  addresses: get('/api/:org/addresses', { returns: z.object({ items: z.array(AddressLine) }) }),
  /** A new address is unconfirmed; the old one gets its last day and stays. */
  setAddress: post('/api/:org/addresses/:addressOrg', {
    params: ofAddress,
    body: z.strictObject({ address: z.string().check(z.maxLength(1_000)) }),
    returns: RegistryAddress,
  }),
  /** `addressId` is the one that was read out and found right: a newer one is not confirmed by mistake. */
  confirmAddress: post('/api/:org/addresses/:addressOrg/confirm', {
    params: ofAddress,
    body: z.strictObject({ addressId: z.uuid(), how: ConfirmedHow }),
    returns: RegistryAddress,
  }),
}
