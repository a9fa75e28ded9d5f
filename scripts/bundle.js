// Bundles one TypeScript program of ours, beside the product, for the bench and the drills. Out: the file to run.
import { join } from 'node:path'
import { PROGRAM } from './setup.js'

/** Files that run in a thread of their own: each lies beside the code that starts it. */
export const THREADS = { 'pdf-worker': 'src/platform/pdf-worker.js' }

export async function bundle(folder, ...entries) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: PROGRAM,
    entryPoints: { ...Object.fromEntries(entries.map((entry) => [entry, join(folder, `${entry}.ts`)])), ...THREADS },
    outdir: join('dist', folder),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    jsx: 'automatic',
    logLevel: 'warning',
  })
  return join(PROGRAM, 'dist', folder, `${entries[0]}.js`)
}
