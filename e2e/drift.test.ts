import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, startBrowser, visit } from './browser.ts'
import { button, field, heading, signInAs } from './hands.ts'
import { type Installation, startDemo } from './server.ts'

// Whoever runs the installation, on the demo, where two letters have been refused.

let server: Installation
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startDemo(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.end()
})

test('a refused letter is tried again, another is given up with a reason, and what was typed outlives a busy server', async () => {
  const { page, complaints } = await visit(browser, server.base)
  await signInAs(page, server.base, 'Alf Driftsén (demo)')
  await page.goto(`${server.base}/kansli/drift`)
  await heading(page).waitFor()
  expect(await axe(page)).toEqual([])
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toContain('Säkerhetskopior')
  const again = button(page, /^Försök igen/)
  expect(await again.count()).toBe(2)

  await again.first().click()
  await page.getByText('Mejlet försöks igen.').waitFor()

  // The one that waits comes after the one that is still refused.
  await page.getByText(/^Väntar, /).waitFor()
  await button(page, /^Ge upp/)
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  const giveUp = button(dialog, 'Ge upp')
  await giveUp.click()
  await dialog.getByText('Skriv varför mejlet inte ska skickas').waitFor()
  expect(await axe(page)).toEqual([])

  const reason = field(dialog, 'Varför ska det inte skickas?')
  await reason.fill('Registratorn fick det på papper.')
  let asked = 0
  const detail = 'Det är många som använder tjänsten just nu.'
  await page.route('**/give-up', (route) => {
    asked += 1
    return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: { code: 'too-busy', detail } })
  })
  await giveUp.click()
  await dialog.getByText(detail).waitFor()
  expect(asked).toBe(3)
  expect(await reason.inputValue()).toBe('Registratorn fick det på papper.')

  await page.unroute('**/give-up')
  complaints()
  await giveUp.click()
  await page.getByText('Mejlet är uppgivet.').waitFor()
  await page.getByText(/^Uppgivet av Alf Driftsén \(demo\) .*: Registratorn fick det på papper\.$/).waitFor()
  expect(complaints()).toEqual([])
})
