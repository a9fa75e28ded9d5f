import { isTest, kindOf } from './architecture-files.ts'
import { stripped, type Tree } from './source.ts'

const MOST_LINES = 400
const GENERATED = /^(\/\/|--) Written from/

/** Where Swedish words may stand: text files, addresses, the register of organisations, demo data and tests. */
const SWEDISH = /(^|\/)(texts|templates)(-[a-z0-9]+)*\.ts$|^src\/lib\/regions\.ts$|^src\/web\/paths\.ts$|^db\/demo\//

/** Who may read the real clock: what looks after processes, and what a browser page shows. */
const CLOCKS = /^src\/main\/|^src\/platform\/embedded(-[a-z]+)?\.ts$|^src\/web\/(autosave|clock)\.ts$/

const isCode = (path: string) => /\.(tsx?|js|mjs)$/.test(path)
const isProduct = (path: string) => path.startsWith('src/') && isCode(path) && !isTest(path)

/** Every line of some files that a pattern finds in their code. Strings and comments do not count when `bare`. */
function linesWith(tree: Tree, which: (path: string) => boolean, pattern: RegExp, bare: boolean): string[] {
  return [...tree]
    .filter(([path]) => which(path))
    .flatMap(([path, text]) =>
      stripped(text, bare)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    )
}

export function longFiles(tree: Tree): string[] {
  return [...tree]
    .filter(([path, text]) => /\.(tsx?|js|mjs|css|sql)$/.test(path) && !GENERATED.test(text))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines`)
}

export function barrels(tree: Tree): string[] {
  const named = [...tree.keys()].filter((path) => /(^|\/)index\.[jt]sx?$/.test(path))
  return [...named, ...linesWith(tree, isProduct, /\bexport\s*(type\s*)?\*/, true)]
}

export function defaultExports(tree: Tree): string[] {
  return linesWith(tree, isProduct, /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/, true)
}

export function anys(tree: Tree): string[] {
  return linesWith(tree, isCode, /(?::|<|\bas|[|&]|,|=)\s*any\b\s*(?:[\])>;=|&{[}]|$)|\bany\[\]|(?::|<|\bas)\s*any\s*,/, true)
}

export function swedishElsewhere(tree: Tree): string[] {
  return linesWith(tree, (path) => isProduct(path) && !SWEDISH.test(path), /[åäöÅÄÖ]/, false)
}

export function clockReaders(tree: Tree): string[] {
  return linesWith(tree, (path) => isProduct(path) && !CLOCKS.test(path), /\bnew Date\(\s*\)|\bDate\.now\(|\bDate\(\)/, true)
}

export function environmentReaders(tree: Tree): string[] {
  return linesWith(
    tree,
    (path) => isProduct(path) && kindOf(path) !== 'main' && path !== 'src/platform/settings.ts',
    /\bprocess\s*\.\s*env\b/,
    true,
  )
}

export function machinePaths(tree: Tree): string[] {
  const text = (path: string) => /\.(tsx?|js|mjs|json|md|sql|yml|css|html)$/.test(path) && path !== 'package-lock.json'
  const place = /(^|[\s'"`(=:])\/(work|home|root|Users)\/[A-Za-z0-9._-]/
  return [...tree]
    .filter(([path]) => text(path))
    .flatMap(([path, content]) =>
      content.split('\n').flatMap((line, index) => (place.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    )
}

/** Exported names of product code that hide a browser's own: in a page, forgetting the import would still compile. */
export function hiddenGlobals(tree: Tree, globals: ReadonlySet<string>): string[] {
  return [...tree]
    .filter(([path]) => isProduct(path))
    .flatMap(([path, text]) =>
      [...stripped(text, true).matchAll(/^export (?:async )?(?:function\*?|const|let|type|class) ([A-Za-z_$][\w$]*)/gm)]
        .map((match) => match[1] ?? '')
        .filter((name) => globals.has(name))
        .map((name) => `${path} exports ${name}`),
    )
}
