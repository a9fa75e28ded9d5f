import { parseArgs } from 'node:util'
import type { Drill } from './drill.ts'
import { access } from './access.ts'
import { clock } from './clock.ts'
import { diskFullData, diskFullWal } from './disk-full.ts'
import { failover } from './failover.ts'
import { fuzz } from './fuzz.ts'
import { halfOpen } from './half-open.ts'
import { sameCommand } from './same-command.ts'
import { sigkill } from './sigkill.ts'
import { sigkillDatabase } from './sigkill-database.ts'
import { slowClients } from './slow-clients.ts'
import { smtp } from './smtp.ts'
import { forgedProofs, tamper } from './tamper.ts'

/** Every drill by its name, in the order in which they are run (docs/reliability.md says what each must show). */
const DRILLS: Record<string, Drill> = {
  sigkill,
  'sigkill-database': sigkillDatabase,
  failover,
  tamper,
  'forged-proofs': forgedProofs,
  access,
  fuzz,
  'same-command': sameCommand,
  clock,
  'disk-full-data': diskFullData,
  'disk-full-wal': diskFullWal,
  smtp,
  'half-open': halfOpen,
  'slow-clients': slowClients,
}

const { values, positionals } = parseArgs({ options: { short: { type: 'boolean', default: false } }, allowPositionals: true })
const size = values.short ? 'short' : 'full'
const unknown = positionals.filter((name) => !(name in DRILLS))
if (unknown.length > 0) {
  console.error(`There is no drill ${unknown.join(', ')}. There are: ${Object.keys(DRILLS).join(', ')}`)
  process.exit(1)
}
const chosen = Object.entries(DRILLS).filter(([name]) => positionals.length === 0 || positionals.includes(name))
// In short form most of the time is waiting: two at a time. In full each has the machine for itself.
const lanes = Array.from({ length: values.short ? 2 : 1 }, async () => {
  let failed = 0
  for (let next = chosen.shift(); next !== undefined; next = chosen.shift()) if (!(await isPassed(...next))) failed += 1
  return failed
})
const failed = (await Promise.all(lanes)).reduce((sum, one) => sum + one, 0)
process.exitCode = failed > 0 ? 1 : 0

async function isPassed(name: string, drill: Drill): Promise<boolean> {
  const started = performance.now()
  // One that breaks is a failure, and the others are run all the same.
  const result = await drill(size).catch((error: unknown) => ({
    tried: 1,
    failed: 1,
    note: 'it broke',
    faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    skipped: undefined,
  }))
  for (const fault of result.faults.slice(0, 20)) console.log(`${name}: ${fault}`)
  if (result.skipped !== undefined) {
    console.log(`${name}: skipped (${result.skipped})`)
    return true
  }
  console.log(`${name}: ${result.note} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  console.log(`${name}: ${result.tried} tried, ${result.failed} failed`)
  // Nothing tried shows nothing.
  return result.failed === 0 && result.tried > 0
}
