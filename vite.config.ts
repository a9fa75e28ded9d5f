import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { bundleSizes, overBudget } from './scripts/bundle-size.js'

const version: unknown = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).version
const server = process.env['NSPL_SERVER'] ?? 'http://localhost:3000'
const language = process.env['NSPL_LANGUAGE'] ?? 'sv'

/** One language per build: `texts-day.ts` is replaced by `texts-day.en.ts` beside it where that exists. */
function oneLanguage(): Plugin {
  return {
    name: 'one-language',
    enforce: 'pre',
    resolveId(source, importer) {
      if (language === 'sv' || !importer || !/\/texts(-[a-z-]+)?\.ts$/.test(source)) return null
      const translated = resolve(dirname(importer), source.replace(/\.ts$/, `.${language}.ts`))
      return existsSync(translated) ? translated : null
    },
  }
}

/**
 * zod compiles its shapes with new Function where it may. A strict content security policy forbids that, and even the attempt
 * is reported. Its own switch must be set before any shape is made, which no import order of ours can promise across chunks.
 */
function zodWithoutEval(): Plugin {
  return {
    name: 'zod-without-eval',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/zod/v4/core/core.js')) return null
      const set = code.replace('(_a.__zod_globalConfig = {})', '(_a.__zod_globalConfig = { jitless: true })')
      if (set === code) throw new Error('zod has moved its global settings: see vite.config.ts')
      return { code: set, map: null }
    },
  }
}

const COMPRESSED = new Set(['.js', '.css', '.html', '.svg', '.json'])

/** Puts .br and .gz beside what is worth compressing, and stops a build that is over its budget. */
function compressedWithinBudget(): Plugin {
  let out = ''
  return {
    name: 'compressed-within-budget',
    apply: 'build',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir)
    },
    async closeBundle(this, error?: Error) {
      if (error) return
      const files = await readdir(out, { recursive: true, withFileTypes: true })
      for (const file of files) {
        if (!file.isFile() || !COMPRESSED.has(extname(file.name)) || file.parentPath.endsWith('.vite')) continue
        const path = join(file.parentPath, file.name)
        const bytes = await readFile(path)
        await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        await writeFile(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
      }
      const over = overBudget(await bundleSizes(out))
      if (over.length > 0) throw new Error(`over the budget: ${over.join('; ')}`)
    },
  }
}

export default defineConfig({
  plugins: [oneLanguage(), zodWithoutEval(), react(), compressedWithinBudget()],
  define: { APP_VERSION: JSON.stringify(version) },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // Nothing as data: addresses, so that the content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        codeSplitting: {
          groups: [
            // What every page needs is one file, and what some share a few: without this a page is thirty requests.
            { name: 'base', tags: ['$initial'], test: /^(?!.*(src\/main\/web\.tsx|index\.html)).*\.[cm]?[jt]sx?$/, priority: 2 },
            {
              name: 'parts',
              test: /src\/(web|lib)\//,
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 12_000,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  // While developing: everything that is not the app's own code comes from a running server.
  server: { proxy: Object.fromEntries(['/api', '/logga-in', '/logga-ut', '/static'].map((path) => [path, server])) },
})
