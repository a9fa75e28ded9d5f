import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Address } from '../src/platform/embedded.ts'
import { startTemplate } from './template.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- a module can only be added to by an interface
  export interface ProvidedContext {
    addresses: { owner: Address; app: Address; superuser: Address }
  }
}

/** One server for the whole run, and one migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nspl-test-'))
  const server = await startTemplate(dataDir, join(import.meta.dirname, '../db/migrations'))
  project.provide('addresses', { owner: server.owner, app: server.app, superuser: server.superuser })
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
