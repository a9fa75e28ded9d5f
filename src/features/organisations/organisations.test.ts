import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Somebody } from '../../../test/people.ts'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { type OrgKind, ROLES } from '../../lib/actor.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction, sqlState } from '../../platform/db.ts'
import { organisationsApi as api } from './contract.ts'
import { registryAddresses } from './sql-addresses.ts'
import { rolesFor, whyNotAddress } from './rules.ts'

let it: TestWorld
let operator: Somebody
let head: Somebody
let skane: Somebody
let stockholm: Somebody
beforeAll(async () => {
  // So late that the day after begins within a session's twelve hours.
  it = await testWorld({ now: '2026-11-25T20:00:00.000Z' })
  operator = await it.as('operator', 'NSPL', { name: 'Örjan Drift (demo)' })
  head = await it.as('secretariat-head', 'NSPL', { name: 'Hanna Chef (demo)' })
  skane = await it.as('registrar', '12', { name: 'Rut Skåne (demo)' })
  stockholm = await it.as('regional-officer', '01', { name: 'Olle Stockholm (demo)' })
})
afterAll(() => it.close())

const somebody = (email: string, name = 'Ny Person (demo)') => ({ name, email, phone: null })
const mandate = (org: string, role: 'registrar' | 'endorser' | 'operator' | 'secretariat-officer', fromOn = '2026-11-25') => ({
  org: orgCode(org),
  role,
  title: null,
  fromOn: day(fromOn),
  toOn: null,
})
const acts = async (object: string) => (await it.journal(object)).map(({ log, type }) => `${log} ${type}`)

test('the table of mandates takes the roles that the rules give an organisation, and no others', async () => {
  const kinds = await it.asOwner((tx) => tx.rows(sql<{ code: string; kind: OrgKind }>`select code, kind from organisation`))
  const wrong: string[] = []
  for (const { code, kind } of kinds) {
    for (const role of ROLES) {
      const written = await it
        .asOwner(async (tx) => {
          await tx.write(sql`insert into mandate (id, person_id, org_code, role, from_on, made_at)
            values (gen_random_uuid(), ${operator.personId}, ${code}, ${role}, '2020-01-01', now())`)
          throw new Error('taken')
        })
        .catch((error: unknown) => sqlState(error)?.code ?? 'taken')
      if ((written === 'taken') !== rolesFor(kind).includes(role)) wrong.push(`${code} ${role}: ${written}`)
    }
  }
  expect(wrong).toEqual([])
})

test('me: who I am, for whom, and what else I may act for', async () => {
  const { body } = await operator.call(api.me)
  expect(body).toEqual({
    person: { id: operator.personId, name: 'Örjan Drift (demo)' },
    acting: { org: 'NSPL', kind: 'secretariat', name: 'NSPL:s kansli', roles: ['operator'] },
    mandates: [{ org: 'NSPL', kind: 'secretariat', name: 'NSPL:s kansli', roles: ['operator'] }],
    installation: { demo: false, classCeiling: 'limited' },
    today: '2026-11-25',
  })
  expect((await operator.call(api.me, { org: '12' })).code).toBe('no-mandate')
  expect((await it.nobody('NSPL')(api.me)).code).toBe('not-signed-in')
})

describe('persons', () => {
  test('the secretariat adds a person with a mandate anywhere; it is told in both logs', async () => {
    const body = { person: somebody(' Eva.Berg@vgr.example '), mandate: mandate('14', 'registrar') }
    const { body: eva } = await head.call(api.addPerson, { body })
    expect(eva).toMatchObject({ email: 'Eva.Berg@vgr.example', version: 1, mandates: [{ org: '14', role: 'registrar', toOn: null }] })
    expect(await acts(eva.id)).toEqual(['14 person.added', 'NSPL person.added'])
    expect(await acts(eva.mandates[0]?.id ?? '')).toEqual(['14 mandate.added', 'NSPL mandate.added'])

    const again = await head.call(api.addPerson, { body: { ...body, person: somebody('eva.berg@VGR.example') } })
    expect([again.status, again.code]).toEqual([409, 'email-taken'])
    expect(again.problem?.detail).toMatch(/^Det finns redan en person/)
  })

  test('two who add the same address at once: one succeeds, the other is told why', async () => {
    const body = { person: somebody('samtidig@vgr.example'), mandate: mandate('14', 'registrar') }
    const both = await Promise.all([head, operator].map((one) => one.call(api.addPerson, { body })))
    expect(both.map(({ code }) => code ?? 'done').toSorted()).toEqual(['done', 'email-taken'])
  })

  test.each([
    [{ person: somebody('inte en adress') }, 'email-malformed'],
    [{ person: somebody('a@b.example', ' ') }, 'name-missing'],
    [{ mandate: mandate('12', 'operator') }, 'role-not-for-organisation'],
    [{ mandate: mandate('12', 'secretariat-officer') }, 'role-not-for-organisation'],
    [{ mandate: { ...mandate('12', 'registrar'), toOn: day('2026-11-24') } }, 'to-before-from'],
  ])('%j is refused: %s', async (changed, code) => {
    const reply = await operator.call(api.addPerson, {
      body: { person: somebody('x@y.example'), mandate: mandate('12', 'registrar'), ...changed },
    })
    expect([reply.status, reply.code]).toEqual([409, code])
  })

  test('a region sees its own and adds colleagues, but only to itself', async () => {
    const colleague = await skane.call(api.addPerson, {
      body: { person: somebody('kollega@skane.example'), mandate: mandate('12', 'endorser') },
    })
    expect(colleague.status).toBe(200)
    const elsewhere = await skane.call(api.addPerson, {
      body: { person: somebody('annan@skane.example'), mandate: mandate('01', 'endorser') },
    })
    expect([elsewhere.status, elsewhere.code]).toEqual([403, 'not-allowed'])

    const own = (await skane.call(api.persons, { query: {} })).body.items
    expect(own.map(({ id }) => id).toSorted()).toEqual([skane.personId, colleague.body.id].toSorted())
    const asked = (await skane.call(api.persons, { query: { of: orgCode('01') } })).body.items
    expect(asked.map(({ id }) => id)).not.toContain(stockholm.personId)

    const changed = await skane.call(api.changePerson, {
      params: { personId: colleague.body.id },
      body: somebody('egen@skane.example'),
      ifMatch: 1,
    })
    expect([changed.status, changed.code]).toEqual([403, 'role-missing'])
    const reader = await it.as('reader', '12')
    expect((await reader.call(api.persons, { query: {} })).code).toBe('role-missing')
  })

  test('a person with mandates for two organisations shows each region only its own', async () => {
    const added = await head.call(api.addMandate, { params: { personId: stockholm.personId }, body: mandate('12', 'registrar') })
    expect(added.body).toMatchObject({ org: '12', role: 'registrar' })
    const seen = (await skane.call(api.persons, { query: {} })).body.items.find(({ id }) => id === stockholm.personId)
    expect(seen?.mandates.map(({ org }) => org)).toEqual(['12'])
    const whole = (await head.call(api.persons, { query: { of: orgCode('12') } })).body.items.find(({ id }) => id === stockholm.personId)
    expect(whole?.mandates.map(({ org }) => org)).toEqual(['12'])

    const ended = await skane.call(api.endMandate, { params: { mandateId: added.body.id }, body: { toOn: day('2026-11-25') } })
    expect(ended.body.toOn).toBe('2026-11-25')
    expect(await acts(added.body.id)).toEqual(['12 mandate.added', '12 mandate.ended', 'NSPL mandate.added'])
  })

  test("another organisation's persons and mandates answer as if they did not exist", async () => {
    const other = (await stockholm.call(api.persons, { query: {} })).body.items.find(({ id }) => id === stockholm.personId)
    const theirs = await skane.call(api.endMandate, {
      params: { mandateId: other?.mandates[0]?.id ?? '' },
      body: { toOn: day('2026-11-25') },
    })
    const none = await skane.call(api.endMandate, { params: { mandateId: head.personId }, body: { toOn: day('2026-11-25') } })
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect({ ...theirs.problem, requestId: '' }).toEqual({ ...none.problem, requestId: '' })
    const given = await skane.call(api.addMandate, { params: { personId: head.personId }, body: mandate('12', 'registrar') })
    expect(given.status).toBe(404)
  })

  test('two who change the same person: the second is shown what the first saved', async () => {
    const { body: person } = await head.call(api.addPerson, {
      body: { person: somebody('bo@umea.example', 'Bo'), mandate: mandate('24', 'registrar') },
    })
    const params = { personId: person.id }
    const first = await head.call(api.changePerson, { params, body: somebody('bo.ek@umea.example', 'Bo Ek (demo)'), ifMatch: 1 })
    expect(first.body).toMatchObject({ name: 'Bo Ek (demo)', version: 2 })
    const second = await operator.call(api.changePerson, { params, body: somebody('bo@umea.example', 'Bosse'), ifMatch: 1 })
    expect([second.status, second.code]).toEqual([412, 'changed-meanwhile'])
    expect(second.problem?.details).toEqual({ version: 2, current: { name: 'Bo Ek (demo)', email: 'bo.ek@umea.example', phone: null } })
    expect((await head.call(api.changePerson, { params, body: somebody('rut@umea.example'), ifMatch: 2 })).body.version).toBe(3)
    const taken = await head.call(api.changePerson, { params, body: somebody(skane.email), ifMatch: 3 })
    expect(taken.code).toBe('email-taken')
    const changed = (await acts(person.id)).filter((act) => act.endsWith('person.changed'))
    expect(changed).toEqual(['24 person.changed', '24 person.changed', 'NSPL person.changed', 'NSPL person.changed'])
  })

  test('whoever leaves is out at once, stays in what she did, and frees her address', async () => {
    const leaving = await it.as(['registrar', 'endorser'], '17')
    const ended = await head.call(api.endPerson, { params: { personId: leaving.personId } })
    expect(ended.body).toMatchObject({ endedAt: it.now().toISOString(), mandates: [{ toOn: '2026-11-25' }, { toOn: '2026-11-25' }] })
    expect((await leaving.call(api.me)).code).toBe('not-signed-in')
    expect(await acts(leaving.personId)).toEqual(['17 person.ended', 'NSPL person.ended'])
    const listed = async (query: { ended?: 'yes' }) =>
      (await head.call(api.persons, { query })).body.items.some(({ id }) => id === leaving.personId)
    expect([await listed({}), await listed({ ended: 'yes' })]).toEqual([false, true])
    expect((await head.call(api.endPerson, { params: { personId: leaving.personId } })).code).toBe('person-ended')
    const heir = await head.call(api.addPerson, { body: { person: somebody(leaving.email), mandate: mandate('17', 'registrar') } })
    expect(heir.status).toBe(200)
  })

  test('the last operator cannot be ended, not even by two at once', async () => {
    expect((await head.call(api.endPerson, { params: { personId: operator.personId } })).code).toBe('last-operator')
    const second = await it.as('operator', 'NSPL')
    const both = await Promise.all([operator, second].map(({ personId }) => head.call(api.endPerson, { params: { personId } })))
    expect(both.map(({ code }) => code ?? 'done').toSorted()).toEqual(['done', 'last-operator'])
    const survivor = both[0]?.code === 'last-operator' ? operator : second
    const { body } = await head.call(api.persons, { query: { of: orgCode('NSPL') } })
    const mandateId = body.items.find(({ id }) => id === survivor.personId)?.mandates[0]?.id ?? ''
    const alone = await survivor.call(api.endMandate, { params: { mandateId }, body: { toOn: day('2026-12-24') } })
    expect(alone.code).toBe('last-operator')
  })

  test('pages follow each other by name as in Swedish, each person once', async () => {
    for (const name of ['Östen', 'Åke', 'Ärla', 'Zoe', 'Anna', 'Anna']) {
      await head.call(api.addPerson, {
        body: { person: somebody(`${Math.random()}@x.example`, name), mandate: mandate('25', 'registrar') },
      })
    }
    const names: string[] = []
    const ids = new Set<string>()
    for (let after: string | null | undefined; after !== null; ) {
      const { body } = await head.call(api.persons, { query: { of: orgCode('25'), limit: '2', ...(after && { after }) } })
      for (const { id, name } of body.items) {
        names.push(name)
        ids.add(id)
      }
      after = body.next
    }
    expect(names).toEqual(['Anna', 'Anna', 'Zoe', 'Åke', 'Ärla', 'Östen'])
    expect(ids.size).toBe(6)
    expect((await head.call(api.persons, { query: { limit: '201' } })).status).toBe(422)
  })
})

describe('registry addresses', () => {
  const set = (who: Somebody, org: string, address: string) =>
    who.call(api.setAddress, { params: { addressOrg: orgCode(org) }, body: { address } })
  const confirm = (who: Somebody, org: string, addressId: string) =>
    who.call(api.confirmAddress, { params: { addressOrg: orgCode(org) }, body: { addressId, how: 'telephone' } })
  const current = () => inTransaction(it.world.db, (tx) => registryAddresses(tx, [orgCode('12'), orgCode('01')], it.today()), 'read only')

  test('a new address is unconfirmed until somebody has made sure of it; the old one stays with its last day', async () => {
    expect(await current()).toEqual([])
    const first = (await set(head, '12', ' region@skane.example ')).body
    expect(first).toMatchObject({ address: 'region@skane.example', fromOn: '2026-11-25', toOn: null, confirmedAt: null })
    expect((await current()).map(whyNotAddress)).toEqual(['address-unconfirmed'])

    const confirmed = (await confirm(head, '12', first.id)).body
    expect(confirmed).toMatchObject({
      confirmedAt: it.now().toISOString(),
      confirmedHow: 'telephone',
      confirmedByName: 'Hanna Chef (demo)',
    })
    expect((await current()).map(whyNotAddress)).toEqual([undefined])
    expect((await confirm(head, '12', first.id)).code).toBe('address-confirmed-already')

    it.now('2026-11-25T23:30:00.000Z')
    const second = (await set(skane, '12', 'registrator@skane.example')).body
    expect((await current()).map(({ address }) => address)).toEqual(['registrator@skane.example'])
    expect((await confirm(skane, '12', first.id)).code).toBe('address-changed')
    expect((await confirm(skane, '12', second.id)).status).toBe(200)
    expect(await acts(second.id)).toEqual(['12 registry-address.confirmed', '12 registry-address.set'].toSorted().toReversed())

    const line = (await head.call(api.addresses)).body.items.find(({ org }) => org === '12')
    expect(line).toMatchObject({
      name: 'Region Skåne',
      current: { address: 'registrator@skane.example', confirmedByName: 'Rut Skåne (demo)' },
      earlier: [{ address: 'region@skane.example', toOn: '2026-11-26', confirmedHow: 'telephone' }],
    })
  })

  test('what is no address is refused; so is the one that already applies', async () => {
    expect((await set(head, '12', 'registrator')).code).toBe('address-malformed')
    expect((await set(head, '12', 'a@b.example, c@d.example')).code).toBe('address-malformed')
    expect((await set(head, '12', 'registrator@skane.example')).code).toBe('address-unchanged')
    expect((await confirm(head, '25', head.personId)).code).toBe('address-missing')
  })

  test('two who set an address at once leave one that applies', async () => {
    const both = await Promise.all([set(head, '04', 'a@sormland.example'), set(head, '04', 'b@sormland.example')])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const line = (await head.call(api.addresses)).body.items.find(({ org }) => org === '04')
    expect([line?.current?.address ?? '', line?.earlier[0]?.address ?? ''].toSorted()).toEqual(['a@sormland.example', 'b@sormland.example'])
  })

  test('all that can be addressed are listed for the secretariat; a region sees and sets only its own', async () => {
    expect((await head.call(api.addresses)).body.items).toHaveLength(21 + 5)
    expect((await skane.call(api.addresses)).body.items.map(({ org }) => org)).toEqual(['12'])
    expect((await set(skane, '01', 'x@y.example')).status).toBe(404)
    expect((await set(head, 'SO', 'x@y.example')).status).toBe(404)
    const officer = await it.as('secretariat-officer', 'NSPL')
    expect((await officer.call(api.addresses)).status).toBe(200)
    expect((await set(officer, '01', 'x@y.example')).code).toBe('not-allowed')
  })
})
