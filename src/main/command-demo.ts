import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { World } from '../platform/context.ts'
import { inTransaction } from '../platform/db.ts'
import { settleJournal } from '../platform/journal-settle.ts'
import { connectToPrimary } from '../platform/db-hosts.ts'
import type { Settings } from '../platform/settings.ts'
import { MIGRATIONS, prepareDatabase, type Reached, reachDatabase } from './database.ts'
import { openWorld } from './world.ts'

/**
 * Fills a demo database with made-up people and matters, once. The mark is set when all of it is there: a filling that was
 * cut off is found at the next start, and is never taken for the whole.
 */
export async function fillDemo(world: World, database: Reached, folder: string): Promise<void> {
  const state = await inTransaction(
    world.db,
    (tx) =>
      tx.one(sql<{ filled: boolean; begun: boolean }>`
        select demo_filled_at is not null as filled, exists (select from person) as begun from installation`),
    'read only',
  )
  if (state.filled) return
  if (state.begun) {
    const way = database.embedded ? `Remove the folder ${folder} and start again` : 'Make the database anew'
    throw new Error(`the demo data were cut off halfway. ${way}: nothing but made-up data is lost`)
  }
  if (!database.owner) throw new Error('set DATABASE_OWNER_URL to the owner of the database')
  console.log('Making the demo data ...')
  // Loaded only here: an installation for real never reads it.
  const { makeDemo } = await import('../../db/demo.ts')
  await makeDemo(world)
  await settleJournal(world)
  const owner = await connectToPrimary(database.owner)
  try {
    await owner.query('update installation set demo_filled_at = now()')
  } finally {
    await owner.end()
  }
}

/** Makes the database as a demo, with its data. Refuses one that was made for real. */
export async function demo(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    const made = await prepareDatabase(database, { demo: true })
    if (!made.demo) throw new Error('this database was not made as a demo, and never becomes one')
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      await fillDemo(open.world, database, settings.dataDir)
    } finally {
      await open.close()
    }
    console.log('The demo database is ready')
  } finally {
    await database.stop()
  }
}
