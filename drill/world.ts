import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { copyOf } from '../test/database.ts'
import { startTemplate } from '../test/template.ts'
import { testWorld, type TestWorld } from '../test/world.ts'

type Options = Omit<NonNullable<Parameters<typeof testWorld>[0]>, 'database'>

/** The application in this process, on a server and database of its own, with a clock that can be moved. */
export async function withWorld<T>(options: Options, work: (it: TestWorld) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nspl-drill-'))
  // The drills are run from the program's folder (scripts/drill.js): where a bundle lies says nothing of where the migrations are.
  const server = await startTemplate(dataDir, join(process.cwd(), 'db/migrations'))
  try {
    const it = await testWorld({ ...options, database: await copyOf(server) })
    try {
      return await work(it)
    } finally {
      await it.close()
    }
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
