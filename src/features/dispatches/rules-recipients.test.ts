import { expect, test } from 'vitest'
import { orgCode } from '../../lib/regions.ts'
import { organisationName, recipientOrgs, whyNotRecipients } from './rules-recipients.ts'

const orgs = (...codes: string[]) => codes.map(orgCode)

test('all regions are 21, by county code', () => {
  const all = recipientOrgs({ choice: 'all-regions', orgs: [] })
  expect(all).toHaveLength(21)
  expect(all.slice(0, 3)).toEqual(['01', '03', '04'])
})

test('a region in two areas is in each of them, and once in both together', () => {
  const south = recipientOrgs({ choice: 'area', orgs: orgs('SO') })
  const west = recipientOrgs({ choice: 'area', orgs: orgs('VA') })
  expect(south).toEqual(['07', '10', '12', '13'])
  expect(west).toEqual(['13', '14'])
  expect(recipientOrgs({ choice: 'area', orgs: orgs('VA', 'SO') })).toEqual(['07', '10', '12', '13', '14'])
})

test('picked ones come once each in the order of the sändlista: regions, areas, others', () => {
  expect(recipientOrgs({ choice: 'picked', orgs: orgs('SKR', '14', 'SO', '01', '14') })).toEqual(['01', '14', 'SO', 'SKR'])
  expect(recipientOrgs({ choice: 'picked', orgs: [] })).toEqual([])
})

test.each([
  ['all-regions', [], undefined],
  ['area', ['SO'], undefined],
  ['area', ['12'], 'recipients-unknown'],
  ['picked', ['12', 'SKR'], undefined],
  ['picked', ['NSPL'], 'recipients-unknown'],
  ['picked', ['12', 'SO'], 'recipients-unknown'],
  ['picked', ['99'], 'recipients-unknown'],
] as const)('%s of %j: %s', (choice, codes, expected) => {
  expect(whyNotRecipients({ choice, orgs: orgs(...codes) })).toBe(expected)
})

test('names are those of the register', () => {
  expect(organisationName(orgCode('14'))).toBe('Västra Götalandsregionen')
  expect(organisationName(orgCode('99'))).toBe('99')
})
