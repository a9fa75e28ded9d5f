// npm run build: the server by esbuild to dist/server, the web by Vite to dist/web. With arguments: only those parts.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PROGRAM } from './setup.js'
import { sourceHash, writeStamp } from './stamp.js'

const parts = process.argv.slice(2)
const wanted = (part) => parts.length === 0 || parts.includes(part)

if (wanted('server')) {
  const { build } = await import('esbuild')
  const hash = sourceHash(PROGRAM, 'server')
  rmSync(join(PROGRAM, 'dist/server'), { recursive: true, force: true })
  const demo = join(PROGRAM, 'db/demo.ts')
  await build({
    absWorkingDir: PROGRAM,
    entryPoints: { cli: 'src/main/cli.ts', ...(existsSync(demo) && { demo: 'db/demo.ts' }) },
    outdir: 'dist/server',
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
  writeStamp(PROGRAM, 'server', hash)
}

if (wanted('web') && existsSync(join(PROGRAM, 'vite.config.ts'))) {
  const { build } = await import('vite')
  const hash = sourceHash(PROGRAM, 'web')
  await build({ root: PROGRAM, configFile: join(PROGRAM, 'vite.config.ts'), logLevel: 'warn' })
  writeStamp(PROGRAM, 'web', hash)
}
