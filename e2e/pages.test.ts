import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest'
import { REGIONS } from '../src/lib/regions.ts'
import { axe, startBrowser, visit, type Visitor, whereabouts } from './browser.ts'
import { button, field, heading, link, signInAs } from './hands.ts'
import { type Installation, startDemo } from './server.ts'

// What must hold of every page, on the demo as it is: on a small telephone, by keyboard alone, without scripts, on paper.

const OPEN = 'DEMO: Ledningsmodell'
let server: Installation
let browser: Browser
const visitors: Visitor[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startDemo(), startBrowser()])
})

beforeEach(() => {
  visitors.splice(0)
  onTestFailed(async () => void process.stderr.write(`${await whereabouts(visitors)}\n`))
})

afterAll(async () => {
  await browser?.close()
  await server?.end()
})

async function visitor(...options: Parameters<typeof visit> extends [unknown, unknown, ...infer Rest] ? Rest : never): Promise<Visitor> {
  const one = await visit(browser, server.base, ...options)
  visitors.push(one)
  return one
}

async function readWhole(page: Page, path: string): Promise<void> {
  await page.goto(`${server.base}${path}`)
  await heading(page).waitFor()
  await expect.poll(() => page.getByText('Hämtar …').count()).toBe(0)
}

const hrefOf = async (page: Page, name: string | RegExp): Promise<string> => (await link(page, name).first().getAttribute('href')) ?? ''

/** The addresses that exist for a person, found as she finds them: by the links of the pages. */
const places: Record<string, { who: string; find: (page: Page) => Promise<string[]> }> = {
  'before signing in': { who: '', find: async () => ['/logga-in', '/logga-in/kod', '/logga-ut', '/om', '/hjalp', '/tillganglighet'] },
  kansliet: {
    who: 'Ivar Låtsberg (demo)',
    find: async (page) => {
      await readWhole(page, '/kansli')
      const draft = (await hrefOf(page, /reservkraftens brister/)).replace(/\/redigera$/, '')
      await readWhole(page, '/kansli/utskick')
      const sent = await hrefOf(page, new RegExp(OPEN))
      await readWhole(page, sent)
      const answer = await hrefOf(page, /^Öppna svaret från/)
      await readWhole(page, '/kansli/utgaende')
      const letter = await hrefOf(page, /^Region/)
      return [
        ['', '/utskick', '/utskick/ny', '/utgaende', '/adresser', '/journal', '/finns-inte'].map((rest) => `/kansli${rest}`),
        ['', '/redigera', '/kontrollera'].map((rest) => `${draft}${rest}`),
        ['', '?mottagare=12', '/paminn', '/rattelse', '/avsluta', '/inkommet/17'].map((rest) => `${sent}${rest}`),
        [answer, letter],
      ].flat()
    },
  },
  drift: { who: 'Alf Driftsén (demo)', find: async () => ['/kansli/drift', '/kansli/personer', '/kansli/adresser'] },
  diariet: { who: 'Birgit Mallström (demo)', find: async () => ['/kansli/diarium', '/kansli/diarium?visa=diarieforda', '/r/03/adresser'] },
  'a region': {
    who: 'Rami Utkastsson (demo)',
    find: async (page) => {
      await readWhole(page, '/r/12')
      const asked = await hrefOf(page, new RegExp(OPEN))
      const answered = await hrefOf(page, /Besluts- och beredningsprocesser/)
      await readWhole(page, answered)
      const reply = await hrefOf(page, /ifyllt svar/)
      return ['/r/12', asked, `${asked}/svara`, `${asked}/kontrollera`, answered, reply, reply.replace('/svar/', '/kvittens/')]
    },
  },
}

test.each(Object.entries(places))('every page of %s fits a small telephone and shuts nobody out', async (_name, { who, find }) => {
  const { page, complaints } = await visitor()
  if (who !== '') await signInAs(page, server.base, who)
  const paths = await find(page)
  await page.setViewportSize({ width: 320, height: 640 })
  const wrong: string[] = []
  for (const path of paths) {
    await readWhole(page, path)
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    if (width > 320) wrong.push(`${path} is ${width} px wide`)
    wrong.push(...(await axe(page)).map((line) => `${path}: ${line}`))
    wrong.push(...complaints().map((line) => `${path}: ${line}`))
  }
  expect(wrong).toEqual([])
})

/** What has focus: its name, and whether one can see it. Empty when nothing on the page has it. */
const FOCUSED = `(() => {
  const focused = document.activeElement
  if (!focused || focused === document.body) return null
  const seen = [focused, ...(focused.labels ?? [])].filter((one) => one.getBoundingClientRect().width > 2)
  const isOnTop = (one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect()
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2
    const hit = document.elementFromPoint(x, y)
    return hit !== null && (one.contains(hit) || hit.contains(one))
  }
  const isMarked = (one) => {
    const style = getComputedStyle(one)
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'
  }
  return {
    name: (focused.getAttribute('aria-label') ?? focused.labels?.[0]?.textContent ?? focused.textContent ?? '').trim().slice(0, 60),
    isIn: (focused.closest('[role=grid], main, header, footer')?.getAttribute('role') ?? focused.closest('main, header, footer')?.localName) ?? '',
    isOnTop: seen.some(isOnTop),
    isMarked: seen.some(isMarked),
  }
})()`
type Focused = { name: string; isIn: string; isOnTop: boolean; isMarked: boolean } | null
const focused = (page: Page) => page.evaluate<Focused>(FOCUSED)

describe('by keyboard alone', () => {
  test('the matrix is walked by arrows, and nothing covers where one is', async () => {
    const { page, complaints } = await visitor()
    await signInAs(page, server.base, 'Ivar Låtsberg (demo)')
    await page.setViewportSize({ width: 1024, height: 480 })
    await readWhole(page, '/kansli/utskick')
    const row = page.getByRole('grid').getByRole('link').first()
    await row.focus()
    const steps = [
      ...Array<string>(22).fill('ArrowRight'),
      ...Array<string>(4).fill('ArrowDown'),
      ...Array<string>(22).fill('ArrowLeft'),
    ].concat('ArrowUp', 'ArrowUp', 'End', 'ArrowUp', 'Home', 'Control+End', 'Control+Home', 'ArrowRight')
    const wrong: unknown[] = []
    for (const step of steps) {
      await page.keyboard.press(step)
      const now = await focused(page)
      if (!now?.isOnTop || !now.isMarked || now.isIn !== 'grid') wrong.push({ step, now })
    }
    expect(wrong).toEqual([])

    const before = await focused(page)
    expect(before?.name).toMatch(/^Stockholm, /)
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: /^Region Stockholm: / }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: /^Region Stockholm: / }).waitFor({ state: 'detached' })
    expect((await focused(page))?.name).toBe(before?.name)
    expect(complaints()).toEqual([])
  })

  test.each([
    ['an answer', 'Rami Utkastsson (demo)', '/r/12', new RegExp(OPEN), '/svara'],
    ['an utskick', 'Ivar Låtsberg (demo)', '/kansli', /reservkraftens brister/, ''],
  ])('%s is filled in without a mouse: one always sees where one is', async (_name, who, home, name, last) => {
    const { page } = await visitor()
    await signInAs(page, server.base, who)
    await readWhole(page, home)
    await readWhole(page, `${await hrefOf(page, name)}${last}`)
    const wrong: unknown[] = []
    let fields = 0
    for (let at = await tab(page); at !== null && at.isIn !== 'footer'; at = await tab(page)) {
      if (!at.isOnTop || !at.isMarked) wrong.push(at)
      if (at.isIn === 'main') fields += 1
      if (fields > 400) break
    }
    expect(wrong).toEqual([])
    expect(fields).toBeGreaterThan(20)
    expect(fields).toBeLessThan(400)
  })
})

async function tab(page: Page): Promise<Focused> {
  await page.keyboard.press('Tab')
  return await focused(page)
}

test('one signs in without scripts', async () => {
  const { page, complaints } = await visitor({ javaScriptEnabled: false })
  await page.goto(`${server.base}/logga-in`)
  await field(page, 'Din e-postadress i tjänsten').fill('nobody@nspl.example')
  await button(page, 'Skicka kod').click()
  await heading(page, 'Skriv koden').waitFor()
  await field(page, 'Kod, sex siffror').fill('123456')
  await button(page, 'Logga in').click()
  await page.getByRole('alert').waitFor()
  await page.goto(`${server.base}/logga-in`)
  await page.getByRole('button', { name: 'Rami Utkastsson (demo)' }).first().click()
  await page.waitForURL('**/r/12')
  expect(await page.content()).toContain('De här sidorna behöver JavaScript.')
  await page.goto(`${server.base}/logga-in`)
  await page.getByText('Du är redan inloggad som Rami Utkastsson (demo).').waitFor()
  // A refusal is a 422, which the browser itself notes.
  expect(complaints().filter((line) => !/status of 422/.test(line))).toEqual([])
})

test('the matrix is printed on one sheet, with every region and what the signs mean', async () => {
  const { page, complaints } = await visitor()
  await signInAs(page, server.base, 'Ivar Låtsberg (demo)')
  await readWhole(page, '/kansli/utskick')
  const pdf = await page.pdf({ format: 'A3', landscape: true })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const counts = [...pdf.toString('latin1').matchAll(/\/Type \/Pages\s[^>]*\/Count (\d+)/g)].map(([, count]) => Number(count))
  expect(Math.max(...counts)).toBe(1)

  await page.emulateMedia({ media: 'print' })
  // A3 on its side, at 96 px to the inch, within margins of 10 mm.
  await page.setViewportSize({ width: 1512, height: 1047 })
  for (const { shortName } of REGIONS) {
    const box = await page.getByRole('columnheader', { name: shortName, exact: true }).boundingBox()
    expect(box && box.x >= 0 && box.x + box.width <= 1512, shortName).toBe(true)
  }
  await page.getByRole('heading', { name: 'Teckenförklaring' }).waitFor()
  await page.getByText('Svar inkommet efter sista dagen', { exact: true }).waitFor()
  expect(complaints()).toEqual([])
})
