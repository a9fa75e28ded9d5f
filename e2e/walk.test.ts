import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { mailTexts } from '../src/features/dispatches/texts-web.ts'
import { addDays, dayOf, longDay, weekday } from '../src/lib/day.ts'
import { nextWorkingDay } from '../src/lib/day-working.ts'
import { REGIONS } from '../src/lib/regions.ts'
import { unzip } from '../test/unzip.ts'
import { seenByAll, startBrowser, visit, type Visitor, whereabouts } from './browser.ts'
import { button, download, field, giveFile, heading, link, saved, signInAs } from './hands.ts'
import { CASE_NUMBER, COMMENT, docxFile, LETTER, OWN_PASSAGE, PASTED, pdfFile, REMARK, SECTIONS, SKANE_NUMBER, TITLE } from './material.ts'
import { type Installation, startDemo } from './server.ts'

// The main job, from a new utskick to the compilation, as the people do it. Each step goes on where the one before it ended.

let server: Installation
let browser: Browser
let ivar: Visitor
let region: Visitor
let dispatchUrl: string

const today = dayOf(new Date())
/** A Saturday some three months ahead. */
const saturday = addDays(today, 90 + ((6 - weekday(addDays(today, 90)) + 7) % 7))

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startDemo(), startBrowser()])
  ivar = await visit(browser, server.base)
  region = await visit(browser, server.base)
})

afterAll(async () => {
  await browser?.close()
  await server?.end()
})

beforeEach(() => {
  onTestFailed(async () => void process.stderr.write(`${await whereabouts([ivar, region])}\n`))
})

/** Nobody is shut out, and the browser has nothing to say against the page. */
async function good(visitor: Visitor, name: string, dark = false): Promise<void> {
  expect(await seenByAll(visitor.page, name, { dark })).toEqual([])
  expect(visitor.complaints(), name).toEqual([])
}

test('1: one signs in as a made-up person, and sees that she is', async () => {
  const { page } = ivar
  await page.goto(server.base)
  await heading(page, 'Välj en påhittad person').waitFor()
  await good(ivar, 'sign-in')
  await signInAs(page, server.base, 'Ivar Låtsberg (demo)')
  await heading(page, 'Kansliet').waitFor()
  await page.getByText('DEMO: alla personer, texter och nummer är påhittade').waitFor()
  await good(ivar, 'Kansliet')
})

test('2: an utskick is written', async () => {
  const { page } = ivar
  await link(page, 'Nytt utskick').click()
  await good(ivar, 'Nytt utskick')
  await page.getByRole('radio', { name: 'Remiss' }).check()
  await button(page, 'Börja skriva').click()

  await field(page, 'Ärendemening').fill(TITLE)
  await field(page, 'NSPL:s diarienummer').fill(CASE_NUMBER)
  await field(page, 'Missiv').fill(LETTER)

  const lastDay = field(page, 'Sista svarsdag')
  await lastDay.fill('fredag v 12')
  await page.getByText(/^fredag \d+ mars \d{4}, vecka 12$/).waitFor()
  await lastDay.fill(saturday)
  await page.getByText('Det är en lördag.').waitFor()

  await field(page, 'Klistra in hela texten').fill(PASTED)
  await button(page, 'Dela upp i avsnitt').click()
  for (const name of SECTIONS) await page.getByText(name, { exact: true }).first().waitFor()

  await addQuestion('Ja eller nej', 'Har regionen ett eget lager?')
  await addQuestion('Heltal', 'Hur många dygn räcker det?')
  await field(page, 'Enhet valfritt').fill('dygn')
  await addQuestion('Ett av flera val', 'Vem ansvarar för lagret?')
  await field(page, 'Alternativ 1').fill('Regionen själv')
  await field(page, 'Alternativ 2').fill('Samverkansregionen')
  await addQuestion('Fil', 'Bifoga regionens lagerplan.')
  await addQuestion('Upprepad grupp av frågor', 'Vilka lagerplatser finns?')
  await field(page, 'Vad en rad heter').fill('Lagerplats')
  await field(page.getByRole('group', { name: 'Frågor i varje rad' }), 'Fråga').fill('Ort')

  await giveFile(page, /^Handlingen i original/, pdfFile('Förslag till läkemedelsförsörjning.pdf'))
  await giveFile(page, /^Övriga bilagor/, docxFile('Konsekvensbeskrivning.docx'))
  await page.getByRole('radio', { name: 'Alla 21 regioner' }).check()
  await page.getByText('21 mottagare.').waitFor()
  await field(page, 'Kontaktperson').fill('Ivar Låtsberg (demo)')
  await field(page, 'Telefon').fill('018-000 00 00')
  await field(page, 'E-post').fill('kansliet@nspl.example')
  await page.getByRole('radio', { name: 'Ingen sekretessmarkering' }).check()
  await page.getByRole('radio', { name: /efter sista svarsdagen$/ }).check()
  await saved(page)
  await good(ivar, 'editing', true)
})

async function addQuestion(type: string, text: string): Promise<void> {
  const { page } = ivar
  const add = button(page, 'Lägg till fråga').last()
  await page.getByRole('combobox', { name: 'Typ av fråga' }).last().selectOption(type)
  await add.click()
  await field(page, 'Fråga').first().fill(text)
}

test('2: it is seen as it will be had, and sent', async () => {
  const { page } = ivar
  await button(page, 'Kontrollera och skicka').first().click()
  await heading(page, 'Kontrollera och skicka').waitFor()
  await page.getByRole('checkbox', { name: /trots att det inte är en arbetsdag/ }).waitFor()
  await link(page, 'Ändra utskicket').click()
  await button(page, /^Byt till måndag/).click()
  await page
    .getByText(longDay(nextWorkingDay(saturday)))
    .first()
    .waitFor()
  await button(page, 'Kontrollera och skicka').first().click()

  const mail = page.getByRole('region', { name: 'Så ser mejlet ut' })
  await mail.getByText(`Remiss: ${TITLE} – NSPL ${CASE_NUMBER} – svar senast ${nextWorkingDay(saturday)}`).waitFor()
  const asPage = page.getByRole('region', { name: 'Så ser utskicket ut för mottagaren' })
  for (const name of SECTIONS) await asPage.getByRole('heading', { name, exact: true }).waitFor()
  await good(ivar, 'checking an utskick')
  await button(page, 'Skicka till 21 mottagare').click()
  await page.getByText('Skickat till 21 mottagare.').waitFor()
  dispatchUrl = page.url().replace(/\?.*/, '')
  await good(ivar, 'sent utskick', true)
})

test('3: each registry has one letter, complete without its link', async () => {
  const { page } = ivar
  await link(page, 'Utgående post').click()
  await heading(page, 'Utgående post').waitFor()
  const together = page.locator('details').filter({ hasText: TITLE })
  await together.locator('summary').click()
  const letters = together.getByRole('row')
  await expect.poll(() => letters.filter({ hasText: mailTexts.accepted }).count(), { timeout: 60_000 }).toBe(21)
  for (const { code, name } of REGIONS) {
    const one = letters.filter({ has: page.getByRole('link', { name, exact: true }) })
    expect(await one.filter({ hasText: `region-${code}.example` }).count(), name).toBe(1)
  }
  await good(ivar, 'Utgående post')
  await link(letters, 'Region Skåne').click()
  const text = await page.getByRole('group', { name: 'Mejlets text' }).innerText()
  for (const said of ['Uppgifter för registrering', CASE_NUMBER, 'Svar senast', 'Sändlista', ...SECTIONS, 'Vilka lagerplatser finns?']) {
    expect(text).toContain(said)
  }
  for (const name of ['Bilaga 1 – Förslag till läkemedelsförsörjning.pdf', 'Bilaga 2 – Konsekvensbeskrivning.docx']) {
    await page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: 'bifogad' }).waitFor()
  }
  await good(ivar, 'letter')
})

test('4: the registrar of Skåne confirms with their own number', async () => {
  const { page } = region
  await signInAs(page, server.base, 'Tove Akterud (demo)')
  await heading(page, 'Min region: Skåne').waitFor()
  await good(region, 'Min region', true)
  await link(page, TITLE).click()
  await field(page, 'Ert diarienummer valfritt').fill(SKANE_NUMBER)
  await button(page, 'Bekräfta mottagande (ange gärna ert dnr)').click()
  await page.getByText(/^Mottagandet bekräftades /).waitFor()
  await page.getByText(SKANE_NUMBER).first().waitFor()
  await good(region, 'received utskick')
})

test('4: the officer of Skåne fills in an answer, and a reload keeps all of it', async () => {
  const { page } = region
  await signInAs(page, server.base, 'Rami Utkastsson (demo)')
  await link(page, TITLE).click()
  await link(page, 'Svara').click()

  const section = page.getByRole('region', { name: SECTIONS[1], exact: true })
  await section.getByRole('radio', { name: 'Tillstyrker med synpunkter' }).check()
  await field(section, 'Synpunkt').fill(REMARK)
  await button(section, 'Föreslå ny lydelse').click()
  const wording = field(section, 'Föreslagen lydelse')
  await wording.fill((await wording.inputValue()).replace('30 dygn', '45 dygn'))
  await section.getByRole('deletion').filter({ hasText: '30' }).waitFor()
  await section.getByRole('insertion').filter({ hasText: '45' }).waitFor()

  await page
    .getByRole('radiogroup', { name: /Har regionen ett eget lager/ })
    .getByRole('radio', { name: 'Ja' })
    .check()
  await page.getByLabel(/Hur många dygn räcker det\? valfritt$/).fill('45')
  await page.getByRole('radio', { name: 'Regionen själv' }).check()
  await giveFile(page, /Bifoga regionens lagerplan/, docxFile('Lagerplan.docx'))
  await button(page, 'Lägg till lagerplats').click()
  await field(page.getByRole('group', { name: 'Lagerplats 1' }), 'Ort valfritt').fill('Kristianstad')

  const overall = page.getByRole('radiogroup', { name: /^Regionens samlade ställningstagande/ })
  await overall.getByRole('radio', { name: 'Tillstyrker med synpunkter' }).check()
  await field(page, 'Övergripande kommentar valfritt').fill(COMMENT)
  await giveFile(page, /^Bilagor/, pdfFile('Protokollsutdrag.pdf', '/DEMO 1 '))
  await page.getByRole('radio', { name: 'Tjänsteman på delegation' }).check()
  await field(page, 'Namn och befattning').fill('Elsa Påhitt (demo), regiondirektör')
  await field(page, 'Beslutsdag').fill(today)
  await field(page, 'Paragraf eller delegationspunkt valfritt').fill('§ 12')
  await saved(page)
  await good(region, 'answering', true)

  await page.reload()
  await page.getByText('Skillnad mot remissens text').first().waitFor()
  expect(await field(section, 'Synpunkt').inputValue()).toBe(REMARK)
  expect(await wording.inputValue()).toContain('45 dygn')
  expect(await page.getByRole('group', { name: 'Lagerplats 1' }).getByRole('textbox').inputValue()).toBe('Kristianstad')
  expect(await overall.getByRole('radio', { name: 'Tillstyrker med synpunkter' }).isChecked()).toBe(true)
  expect(await field(page, 'Beslutsdag').inputValue()).toBe(today)
  await page.getByText('Lagerplan.docx').waitFor()
  await page.getByText('Protokollsutdrag.pdf').waitFor()
})

test('4: it is checked and handed in, and the copies say what was written', async () => {
  const { page } = region
  await button(page, 'Kontrollera svaret').first().click()
  await heading(page, `Kontrollera svaret: ${TITLE}`).waitFor()
  await page.getByText(REMARK).waitFor()
  await good(region, 'checking an answer')
  await button(page, 'Lämna svar').click()
  await heading(page, 'Svaret är lämnat').waitFor()
  await page.getByText('Rami Utkastsson (demo)').nth(1).waitFor()
  await page.getByText(SKANE_NUMBER).waitFor()
  await good(region, 'receipt')

  const word = await download(page, link(page, 'Hämta kopia som Word'))
  expect(word.name).toMatch(/\.docx$/)
  const { files } = await unzip(word.bytes)
  expect(files.get('word/document.xml')).toContain(REMARK)
  const text = (await download(page, link(page, 'Ren text'))).bytes.toString()
  for (const said of [REMARK, COMMENT, '45 dygn', 'Kristianstad', 'Lagerplan.docx', 'Protokollsutdrag.pdf', '§ 12']) {
    // A paragraph sign never stands alone at the end of a line.
    expect(text.replaceAll('\u00a0', ' ')).toContain(said)
  }
})

test('4: an own yttrande counts the same', async () => {
  const { page } = region
  await signInAs(page, server.base, 'Siv Raukexempel (demo)')
  await link(page, TITLE).click()
  await link(page, 'Svara').click()
  await page.getByRole('radio', { name: 'Lämna ett eget yttrande' }).check()
  await giveFile(page, /^Regionens yttrande/, pdfFile('Yttrande från Region Gotland.pdf', '/DEMO 2 '))
  await page.getByRole('radio', { name: 'Tjänstemannasynpunkter utan beslut' }).check()
  await field(page, 'Namn eller funktion').fill('Siv Raukexempel (demo)')
  await saved(page)
  await button(page, 'Kontrollera svaret').first().click()
  await button(page, 'Lämna svar').click()
  await heading(page, 'Svaret är lämnat').waitFor()
})

test('4: an answer is replaced, and the one before it stays', async () => {
  const { page } = region
  await signInAs(page, server.base, 'Rami Utkastsson (demo)')
  await link(page, TITLE).click()
  await link(page, 'Ersätt eller komplettera svaret').click()
  await field(page, 'Övergripande kommentar valfritt').fill(`${COMMENT} Efter beslut.`)
  await saved(page)
  await button(page, 'Kontrollera svaret').first().click()
  await page.getByRole('radio', { name: 'Ersätter det tidigare svaret' }).check()
  await button(page, 'Lämna svar').click()
  await heading(page, 'Svaret är lämnat').waitFor()
  await link(page, 'Min region').first().click()
  await link(page, TITLE).click()
  const own = page.getByRole('link', { name: /ifyllt svar/ })
  await expect.poll(() => own.count()).toBe(2)
  await own.filter({ hasNotText: 'ersätter' }).first().click()
  await page.getByText(COMMENT, { exact: true }).waitFor()
  await good(region, 'earlier answer')
})

test('5: what came by mail is entered, and the region confirms it', async () => {
  const { page } = ivar
  await page.goto(dispatchUrl)
  await link(page, 'Region Dalarna').click()
  await link(page, 'För in svar som kommit per mejl eller brev').click()
  await heading(page, 'För in svar från Region Dalarna').waitFor()
  await giveFile(page, /^Svaret som det kom/, pdfFile('Yttrande Dalarna.pdf', '/DEMO 3 '))
  await field(page, 'Regionens diarienummer valfritt').fill('RD26-00042')
  await good(ivar, 'entering an answer')
  await button(page, 'För in svaret').click()
  await heading(page, 'Svar från Region Dalarna').waitFor()
  await page
    .getByText(/ej kodat/)
    .first()
    .waitFor()
  await good(ivar, 'answer by mail')

  const dalarna = region.page
  await dalarna.goto(`${server.base}/logga-in`)
  await dalarna
    .getByRole('button', { name: /Region Dalarna/ })
    .first()
    .click()
  await heading(dalarna, 'Min region: Dalarna').waitFor()
  await link(dalarna, TITLE).click()
  await button(dalarna, 'Det är vårt svar').click()
  await dalarna.getByText(/bekräftat av regionen/).waitFor()
})

test('5: a passage of an own yttrande is tagged to its avsnitt', async () => {
  const { page } = ivar
  await page.goto(dispatchUrl)
  await link(page, 'Öppna svaret från Region Gotland').click()
  await field(page, 'Stycke ur yttrandet').fill(OWN_PASSAGE)
  await page.getByRole('combobox', { name: 'Avsnitt' }).selectOption(SECTIONS[1])
  await page.getByRole('combobox', { name: 'Ställningstagande valfritt' }).selectOption('Tillstyrker med synpunkter')
  await button(page, 'Koda stycket').click()
  await page.getByRole('blockquote').filter({ hasText: OWN_PASSAGE }).waitFor()
  await button(page, 'Kodningen är klar').click()
  await page.getByRole('status').filter({ hasText: 'Kodat' }).waitFor()
  await good(ivar, 'coding an own yttrande')
})

test('6: the matrix has it all at one look, and a cell says what has happened, when and by whom', async () => {
  const { page } = ivar
  await link(page, 'Utskick').click()
  const grid = page.getByRole('grid', { name: 'Alla utskick och regioner' })
  const row = grid.getByRole('row').filter({ hasText: TITLE })
  await row.getByText('3 av 21').waitFor()
  const cell = row.getByRole('button', { name: new RegExp(`^Skåne, ${TITLE}: Svar inkommet`) })
  await cell.click()
  const panel = page.getByRole('complementary', { name: `Region Skåne: ${TITLE}` })
  await panel.getByText(SKANE_NUMBER).first().waitFor()
  await panel.getByText('Tove Akterud (demo)').first().waitFor()
  await panel.getByText('Rami Utkastsson (demo)').first().waitFor()
  await good(ivar, 'matrix', true)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await cell.and(page.locator(':focus')).count()).toBe(1)
})

test('6: those who have not answered are reminded, seen before', async () => {
  const { page } = ivar
  await page.goto(dispatchUrl)
  await link(page, 'Påminn dem som inte har svarat').click()
  await heading(page, 'Påminn dem som inte har svarat').waitFor()
  const who = page.getByRole('group', { name: 'Vem som påminns' })
  expect(await who.getByRole('checkbox').count()).toBe(18)
  expect(await who.getByRole('checkbox', { name: 'Region Skåne' }).count()).toBe(0)
  expect(await page.getByRole('region', { name: 'Det här skickas' }).innerText()).toContain(TITLE)
  await good(ivar, 'reminding')
  await button(page, 'Påminn 18 mottagare').click()
  await page.getByText('Påminnelse skickad till 18 mottagare.').waitFor()
})

test('6: a correction has a new attachment and a new last day, and the old stays', async () => {
  const { page } = ivar
  const newDay = nextWorkingDay(addDays(saturday, 14))
  await link(page, 'Gör en rättelse').click()
  await field(page, 'Vad som är rättat').fill('Bilaga 2 är utbytt och svarstiden är förlängd.')
  await field(page, 'Ny sista svarsdag valfritt').fill(newDay)
  await giveFile(page, /^Nya bilagor/, pdfFile('Konsekvensbeskrivning, rättad.pdf', '/DEMO 4 '))
  await page.getByRole('combobox', { name: /ersätter$/ }).selectOption('Bilaga 2: Konsekvensbeskrivning.docx')
  await good(ivar, 'correcting')
  await button(page, 'Skicka rättelsen').click()
  await page.getByText('Rättelsen är skickad till alla mottagare.').waitFor()
  await page.getByText(`svar senast ${longDay(newDay)}`).waitFor()
  await link(page, 'Konsekvensbeskrivning, rättad.pdf').waitFor()
  await link(page, 'Konsekvensbeskrivning.docx').waitFor()
  await good(ivar, 'corrected utskick')
})

test('7: the time for answers is ended, and the compilation taken away', async () => {
  const { page } = ivar
  await link(page, 'Avsluta svarstiden').click()
  await heading(page, 'Avsluta svarstiden').waitFor()
  await good(ivar, 'closing')
  await button(page, 'Avsluta svarstiden').click()
  await heading(page, 'Remissammanställning').waitFor()
  await page.getByText(/^Svarstiden avslutades/).waitFor()
  const word = await download(page, link(page, 'Hämta remissammanställningen (Word)'))
  expect(word.name).toMatch(/\.docx$/)
  const text = (await unzip(word.bytes)).files.get('word/document.xml') ?? ''
  for (const said of [REMARK, 'Region Skåne', 'Gotland', OWN_PASSAGE, 'Dalarna', 'Stockholm']) expect(text).toContain(said)
  await good(ivar, 'closed')
})

test("7: the host region's registrar registers what came", async () => {
  const { page } = region
  await signInAs(page, server.base, 'Birgit Mallström (demo)')
  await link(page, 'Att diarieföra').click()
  await heading(page, 'Att diarieföra').waitFor()
  const entry = page.getByRole('article').filter({ hasText: TITLE }).filter({ hasText: 'Region Gotland' })
  await entry.waitFor()
  await good(region, 'Att diarieföra')
  const document = await download(page, link(entry, /^Hämta kopia av svaret/))
  expect((await unzip(document.bytes)).files.has('word/document.xml')).toBe(true)
  await button(entry, /^Markera som diarieförd/).click()
  await button(entry, /^Ångra/).waitFor()
  await page.getByRole('radio', { name: 'Diarieförda' }).check()
  await entry.getByText(/Diarieförd av Birgit Mallström/).waitFor()
})
