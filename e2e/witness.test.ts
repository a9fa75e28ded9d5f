import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { unzipBytes } from '../test/unzip.ts'
import { freePort, type RunningServer, startServer } from '../test/running-server.ts'
import { seenByAll, startBrowser, visit, type Visitor, whereabouts } from './browser.ts'
import { button, download, heading, link, signInAs } from './hands.ts'

// A browser that remembers: it keeps the checkpoint of its first visit, sees that the log grew, and notices a database that was rolled back.

const NOTICE = 'Journalen stämmer inte med det som webbläsaren har sparat'

let dataDir: string
let port: number
let server: RunningServer
let browser: Browser
let region: Visitor

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'nspl-witness-'))
  port = await freePort()
  ;[server, browser] = await Promise.all([startCalm(), startBrowser()])
  region = await visit(browser, server.base)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})
beforeEach(() => {
  onTestFailed(async () => void process.stderr.write(`${await whereabouts([region])}\n`))
})

/** A server just started on a busy machine turns people away for a moment. Here it is waited for until it does not. */
async function startCalm(): Promise<RunningServer> {
  const started = await startServer(dataDir, port)
  for (let calm = 0, tries = 0; calm < 10 && tries < 400; tries += 1) {
    calm = (await fetch(`${started.base}/logga-in`)).ok ? calm + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return started
}

/** The size of the region's own log that the browser has kept. */
async function keptSize(page: Page): Promise<number> {
  const text = await page.evaluate(`localStorage.getItem('nspl-witness/12') ?? '{}'`)
  const size = /"own":\{"size":(\d+)/.exec(String(text))?.[1]
  return Number(size ?? -1)
}

const state = (page: Page, text: RegExp) => page.locator('.page-head .state').getByText(text)

/** The database's folder as it was, with the server stopped: what somebody with the machine in her hands can do. */
async function whileStopped(work: (folder: string, copy: string) => void): Promise<void> {
  await server.stop()
  work(join(dataDir, 'postgres'), join(dataDir, 'copy'))
  server = await startCalm()
}

test('the first visit keeps, quietly and after the page; the Journal page is for everybody to read', async () => {
  const { page, complaints } = region
  await signInAs(page, server.base, 'Rami Utkastsson (demo)')
  await link(page, /^Journalen: kontrollerad i dag kl\. \d\d\.\d\d$/).waitFor()
  expect(await keptSize(page)).toBeGreaterThan(0)
  expect(await page.getByText(NOTICE).count()).toBe(0)

  await link(page, /^Journalen: /).click()
  await heading(page, 'Journal').waitFor()
  await page.getByText('Signaturen är prövad av webbläsaren och håller.').waitFor()
  const lines = page.locator('pre.lines')
  expect(await lines.first().textContent()).toMatch(/^nspl\/[0-9a-f-]+\/12\n\d+\n[A-Za-z0-9+/]{43}=$/)
  await page.getByText('Ingen tidsstämplingstjänst angiven.').waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Spara som fil, med signatur: Er egen logg').click()])
  expect(file.suggestedFilename()).toMatch(/^Kontrollpunkt 12 \d+\.txt$/)
  await page
    .getByRole('rowheader', { name: /^Svar lämnat/ })
    .first()
    .waitFor()
  expect(await seenByAll(page, 'journal', { dark: true })).toEqual([])
  expect(complaints()).toEqual([])
})

test('the command on the page, run in the unpacked bundle, says that it holds', async () => {
  const { page } = region
  const { bytes } = await download(page, link(page, 'Hämta hela paketet (zip)'))
  const folder = join(dataDir, 'home')
  for (const [name, content] of await unzipBytes(bytes)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const command = await page.locator('pre.lines').filter({ hasText: 'nspl-verify' }).textContent()
  const told = execFileSync('sh', ['-c', command ?? ''], { cwd: folder, encoding: 'utf8' })
  expect(told.trimEnd().split('\n').at(-1)).toMatch(/^GODKÄNT/)
})

test('the second visit sees that the log has only grown', async () => {
  const { page, complaints } = region
  await whileStopped((folder, copy) => execFileSync('cp', ['-a', folder, copy]))
  await page.goto(`${server.base}/r/12/journal`)
  await state(page, /Inget har ändrats eller tagits bort sedan du först såg loggen/).waitFor()
  const before = await keptSize(page)

  for (let time = 0; time < 5; time += 1) {
    const colleague = await visit(browser, server.base)
    await signInAs(colleague.page, server.base, 'Rami Utkastsson (demo)')
    await colleague.context.close()
  }
  await expect
    .poll(
      async () => {
        await button(page, 'Kontrollera nu').click()
        await state(page, /Inget har ändrats/).waitFor()
        return await keptSize(page)
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBeGreaterThanOrEqual(before + 5)
  expect(complaints()).toEqual([])
})

test('a database that was rolled back is noticed on every page, told to the server, and stops nobody', async () => {
  const { page, complaints } = region
  const proof = await keptSize(page)
  await whileStopped((folder, copy) => {
    execFileSync('rm', ['-rf', folder])
    execFileSync('mv', [copy, folder])
  })
  complaints()
  await page.goto(`${server.base}/r/12`)
  await page.getByText(NOTICE).waitFor()
  await page.getByText('Servern har fått veta det.').waitFor()
  expect(await seenByAll(page, 'a page with the notice')).toEqual([])
  await link(page, /Ledningsmodell/)
    .first()
    .click()
  await heading(page, /Ledningsmodell/).waitFor()
  await page.getByText(NOTICE).waitFor()
  expect(await keptSize(page), 'the proof is not written over').toBe(proof)

  await link(page, 'Öppna Journal och spara kontrollpunkten').click()
  await heading(page, 'Journal').waitFor()
  await page.getByText('Loggen är kortare än den var.').waitFor()
  expect(await page.locator('#journal-found ~ pre').first().textContent()).toMatch(new RegExp(`^nspl/[0-9a-f-]+/12\\n${proof}\\n`))
  await page.getByRole('rowheader', { name: /^Avvikelse i journalen anmäld av en webbläsare/ }).waitFor()
  expect(await seenByAll(page, 'journal with a finding', { dark: true })).toEqual([])
  expect(complaints()).toEqual([])
})

test('whoever runs the installation sees it on Drift, confirmed', async () => {
  const { page, complaints } = await visit(browser, server.base)
  await signInAs(page, server.base, 'Alf Driftsén (demo)')
  await page.goto(`${server.base}/kansli/drift`)
  await page.getByText(/^Anmält i dag kl\. .* från Region Skåne: loggen för Region Skåne går inte ihop/).waitFor()
  await page.getByText('Bekräftat av servern: kontrollpunkten är äkta, och loggen stämmer inte med den.').waitFor()
  await page.goto(`${server.base}/kansli/journal`)
  await state(page, /^Kontrollerad i dag kl\./).waitFor()
  await page.getByText('Paketet hämtas av kanslichefen eller av kansliets registrator.').waitFor()
  expect(await page.locator('pre.lines').filter({ hasText: 'nspl-verify' }).count(), 'no command without a bundle').toBe(0)
  expect(complaints()).toEqual([])
})

test('when it is explained the person starts over, and the finding stays on the page', async () => {
  const { page, complaints } = region
  await button(page, 'Börja om från loggen som den är nu').click()
  await page.getByRole('heading', { name: 'Tidigare avvikelser' }).waitFor()
  await page.reload()
  await state(page, /Inget har ändrats/).waitFor()
  await page.goto(`${server.base}/r/12`)
  await link(page, /^Journalen: kontrollerad/).waitFor()
  expect(await page.getByText(NOTICE).count()).toBe(0)
  expect(complaints()).toEqual([])
})
