import { command, read, type Route } from '../../platform/http.ts'
import { found } from '../../lib/problem.ts'
import { addressScope, anyRole, managesAllPersons, managesPersons, personScope, seesAddresses } from './access.ts'
import { addMandate, addPerson, changePerson, endMandate, endPerson } from './actions.ts'
import { confirmAddress, setAddress } from './actions-addresses.ts'
import { organisationsApi as api } from './contract.ts'
import { hatsOf, listPersons } from './sql.ts'
import { listAddresses } from './sql-addresses.ts'

const PAGE = 200

/** Who asks, and the register of persons, mandates and registry addresses. */
export const organisationsRoutes: readonly Route[] = [
  read(api.me, anyRole, async (db, { actor, today, world }) => {
    const mandates = await hatsOf(db, actor.personId, today)
    return {
      person: { id: actor.personId, name: actor.name },
      acting: found(mandates.find(({ org }) => org === actor.org)),
      mandates,
      installation: { demo: world.demo, classCeiling: world.classCeiling },
      today,
    }
  }),

  read(api.persons, managesPersons, async (db, { actor }, { query }) => {
    const scope = personScope(actor)
    const limit = Number(query.limit ?? PAGE)
    const asked = { of: scope === 'all' ? query.of : scope, ended: query.ended === 'yes', after: query.after }
    const items = await listPersons(db, { ...asked, limit: limit + 1 })
    return { items: items.slice(0, limit), next: items.length > limit ? (items[limit - 1]?.id ?? null) : null }
  }),
  command(api.addPerson, managesPersons, (tx, ctx, { body }) => addPerson(tx, ctx, body)),
  command(api.changePerson, managesAllPersons, (tx, ctx, { params, body }) => changePerson(tx, ctx, params.personId, body)),
  command(api.endPerson, managesAllPersons, (tx, ctx, { params }) => endPerson(tx, ctx, params.personId)),
  command(api.addMandate, managesPersons, (tx, ctx, { params, body }) => addMandate(tx, ctx, params.personId, body)),
  command(api.endMandate, managesPersons, (tx, ctx, { params, body }) => endMandate(tx, ctx, params.mandateId, body.toOn)),

  read(api.addresses, seesAddresses, async (db, { actor }) => {
    const { organisations, addresses } = await listAddresses(db, addressScope(actor))
    return {
      items: organisations.map((organisation) => {
        const own = addresses.filter(({ org }) => org === organisation.org)
        return { ...organisation, current: own.find(({ toOn }) => toOn === null) ?? null, earlier: own.filter(({ toOn }) => toOn !== null) }
      }),
    }
  }),
  command(api.setAddress, seesAddresses, (tx, ctx, { params, body }) => setAddress(tx, ctx, params.addressOrg, body.address)),
  command(api.confirmAddress, seesAddresses, (tx, ctx, { params, body }) => confirmAddress(tx, ctx, params.addressOrg, body)),
]
