import { existsSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const WIDE = { width: 1366, height: 768 }
export const NARROW = { width: 400, height: 800 }

/** One browser for a whole file. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}: set CHROMIUM_PATH`)
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Visitor = {
  context: BrowserContext
  page: Page
  /** What the browser complained of since the last time, and every request to another host. Must be nothing. */
  complaints: () => string[]
}

type Options = { javaScriptEnabled?: boolean; viewport?: { width: number; height: number } }

/** A browser of one's own, as another person at another desk has. */
export async function visit(browser: Browser, base: string, options: Options = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: WIDE, locale: 'sv-SE', timezoneId: 'Europe/Stockholm', ...options })
  const said: string[] = []
  const { host } = new URL(base)
  context.setDefaultTimeout(30_000)
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => said.push(`error: ${error.error().message}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    const isOwn = url.host === host || ['data:', 'blob:', 'about:'].includes(url.protocol)
    if (!isOwn) said.push(`request to ${url.host}`)
  })
  await context.addInitScript(`
    addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))
  `)
  const page = await context.newPage()
  return { context, page, complaints: () => said.splice(0) }
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is wrong with a page for those who cannot see it, or not well: each rule with what broke it. */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`))
}

type Looks = { dark?: boolean }

/** Axe on a page as it stands, at a desk's width and a telephone's, and in the dark for some. */
export async function seenByAll(page: Page, name: string, { dark = false }: Looks = {}): Promise<string[]> {
  const found: string[] = []
  const schemes = dark ? (['light', 'dark'] as const) : (['light'] as const)
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    for (const viewport of [NARROW, WIDE]) {
      await page.setViewportSize(viewport)
      found.push(...(await axe(page)).map((line) => `${name}, ${viewport.width} px, ${colorScheme}: ${line}`))
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** Where the visitors were and what they saw, for whoever reads why a walk failed. */
export async function whereabouts(visitors: readonly (Visitor | undefined)[]): Promise<string> {
  const seen = visitors
    .flatMap((visitor) => visitor?.context.pages() ?? [])
    .map(async (page) => {
      const main = page.getByRole('main')
      const tree = (await main.count()) > 0 ? await main.ariaSnapshot({ timeout: 5_000 }) : 'nothing'
      return `${page.url()}\n${tree.slice(0, 3_000)}`
    })
  return (await Promise.all(seen)).join('\n\n')
}
