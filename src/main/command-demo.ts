import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { World } from '../platform/context.ts'
import type { Settings } from '../platform/settings.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase } from './database.ts'
import { openWorld } from './world.ts'

type DemoModule = { makeDemo: (world: World) => Promise<void> }

/** Fills a demo database with made-up people and matters. Repeating it changes nothing. */
export async function fillDemo(world: World): Promise<void> {
  const file = join(import.meta.dirname, 'demo.js')
  if (!existsSync(file)) {
    console.log('There are no demo data in this version yet: the database is empty.')
    return
  }
  const module: DemoModule = await import(file)
  await module.makeDemo(world)
}

/** Makes the database as a demo, with its data. Refuses one that was made for real. */
export async function demo(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    const made = await prepareDatabase(database, { demo: true })
    if (!made.demo) throw new Error('this database was not made as a demo, and never becomes one')
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      await fillDemo(open.world)
    } finally {
      await open.close()
    }
    console.log('The demo database is ready')
  } finally {
    await database.stop()
  }
}
