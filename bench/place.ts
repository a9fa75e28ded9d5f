import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { makeDemo } from '../db/demo.ts'
import { dayOf } from '../src/lib/day.ts'
import type { OrgCode } from '../src/lib/regions.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase, type Reached } from '../src/main/database.ts'
import { openWorld, type OpenWorld } from '../src/main/world.ts'
import { inTransaction } from '../src/platform/db.ts'
import type { Address } from '../src/platform/embedded.ts'
import { readSettings } from '../src/platform/settings.ts'
import { signInDemo } from '../src/features/organisations/actions-sign-in.ts'
import { listDemoPersons } from '../src/features/organisations/sql.ts'

export type Place = OpenWorld & {
  /** Sees and writes all: to arrange, and for the bare baselines. */
  superuser: Address
  reached: Reached
  dataDir: string
  token: (org: string, role: string) => Promise<string>
  leave: () => Promise<void>
}

/** A database of its own with the demonstration in it, on the embedded server with all that makes it durable. */
export async function makePlace(program: string): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nspl-bench-'))
  const settings = readSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }, program)
  const log = pino({ level: 'error' })
  const reached = await reachDatabase(settings, { embedded: true, mayFind: false }, log)
  await prepareDatabase(reached, { demo: true })
  const open = await openWorld(reached.app, settings, MIGRATIONS, log)
  await makeDemo(open.world)
  const people = await inTransaction(open.world.db, (tx) => listDemoPersons(tx, dayOf(new Date())), 'read only')
  if (!reached.superuser) throw new Error('the bench runs on the embedded server')
  return {
    ...open,
    superuser: { ...reached.superuser, database: 'nspl' },
    reached,
    dataDir,
    token: async (org, role) => {
      const person = people.find((one) => one.org === (org as OrgCode) && one.roles.some((held) => held === role))
      if (!person) throw new Error(`the demo has no ${role} of ${org}`)
      const signedIn = await signInDemo(open.world, { personId: person.id, sessionBefore: undefined })
      if (!signedIn.ok) throw new Error('could not sign in')
      return signedIn.token
    },
    leave: async () => {
      await open.close()
      await reached.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
