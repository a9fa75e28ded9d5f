import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { inTransaction } from '../platform/db.ts'
import { sha256 } from '../platform/ids.ts'
import type { Settings } from '../platform/settings.ts'
import { MIGRATIONS, prepareDatabase, reachDatabase } from './database.ts'
import { openWorld } from './world.ts'

/** Brings the database to this program's version. */
export async function migrateDatabase(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    const { applied, already } = await prepareDatabase(database, { demo: false })
    for (const name of applied) console.log(`applied ${name}`)
    console.log(`${applied.length} migrations applied, ${already} were there`)
  } finally {
    await database.stop()
  }
}

const LINK_HOURS = 24

/** Prints the one-time link by which the first operator signs in. Refuses when there is an operator. */
export async function init(settings: Settings, log: Logger, flags: { embedded: boolean }): Promise<void> {
  const database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  try {
    if (database.embedded) await prepareDatabase(database, { demo: false })
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      const token = randomBytes(32).toString('base64url')
      const now = open.world.clock()
      const expires = new Date(now.getTime() + LINK_HOURS * 3_600_000)
      await inTransaction(open.world.db, async (tx) => {
        const { operators } = await tx.one(sql<{ operators: number }>`
          select count(*)::int as operators from mandate where role = 'operator' and (to_on is null or to_on >= ${now}::date)`)
        if (operators > 0) throw new Error('there is an operator already: she adds others under Personer')
        // A new link puts the earlier ones out of use.
        tx.send(
          sql`update sign_in_link set expires_at = ${now} where purpose = 'first-operator' and used_at is null and expires_at > ${now}`,
        )
        tx.send(sql`insert into sign_in_link (token_hash, purpose, made_at, expires_at)
          values (${sha256(token)}, 'first-operator', ${now}, ${expires})`)
      })
      console.log(`Open this link in a browser within ${LINK_HOURS} hours. It works once, and makes you the first operator:\n`)
      console.log(`  ${settings.publicUrl}/forsta/${token}\n`)
    } finally {
      await open.close()
    }
  } finally {
    await database.stop()
  }
}
