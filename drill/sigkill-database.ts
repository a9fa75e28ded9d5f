import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive, passwords } from '../src/platform/embedded-folder.ts'
import { DATABASE, ROLES } from '../src/platform/embedded-roles.ts'
import { freePort, startServer } from '../test/running-server.ts'
import { type Drill, outcome, withFolder } from './drill.ts'
import { killWhole } from './processes.ts'
import { checkKept, dispatchIds, median, startWriters, untilSo } from './writers.ts'

const ROUNDS = { short: 3, full: 50 }

/**
 * SIGKILL of the whole embedded database in the middle of what eight people do. The product, which is not touched, starts it again by
 * itself; what was confirmed is there, and nothing was done twice.
 */
export const sigkillDatabase: Drill = (size) =>
  withFolder(async (dataDir) => {
    const rounds = ROUNDS[size]
    const server = await startServer(dataDir, await freePort(), { env: { LOG_LEVEL: 'fatal' } })
    const gaps: number[] = []
    const faults: string[] = []
    const file = join(dataDir, 'postgres', 'postmaster.pid')
    const pid = () => (existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0)
    const newPid = (old: number) => (pid() !== 0 && pid() !== old && isAlive(pid()) ? performance.now() : undefined)
    try {
      // Not by startEmbedded: it would look after the server too, and only the product may.
      const address = {
        host: join(dataDir, 'run'),
        user: ROLES.superuser,
        password: passwords(dataDir).superuser,
        database: DATABASE,
      }
      const before = (await dispatchIds(address)).length
      const writers = await startWriters(server.base, { mayBeAway: true })
      for (let round = 0; round < rounds; round += 1) {
        await wait(200 + Math.random() * 800)
        const victim = pid()
        const from = performance.now()
        await killWhole(victim)
        // An answer that was on its way when it died says nothing of the new one.
        const back = await untilSo('another server', () => newPid(victim))
        gaps.push((await untilSo('a confirmation after the kill', () => writers.gapAfter(back))) + back - from)
      }
      await writers.stop()
      faults.push(...writers.faults, ...(await checkKept(address, before, writers.confirmed)))
      const note =
        `${writers.confirmed.length} confirmed, gap ${Math.round(median(gaps))} ms in the middle, ${Math.round(Math.max(...gaps))} ms at most, ` +
        `${writers.readsAway()} reads told to come back`
      return outcome(rounds, faults, note)
    } finally {
      await server.stop()
    }
  })
