import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort, startServer } from '../test/running-server.ts'
import { type Drill, outcome, withFolder } from './drill.ts'
import { checkKept, dispatchIds, median, startWriters, untilSo } from './writers.ts'

const ROUNDS = { short: 1, full: 5 }
/** How long the line swallows everything: longer than a statement may wait, in the long drill. */
const HOLE = { short: 4_000, full: 20_000 }
/** What the dead connections held is let go of after 30 s, by the database: the next hole comes when that is over. */
const REST = { short: 0, full: 32_000 }
/** A question to the server itself is answered at once, whatever the database does. */
const LONGEST_LIVE = 1_000
/** A read or command may wait as long as the product is patient, and no longer (platform/db-retry). */
const LONGEST_GAP = 32_000

/**
 * The line between the product and its database swallows everything, as when a machine or a firewall goes away without a word: no
 * end, no answer. When it carries again, the old connections stay dead. Commands go on under their keys, none is lost and none
 * done twice; the process answers all the while.
 */
export const halfOpen: Drill = (size) =>
  withFolder(async (dataDir, database) => {
    const embedded = await database()
    const proxy = await openProxy(join(embedded.app.host, `.s.PGSQL.${embedded.app.port}`))
    const { user, password, database: name } = embedded.app
    const url = `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}/${name}`
    const env = { DATABASE_URL: url, LOG_LEVEL: 'fatal' }
    try {
      const server = await startServer(dataDir, await freePort(), { demo: false, embedded: false, env })
      const faults: string[] = []
      const gaps: number[] = []
      try {
        const superuser = { ...embedded.superuser, database: name }
        const before = (await dispatchIds(superuser)).length
        const writers = await startWriters(server.base, { mayBeAway: true })
        for (let round = 0; round < ROUNDS[size]; round += 1) {
          await wait(1_000)
          proxy.swallow()
          const until = performance.now() + HOLE[size]
          while (performance.now() < until) {
            const asked = performance.now()
            const { status } = await fetch(`${server.base}/health/live`)
            const took = performance.now() - asked
            if (status !== 200 || took > LONGEST_LIVE) faults.push(`the process answered ${status} after ${Math.round(took)} ms`)
            await wait(200)
          }
          proxy.carry()
          const carried = performance.now()
          gaps.push(await untilSo('a confirmation after the line came back', () => writers.gapAfter(carried)))
          await wait(REST[size])
        }
        await writers.stop()
        faults.push(...writers.faults, ...(await checkKept(superuser, before, writers.confirmed)))
        const most = Math.max(...gaps)
        if (most > LONGEST_GAP) faults.push(`nothing was confirmed for ${Math.round(most)} ms after the line came back`)
        const note = `${proxy.cut()} connections swallowed, ${writers.confirmed.length} commands confirmed, ${writers.readsAway()} reads told that the database is away; the first after the line came back within ${Math.round(median(gaps))} ms in the middle, ${Math.round(most)} ms at most`
        return outcome(ROUNDS[size], faults, note)
      } finally {
        await server.stop()
      }
    } finally {
      await proxy.stop()
    }
  })

/** A line to a socket that can be made to swallow everything. What was open then stays dead, and open. */
async function openProxy(path: string) {
  let swallows = false
  let cut = 0
  const pairs = new Map<Socket, Socket | undefined>()
  const server = createServer((near) => {
    near.on('error', () => undefined)
    near.on('close', () => {
      pairs.get(near)?.destroy()
      pairs.delete(near)
    })
    pairs.set(near, undefined)
    if (swallows) {
      cut += 1
      near.resume()
      return
    }
    const far = connect(path)
    pairs.set(near, far)
    far.on('error', () => near.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far)
    far.pipe(near)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    swallow: () => {
      swallows = true
      for (const [near, far] of pairs) {
        cut += 1
        near.unpipe()
        far?.unpipe()
        near.resume()
        far?.resume()
      }
    },
    carry: () => (swallows = false),
    cut: () => cut,
    stop: async () => {
      for (const [near, far] of pairs) {
        near.destroy()
        far?.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}
