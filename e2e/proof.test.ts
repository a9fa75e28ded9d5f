import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { receiptFiles } from '../src/web/paths.ts'
import { unzipBytes } from '../test/unzip.ts'
import { startBrowser, visit, type Visitor, whereabouts } from './browser.ts'
import { button, download, field, giveFile, heading, link, saved, signInAs } from './hands.ts'
import { pdfFile } from './material.ts'
import { type Installation, startDemo } from './server.ts'

// What an organisation can show afterwards: receipts and its own records, judged by the verifier alone in a folder of its own.

const OPEN = /Ledningsmodell/

let server: Installation
let browser: Browser
let region: Visitor
let office: Visitor
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nspl-proof-'))
  copyFileSync(join(import.meta.dirname, '../verifier/nspl-verify.mjs'), join(folder, 'nspl-verify.mjs'))
  ;[server, browser] = await Promise.all([startDemo(), startBrowser()])
  region = await visit(browser, server.base)
  office = await visit(browser, server.base)
})

afterAll(async () => {
  await browser?.close()
  await server?.end()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => {
  onTestFailed(async () => void process.stderr.write(`${await whereabouts([region, office])}\n`))
})

/** What the verifier says of some files, with nothing of the application at hand. */
function verdict(files: Iterable<[string, Uint8Array]>): string {
  const at = mkdtempSync(join(folder, 'v-'))
  const names = [...files].map(([name, bytes]) => {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    writeFileSync(join(at, name), bytes)
    return name
  })
  const done = spawnSync('node', ['../nspl-verify.mjs', ...names], { cwd: at, encoding: 'utf8', env: { PATH: process.env['PATH'] } })
  return `${done.status} ${done.stdout}${done.stderr}`
}

/** The proofs and what they are of: not the pages to read, nor the program. */
const withoutPdf = (files: Map<string, Buffer>) => [...files].filter(([name]) => !/\.(pdf|mjs)$|^LÄS MIG\.txt$/.test(name))

/** The bytes at an address, as the signed-in page's browser gets them. */
async function bytesAt(page: Page, path: string): Promise<Buffer> {
  const reply = await page.request.get(`${server.base}${path}`)
  expect(reply.status(), path).toBe(200)
  return await reply.body()
}

test('an answer is handed in, and its receipt is verified where nothing of ours is', async () => {
  const { page } = region
  await signInAs(page, server.base, 'Rami Utkastsson (demo)')
  await link(page, OPEN).first().click()
  await button(page, 'Bekräfta mottagande (ange gärna ert dnr)')
    .or(page.getByText(/^Mottagandet bekräftades /))
    .first()
    .waitFor()
  await page.goto(`${page.url()}/svara`)
  await page.getByRole('radio', { name: 'Lämna ett eget yttrande' }).check()
  await giveFile(page, /^Regionens yttrande/, pdfFile('Yttrande från Region Skåne.pdf', '/DEMO 9 '))
  await page.getByRole('radio', { name: 'Tjänstemannasynpunkter utan beslut' }).check()
  await field(page, 'Namn eller funktion').fill('Rami Utkastsson (demo)')
  await saved(page)
  await button(page, 'Kontrollera svaret').first().click()
  await button(page, 'Lämna svar').click()
  await heading(page, 'Svaret är lämnat').waitFor()
  const replyId = page
    .url()
    .replace(/^.*\/kvittens\//, '')
    .replace(/\?.*/, '')
  await expect
    .poll(async () => (await page.request.get(`${server.base}${receiptFiles.reply('12', replyId, 'pdf')}`)).status(), { timeout: 20_000 })
    .toBe(200)

  const pdf = await download(page, link(page, 'Kvittens (PDF)'))
  expect(pdf.name).toMatch(/^Kvittens K-\d{4}-\d{6}\.pdf$/)
  expect(pdf.bytes.toString('latin1')).toMatch(/<pdfaid:part>2<[\s\S]*<pdfaid:conformance>A</)
  const zip = await download(page, link(page, 'Kvittens med bevis (zip)'))
  const files = await unzipBytes(zip.bytes)
  const own = await bytesAt(page, `/api/12/replies/${replyId}/files/0`)
  const told = verdict([...withoutPdf(files), ['Yttrande.pdf', own]])
  expect(told).toMatch(/^0 /)
  expect(told).toContain('GODKÄNT')

  const bent = withoutPdf(files).map(([name, bytes]): [string, Buffer] => [
    name,
    name.endsWith('.json') ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes,
  ])
  expect(verdict(bent)).toMatch(/^1 /)
})

test('the region takes its own records home, and the verifier takes them', async () => {
  const bundle = await bytesAt(region.page, receiptFiles.bundle('12'))
  const told = verdict([['paket.zip', bundle]])
  expect(told).toMatch(/^0 /)
  expect(told).toContain('GODKÄNT')
})

test('the secretariat has the list of recipients with a proof of every act', async () => {
  const { page } = office
  await signInAs(page, server.base, 'Ivar Låtsberg (demo)')
  await link(page, 'Utskick').first().click()
  await link(page, OPEN).first().click()
  const list = await download(page, link(page, 'Sändlista med kvittenser (PDF)'))
  expect(list.bytes.toString('latin1')).toMatch(/^%PDF-1\.7/)
  const files = await unzipBytes((await download(page, link(page, 'Sändlista med alla bevis (zip)'))).bytes)
  expect([...files.keys()].filter((name) => name.endsWith('.tlog-proof')).length).toBeGreaterThan(1)
  const told = verdict(withoutPdf(files))
  expect(told).toMatch(/^0 /)
  expect((await download(page, link(page, 'Kvittens på utskicket (PDF)'))).name).toMatch(/^Kvittens på utskick .*\.pdf$/)
})
