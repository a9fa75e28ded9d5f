import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { type TestWorld, testWorld } from '../../test/world.ts'
import { forgetOldKeys } from './housekeeping.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

test('keys are kept for 90 days, and those of all organisations then go', async () => {
  const person = await it.as('registrar', '12')
  const made = (key: string, org: string, days: number) => sql`
    insert into command_key (org_code, person_id, route, key, body_hash, made_at)
    values (${org}, ${person.personId}, 'route', ${key}, '\\x00', ${new Date(it.now().getTime() - days * 86_400_000)})`
  await it.asOwner(async (tx) => {
    tx.send(made('old-of-skane', '12', 91))
    tx.send(made('old-of-halland', '13', 120))
    tx.send(made('not-so-old', '12', 89))
  })
  expect(await forgetOldKeys(it.world)).toBe(2)
  expect(await forgetOldKeys(it.world)).toBe(0)
  const left = await it.asOwner((tx) => tx.rows(sql<{ key: string }>`select key from command_key`))
  expect(left.map(({ key }) => key)).toEqual(['not-so-old'])
})
