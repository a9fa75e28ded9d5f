import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import type { FilePayload } from './material.ts'

/** Signs in as one of the demo's made-up persons, by her button. */
export async function signInAs(page: Page, base: string, name: string): Promise<void> {
  await page.goto(`${base}/logga-in`)
  await page.getByRole('button', { name }).first().click()
  await page.waitForURL(/\/(kansli|r\/)/)
  await heading(page).waitFor()
}

/** The first heading: where one is. */
export const heading = (page: Page, name?: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, ...(name !== undefined && { name, exact: typeof name === 'string' }) })

export const field = (within: Page | Locator, name: string): Locator => within.getByRole('textbox', { name, exact: true })
export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: typeof name === 'string' })
export const link = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('link', { name, exact: typeof name === 'string' })

/** Gives a file to the field with this name, and waits until it is taken. */
export async function giveFile(page: Page, name: string | RegExp, file: FilePayload): Promise<void> {
  const group = page.getByRole('group', { name })
  await group.getByLabel(/^Välj fil/).setInputFiles(file)
  await group.getByRole('listitem').filter({ hasText: file.name }).filter({ hasText: 'klar' }).waitFor()
}

/** The bytes that a link gives, as a browser saves them. */
export async function download(page: Page, from: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [given] = await Promise.all([page.waitForEvent('download'), from.click()])
  return { name: given.suggestedFilename(), bytes: await readFile(await given.path()) }
}

/** Waits until what was written last is with the server. */
export async function saved(page: Page): Promise<void> {
  await page
    .getByText(/^Sparat \d/)
    .first()
    .waitFor()
}
