import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { jobHandlers } from '../src/main/features.ts'
import { type Address, startEmbedded } from '../src/platform/embedded.ts'
import { installQueues } from '../src/platform/jobs.ts'
import { mailJobs } from '../src/platform/mail.ts'
import { migrate } from '../src/platform/migrate.ts'
import { silent } from './silent.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- a module can only be added to by an interface
  export interface ProvidedContext {
    addresses: { owner: Address; app: Address; superuser: Address }
  }
}

/** A test database may be lost with its machine: no waiting for the disk. */
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }

/** One server for the whole run, and one migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nspl-test-'))
  // As root, the account that runs the server must pass; what is inside stays closed.
  chmodSync(dataDir, 0o711)
  const server = await startEmbedded({ dataDir, log: silent, settings: UNSAFE })
  try {
    await migrate(server.owner, join(import.meta.dirname, '../db/migrations'), server.app.user)
    await installQueues(server.owner, [...Object.values(mailJobs), ...jobHandlers.map(({ job }) => job)], server.app.user)
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('addresses', { owner: server.owner, app: server.app, superuser: server.superuser })
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
