import type { Logger } from 'pino'
import { makeFirstOperatorLink } from '../features/organisations/actions-sign-in.ts'
import { LINK_HOURS } from '../features/organisations/rules-sign-in.ts'
import type { Settings } from '../platform/settings.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase } from './database.ts'
import { openWorld } from './world.ts'

/** Brings the database to this program's version. */
export async function migrateDatabase(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    const { applied, already } = await prepareDatabase(database, { demo: false })
    for (const name of applied) console.log(`applied ${name}`)
    console.log(`${applied.length} migrations applied, ${already} were there`)
  } finally {
    await database.stop()
  }
}

/** Prints the one-time link by which the first operator signs in. Refuses when there is an operator. */
export async function init(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    if (database.embedded) await prepareDatabase(database, { demo: false })
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      const token = await makeFirstOperatorLink(open.world.db, open.world.clock())
      if (token === undefined) throw new Error('there is an operator already: she adds others under Personer')
      console.log(`Open this link in a browser within ${LINK_HOURS} hours. It works once, and makes you the first operator:\n`)
      console.log(`  ${settings.publicUrl}/forsta/${token}\n`)
    } finally {
      await open.close()
    }
  } finally {
    await database.stop()
  }
}
