// npm run build: the server by esbuild to dist/server, the web by Vite to dist/web. With arguments: only those parts.
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PROGRAM } from './setup.js'
import { THREADS } from './bundle.js'
import { sourceHash, writeStamp } from './stamp.js'

// The tools have shown where; their own inner workings help nobody.
process.on('uncaughtException', (error) => {
  console.error(error.message)
  process.exit(1)
})

const parts = process.argv.slice(2)
const wanted = (part) => parts.length === 0 || parts.includes(part)

if (wanted('server')) {
  const { build } = await import('esbuild')
  const hash = sourceHash(PROGRAM, 'server')
  const draft = `dist/.server-${process.pid}`
  await build({
    absWorkingDir: PROGRAM,
    entryPoints: { cli: 'src/main/cli.ts', ...THREADS },
    outdir: draft,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    jsx: 'automatic',
    sourcemap: true,
    logLevel: 'warning',
  })
  // Swapped in whole: another start at the same moment never meets half a build.
  const [place, old] = [join(PROGRAM, 'dist/server'), join(PROGRAM, `${draft}-old`)]
  if (existsSync(place)) renameSync(place, old)
  renameSync(join(PROGRAM, draft), place)
  rmSync(old, { recursive: true, force: true })
  writeStamp(PROGRAM, 'server', hash)
}

if (wanted('web') && existsSync(join(PROGRAM, 'vite.config.ts'))) {
  const { build } = await import('vite')
  const hash = sourceHash(PROGRAM, 'web')
  await build({ root: PROGRAM, configFile: join(PROGRAM, 'vite.config.ts'), logLevel: 'warn' })
  writeStamp(PROGRAM, 'web', hash)
}
