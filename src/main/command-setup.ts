import type { Logger } from 'pino'
import { makeFirstOperatorLink, makeReturnLink } from '../features/organisations/actions-sign-in.ts'
import { LINK_HOURS, type WhyNotReturn } from '../features/organisations/rules-sign-in.ts'
import type { World } from '../platform/context.ts'
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

/**
 * Prints the one-time link by which the first operator signs in; when there is one, a link for her, or for the one with the
 * address. Refuses an address that is no operator's, and to choose among several.
 */
export async function init(settings: Settings, log: Logger, flags: { embedded: boolean; email?: string | undefined }): Promise<void> {
  const database = await reachDatabase(settings, { embedded: flags.embedded, mayFind: true }, log)
  try {
    if (database.embedded) await prepareDatabase(database, { demo: false })
    const open = await openWorld(database.app, settings, MIGRATIONS, log)
    try {
      await printLink(open.world, flags.email)
    } finally {
      await open.close()
    }
  } finally {
    await database.stop()
  }
}

async function printLink(world: World, email: string | undefined): Promise<void> {
  if (world.mail === 'none') {
    console.log('WARNING: SMTP_URL and MAIL_FROM are not set. No mail leaves, so nobody can sign in but by a link from init.\n')
  }
  const first = email === undefined ? await makeFirstOperatorLink(world.db, world.clock()) : undefined
  if (first !== undefined) {
    console.log(`Open this link in a browser within ${LINK_HOURS} hours. It works once, and makes you the first operator:\n`)
    console.log(`  ${world.publicUrl}/forsta/${first}\n`)
    return
  }
  const back = await makeReturnLink(world, email)
  if (!back.ok) throw new Error(whyNoLink[back.whyNot](back.operators))
  console.log(`There is an operator already. This link signs ${back.name} in once, within ${LINK_HOURS} hours:\n`)
  console.log(`  ${world.publicUrl}/tillbaka/${back.token}\n`)
}

const whyNoLink: Record<WhyNotReturn, (operators: readonly string[]) => string> = {
  'no-operator': () => 'nobody is operator today. Without --email, init makes the first one, unless somebody is to be it from a later day',
  'several-operators': (operators) => `there are several operators: say which, with --email and one of ${operators.join(', ')}`,
  'not-an-operator': (operators) => `no operator has that address. Choose one of ${operators.join(', ')}`,
}
