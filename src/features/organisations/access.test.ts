import { expect, test } from 'vitest'
import { type Actor, type OrgKind, ROLES, type Role } from '../../lib/actor.ts'
import { orgCode } from '../../lib/regions.ts'
import { addressScope, canChangePersons, canManage, managesPersons, personScope, seesAddresses } from './access.ts'

const actor = (org: string, orgKind: OrgKind, ...roles: Role[]): Actor => ({
  personId: '1',
  name: 'Anna (demo)',
  org: orgCode(org),
  orgKind,
  roles,
})
const of = (orgKind: OrgKind, allows: (one: Actor) => boolean) =>
  ROLES.filter((role) => allows(actor(orgKind === 'secretariat' ? 'NSPL' : '12', orgKind, role)))

test('the operator and the head manage everybody; in a region the registrar and the officer manage their own', () => {
  expect(of('secretariat', (one) => canManage(one, orgCode('01')))).toEqual(['secretariat-head', 'operator'])
  expect(of('region', (one) => canManage(one, orgCode('12')))).toEqual(['registrar', 'regional-officer'])
  expect(of('region', (one) => canManage(one, orgCode('01')))).toEqual([])
  expect(of('authority', (one) => canManage(one, orgCode('12')))).toEqual([])
  expect(of('region', managesPersons.allows)).toEqual(['registrar', 'regional-officer'])
  expect(of('secretariat', managesPersons.allows)).toEqual(['secretariat-head', 'operator'])
})

test('only the operator and the head change a person: whoever sets her address can sign in as her', () => {
  expect(of('secretariat', canChangePersons)).toEqual(['secretariat-head', 'operator'])
  expect(of('region', canChangePersons)).toEqual([])
})

test('lists are the whole register or one organisation', () => {
  expect(personScope(actor('NSPL', 'secretariat', 'operator'))).toBe('all')
  expect(personScope(actor('NSPL', 'secretariat', 'registrar'))).toBe('NSPL')
  expect(personScope(actor('12', 'region', 'registrar'))).toBe('12')
  expect(addressScope(actor('NSPL', 'secretariat', 'secretariat-officer'))).toBe('all')
  expect(addressScope(actor('12', 'region', 'registrar'))).toBe('12')
  expect(of('secretariat', seesAddresses.allows)).toEqual(['secretariat-officer', 'secretariat-head', 'registrar', 'operator'])
  expect(of('region', seesAddresses.allows)).toEqual(['registrar', 'regional-officer'])
})
