import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../src/lib/actor.ts'
import type { Endpoint } from '../src/lib/contract.ts'
import { dispatchesApi } from '../src/features/dispatches/contract.ts'
import { mattersApi } from '../src/features/matters/contract.ts'
import { organisationsApi } from '../src/features/organisations/contract.ts'
import { rolesFor } from '../src/features/organisations/rules.ts'
import { proofsApi } from '../src/features/proofs/contract.ts'
import { journalApi } from '../src/features/proofs/contract-journal.ts'
import { repliesApi } from '../src/features/replies/contract.ts'
import { upkeepApi } from '../src/features/upkeep/contract.ts'
import { routes } from '../src/main/features.ts'
import { ACCESS, HELD, type LetsIn, WITHOUT_SESSION } from './access-table.ts'
import { callerOf, type Person } from './people.ts'
import { testWorld, type TestWorld } from './world.ts'

const ORG: Record<keyof LetsIn, string> = { secretariat: 'NSPL', region: '12', area: 'SO' }
const KINDS = ['secretariat', 'region', 'area'] as const
/** What a door says to those who do not come in; everything else was said inside. */
const SHUT = ['not-signed-in', 'no-mandate', 'role-missing']

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
const hats = KINDS.flatMap((kind) => HELD[kind].map((role) => ({ kind, role, org: ORG[kind] })))

let it: TestWorld
const people = new Map<string, Person>()

beforeAll(async () => {
  it = await testWorld()
  for (const { kind, role, org } of hats) people.set(`${kind} ${role}`, await it.as(role, org))
})
afterAll(() => it.close())

/** How the door answers: 'open', or the code of the refusal. Nothing that is asked for is there, and nothing sent is complete. */
async function doorOf(endpoint: Endpoint, call: Person['call'], org: string): Promise<string> {
  const names = [...endpoint.path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] ?? '').filter((name) => name !== 'org')
  const params = Object.fromEntries(names.map((name) => [name, name.endsWith('Org') ? '12' : '01900000-0000-7000-8000-00000000dead']))
  const { code, status } = await call(endpoint, { params, org })
  expect(status, nameOf(endpoint)).not.toBe(500)
  return code !== undefined && SHUT.includes(code) ? code : 'open'
}

function person({ kind, role }: { kind: string; role: Role }): Person {
  const found = people.get(`${kind} ${role}`)
  if (!found) throw new Error(`nobody is ${role} at ${kind}`)
  return found
}

const contracts = [dispatchesApi, mattersApi, organisationsApi, proofsApi, journalApi, repliesApi, upkeepApi]

test('the table names every route, and no other', () => {
  expect(routes.length).toBeGreaterThan(0)
  const declared = contracts.flatMap((api) => Object.values<Endpoint>(api).map(nameOf))
  expect(Object.keys(ACCESS).filter((name) => !declared.includes(name))).toEqual([])
  expect(routes.map(({ endpoint }) => nameOf(endpoint)).filter((name) => !(name in ACCESS))).toEqual([])
  expect(new Set(routes.map(({ endpoint }) => nameOf(endpoint))).size).toBe(routes.length)
})

test('every address on the server is a route of the table, or listed as open to all', () => {
  const known = new Set([...Object.keys(ACCESS), ...WITHOUT_SESSION])
  const mounted = it.app.mounted.map(({ method, url }) => `${method} ${url.replace(/^\/static\/.*/, '/static/*')}`)
  expect(mounted.filter((name) => !known.has(name))).toEqual([])
  expect(WITHOUT_SESSION.filter((name) => !mounted.includes(name))).toEqual([])
})

test('the table has the roles that organisations can give', () => {
  for (const kind of KINDS) expect([...HELD[kind]].toSorted()).toEqual([...rolesFor(kind)].toSorted())
})

describe.each(routes.map((route) => ({ name: nameOf(route.endpoint), route })))('$name', ({ name, route: { endpoint } }) => {
  test('lets in whom the table says, for her own organisation', async () => {
    const expected = hats.map((hat) => `${hat.kind} ${hat.role}: ${ACCESS[name]?.[hat.kind]?.includes(hat.role) ? 'open' : 'role-missing'}`)
    const seen = await Promise.all(hats.map(async (hat) => `${hat.kind} ${hat.role}: ${await doorOf(endpoint, person(hat).call, hat.org)}`))
    expect(seen).toEqual(expected)
  })

  test('lets nobody in for another organisation, and nobody without a session', async () => {
    const others = await Promise.all(
      hats.flatMap((hat) =>
        ['03', 'NSPL', '12', 'SOS', 'XX'].filter((org) => org !== hat.org).map((org) => doorOf(endpoint, person(hat).call, org)),
      ),
    )
    expect(new Set(others)).toEqual(new Set(['no-mandate']))
    const unsigned = [it.nobody('12'), callerOf(it.app, `__Host-nspl=${'A'.repeat(43)}`, '12'), callerOf(it.app, '__Host-nspl=short', '12')]
    for (const call of unsigned) expect(await doorOf(endpoint, call, '12')).toBe('not-signed-in')
  })
})
