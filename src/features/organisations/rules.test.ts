import { describe, expect, test } from 'vitest'
import { type OrgKind, ROLES, type Role } from '../../lib/actor.ts'
import { day } from '../../lib/day.ts'
import { orgCode, SECRETARIAT } from '../../lib/regions.ts'
import {
  isMailAddress,
  rolesFor,
  whyNotAddress,
  whyNotConfirmAddress,
  whyNotEndMandate,
  whyNotEndPerson,
  whyNotMandate,
  allWhyNotPerson,
  whyNotPerson,
  whyNotSetAddress,
} from './rules.ts'

const today = day('2026-11-25')
const skane = orgCode('12')

test.each([
  ['registrator@skane.example', true],
  ['region.skane+nspl@a-b.skane.example', true],
  ['å@skåne.example', true],
  ['', false],
  ['registrator', false],
  ['registrator@skane', false],
  ['a@b.example, c@d.example', false],
  ['a@b.example;c@d.example', false],
  ['Anna <a@b.example>', false],
  ['"a b"@b.example', false],
  ['a@b@c.example', false],
  ['a@.example', false],
  ['a@b.example.', false],
  ['a@b.example\r\nBcc: c@d.example', false],
  ['a\u0000@b.example', false],
  ['a\u202e@b.example', false],
  [`${'a'.repeat(65)}@b.example`, false],
  [`a@${'b'.repeat(250)}.example`, false],
])('%j as an address: %s', (text, expected) => {
  expect(isMailAddress(text)).toBe(expected)
})

const person = { name: 'Anna Ek (demo)', email: 'anna.ek@skane.example', phone: null }

test.each([
  [{}, undefined],
  [{ name: '  ' }, 'name-missing'],
  [{ name: 'a'.repeat(200) }, undefined],
  [{ name: 'a'.repeat(201) }, 'name-malformed'],
  [{ name: 'Anna\nEk' }, 'name-malformed'],
  [{ email: '' }, 'email-missing'],
  [{ email: 'anna' }, 'email-malformed'],
  [{ phone: '018-123 45 67' }, undefined],
  [{ phone: '+46 (0)18 123' }, undefined],
  [{ phone: 'ring' }, 'phone-malformed'],
])('a person with %j: %s', (changed, expected) => {
  expect(whyNotPerson({ ...person, ...changed })).toBe(expected)
})

test('all that is wrong with a person is told at once', () => {
  expect(allWhyNotPerson({ name: '', email: '', phone: 'ring' })).toEqual(['name-missing', 'email-missing', 'phone-malformed'])
})

test('each kind of organisation gives only its own roles, and every role can be given somewhere', () => {
  const kinds: OrgKind[] = ['secretariat', 'region', 'area', 'authority', 'association']
  const fitting = Object.fromEntries(kinds.map((kind) => [kind, [...rolesFor(kind)].toSorted()]))
  expect(fitting).toEqual({
    secretariat: ['operator', 'reader', 'registrar', 'secretariat-head', 'secretariat-officer'],
    region: ['endorser', 'reader', 'regional-officer', 'registrar'],
    area: ['reader'],
    authority: ['reader'],
    association: ['reader'],
  })
  expect(ROLES.filter((role) => !kinds.some((kind) => rolesFor(kind).includes(role)))).toEqual([])
})

const mandate = (role: Role, fromOn: string, toOn: string | null, org = skane) => ({
  org,
  role,
  fromOn: day(fromOn),
  toOn: toOn === null ? null : day(toOn),
})

test.each([
  ['fits', mandate('registrar', '2026-11-25', null), [], undefined],
  ['one day only', mandate('registrar', '2026-11-25', '2026-11-25'), [], undefined],
  ['the wrong kind', mandate('operator', '2026-11-25', null), [], 'role-not-for-organisation'],
  ['ends before it begins', mandate('registrar', '2026-11-25', '2026-11-24'), [], 'to-before-from'],
  ['held already', mandate('registrar', '2026-11-25', null), [mandate('registrar', '2026-01-01', null)], 'role-held-already'],
  [
    'held to the same day',
    mandate('registrar', '2026-11-25', null),
    [mandate('registrar', '2026-01-01', '2026-11-25')],
    'role-held-already',
  ],
  ['held until the day before', mandate('registrar', '2026-11-25', null), [mandate('registrar', '2026-01-01', '2026-11-24')], undefined],
  ['held later', mandate('registrar', '2026-11-25', '2026-12-31'), [mandate('registrar', '2027-01-01', null)], undefined],
  ['another role', mandate('registrar', '2026-11-25', null), [mandate('endorser', '2026-01-01', null)], undefined],
  ['elsewhere', mandate('registrar', '2026-11-25', null), [mandate('registrar', '2026-01-01', null, orgCode('01'))], undefined],
] as const)('a mandate in a region that %s', (_, one, held, expected) => {
  expect(whyNotMandate(one, 'region', held)).toBe(expected)
})

describe('the last operator', () => {
  const operator = (personId: string, fromOn = '2026-01-01', toOn: string | null = null) => ({
    ...mandate('operator', fromOn, toOn, SECRETARIAT),
    personId,
  })
  const anna = operator('anna')

  test.each([
    ['alone', [anna], 'last-operator'],
    ['with another', [anna, operator('bo')], undefined],
    ['with one who soon ends', [anna, operator('bo', '2026-01-01', '2026-12-31')], 'last-operator'],
    ['with one who has not begun', [anna, operator('bo', '2026-12-01')], 'last-operator'],
    ['twice the same person', [anna, operator('anna', '2026-02-01')], 'last-operator'],
  ])('%s', (_, operators, expected) => {
    expect(whyNotEndMandate(anna, today, operators, today)).toBe(expected)
    expect(whyNotEndPerson({ id: 'anna', endedAt: null }, operators, today)).toBe(expected)
  })

  test('others may leave, once', () => {
    expect(whyNotEndPerson({ id: 'cia', endedAt: null }, [anna], today)).toBeUndefined()
    expect(whyNotEndPerson({ id: 'cia', endedAt: new Date() }, [anna], today)).toBe('person-ended')
  })
})

test('a mandate ends on or after its first day, and once', () => {
  const registrar = { ...mandate('registrar', '2026-11-20', null), personId: 'anna' }
  expect(whyNotEndMandate(registrar, day('2026-11-20'), [], today)).toBeUndefined()
  expect(whyNotEndMandate(registrar, day('2026-11-19'), [], today)).toBe('to-before-from')
  expect(whyNotEndMandate({ ...registrar, toOn: day('2026-11-24') }, today, [], today)).toBe('mandate-ended')
  expect(whyNotEndMandate({ ...registrar, toOn: today }, day('2026-12-24'), [], today)).toBeUndefined()
})

test('mail goes only to an address that somebody has made sure of', () => {
  expect(whyNotAddress(undefined)).toBe('address-missing')
  expect(whyNotAddress(null)).toBe('address-missing')
  expect(whyNotAddress({ confirmedAt: null })).toBe('address-unconfirmed')
  expect(whyNotAddress({ confirmedAt: new Date() })).toBeUndefined()
})

test('an address is set when it is one and differs; confirmed when it is the one that was asked about', () => {
  const current = { id: '1', address: 'registrator@skane.example', confirmedAt: null }
  expect(whyNotSetAddress('registrator@skane.example', undefined)).toBeUndefined()
  expect(whyNotSetAddress('region@skane.example', current)).toBeUndefined()
  expect(whyNotSetAddress('registrator@skane.example', current)).toBe('address-unchanged')
  expect(whyNotSetAddress('registrator', current)).toBe('address-malformed')
  expect(whyNotConfirmAddress('1', current)).toBeUndefined()
  expect(whyNotConfirmAddress('0', current)).toBe('address-changed')
  expect(whyNotConfirmAddress('1', undefined)).toBe('address-missing')
  expect(whyNotConfirmAddress('1', { ...current, confirmedAt: new Date() })).toBe('address-confirmed-already')
})
