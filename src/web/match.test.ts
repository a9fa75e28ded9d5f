import { expect, test } from 'vitest'
import { matchPath } from './match.ts'

const routes = ['/kansli', '/kansli/utskick/ny', '/kansli/utskick/:dispatchId', '/r/:org/utskick/:dispatchId/svara'].map((pattern) => ({
  pattern,
}))

test.each([
  ['/kansli', '/kansli', {}],
  ['/kansli/', '/kansli', {}],
  ['/kansli/utskick/ny', '/kansli/utskick/ny', {}],
  ['/kansli/utskick/a%20b', '/kansli/utskick/:dispatchId', { dispatchId: 'a b' }],
  ['/r/12/utskick/7/svara', '/r/:org/utskick/:dispatchId/svara', { org: '12', dispatchId: '7' }],
])('%s is %s', (path, pattern, params) => {
  expect(matchPath(routes, path)).toEqual({ route: { pattern }, params })
})

test.each(['/', '/kansliet', '/kansli/utskick', '/kansli/utskick/%', '/r//utskick/7/svara', '/r/12/utskick/7/svara/mer'])(
  '%s is no page',
  (path) => {
    expect(matchPath(routes, path)).toBeUndefined()
  },
)
