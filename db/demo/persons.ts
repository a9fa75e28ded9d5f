import { addDays, type Day } from '../../src/lib/day.ts'
import { HOST_REGION, orgCode, REGIONS, SECRETARIAT } from '../../src/lib/regions.ts'
import { addMandate, addPerson, endMandate } from '../../src/features/organisations/actions.ts'
import { confirmAddress, setAddress } from '../../src/features/organisations/actions-addresses.ts'
import { makeFirstOperatorLink, useFirstOperatorLink } from '../../src/features/organisations/actions-sign-in.ts'
import { RoleName } from '../../src/features/organisations/shapes.ts'
import { findPerson } from '../../src/features/organisations/sql.ts'
import type { Stage } from './stage.ts'
import { type DemoPerson, namedPersons, ordinaryPersons } from './texts-persons.ts'

/** Who does what in the demonstration. */
export const OPERATOR = 'Alf Driftsén (demo)'
export const HEAD = 'Vera Exempelius (demo)'
export const OFFICER = 'Ivar Låtsberg (demo)'

/** The registry address of a region, made up. Region Västernorrland's comes back, so that the matrix has one. */
export const registryAddress = (org: string) => `registrator@region-${org}.example`
export const BOUNCING = orgCode('22')

/** Per region: who registers and who writes. */
export type Desk = { org: string; registrar: string; officer: string }

/** The first operator by the one-time link; all others by her. Then the registries' addresses, each confirmed. */
export async function makePersons(stage: Stage, start: Day): Promise<Map<string, Desk>> {
  const { world } = stage
  const [operator, ...others] = [
    ...namedPersons.filter(isOperator),
    ...namedPersons.filter((person) => !isOperator(person)),
    ...restOfThem(),
  ]
  if (!operator) throw new Error('the demonstration needs an operator')
  stage.at(start, 8)
  const token = await makeFirstOperatorLink(world.db, world.clock())
  if (token === undefined) throw new Error('somebody is operator already')
  const first = await useFirstOperatorLink(world, { token, name: operator.name, email: operator.email, sessionBefore: undefined })
  if (!first.ok) throw new Error(`the first operator: ${first.whyNot}`)
  await stage.learn()

  for (const person of others) await addDemoPerson(stage, person, start)
  await stage.learn()
  await giveHeadAway(stage, start)
  for (const { code } of REGIONS) await addAddress(stage, code)
  return desks([operator, ...others])
}

const isOperator = (person: DemoPerson) => person.mandates.some(({ role }) => role === 'operator')
const hasPersons = (org: string, role: string) =>
  namedPersons.some((person) => person.mandates.some((one) => one.org === org && one.role === role))

function restOfThem(): DemoPerson[] {
  return REGIONS.flatMap(({ code, shortName }, index) =>
    ordinaryPersons(code, shortName, index).filter(({ mandates }) => mandates.every(({ role }) => !hasPersons(code, role))),
  )
}

async function addDemoPerson(stage: Stage, person: DemoPerson, fromOn: Day): Promise<void> {
  const [first, ...more] = person.mandates.map(({ org, role, title }) => ({
    org: orgCode(org),
    role: RoleName.parse(role),
    title,
    fromOn,
    toOn: null,
  }))
  if (!first) throw new Error(`${person.name} has no mandate`)
  const details = { name: person.name, email: person.email, phone: '018-000 00 00' }
  const { id } = await stage.act(OPERATOR, SECRETARIAT, (tx, ctx) => addPerson(tx, ctx, { person: details, mandate: first }))
  for (const mandate of more) await stage.act(OPERATOR, SECRETARIAT, (tx, ctx) => addMandate(tx, ctx, id, mandate))
}

/** The first operator heads the secretariat only until somebody else is named. */
async function giveHeadAway(stage: Stage, start: Day): Promise<void> {
  await stage.act(HEAD, SECRETARIAT, async (tx, ctx) => {
    const person = await findPerson(tx, await idOf(stage, OPERATOR), undefined)
    const head = person?.mandates.find(({ role }) => role === 'secretariat-head')
    if (head) await endMandate(tx, ctx, head.id, start)
  })
  stage.at(addDays(start, 1), 8)
  await stage.learn()
}

const idOf = (stage: Stage, name: string) => stage.act(name, SECRETARIAT, (_tx, ctx) => Promise.resolve(ctx.actor.personId))

async function addAddress(stage: Stage, org: string): Promise<void> {
  const code = orgCode(org)
  const address = await stage.act(HEAD, SECRETARIAT, (tx, ctx) => setAddress(tx, ctx, code, registryAddress(org)))
  await stage.act(HEAD, SECRETARIAT, (tx, ctx) => confirmAddress(tx, ctx, code, { addressId: address.id, how: 'telephone' }))
}

function desks(persons: readonly DemoPerson[]): Map<string, Desk> {
  const holder = (org: string, role: string) =>
    persons.find((person) => person.mandates.some((one) => one.org === org && one.role === role))?.name
  const entries = REGIONS.map(({ code }) => {
    const officer = holder(code, 'regional-officer') ?? holder(code, 'registrar') ?? ''
    return [code, { org: code, registrar: holder(code, 'registrar') ?? officer, officer }] as const
  })
  return new Map<string, Desk>(entries)
}

/** The host region's registrar, under her mandate for the secretariat's records (decision 0006). */
export const HOST_REGISTRAR = namedPersons.find(({ mandates }) => mandates.some(({ org }) => org === HOST_REGION))?.name ?? ''
