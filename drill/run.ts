import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../src/platform/embedded.ts'
import { freePort } from '../test/running-server.ts'
import { sigkill } from './sigkill.ts'

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, rounds: { type: 'string' } },
  allowPositionals: true,
})
const rounds = Number(values.rounds ?? (values.short ? 20 : 200))
const dataDir = mkdtempSync(join(tmpdir(), 'nspl-drill-'))
const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: Record<string, unknown>, message: string) => console.error(message, fields),
}

const database = () => startEmbedded({ dataDir, log: quiet })
const outcome = await sigkill(dataDir, await freePort(), rounds, database).catch(async (error: unknown) => {
  // The database outlives the program by design: here it is ended with the drill.
  await (await database()).stop()
  throw error
})
for (const fault of outcome.faults.slice(0, 20)) console.log(fault)
console.log(`sigkill: ${outcome.note}`)
console.log(`sigkill: ${outcome.tried} tried, ${outcome.failed} failed`)
rmSync(dataDir, { recursive: true, force: true })
process.exitCode = outcome.failed > 0 ? 1 : 0
