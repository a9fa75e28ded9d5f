import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import { keepHouse } from '../platform/housekeeping.ts'
import { makeMetrics, serveMetrics } from '../platform/metrics.ts'
import type { Settings } from '../platform/settings.ts'
import { buildApp } from './app.ts'
import { fillDemo } from './command-demo.ts'
import { backUpWhenDue, keepArchive } from '../platform/backup-run.ts'
import { backupPlan } from './command-backup.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase, type Reached, WEB } from './database.ts'
import { type OpenWorld, openWorld } from './world.ts'

const QUARTERLY = 15 * 60_000
const LONGEST_STOP = 25_000

/** Runs the web server, with the jobs in the same process unless told not to, until a signal stops it. */
export async function serve(settings: Settings, log: Logger, flags: { embedded: boolean; demo: boolean; worker: boolean }): Promise<void> {
  const ending = untilSignal()
  const database = await reachDatabase(settings, { embedded: flags.embedded, mayFind: false }, log)
  try {
    if (database.embedded || flags.demo) {
      const { demo } = await prepareDatabase(database, { demo: flags.demo })
      if (flags.demo && !demo)
        throw new Error('this database was not made as a demo, and never becomes one: start without --demo, or choose another DATA_DIR')
    }
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      if (flags.demo) await fillDemo(open.world, database, settings.dataDir)
      await listen(settings, log, open, database, flags, ending)
    } finally {
      await open.close()
    }
  } finally {
    await database.stop()
  }
}

async function listen(
  settings: Settings,
  log: Logger,
  open: OpenWorld,
  database: Reached,
  flags: { worker: boolean },
  ending: Promise<string>,
): Promise<void> {
  const metrics = settings.metrics && makeMetrics(open.world)
  const webRoot = existsSync(WEB) ? WEB : undefined
  const app = buildApp(open.world, { webRoot, logger: log, trustProxy: settings.trustProxy, metrics })
  try {
    await app.listen({ port: settings.port, host: settings.host })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(`port ${settings.port} is already in use. Choose another, such as: PORT=${settings.port + 1} npm start`, {
        cause: error,
      })
    }
    throw error
  }
  let stop: (() => Promise<void>) | undefined
  let stopMetrics: (() => Promise<void>) | undefined
  try {
    if (metrics && settings.metrics) stopMetrics = await serveMetrics(metrics, settings.metrics)
    if (flags.worker) stop = await work(open, settings, database)
    console.log(`NSPL${open.world.demo ? ' (demo)' : ''} is running at ${settings.publicUrl}`)
    log.info({ signal: await ending }, 'stopping')
  } finally {
    await app.close()
    await stop?.()
    await stopMetrics?.()
  }
}

/** The jobs, which end with the world, and what is done by the clock. Out: the stop of the latter. */
async function work(open: OpenWorld, settings: Settings, database: Reached): Promise<() => Promise<void>> {
  await open.queue.work(open.world, open.handlers)
  const plan = backupPlan(settings, database)
  const tasks = plan ? [{ pause: QUARTERLY, work: () => backUpWhenDue(open.world, plan) }] : []
  const { superuser } = database
  const { walArchive: archive, dataDir } = settings
  if (superuser && archive !== undefined)
    tasks.push({ pause: QUARTERLY, work: () => keepArchive(open.world, { superuser, dataDir, archive }) })
  return keepHouse(open.world, tasks)
}

/** Runs the jobs alone, beside a server that was started with --no-worker. */
export async function worker(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const ending = untilSignal()
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      const stopMetrics = settings.metrics && (await serveMetrics(makeMetrics(open.world), settings.metrics))
      const stop = await work(open, settings, database)
      console.log('The worker is running')
      log.info({ signal: await ending }, 'stopping')
      await stop()
      await stopMetrics?.()
    } finally {
      await open.close()
    }
  } finally {
    await database.stop()
  }
}

/** The first signal asks for an orderly stop; one that does not end is cut short. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // npm passes on the signal that the terminal has already sent: the same key press must not count twice.
        if (asked) return
        asked = true
        resolve(signal)
        setTimeout(() => {
          console.error('The stop took too long: ended at once. Nothing that was acknowledged is lost.')
          process.exit(1)
        }, LONGEST_STOP).unref()
      })
    }
  })
}
