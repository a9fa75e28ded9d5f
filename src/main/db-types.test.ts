import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { databaseSchema } from './db-schema.ts'
import { databaseTypes } from './db-types.ts'

const program = join(import.meta.dirname, '..', '..')

test('the types and the schema text are those of the migrations', async () => {
  const database = await testDatabase()
  try {
    const hint = 'run "npm run db:types"'
    expect(await databaseTypes(database.owner), hint).toBe(readFileSync(join(program, 'src/platform/db-types.ts'), 'utf8'))
    expect(await databaseSchema(database.owner), hint).toBe(readFileSync(join(program, 'db/schema.sql'), 'utf8'))
  } finally {
    await database.drop()
  }
})
