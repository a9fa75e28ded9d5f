import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cycles, holes, unknownNames, wrongArrows, wrongBuilding } from './architecture-files.ts'
import {
  anys,
  barrels,
  clockReaders,
  defaultExports,
  environmentReaders,
  hiddenGlobals,
  longFiles,
  machinePaths,
  swedishElsewhere,
} from './architecture-text.ts'
import type { Tree } from './source.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDERS = ['src', 'db', 'test', 'e2e', 'bench', 'drill', 'scripts', 'docs']
const TEXT = /\.(tsx?|js|mjs|json|md|sql|css|html|yml)$/

function readTree(): Tree {
  const tree = new Map<string, string>()
  const add = (path: string) => tree.set(path, readFileSync(join(ROOT, path), 'utf8'))
  for (const entry of readdirSync(ROOT, { withFileTypes: true })) {
    if (entry.isFile() && TEXT.test(entry.name)) add(entry.name)
    if (!entry.isDirectory() || !FOLDERS.includes(entry.name)) continue
    for (const inner of readdirSync(join(ROOT, entry.name), { recursive: true, withFileTypes: true })) {
      const path = join(inner.parentPath, inner.name).slice(ROOT.length + 1)
      if (inner.isFile() && TEXT.test(path)) add(path)
    }
  }
  return tree
}

/** Names that every page can use without an import: those of the browser's own variables and functions. */
function browserGlobals(): Set<string> {
  const dom = readFileSync(join(ROOT, 'node_modules/@typescript/typescript-linux-x64/lib/lib.dom.d.ts'), 'utf8')
  return new Set([...dom.matchAll(/^declare (?:var|let|const|function) ([A-Za-z]+)/gm)].map((match) => match[1] ?? ''))
}

const globals = browserGlobals()
const rules: Record<string, (tree: Tree) => string[]> = {
  'every file has a name that says what kind it is': unknownNames,
  'imports follow the arrows': wrongArrows,
  'a feature imports another only where BUILDS_ON says so': wrongBuilding,
  'no import cycles, not even of types': cycles,
  'nothing is imported that is not there': holes,
  'no barrels': barrels,
  'no default exports': defaultExports,
  'no any': anys,
  'no file over 400 lines': longFiles,
  'Swedish letters only in text files': swedishElsewhere,
  'no exported name hides one of the browser': (tree) => hiddenGlobals(tree, globals),
  'only main and the listed clock givers read the clock': clockReaders,
  'only main and the settings read the environment': environmentReaders,
  'no path of a machine': machinePaths,
}

const tree = readTree()

test('the rules look at the whole tree', () => {
  expect(tree.size).toBeGreaterThan(100)
  expect(globals.has('location') && globals.has('Event')).toBe(true)
})

describe('the tree keeps', () => {
  test.each(Object.entries(rules))('%s', (_name, rule) => {
    expect(rule(tree)).toEqual([])
  })
})

const rule = (name: keyof typeof rules) => name
// In two pieces, so that this file keeps the rule.
const home = ['', 'home', 'somebody'].join('/')
const lines = (count: number) => 'x\n'.repeat(count)

/** What each rule must catch, planted one at a time; and beside it what it must let pass. */
const planted: [rule: string, wrong: Record<string, string>, right: Record<string, string>][] = [
  [
    rule('every file has a name that says what kind it is'),
    { 'src/features/dispatches/helpers.ts': '' },
    { 'src/features/dispatches/rules-sent.ts': '', 'src/features/dispatches/texts.en.ts': '', 'src/features/replies/README.md': '' },
  ],
  [rule('every file has a name that says what kind it is'), { 'src/features/unknown/rules.ts': '' }, { 'src/platform/any-name.ts': '' }],
  [rule('every file has a name that says what kind it is'), { 'src/other/a.ts': '' }, { 'src/features/matters/web/FilePage.tsx': '' }],
  [
    rule('imports follow the arrows'),
    { 'src/features/matters/rules.ts': `import { rows } from './sql.ts'` },
    { 'src/features/matters/actions.ts': `import { rows } from './sql.ts'` },
  ],
  [
    rule('imports follow the arrows'),
    { 'src/features/matters/web/APage.tsx': `import type { Tx } from '../../../platform/db.ts'` },
    { 'src/features/matters/web/APage.tsx': `import { call } from '../../../web/client.ts'\n// from '../sql.ts'` },
  ],
  [
    rule('imports follow the arrows'),
    { 'src/platform/a.ts': `import '../features/matters/rules.ts'` },
    { 'src/platform/a.ts': `import '../lib/day.ts'` },
  ],
  [
    rule('imports follow the arrows'),
    { 'src/web/a.tsx': `const a = await import('../features/matters/web/APage.tsx')` },
    { 'src/main/web.tsx': `const a = () => import('../features/matters/web/APage.tsx')` },
  ],
  [
    rule('imports follow the arrows'),
    { 'src/lib/a.ts': `import { readFileSync } from 'node:fs'` },
    { 'src/lib/a.ts': `import * as z from 'zod/mini'` },
  ],
  [rule('imports follow the arrows'), { 'src/lib/a.ts': `import * as z from 'zod'` }, { 'src/platform/a.ts': `import pg from 'pg'` }],
  [
    rule('imports follow the arrows'),
    { 'src/main/a.ts': `import { given } from '../features/matters/fixtures.ts'` },
    { 'src/features/matters/a.test.ts': `import { given } from './fixtures.ts'` },
  ],
  [
    rule('imports follow the arrows'),
    { 'src/main/web.tsx': `import { build } from '../platform/db.ts'` },
    { 'src/main/app.ts': `import { build } from '../platform/db.ts'` },
  ],
  [
    rule('a feature imports another only where BUILDS_ON says so'),
    { 'src/features/matters/rules.ts': `import { a } from '../dispatches/rules.ts'` },
    { 'src/features/dispatches/rules.ts': `import { a } from '../matters/rules.ts'` },
  ],
  [
    rule('no import cycles, not even of types'),
    { 'src/lib/a.ts': `import './b.ts'`, 'src/lib/b.ts': `import './c.ts'`, 'src/lib/c.ts': `import type { A } from './a.ts'` },
    { 'src/lib/a.ts': `import './b.ts'\nimport './c.ts'`, 'src/lib/b.ts': `import './c.ts'`, 'src/lib/c.ts': '' },
  ],
  [
    rule('nothing is imported that is not there'),
    { 'src/lib/a.ts': `import './gone.ts'` },
    { 'src/lib/a.ts': `import './b.ts'`, 'src/lib/b.ts': '' },
  ],
  [rule('no barrels'), { 'src/lib/index.ts': '' }, { 'src/lib/indexes.ts': '' }],
  [rule('no barrels'), { 'src/lib/a.ts': `export * from './b.ts'` }, { 'src/lib/a.ts': `const a = '// export * from'` }],
  [
    rule('no default exports'),
    { 'src/lib/a.ts': 'export default function a() {}' },
    { 'test/global-setup.ts': 'export default function a() {}' },
  ],
  [
    rule('no default exports'),
    { 'src/lib/a.ts': 'export { a as default }' },
    { 'src/lib/a.ts': `// export default\nconst a = 'export default'` },
  ],
  [rule('no any'), { 'src/lib/a.ts': 'const a = b as any' }, { 'src/lib/a.ts': '// no any, please: any' }],
  [rule('no any'), { 'test/a.ts': 'function f(a: any) {}' }, { 'test/a.ts': `const f = (any) => any.length` }],
  [rule('no any'), { 'src/lib/a.ts': 'type A = Record<string, any>' }, { 'src/lib/a.ts': `const a: unknown = 'as any'` }],
  [rule('no any'), { 'src/lib/a.ts': 'let a: any[] = []' }, { 'src/lib/a.ts': 'const a = /: any/.test(b)' }],
  [rule('no any'), { 'src/lib/a.ts': 'const a = `${b as any}`' }, { 'src/lib/a.ts': 'const a = `: any`' }],
  [rule('no file over 400 lines'), { 'test/a.test.ts': lines(401) }, { 'test/a.test.ts': lines(400) }],
  [rule('no file over 400 lines'), { 'scripts/a.js': lines(401) }, { 'docs/a.md': lines(900) }],
  [
    rule('Swedish letters only in text files'),
    { 'src/platform/a.ts': `const a = 'Fel på sidan'` },
    { 'src/platform/texts-a.ts': `const a = 'Fel på sidan'` },
  ],
  [
    rule('Swedish letters only in text files'),
    { 'src/features/matters/web/APage.tsx': '<p>Ärenden</p>' },
    { 'src/lib/a.ts': '// ärenden' },
  ],
  [
    rule('no exported name hides one of the browser'),
    { 'src/lib/a.ts': 'export function open() {}' },
    { 'src/lib/a.ts': 'function open() {}' },
  ],
  [
    rule('no exported name hides one of the browser'),
    { 'src/lib/a.ts': 'export type Event = {}' },
    { 'src/lib/a.ts': 'export type EventLine = {}' },
  ],
  [
    rule('only main and the listed clock givers read the clock'),
    { 'src/lib/a.ts': 'const now = new Date()' },
    { 'src/lib/a.ts': 'const then = new Date(0)' },
  ],
  [
    rule('only main and the listed clock givers read the clock'),
    { 'src/features/matters/sql.ts': 'const a = Date.now()' },
    { 'src/main/a.ts': 'const a = Date.now()' },
  ],
  [
    rule('only main and the settings read the environment'),
    { 'src/platform/a.ts': `const a = process.env['A']` },
    { 'src/main/a.ts': `const a = process.env['A']` },
  ],
  [rule('no path of a machine'), { 'docs/a.md': `see ${home}/notes` }, { 'docs/a.md': 'GET /api/12/home/rooms' }],
  [rule('no path of a machine'), { 'src/platform/a.ts': `const a = '${home}'` }, { 'src/platform/a.ts': `const a = '.${home}'` }],
]

describe('each rule catches', () => {
  test('every rule has something planted', () => {
    expect(new Set(planted.map(([name]) => name))).toEqual(new Set(Object.keys(rules)))
  })

  test.each(planted.map(([name, wrong, right], index) => ({ name, number: index + 1, wrong, right })))(
    '$number: $name',
    ({ name, wrong, right }) => {
      const check = rules[name]
      expect(check?.(new Map(Object.entries(wrong)))).not.toHaveLength(0)
      expect(check?.(new Map(Object.entries(right)))).toEqual([])
    },
  )
})
