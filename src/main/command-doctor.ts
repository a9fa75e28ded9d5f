import { existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type pg from 'pg'
import { inTransaction, openDatabase, type Reader } from '../platform/db.ts'
import { connectToPrimary, hostName, hostsOf, lookAt } from '../platform/db-hosts.ts'
import { openLog } from '../platform/log.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { readSettings, type Settings } from '../platform/settings.ts'
import { MIGRATIONS, type Reached, reachDatabase, WEB } from './database.ts'

type Line = { what: string; wrong?: string; note?: string }

const LEAST_DISK = 1024 ** 3

/** Checks what the platform stands on, and prints a line each, OK or FEL. Answers 1 when anything is wrong. */
export async function doctor(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
  flags: { embedded: boolean },
): Promise<number> {
  const lines: Line[] = [checkNode()]
  let settings: Settings | undefined
  try {
    settings = readSettings(environment, folder)
    lines.push({ what: 'settings' })
  } catch (error) {
    lines.push({ what: 'settings', wrong: message(error) })
  }
  if (settings) {
    const database = await checkDatabase(settings, flags)
    lines.push(...database.lines, await checkMail(settings, database.demo), checkAddress(settings), checkDisk(settings), checkWeb())
  }
  for (const { what, wrong, note } of lines)
    console.log(`${wrong === undefined ? 'OK ' : 'FEL'} ${what}: ${wrong ?? note ?? 'as it should be'}`)
  return lines.some(({ wrong }) => wrong !== undefined) ? 1 : 0
}

function checkNode(): Line {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) return { what: 'node', wrong: `${process.version} is too old: 20.19 or later, best 24` }
  return { what: 'node', note: major < 22 ? `${process.version} works, but has no support any more: use 24` : process.version }
}

type OfDatabase = { lines: Line[]; demo: boolean }

async function checkDatabase(settings: Settings, flags: { embedded: boolean }): Promise<OfDatabase> {
  const log = openLog('silent')
  let database: Reached
  try {
    database = await reachDatabase(settings, { ...flags, mayFind: true }, log)
  } catch (error) {
    return { lines: [{ what: 'database', wrong: message(error) }], demo: false }
  }
  const hosts = await checkHosts(database)
  const db = openDatabase(database.app, { max: 1, onError: () => undefined })
  try {
    return await inTransaction(
      db,
      async (tx) => {
        const schema = await checkSchema(tx)
        return {
          lines: [...hosts, await checkVersion(tx), await checkLocale(tx), schema, await checkRole(tx, database)],
          demo: schema.wrong === undefined && (await tx.one(sql<{ demo: boolean }>`select demo from installation`)).demo,
        }
      },
      'read only',
    )
  } catch (error) {
    return { lines: [...hosts, { what: 'database', wrong: message(error) }], demo: false }
  } finally {
    await db.close()
    await database.stop()
  }
}

/** Of several hosts, one line each: one takes writes, and the others stand by. */
async function checkHosts({ app }: Reached): Promise<Line[]> {
  const hosts = hostsOf(app)
  if (hosts.length === 1) return []
  const seen = await Promise.all(hosts.map(lookAt))
  const primaries = seen.filter((one) => one?.writable).length
  return hosts.map((host, at) => {
    const what = `host ${hostName(host)}`
    if (!seen[at]) return { what, wrong: 'does not answer' }
    if (!seen[at].writable) return primaries === 0 ? { what, wrong: 'a standby, and no host takes writes' } : { what, note: 'standby' }
    return primaries > 1 ? { what, wrong: 'takes writes, as another host does: fence the old primary' } : { what, note: 'takes writes' }
  })
}

async function checkVersion(tx: Reader): Promise<Line> {
  const { version, number } = await tx.one(sql<{ version: string; number: number }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as number`)
  return number >= 15 && number <= 18
    ? { what: 'database', note: `PostgreSQL ${version}` }
    : { what: 'database', wrong: `PostgreSQL ${version}: 15 to 18 is supported` }
}

async function checkLocale(tx: Reader): Promise<Line> {
  const { ok } = await tx.one(sql<{ ok: boolean }>`
    select current_setting('server_encoding') = 'UTF8' and upper(U&'\\00E5\\00E4\\00F6') = U&'\\00C5\\00C4\\00D6'
      and to_tsvector('swedish', U&'\\00C5TG\\00C4RD') @@ to_tsquery('swedish', U&'\\00E5tg\\00E4rd') as ok`)
  return ok
    ? { what: 'locale', note: 'Swedish letters work' }
    : { what: 'locale', wrong: 'breaks Swedish letters: make the database with locale C.UTF-8' }
}

async function checkSchema(tx: Reader): Promise<Line> {
  const pending = await pendingMigrations(tx, MIGRATIONS)
  return pending.length === 0
    ? { what: 'schema', note: 'this version' }
    : { what: 'schema', wrong: `${pending.length} migrations are not applied: run "npm run nspl -- migrate"` }
}

async function checkRole(tx: Reader, database: Reached): Promise<Line> {
  const role = await tx.one(sql<{ name: string; tooMuch: boolean; owns: boolean }>`
    select rolname as name, rolsuper or rolbypassrls or rolcreaterole as too_much,
      exists (select from pg_tables where schemaname = 'public' and pg_has_role(current_user, tableowner::name, 'member')) as owns
    from pg_roles where rolname = current_user`)
  if (role.tooMuch) return { what: 'role', wrong: `${role.name} is superuser, or may pass by the net: make a role without` }
  if (role.owns) return { what: 'role', wrong: `${role.name} owns the tables: DATABASE_URL must be another role than the owner` }
  if (!database.owner) return { what: 'role', note: `${role.name} (DATABASE_OWNER_URL is not set: needed for migrate alone)` }
  let owner: pg.Client | undefined
  try {
    owner = await connectToPrimary(database.owner)
    const { rows } = await owner.query<{ too_much: boolean }>(
      'select rolsuper or rolbypassrls as too_much from pg_roles where rolname = current_user',
    )
    return rows[0]?.too_much ? { what: 'role', wrong: 'the owner is superuser: it must not be' } : { what: 'role', note: role.name }
  } catch (error) {
    return { what: 'role', wrong: `the owner cannot connect: ${message(error)}` }
  } finally {
    await owner?.end().catch(() => undefined)
  }
}

async function checkMail({ smtp }: Settings, demo: boolean): Promise<Line> {
  if (demo) return { what: 'mail', note: 'a demo sends none' }
  if (!smtp) return { what: 'mail', wrong: 'SMTP_URL and MAIL_FROM are not set: no mail leaves, and nobody can sign in by a code' }
  const transport = createTransport({ url: smtp.url, connectionTimeout: 10_000, greetingTimeout: 10_000 })
  try {
    await transport.verify()
    return { what: 'mail', note: `${new URL(smtp.url).host} answers` }
  } catch (error) {
    return { what: 'mail', wrong: `${new URL(smtp.url).host}: ${message(error)}` }
  } finally {
    transport.close()
  }
}

function checkAddress({ host, publicUrl }: Settings): Line {
  const near = ['127.0.0.1', '::1', 'localhost'].includes(host)
  if (!near && new URL(publicUrl).hostname === 'localhost') {
    return { what: 'address', wrong: `HOST is ${host}, open to others, but PUBLIC_URL is not set: nobody else can sign in` }
  }
  return { what: 'address', note: `${publicUrl}, listening on ${host}` }
}

function checkWeb(): Line {
  return existsSync(join(WEB, 'index.html')) ? { what: 'web', note: 'built' } : { what: 'web', wrong: 'not built: run "npm run build"' }
}

function checkDisk({ dataDir }: Settings): Line {
  try {
    const { bavail, bsize } = statfsSync(dataDir)
    const free = bavail * bsize
    const note = `${(free / LEAST_DISK).toFixed(1)} GB free`
    return free < LEAST_DISK ? { what: 'disk', wrong: `${note} at ${dataDir}` } : { what: 'disk', note }
  } catch {
    return { what: 'disk', note: `${dataDir} is not made yet` }
  }
}

function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
