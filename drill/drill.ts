import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from '../src/platform/embedded.ts'
import { freePort, startServer } from '../test/running-server.ts'

/** What came of a drill. `skipped` says what was missing here; it was then not run, and says nothing. */
export type Outcome = { tried: number; failed: number; note: string; faults: string[]; skipped?: string }

/** A fault that the product must survive, brought about many times: `short` fits in `npm test`, `full` is what is promised. */
export type Drill = (size: 'short' | 'full') => Promise<Outcome>

/** An outcome out of the list of what was wrong. More faults than tries count as every try failed. */
export function outcome(tried: number, faults: readonly string[], note: string): Outcome {
  return { tried, failed: Math.min(tried, faults.length), note, faults: [...faults] }
}

/** A drill that could not be run here, and why. */
export function skipped(reason: string): Outcome {
  return { tried: 0, failed: 0, note: '', faults: [], skipped: reason }
}

/** For what a drill starts itself: errors alone are shown. */
export const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: Record<string, unknown>, message: string) => console.error(message, fields),
}

/** For what must complain in a drill, and may. */
export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

let template: Promise<string> | undefined

/** A demo that was made and stopped, once for all drills of a run; each gets a copy. */
function demoFolder(): Promise<string> {
  template ??= (async () => {
    const folder = openFolder(tmpdir())
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const server = await startServer(folder, await freePort())
    await server.stop()
    return folder
  })()
  return template
}

function openFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'nspl-drill-'))
  // As root, the account that runs the database must pass; what is inside stays closed.
  chmodSync(folder, 0o711)
  return folder
}

/**
 * A folder with the data of a demo for one drill, gone when it ends. A database that was started in it outlives the program by
 * design, and is ended here whatever happened. `within` is where it lies, such as a small disk.
 */
export async function withFolder<T>(
  work: (dataDir: string, database: () => Promise<Embedded>) => Promise<T>,
  within = tmpdir(),
): Promise<T> {
  const made = await demoFolder()
  const dataDir = openFolder(within)
  const copied = spawnSync('cp', ['-a', `${made}/.`, dataDir], { encoding: 'utf8' })
  if (copied.status !== 0) throw new Error(`the demo could not be copied: ${copied.stderr}`)
  const database = () => startEmbedded({ dataDir, log: quiet, binaries: process.env['NSPL_POSTGRES_BIN'] || undefined })
  try {
    return await work(dataDir, database)
  } finally {
    if (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) await (await database()).stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
