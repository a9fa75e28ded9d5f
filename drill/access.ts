import type { Endpoint } from '../src/lib/contract.ts'
import { routes } from '../src/main/features.ts'
import { ACCESS, HELD, type LetsIn } from '../test/access-table.ts'
import type { Person } from '../test/people.ts'
import { type Drill, outcome, skipped } from './drill.ts'
import { withWorld } from './world.ts'

const ORG: Record<keyof LetsIn, string> = { secretariat: 'NSPL', region: '12', area: 'SO' }
const KINDS = ['secretariat', 'region', 'area'] as const
const SHUT = ['not-signed-in', 'no-mandate', 'role-missing']
const FOREIGN = ['03', 'NSPL', '12', 'SOS', 'XX']

/** Every route with every role, for her own organisation, for others' and without a session, against test/access-table. */
export const access: Drill = async (size) => {
  if (size === 'short') return skipped('npm test asks the same in test/access.test.ts')
  return await withWorld({}, async (it) => {
    const faults: string[] = []
    let tried = 0
    const hats = await Promise.all(
      KINDS.flatMap((kind) => HELD[kind].map(async (role) => ({ kind, role, org: ORG[kind], person: await it.as(role, ORG[kind]) }))),
    )
    const judge = async (endpoint: Endpoint, who: string, call: Person['call'], org: string, expected: string) => {
      const names = [...endpoint.path.matchAll(/:([a-zA-Z]+)/g)].map(([, name = '']) => name).filter((name) => name !== 'org')
      const params = Object.fromEntries(names.map((name) => [name, name.endsWith('Org') ? '12' : '01900000-0000-7000-8000-00000000dead']))
      const { code, status } = await call(endpoint, { params, org })
      const door = status >= 500 ? `${status}` : code !== undefined && SHUT.includes(code) ? code : 'open'
      tried += 1
      if (door !== expected) faults.push(`${endpoint.method} ${endpoint.path} as ${who} for ${org}: ${door} instead of ${expected}`)
    }
    for (const { endpoint } of routes) {
      const row = ACCESS[`${endpoint.method} ${endpoint.path}`]
      if (!row) faults.push(`${endpoint.method} ${endpoint.path} is not in the table`)
      for (const { kind, role, org, person } of hats) {
        await judge(endpoint, role, person.call, org, row?.[kind]?.includes(role) ? 'open' : 'role-missing')
        for (const foreign of FOREIGN.filter((one) => one !== org)) await judge(endpoint, role, person.call, foreign, 'no-mandate')
      }
      await judge(endpoint, 'nobody', it.nobody('12'), '12', 'not-signed-in')
    }
    return outcome(
      tried,
      faults,
      `${routes.length} routes, ${hats.length} roles, own and ${FOREIGN.length} foreign organisations, and nobody`,
    )
  })
}
