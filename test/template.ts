import { chmodSync } from 'node:fs'
import { jobHandlers } from '../src/main/features.ts'
import { type Embedded, startEmbedded } from '../src/platform/embedded.ts'
import { installQueues } from '../src/platform/jobs.ts'
import { mailJobs } from '../src/platform/mail.ts'
import { migrate } from '../src/platform/migrate.ts'
import { silent } from './silent.ts'

/** A test database may be lost with its machine: no waiting for the disk. */
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }

/** NSPL_POSTGRES_BIN=system runs everything on the system's PostgreSQL instead of the packaged one. A server with one migrated database, to be copied by whoever wants one of her own. */
export async function startTemplate(dataDir: string, migrations: string): Promise<Embedded> {
  // As root, the account that runs the server must pass; what is inside stays closed.
  chmodSync(dataDir, 0o711)
  const server = await startEmbedded({ dataDir, log: silent, settings: UNSAFE, binaries: process.env['NSPL_POSTGRES_BIN'] || undefined })
  try {
    await migrate(server.owner, migrations, server.app.user)
    await installQueues(server.owner, [...Object.values(mailJobs), ...jobHandlers.map(({ job }) => job)], server.app.user)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
