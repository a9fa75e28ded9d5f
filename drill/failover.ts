import { setTimeout as wait } from 'node:timers/promises'
import { freePort, startServer } from '../test/running-server.ts'
import { clusterPrograms, startCluster } from './cluster.ts'
import { type Drill, outcome, skipped, withFolder } from './drill.ts'
import { checkKept, dispatchIds, median, startWriters, untilSo } from './writers.ts'

const ROUNDS = { short: 2, full: 20 }
/** How long the standby is left alone with the readers before it is promoted, in every other round. */
const ALONE = 1_500

/**
 * The primary is killed hard in the middle of what eight people do, and the standby that confirms every commit is promoted, again and
 * again with the same running product. Nothing confirmed is lost, nothing is done twice, and reads go on meanwhile.
 */
export const failover: Drill = async (size) => {
  const programs = await clusterPrograms()
  if (typeof programs === 'string') return skipped(programs)
  return await withFolder(async (dataDir) => {
    const cluster = await startCluster(dataDir, programs.folder)
    try {
      const env = { DATABASE_URL: cluster.url('app'), DATABASE_OWNER_URL: cluster.url('owner'), LOG_LEVEL: 'fatal' }
      const server = await startServer(dataDir, await freePort(), { embedded: false, env })
      try {
        const before = (await dispatchIds(cluster.superuser())).length
        const writers = await startWriters(server.base, { mayBeAway: false })
        const gaps: number[] = []
        for (let round = 0; round < ROUNDS[size]; round += 1) {
          await wait(300 + Math.random() * 700)
          let from = performance.now()
          await cluster.kill()
          // Answers that were on their way must not pass for the new primary's.
          await wait(50)
          if (round % 2 === 1) {
            await wait(ALONE)
            from = performance.now()
          }
          await cluster.promote()
          const promoted = performance.now()
          // One that left before the kill may be confirmed by it: only what the new primary did counts.
          gaps.push((await untilSo('a confirmation after the failover', () => writers.gapAfter(promoted))) + promoted - from)
          await cluster.rebuild()
        }
        await writers.stop()
        const faults = [...writers.faults, ...(await checkKept(cluster.superuser(), before, writers.confirmed))]
        if (writers.readsInReadOnly() === 0) faults.push('no read was answered while the standby was alone')
        const note =
          `${writers.confirmed.length} confirmed, gap ${Math.round(median(gaps))} ms in the middle, ${Math.round(Math.max(...gaps))} ms at most, ` +
          `${writers.readsInReadOnly()} reads from the standby alone`
        return outcome(ROUNDS[size], faults, note)
      } finally {
        await server.stop()
      }
    } finally {
      await cluster.stop()
    }
  })
}
