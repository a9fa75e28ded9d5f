import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { LARGEST_FILE } from '../src/lib/file-types.ts'
import { docxParts, zipOf } from '../src/platform/file-check-fixtures.ts'
import { startBrowser, visit, type Visitor, whereabouts } from './browser.ts'
import { button, field, giveFile, heading, link, saved, signInAs } from './hands.ts'
import { docxFile, type FilePayload, pdfFile, textFile } from './material.ts'
import { type Installation, startDemo } from './server.ts'

// What goes wrong is said in one sentence that says what to do, and what was typed or uploaded is still there.

/** Gotland has answered the plan, and writes on this. */
const MODEL = /Ledningsmodell för hälso- och sjukvården/
const PLAN = /Verksamhetsplan 2027/
let server: Installation
let browser: Browser
let visitors: Visitor[] = []

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startDemo(), startBrowser()])
})

beforeEach(() => {
  visitors = []
  onTestFailed(async () => void process.stderr.write(`${await whereabouts(visitors)}\n`))
})

afterAll(async () => {
  await browser?.close()
  await server?.end()
})

async function comeAs(name: string): Promise<Page> {
  const one = await visit(browser, server.base)
  visitors.push(one)
  await signInAs(one.page, server.base, name)
  return one.page
}

/** The answer of a region to the plan that waits for one. */
async function answerAs(name: string, asked = PLAN): Promise<Page> {
  const page = await comeAs(name)
  await link(page, asked).first().click()
  await link(page, /^(Svara|Fortsätt på svaret)$/).click()
  await page.getByRole('heading', { name: 'Beslutat av' }).waitFor()
  return page
}

/** An utskick that lacks nothing but what the test takes away. */
async function writeConsultation(title: string): Promise<Page> {
  const page = await comeAs('Ivar Låtsberg (demo)')
  await link(page, 'Nytt utskick').first().click()
  await page.getByRole('radio', { name: 'Remiss' }).check()
  await button(page, 'Börja skriva').click()
  await field(page, 'Ärendemening').fill(title)
  await field(page, 'NSPL:s diarienummer').fill('RS2026-44444')
  await field(page, 'Missiv').fill('Missiv.')
  await field(page, 'Klistra in hela texten').fill('1 Inledning\n\nText.')
  await button(page, 'Dela upp i avsnitt').click()
  await field(page, 'Sista svarsdag').fill('fredag v 20')
  await page.getByRole('radio', { name: 'Ingen sekretessmarkering' }).check()
  return page
}

const swelling: FilePayload = {
  ...docxFile('Svällande.docx'),
  buffer: zipOf([...docxParts(), { name: 'word/media/a.xml', content: Buffer.alloc(60 * 1024 * 1024) }]),
}

test('files that lie, are empty, too large or swell are refused by one sentence each; the rest stays', async () => {
  const page = await answerAs('Rami Utkastsson (demo)')
  await field(page, 'Övergripande kommentar valfritt').fill('Det här ska finnas kvar.')
  await giveFile(page, /^Bilagor/, pdfFile('Riktig.pdf'))
  const group = page.getByRole('group', { name: /^Bilagor/ })
  const refused: [FilePayload, RegExp][] = [
    [
      textFile('Ljuger.pdf', 'Det här är ingen PDF.'),
      /innehåller något annat än vad namnet säger\. Öppna den i sitt program och spara den på nytt/,
    ],
    [textFile('Tom.pdf', ''), /Filen är tom\. Välj en annan\./],
    [
      { ...textFile('Stor.txt', ''), buffer: Buffer.alloc(LARGEST_FILE + 1, 'a') },
      /Filen är större än 25 MB\. Dela den eller spara den mindre\./,
    ],
    [textFile('Program.exe', 'MZ'), /Den filtypen tas inte emot\. Det som tas emot är PDF/],
    [swelling, /sväller orimligt mycket när den packas upp och tas inte emot\. Spara innehållet som PDF/],
  ]
  for (const [file, sentence] of refused) {
    await group.getByLabel(/^Välj fil/).setInputFiles(file)
    const line = group.getByRole('listitem').filter({ hasText: file.name })
    await line.getByRole('alert').filter({ hasText: sentence }).waitFor()
    await button(line, `Ta bort ${file.name}`).click()
  }
  await saved(page)
  await page.reload()
  await page.getByText('Riktig.pdf').waitFor()
  expect(await field(page, 'Övergripande kommentar valfritt').inputValue()).toBe('Det här ska finnas kvar.')
})

test('a last day that has been, and nobody to send to, are said where one sends, with the way back', async () => {
  const page = await writeConsultation('DEMO: Utan mottagare')
  await field(page, 'Sista svarsdag').fill('2020-03-20')
  await page.getByText('Dagen har redan varit.').waitFor()
  await page.getByRole('radio', { name: 'Samverkansregion' }).check()
  await page.getByText('0 mottagare.').waitFor()
  await saved(page)
  await button(page, 'Kontrollera och skicka').first().click()
  const reasons = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Åtgärda' }) })
  await reasons.filter({ hasText: 'Sista dagen har redan varit. Välj en dag framåt i tiden.' }).waitFor()
  await reasons.filter({ hasText: 'Välj minst en mottagare.' }).waitFor()
  await button(page, 'Skicka').click({ force: true })
  await page.getByRole('alert').filter({ hasText: 'Åtgärda det som saknas först.' }).waitFor()
  await link(reasons.filter({ hasText: 'Välj minst en mottagare.' }), 'Åtgärda').click()
  await page.getByRole('heading', { level: 2, name: 'Mottagare' }).and(page.locator(':focus')).waitFor()
  expect(await field(page, 'Ärendemening').inputValue()).toBe('DEMO: Utan mottagare')
})

const MEGABYTE = `${'Regionerna planerar tillsammans för höjd beredskap. '.repeat(20)}\n\n`.repeat(1_000)

test('a megabyte pasted as one avsnitt is said to be too long, and is still on the page', async () => {
  const page = await writeConsultation('DEMO: En lång text')
  await saved(page)
  await button(page, 'Klistra in mer text').click()
  await field(page, 'Klistra in hela texten').fill(`2 Allt\n\n${MEGABYTE}`)
  await button(page, 'Dela upp i avsnitt').click()
  await page.getByText('2 Allt', { exact: true }).waitFor()
  await page
    .getByText(/^Ej sparat – .*för lång.* Dela den i flera avsnitt, eller bifoga den som fil\.$/)
    .first()
    .waitFor()
  await button(page, 'Ta bort: 2 Allt').click()
  await saved(page)
  await page.reload()
  await page.getByText('1 Inledning', { exact: true }).first().waitFor()
})

test('a megabyte in a field of an answer is said to be too long, and stays until it is shortened', async () => {
  const page = await answerAs('Siv Raukexempel (demo)', MODEL)
  const remark = field(page, 'Synpunkt').first()
  await remark.fill(MEGABYTE)
  await page
    .getByText(/Texten är för lång för ett fält: högst 200 000 tecken\. Den finns kvar på sidan\./)
    .first()
    .waitFor()
  expect(await remark.inputValue()).toBe(MEGABYTE)
  await remark.fill('Kortare.')
  await saved(page)
})

test('two hand in at the same moment: one does, the other is told, and there is one answer', async () => {
  const first = await answerAs('Rami Utkastsson (demo)')
  await first.getByRole('radio', { name: 'Utbildning', exact: true }).check()
  await field(first, 'Övergripande kommentar valfritt').fill('Vi lämnar samtidigt.')
  await first.getByRole('radio', { name: 'Tjänstemannasynpunkter utan beslut' }).check()
  await field(first, 'Namn eller funktion').fill('Beredskapsenheten')
  await saved(first)
  const second = await answerAs('Tove Akterud (demo)')
  for (const page of [first, second]) {
    await button(page, 'Kontrollera svaret').first().click()
    await page.getByText('Vi lämnar samtidigt.').waitFor()
  }
  await Promise.all([first, second].map((page) => button(page, 'Lämna svar').click()))
  const done = [first, second].map((page) => heading(page, 'Svaret är lämnat'))
  const told = [first, second].map((page) => page.getByRole('alert').filter({ hasText: /lämnade ett svar .* Läs det\./ }))
  const sum = async (seen: Locator[]) => (await Promise.all(seen.map((one) => one.count()))).reduce((total, one) => total + one, 0)
  await expect.poll(async () => [await sum(done), await sum(told)]).toEqual([1, 1])
  await second.goto(`${server.base}/r/12`)
  await link(second, PLAN).click()
  await expect.poll(() => second.getByRole('link', { name: /ifyllt svar/ }).count()).toBe(1)
})

test('two write in the same field: both texts are shown, and one is chosen', async () => {
  const [first, second] = [await answerAs('Siv Raukexempel (demo)', MODEL), await answerAs('Siv Raukexempel (demo)', MODEL)]
  const comment = (page: Page) => field(page, 'Övergripande kommentar valfritt')
  await comment(first).fill('Den första texten.')
  await saved(first)
  await comment(second).fill('Den andra texten.')
  const conflict = second.getByText('Siv Raukexempel (demo) har sparat samma fält. Jämför och välj vilken text som ska gälla.')
  await conflict.waitFor()
  expect(await comment(second).inputValue()).toBe('Den andra texten.')
  await second.getByRole('deletion').filter({ hasText: 'första' }).waitFor()
  await button(second, 'Behåll min text').click()
  await conflict.waitFor({ state: 'detached' })
  await saved(second)
  await first.reload()
  await expect.poll(() => comment(first).inputValue()).toBe('Den andra texten.')
})

test('a session that ended while typing: it is said, and all is saved after signing in again', async () => {
  const page = await answerAs('Siv Raukexempel (demo)', MODEL)
  const comment = field(page, 'Övergripande kommentar valfritt')
  const other = await page.context().newPage()
  await other.goto(`${server.base}/logga-ut`)
  await button(other, 'Logga ut').click()
  await other.getByText('Du är utloggad.').waitFor()
  await comment.fill('Skrivet efter att sessionen tog slut.')
  await page.getByText('Du har blivit utloggad').waitFor()
  await button(page, 'Jag har loggat in').click()
  await page.getByText('Du är fortfarande utloggad. Logga in i den nya fliken först.').waitFor()
  const [again] = await Promise.all([page.context().waitForEvent('page'), link(page, /^Logga in igen/).click()])
  await again.getByRole('button', { name: 'Siv Raukexempel (demo)' }).click()
  await again.waitForURL(/\/r\/09/)
  await button(page, 'Jag har loggat in').click()
  await page.getByText('Du har blivit utloggad').waitFor({ state: 'detached' })
  await saved(page)
  expect(await comment.inputValue()).toBe('Skrivet efter att sessionen tog slut.')
  await page.reload()
  await expect.poll(() => comment.inputValue()).toBe('Skrivet efter att sessionen tog slut.')
})
