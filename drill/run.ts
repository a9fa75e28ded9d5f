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
let failed = 0
for (const [name, drill] of Object.entries(DRILLS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
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
    continue
  }
  console.log(`${name}: ${result.note} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  console.log(`${name}: ${result.tried} tried, ${result.failed} failed`)
  // Nothing tried shows nothing.
  if (result.failed > 0 || result.tried === 0) failed += 1
}
process.exitCode = failed > 0 ? 1 : 0
