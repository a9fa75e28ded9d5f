import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installQueues } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'
import type { DatabaseAddress } from '../platform/db.ts'
import { hostsOf } from '../platform/db-hosts.ts'
import { type Address, startEmbedded } from '../platform/embedded.ts'
import { migrate, type MigrationResult } from '../platform/migrate.ts'
import type { Settings } from '../platform/settings.ts'
import { allJobs } from './world.ts'

/** The program's own folder, from src/main and from dist/server alike. */
export const PROGRAM = join(import.meta.dirname, '..', '..')
export const WEB = join(PROGRAM, 'dist', 'web')
export const MIGRATIONS = join(PROGRAM, 'db', 'migrations')

export type Reached = {
  embedded: boolean
  app: DatabaseAddress
  /** Undefined where DATABASE_OWNER_URL is not set. */
  owner: DatabaseAddress | undefined
  superuser: Address | undefined
  stop: () => Promise<void>
}

/**
 * The database of the settings, or the embedded one. Without DATABASE_URL a command must say --embedded, but for one that
 * works on an embedded database that is there already.
 */
export async function reachDatabase(settings: Settings, wants: { embedded: boolean; mayFind: boolean }, log: Log): Promise<Reached> {
  if (settings.databaseUrl !== undefined) {
    if (wants.embedded) throw new Error('DATABASE_URL is set: it cannot be used together with --embedded')
    return {
      embedded: false,
      app: { connectionString: settings.databaseUrl },
      owner: settings.databaseOwnerUrl === undefined ? undefined : { connectionString: settings.databaseOwnerUrl },
      superuser: undefined,
      stop: async () => undefined,
    }
  }
  const found = wants.mayFind && existsSync(join(settings.dataDir, 'postgres', 'PG_VERSION'))
  if (!wants.embedded && !found) {
    throw new Error(
      'no database: set DATABASE_URL, or add --embedded to run one in DATA_DIR (fit for trying out and for small installations)',
    )
  }
  const { dataDir, postgresBin: binaries, walArchive } = settings
  const { owner, app, superuser, stop } = await startEmbedded({ dataDir, binaries, walArchive, log })
  return { embedded: true, owner, app, superuser, stop }
}

/** Brings the schema and the job tables to this program's version, as the owner. A new database is marked as demo or not, for good. */
export async function prepareDatabase(database: Reached, options: { demo: boolean }): Promise<MigrationResult> {
  if (!database.owner) throw new Error('set DATABASE_OWNER_URL to the owner of the database: migrations run as the owner')
  const role = userOf(database.app)
  if (role === userOf(database.owner))
    throw new Error('DATABASE_URL must be another role than DATABASE_OWNER_URL: the owner passes by the net')
  const result = await migrate(database.owner, MIGRATIONS, role, options)
  await installQueues(database.owner, allJobs(), role)
  return result
}

/** The role's name in an address. */
export function userOf(address: DatabaseAddress): string {
  const [host = address] = hostsOf(address)
  return 'user' in host ? host.user : decodeURIComponent(new URL(host.connectionString).username)
}
