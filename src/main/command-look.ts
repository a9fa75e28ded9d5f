import { makeCheckpoints } from '../platform/journal-sign.ts'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import type { Logger } from 'pino'
import type { World } from '../platform/context.ts'
import { openDatabase } from '../platform/db.ts'
import { startEmbedded } from '../platform/embedded.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { settingTexts } from '../platform/texts-settings.ts'
import { PROGRAM, prepareDatabase } from './database.ts'
import { databaseSchema } from './db-schema.ts'
import { databaseTypes } from './db-types.ts'
import { pages, routes } from './features.ts'
import { hostOf } from './world.ts'

/** What every setting is, for --help. */
export function settingsHelp(): string {
  return SETTINGS.map((name) => `\n  ${name}\n      ${settingTexts[name].about}`).join('')
}

/** Prints every address: method, path and who may come in. */
export async function printRoutes(settings: Settings, log: Logger): Promise<void> {
  const lines: { method: string; path: string; gate: string }[] = routes.map(({ endpoint, gate }) => ({
    method: endpoint.method,
    path: endpoint.path,
    gate: gate.name,
  }))

  // Pages put their addresses on a server themselves; this one never listens, and its database is never asked.
  const app = Fastify()
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') lines.push({ method: one, path: url, gate: 'page' })
  })
  const db = openDatabase({ connectionString: 'postgresql://nobody@localhost/none' }, { onError: () => undefined })
  const world: World = {
    db,
    clock: () => new Date(),
    demo: true,
    mail: 'demo',
    publicUrl: settings.publicUrl,
    classCeiling: settings.classCeiling,
    enqueue: async () => undefined,
    checkpoints: makeCheckpoints(db, [], () => new Date(), log),
    load: { delayMs: () => 0 },
    host: hostOf(settings),
    log,
  }
  for (const mount of pages) mount(app, world)
  await db.close()

  const wide = Math.max(0, ...lines.map(({ path }) => path.length))
  for (const { method, path, gate } of lines.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    console.log(`${method.padEnd(5)} ${path.padEnd(wide)}  ${gate}`)
  }
}

/** Writes the types and the text of the migrated schema, from a database made for it and thrown away. */
export async function writeTypes(settings: Settings, log: Logger): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nspl-types-'))
  // Holds nothing secret, and the server's account must pass.
  chmodSync(folder, 0o711)
  try {
    const server = await startEmbedded({ dataDir: join(folder, 'data'), binaries: settings.postgresBin, log })
    try {
      await prepareDatabase({ ...server, embedded: true }, { demo: false })
      writeFileSync(join(PROGRAM, 'src/platform/db-types.ts'), await databaseTypes(server.owner))
      writeFileSync(join(PROGRAM, 'db/schema.sql'), await databaseSchema(server.owner))
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log('wrote src/platform/db-types.ts and db/schema.sql')
}
