import { join } from 'node:path'
import { BUDGET, bundleSizes } from '../scripts/bundle-size.js'
import { backup } from './backup.ts'
import { compilation } from './compilation.ts'
import { cost, type Figure } from './figure.ts'
import { handIn } from './hand-in.ts'
import { head } from './head.ts'
import { matrix } from './matrix.ts'
import { makePlace } from './place.ts'
import { verify } from './verify.ts'

const program = join(import.meta.dirname, '..', '..')
const only = process.argv.slice(2)
const wanted = (name: string) => only.length === 0 || only.includes(name)

async function sizes(): Promise<Figure[]> {
  const { entry, css, pages } = await bundleSizes(join(program, 'dist', 'web'))
  const largest = pages.reduce((most, { kB }) => Math.max(most, kB), 0)
  return [
    cost('entry-gz', entry, BUDGET.entry, 'kB', 1),
    cost('largest-page-gz', largest, BUDGET.page, 'kB', 1),
    cost('css-gz', css, BUDGET.css, 'kB', 1),
  ]
}

const figures: Figure[] = []
const show = (more: readonly Figure[]) => {
  for (const figure of more) console.log(JSON.stringify(figure))
  figures.push(...more)
}

if (wanted('sizes')) show(await sizes())
if (wanted('compilation')) show(await compilation())
if (wanted('journal-verify')) show(await verify(program))
if (['head', 'hand-in', 'matrix', 'backup'].some(wanted)) {
  const place = await makePlace(program)
  try {
    if (wanted('head')) show(await head(place))
    if (wanted('hand-in')) show(await handIn(place))
    if (wanted('matrix')) show(await matrix(place))
    if (wanted('backup')) show(await backup(place))
  } finally {
    await place.leave()
  }
}
const under = figures.filter(({ ratio, floor }) => !(ratio >= floor))
for (const { id, ratio, floor } of under) console.error(`${id}: ${ratio} is under the floor ${floor}`)
process.exitCode = under.length > 0 ? 1 : 0
