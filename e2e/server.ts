import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type RunningServer, startServer } from '../test/running-server.ts'

export type Installation = RunningServer & { dataDir: string; port: number; end: () => Promise<void> }

/** A demo of one's own, with its database in a folder that is removed at `end`. */
export async function startDemo(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nspl-walk-'))
  const port = await freePort()
  const server = await startServer(dataDir, port)
  const end = async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { ...server, dataDir, port, end }
}
