import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** kB after gzip (1 kB = 1000 bytes). What a page may cost the first time somebody comes, and what it may cost on top. */
export const BUDGET = { entry: 110, page: 25, pageWithShared: 110, css: 10, font: 30 }

/**
 * @typedef {{ name: string, kB: number }} Size
 * @typedef {{ entry: number, css: number, font: number, pages: (Size & { withShared: number })[] }} Sizes
 */

/**
 * In: the folder of a finished build. Out: gzip sizes of the entry (with all that it imports at once), of each page's own
 * chunk, of that page with the shared chunks that the entry lacks, of all CSS, and of the font that every page loads.
 * @param {string} out
 * @returns {Promise<Sizes>}
 */
export async function bundleSizes(out) {
  /** @type {Record<string, { file: string, isEntry?: boolean, isDynamicEntry?: boolean, imports?: string[], css?: string[], src?: string }>} */
  const manifest = JSON.parse(await readFile(join(out, '.vite/manifest.json'), 'utf8'))
  const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry)
  if (!entryKey) throw new Error(`no entry in ${out}`)

  /** @param {string} key @param {Set<string>} found */
  const closure = (key, found = new Set()) => {
    if (found.has(key)) return found
    found.add(key)
    for (const imported of manifest[key].imports ?? []) closure(imported, found)
    return found
  }
  /** @param {Iterable<string>} files */
  const weigh = async (files) => {
    let bytes = 0
    for (const file of new Set(files)) bytes += gzipSync(await readFile(join(out, file)), { level: 9 }).length
    return Math.round(bytes / 100) / 10
  }

  const inEntry = closure(entryKey)
  const chunks = Object.values(manifest)
  const pageKeys = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)
  const pages = []
  for (const key of pageKeys.sort()) {
    const added = [...closure(key)].filter((one) => !inEntry.has(one)).map((one) => manifest[one].file)
    pages.push({ name: key, kB: await weigh([manifest[key].file]), withShared: await weigh(added) })
  }
  const css = chunks.flatMap((chunk) => [...(chunk.css ?? []), ...(chunk.file.endsWith('.css') ? [chunk.file] : [])])
  const fonts = chunks.map((chunk) => chunk.file).filter((file) => /latin-wght-normal-.*\.woff2$/.test(file))
  return { entry: await weigh([...inEntry].map((key) => manifest[key].file)), css: await weigh(css), font: await weigh(fonts), pages }
}

/**
 * In: sizes. Out: a line for each that is over its budget.
 * @param {Sizes} sizes
 * @returns {string[]}
 */
export function overBudget(sizes) {
  const all = [
    { name: 'entry', kB: sizes.entry, most: BUDGET.entry },
    { name: 'css', kB: sizes.css, most: BUDGET.css },
    { name: 'font', kB: sizes.font, most: BUDGET.font },
    ...sizes.pages.map(({ name, kB }) => ({ name, kB, most: BUDGET.page })),
    ...sizes.pages.map(({ name, withShared }) => ({ name: `${name} with what it shares`, kB: withShared, most: BUDGET.pageWithShared })),
  ]
  return all.filter(({ kB, most }) => kB > most).map(({ name, kB, most }) => `${name} ${kB} kB, may be ${most} kB`)
}
