import { expect, test } from 'vitest'
import { orgCode, SECRETARIAT } from '../../lib/regions.ts'
import { codeDigits, returnPath, startPath, whyNotLink, whyNotSignIn } from './rules-sign-in.ts'

const now = new Date('2026-11-25T08:00:00Z')
const later = new Date('2026-11-25T08:00:01Z')
const code = { expiresAt: later, usedAt: null, wrongTries: 0 }

test.each([
  ['right', code, true, undefined],
  ['right on the last try', { ...code, wrongTries: 4 }, true, undefined],
  ['wrong', code, false, 'code-wrong'],
  ['never sent', undefined, true, 'code-wrong'],
  ['right, but used', { ...code, usedAt: now }, true, 'code-used'],
  ['right, but too late', { ...code, expiresAt: now }, true, 'code-expired'],
  ['right, but after too many tries', { ...code, wrongTries: 5 }, true, 'code-locked'],
])('a code that is %s', (_, kept, isRight, expected) => {
  expect(whyNotSignIn(kept, isRight, now)).toBe(expected)
})

test('a link is good once and for a day', () => {
  expect(whyNotLink({ expiresAt: later, usedAt: null }, now)).toBeUndefined()
  expect(whyNotLink(undefined, now)).toBe('link-wrong')
  expect(whyNotLink({ expiresAt: later, usedAt: now }, now)).toBe('link-used')
  expect(whyNotLink({ expiresAt: now, usedAt: null }, now)).toBe('link-expired')
})

test('digits are taken with the spaces that came along', () => {
  expect(codeDigits(' 123\u00a0456\n')).toBe('123456')
})

const orgs = [SECRETARIAT, orgCode('12')]

test.each([
  ['/kansli', true],
  ['/kansli/utskick/01900000-0000-7000-8000-000000000001?flik=svar&x=1', true],
  ['/r/12/utskick', true],
  ['/r/12?ar=2026', true],
  ['/r/01/utskick', false],
  ['/r/123', false],
  ['/kansliet', false],
  ['/', false],
  ['/logga-ut', false],
  ['//evil.example/kansli', false],
  ['/\\evil.example', false],
  ['/kansli\\..\\x', false],
  ['https://evil.example/kansli', false],
  ['/\t/evil.example', false],
  ['/kansli\r\nset-cookie: a=b', false],
  ['javascript:alert(1)', false],
  [`/kansli/${'a'.repeat(500)}`, false],
  [undefined, false],
])('back to %j: %s', (till, expected) => {
  expect(returnPath(till, orgs)).toBe(expected ? till : undefined)
})

test('one begins at the organisation, or at the one thing one does at the secretariat', () => {
  expect(startPath({ org: orgCode('12'), roles: ['registrar'] })).toBe('/r/12')
  expect(startPath({ org: SECRETARIAT, roles: ['operator', 'secretariat-head'] })).toBe('/kansli')
  expect(startPath({ org: SECRETARIAT, roles: ['secretariat-officer'] })).toBe('/kansli')
  expect(startPath({ org: SECRETARIAT, roles: ['operator'] })).toBe('/kansli/personer')
  expect(startPath({ org: SECRETARIAT, roles: ['registrar'] })).toBe('/kansli/diarium')
})
