import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Job } from '../lib/contract.ts'
import type { World } from '../platform/context.ts'
import { watchCertificates } from '../platform/certificates.ts'
import { type DatabaseAddress, inTransaction, openDatabase } from '../platform/db.ts'
import { isReadOnly } from '../platform/db-retry.ts'
import type { Host } from '../platform/host.ts'
import { openKeys } from '../platform/journal-key.ts'
import { currentKeys, keyStore } from '../platform/journal-rotate.ts'
import { makeCheckpoints } from '../platform/journal-sign.ts'
import { type JobHandler, openQueue, type Queue } from '../platform/jobs.ts'
import { watchLoad } from '../platform/load.ts'
import { mailHandlers, mailJobs, smtpTransport, type Transport } from '../platform/mail.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import type { Settings } from '../platform/settings.ts'
import { jobHandlers, onMailAccepted, onMailFailed } from './features.ts'
import { VERSION } from './version.ts'

export type OpenWorld = { world: World; queue: Queue; handlers: readonly JobHandler[]; close: () => Promise<void> }

/** Opens everything outside that the application uses. Refuses a database that lacks migrations, or has too new ones. */
export async function openWorld(app: DatabaseAddress, settings: Settings, migrations: string, log: Logger): Promise<OpenWorld> {
  // The pool lets go of its connections before they are closed: what the server says to them then is no error.
  let closing = false
  const db = openDatabase(app, {
    onError: (error) => {
      if (!closing) log.error({ error: error.message }, 'database connection')
    },
    onChange: (mode, host) => log[mode === 'writable' ? 'info' : 'error']({ mode, host }, 'database'),
  })
  try {
    const pending = await inTransaction(db, (tx) => pendingMigrations(tx, migrations), 'read only')
    if (pending.length > 0) throw new Error(`the database lacks ${pending.length} migrations: run "npm run nspl -- migrate" first`)
    const { demo } = await inTransaction(db, (tx) => tx.one(sql<{ demo: boolean }>`select demo from installation`), 'read only')
    const [place, clock] = [{ dataDir: settings.dataDir, keyFile: settings.journalKeyFile }, () => new Date()]
    const keys = await currentKeys(db, place, clock(), log).catch((error: unknown) => {
      // A standby alone is read from: nothing is signed until there is a primary, and then with the keys that are there.
      if (!isReadOnly(error)) throw error
      return openKeys(place, log, false)
    })
    const checkpoints = makeCheckpoints(db, keys, clock, log, keyStore(db, place, clock, log))
    const queue = await openQueue(app, log)
    const load = watchLoad()
    const world: World = {
      db,
      clock,
      demo,
      mail: demo ? 'demo' : settings.smtp ? 'smtp' : 'none',
      publicUrl: settings.publicUrl,
      classCeiling: settings.classCeiling,
      enqueue: queue.enqueue,
      checkpoints,
      tsaUrl: settings.tsaUrl,
      load,
      host: hostOf(settings),
      log,
    }
    const close = async () => {
      closing = true
      load.stop()
      await checkpoints.settled()
      await queue.stop()
      await db.close()
    }
    return { world, queue, handlers: handlersFor(transportFor(demo, settings)), close }
  } catch (error) {
    await db.close()
    throw error
  }
}

/** What this process runs on. Connects to nothing until somebody asks about the certificates. */
export function hostOf({ publicUrl, smtp, shown, dataDir, backup }: Settings): Host {
  const now = () => new Date()
  const data: Host['folders'][number] = { use: 'data', path: dataDir }
  return {
    version: VERSION,
    startedAt: now(),
    settings: shown,
    folders: backup ? [data, { use: 'backup', path: backup.folder }] : [data],
    certificates: watchCertificates({ publicUrl, smtpUrl: smtp?.url }, now),
  }
}

// A demo never sends, whatever the settings say.
function transportFor(demo: boolean, settings: Settings): Transport | 'demo' | 'none' {
  if (demo) return 'demo'
  return settings.smtp ? smtpTransport(settings.smtp.url, settings.smtp.from) : 'none'
}

function handlersFor(transport: Transport | 'demo' | 'none'): JobHandler[] {
  return [
    ...mailHandlers(
      transport,
      (tx, mail, at) => {
        for (const note of onMailAccepted) note(tx, mail, at)
      },
      (tx, mail, at, failure) => {
        for (const note of onMailFailed) note(tx, mail, at, failure)
      },
    ),
    ...jobHandlers,
  ]
}

/** Every job there is: each has a queue of its own, made by migrate. */
export function allJobs(): Job[] {
  return [...Object.values(mailJobs), ...jobHandlers.map(({ job }) => job)]
}
