// Says whether a built part is older than its sources: by their content, so that a copy or a checkout changes nothing.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ALWAYS = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.js', 'scripts/bundle.js']
const SOURCES = {
  server: [...ALWAYS, 'src', 'db'],
  web: [...ALWAYS, 'tsconfig.web.json', 'vite.config.ts', 'scripts/bundle-size.js', 'index.html', 'public', 'src'],
}

/** One hash of everything a part is built from. Tests are no part of it. */
export function sourceHash(program, part) {
  const hash = createHash('sha256')
  for (const source of SOURCES[part]) {
    for (const name of namesUnder(program, source)) {
      if (/\.test\.tsx?$/.test(name)) continue
      hash.update(`${name}\0`).update(
        createHash('sha256')
          .update(readFileSync(join(program, name)))
          .digest(),
      )
    }
  }
  return hash.digest('hex')
}

function namesUnder(program, name) {
  const path = join(program, name)
  if (!existsSync(path)) return []
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name]
    throw error
  }
  return entries
    .map((entry) => entry.name)
    .sort()
    .flatMap((entry) => namesUnder(program, `${name}/${entry}`))
}

function stampFile(program, part) {
  return join(program, 'dist', `.${part}-stamp`)
}

export function isStale(program, part) {
  if (part === 'web' && !existsSync(join(program, 'vite.config.ts'))) return false
  const file = stampFile(program, part)
  return !existsSync(file) || readFileSync(file, 'utf8') !== sourceHash(program, part)
}

export function writeStamp(program, part, hash) {
  mkdirSync(join(program, 'dist'), { recursive: true })
  writeFileSync(stampFile(program, part), hash)
}
