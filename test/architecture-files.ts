import { importsOf, type Tree } from './source.ts'

/** Which kind of file may import which. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  lib: ['lib'],
  pure: ['lib', 'pure'],
  server: ['lib', 'pure', 'server', 'platform'],
  page: ['lib', 'pure', 'page', 'web'],
  platform: ['lib', 'platform'],
  web: ['lib', 'web'],
  main: ['lib', 'pure', 'server', 'platform', 'main', 'db'],
  'main-web': ['lib', 'pure', 'page', 'web', 'main-web'],
  // Demo data are made by the application itself.
  db: ['lib', 'pure', 'server', 'platform', 'main', 'db'],
}

/** Features that build on others. A new pair is a decision: say why in the commit. */
const BUILDS_ON: Record<string, readonly string[]> = {
  organisations: [],
  matters: ['organisations'],
  dispatches: ['organisations', 'matters'],
  replies: ['organisations', 'matters', 'dispatches'],
  proofs: ['organisations', 'matters', 'dispatches', 'replies'],
  upkeep: ['organisations'],
}

/** Packages that pure files may use: they run in the browser and on the server alike. */
const PURE_PACKAGES = new Set(['zod/mini', 'diff'])

const TEST = /\.test\.tsx?$|(^|[/-])fixtures(-[a-z0-9-]+)?\.tsx?$/
const PURE = /^(shapes|rules|access|texts|templates|contract)(-[a-z0-9]+)*(\.en)?\.ts$/
const SERVER = /^((sql|actions|routes|jobs|commands)(-[a-z0-9]+)*\.ts|pages(-[a-z0-9]+)*\.tsx)$/
const PAGE = /^web\/([A-Z][A-Za-z0-9]*\.tsx|[a-z][a-z0-9-]*\.(tsx?|css))$/

export const isTest = (path: string) => TEST.test(path)
const isCode = (path: string) => /\.tsx?$/.test(path)

export function featureOf(path: string): string | undefined {
  return /^src\/features\/([^/]+)\//.exec(path)?.[1]
}

/** What kind of file it is; undefined when its name or its place says nothing known. */
export function kindOf(path: string): string | undefined {
  if (path.startsWith('db/')) return 'db'
  if (/^src\/main\/web(-[a-z-]+)?\.tsx$/.test(path)) return 'main-web'
  const feature = featureOf(path)
  if (feature === undefined) return /^src\/(lib|platform|web|main)\//.exec(path)?.[1]
  const name = path.slice(`src/features/${feature}/`.length)
  if (PAGE.test(name)) return 'page'
  return PURE.test(name) ? 'pure' : SERVER.test(name) ? 'server' : undefined
}

/** Every file's name says what kind it is; in a feature the list of names is closed. */
export function unknownNames(tree: Tree): string[] {
  const others = /^(README\.md|cases\/[a-z0-9-]+\.json)$/
  return [...tree.keys()].filter((path) => {
    if (!path.startsWith('src/') || (isTest(path) && /^src\/(lib|platform|web|main|features\/[^/]+)\//.test(path))) return false
    const feature = featureOf(path)
    if (feature === undefined) return kindOf(path) === undefined
    return !(feature in BUILDS_ON) || (kindOf(path) === undefined && !others.test(path.slice(`src/features/${feature}/`.length)))
  })
}

type Edge = { from: string; to: string; own: boolean }

function edges(tree: Tree): Edge[] {
  return [...tree]
    .filter(([path]) => isCode(path) && !isTest(path) && /^(src|db)\//.test(path))
    .flatMap(([from, text]) => importsOf(from, text).map((edge) => ({ from, ...edge })))
}

/** Imports follow the arrows; nothing but tests imports tests, and pure files use no package but the listed ones. */
export function wrongArrows(tree: Tree): string[] {
  return edges(tree)
    .filter(({ from, to, own }) => {
      const kind = kindOf(from)
      if (kind === undefined) return false
      if (!own) return (kind === 'lib' || kind === 'pure') && !PURE_PACKAGES.has(to)
      if (to.endsWith('.css')) return !['page', 'web', 'main-web'].includes(kind)
      if (isTest(to)) return true
      return !(/^(src|db)\//.test(to) ? MAY_IMPORT[kind]?.includes(kindOf(to) ?? '') : kind === 'main')
    })
    .map(({ from, to }) => `${from} must not import ${to}`)
}

/** A feature imports another only where BUILDS_ON says so. */
export function wrongBuilding(tree: Tree): string[] {
  return edges(tree)
    .filter(({ from, to }) => {
      const [a, b] = [featureOf(from), featureOf(to)]
      return a !== undefined && b !== undefined && a !== b && !BUILDS_ON[a]?.includes(b)
    })
    .map(({ from, to }) => `${from} must not build on ${to}`)
}

/** Rings of imports, of types too. */
export function cycles(tree: Tree): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to, own } of edges(tree)) if (own) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const before = trail.indexOf(path)
    if (before !== -1) found.push([...trail.slice(before), path].join(' -> '))
    if (before !== -1 || done.has(path)) return
    for (const to of next.get(path) ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

/** Imports of own files that are not there. */
export function holes(tree: Tree): string[] {
  return edges(tree)
    .filter(({ to, own }) => own && /^(src|db)\//.test(to) && !tree.has(to))
    .map(({ from, to }) => `${from} imports ${to}, which is not there`)
}
