import { expect, test } from 'vitest'
import { matchPath } from './match.ts'
import { homeOf, orgOf, paths } from './paths.ts'

test.each([
  ['/kansli', 'NSPL'],
  ['/kansli/utskick/ny', 'NSPL'],
  ['/kansliet', undefined],
  ['/r/12', '12'],
  ['/r/SKR/utskick/7', 'SKR'],
  ['/r/', undefined],
  ['/r/%C3%A5', undefined],
  ['/', undefined],
  ['/hjalp', undefined],
])('at %s one acts for %s', (path, org) => {
  expect(orgOf(path)).toBe(org)
})

test('home is where one acts for the organisation', () => {
  for (const org of ['NSPL', '01', 'SKR', 'SO']) expect(orgOf(homeOf(org))).toBe(org)
})

test('an address keeps what stands in it', () => {
  const address = paths.reply('12', 'a/b', 'å?#')
  expect(address).toMatch(/^[\x21-\x7e]+$/)
  const found = matchPath([{ pattern: '/r/:org/utskick/:dispatchId/svar/:replyId' }], address)
  expect(found?.params).toEqual({ org: '12', dispatchId: 'a/b', replyId: 'å?#' })
})
