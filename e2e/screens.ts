import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { NARROW, startBrowser, visit } from './browser.ts'
import { button, download, field, heading, link, saved, signInAs } from './hands.ts'
import { startDemo } from './server.ts'

// The pictures of the README and the docs, of the demo as it is made.

const PLACE = join('docs', 'screens')
const MOST_BYTES = 250_000
const OPEN = /Ledningsmodell för hälso- och sjukvården/
const PROPOSED = '3.2 Operativ nivå'
const CLOSED = /Besluts- och beredningsprocesser/

mkdirSync(PLACE, { recursive: true })
const server = await startDemo()
const browser = await startBrowser()
try {
  await takeAll()
} finally {
  await browser.close()
  await server.end()
}

async function takeAll(): Promise<void> {
  const { page: officer } = await visit(browser, server.base)
  await signInAs(officer, server.base, 'Ivar Låtsberg (demo)')
  await take(officer, '/kansli/utskick', 'matrix')
  const closed = await hrefOf(officer, CLOSED)
  const open = await hrefOf(officer, OPEN)
  await officer.emulateMedia({ colorScheme: 'dark' })
  await take(officer, '/kansli/utskick', 'matrix-dark')
  await officer.emulateMedia({ colorScheme: 'light' })
  await take(officer, open, 'dispatch')
  await see(officer, '/kansli')
  const draft = (await hrefOf(officer, /reservkraftens brister/)).replace(/\/redigera$/, '')
  await take(officer, `${draft}/kontrollera`, 'check')

  const { page: region } = await visit(browser, server.base)
  await signInAs(region, server.base, 'Rami Utkastsson (demo)')
  await take(region, '/r/12', 'region')
  const answer = `${await hrefOf(region, OPEN)}/svara`
  await propose(region, answer)
  await take(region, answer, 'answer', PROPOSED)
  await region.setViewportSize(NARROW)
  await take(region, answer, 'answer-400', PROPOSED)
  await take(region, '/r/12', 'region-400')

  const { page: operator } = await visit(browser, server.base)
  await signInAs(operator, server.base, 'Alf Driftsén (demo)')
  await take(operator, '/kansli/drift', 'drift')
  await operator.emulateMedia({ colorScheme: 'dark' })
  await take(operator, '/kansli/drift', 'drift-dark')
  await operator.setViewportSize(NARROW)
  await take(operator, '/kansli/drift', 'drift-400-dark')
  await operator.emulateMedia({ colorScheme: 'light' })
  await take(operator, '/kansli/drift', 'drift-400')

  const { page: nobody } = await visit(browser, server.base)
  await take(nobody, '/logga-in', 'sign-in')
  await compilation(officer, closed)
}

/** One avsnitt with a remark and another wording, so that the difference is seen. */
async function propose(page: Page, answer: string): Promise<void> {
  await see(page, answer)
  const part = page.getByRole('region', { name: PROPOSED })
  await part.getByRole('radio', { name: 'Tillstyrker med synpunkter' }).check()
  await field(part, 'Synpunkt').fill('Trettio dygn är mer än vad mindre regioner klarar med egen personal.')
  await button(part, 'Föreslå ny lydelse').click()
  const wording = field(part, 'Föreslagen lydelse')
  await wording.fill((await wording.inputValue()).replace('minst 30 dygn', 'minst 14 dygn'))
  await saved(page)
}

/** The compilation's first page beside one with its avsnitt. */
async function compilation(page: Page, dispatch: string): Promise<void> {
  if (!has('soffice') || !has('pdftoppm')) {
    process.stdout.write('compilation.png is left as it is: no LibreOffice or no pdftoppm\n')
    return
  }
  await see(page, `${dispatch}/avsluta`)
  const { bytes } = await download(page, link(page, 'Hämta remissammanställningen (Word)'))
  const folder = server.dataDir
  const word = join(folder, 'compilation.docx')
  writeFileSync(word, bytes)
  run('soffice', '--headless', `-env:UserInstallation=file://${join(folder, 'office')}`, '--convert-to', 'pdf', '--outdir', folder, word)
  run('pdftoppm', '-r', '60', '-png', join(folder, 'compilation.pdf'), join(folder, 'page'))
  const pages = readdirSync(folder)
    .filter((name) => /^page-\d+\.png$/.test(name))
    .toSorted()
  const images = [pages[0], pages[4]].flatMap((name) => {
    if (name === undefined) return []
    return [`<img alt="" src="data:image/png;base64,${readFileSync(join(folder, name)).toString('base64')}">`]
  })
  const { page: table } = await visit(browser, server.base)
  const style = 'body{margin:0;display:inline-flex;align-items:flex-start;gap:16px;padding:16px;background:#ccd}img{display:block}'
  await table.setContent(`<style>${style}</style>${images.join('')}`)
  await table.locator('body').screenshot({ path: join(PLACE, 'compilation.png') })
  tell('compilation')
}

async function see(page: Page, path: string): Promise<void> {
  await page.goto(`${server.base}${path}`)
  await heading(page).waitFor()
  await page.waitForLoadState('networkidle')
}

/** A picture of what one sees on coming to a page, or on going on to its part with this name. */
async function take(page: Page, path: string, name: string, part?: string): Promise<void> {
  await see(page, path)
  if (part !== undefined) await link(page.getByRole('navigation', { name: 'Delar i svaret' }), part).click()
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(PLACE, `${name}.png`) })
  tell(name)
}

function tell(name: string): void {
  const { size } = statSync(join(PLACE, `${name}.png`))
  process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB\n`)
  if (size > MOST_BYTES) throw new Error(`${name}.png is too large for the repository`)
}

async function hrefOf(page: Page, name: RegExp): Promise<string> {
  const href = await page.getByRole('link', { name }).first().getAttribute('href')
  if (href === null) throw new Error(`no link to ${name}`)
  return href
}

function has(program: string): boolean {
  return spawnSync('which', [program]).status === 0
}

function run(program: string, ...args: string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`)
}
