import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { organisationsProblems } from '../src/features/organisations/texts.ts'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import { startEmbedded } from '../src/platform/embedded.ts'
import { environment, freePort, type RunningServer, startServer } from '../test/running-server.ts'
import { silent } from '../test/silent.ts'
import { startBrowser, visit, type Visitor, whereabouts } from './browser.ts'
import { button, field, giveFile, heading, link, saved } from './hands.ts'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { docxFile, pdfFile } from './material.ts'

// An installation for real, from the first link to mail that is really sent. Each step goes on where the one before it ended.

const dataDir = mkdtempSync(join(tmpdir(), 'nspl-real-'))
const OPERATOR = { name: 'Orvar Startén (demo)', email: 'orvar@nspl.example' }
const OFFICER = { name: 'Greta Provskriv (demo)', email: 'greta@nspl.example' }
/** As the letter shows it: "123 456". */
const CODE = /\b\d{3} \d{3}\b/
const TITLE = 'Lägesrapport för kännedom'

let server: RunningServer
let port: number
let sink: MailSink
let env: Record<string, string>
let browser: Browser
let operator: Visitor
let officer: Visitor

beforeAll(async () => {
  port = await freePort()
  sink = await startMailSink(await freePort())
  env = { SMTP_URL: sink.url, MAIL_FROM: 'kansliet@nspl.example' }
  ;[server, browser] = await Promise.all([startServer(dataDir, port, { demo: false, env }), startBrowser()])
  operator = await visit(browser, server.base)
  officer = await visit(browser, server.base)
})

beforeEach(() => {
  onTestFailed(async () => void process.stderr.write(`${await whereabouts([operator, officer])}\n`))
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await sink?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** The six digits of the latest letter with a code. `had` letters were there before it was asked for. */
async function codeFor(email: string, had: number): Promise<string> {
  const own = () => sink.letters.filter(({ to, text }) => to.includes(email) && CODE.test(text))
  await expect.poll(() => own().length, { timeout: 30_000 }).toBe(had + 1)
  return CODE.exec(own().at(-1)?.text ?? '')?.[0] ?? ''
}

async function askCode(page: Page): Promise<void> {
  await page.goto(`${server.base}/logga-in`)
  await field(page, 'Din e-postadress i tjänsten').fill(OFFICER.email)
  await button(page, 'Skicka kod').click()
  await heading(page, 'Skriv koden').waitFor()
}

async function useCode(page: Page, code: string): Promise<void> {
  await field(page, 'Kod, sex siffror').fill(code)
  await button(page, 'Logga in').click()
}

test('the first operator comes in by a link that works once', async () => {
  const said = spawnSync('node', ['dist/server/cli.js', 'init', '--embedded'], {
    env: { ...environment(dataDir, port), ...env },
    encoding: 'utf8',
  })
  const url = /https?:\S+\/forsta\/\S+/.exec(said.stdout)?.[0] ?? said.stderr
  const { page } = operator
  await page.goto(url.replace(/.{6}$/, 'xxxxxx'))
  await page.getByText('Länken gäller inte. Kontrollera att hela länken kom med').waitFor()
  await page.goto(url)
  await field(page, 'Ditt namn').fill(OPERATOR.name)
  await field(page, 'Din e-postadress i tjänsten').fill(OPERATOR.email)
  await button(page, 'Skapa och logga in').click()
  await heading(page, 'Kansliet').waitFor()
  const { page: late } = await visit(browser, server.base)
  await late.goto(url)
  await late.getByText('Länken är redan använd. Logga in med din e-postadress.').waitFor()
})

test('the operator adds a person, and what was typed stays when it is refused', async () => {
  const { page } = operator
  await link(page.getByRole('navigation', { name: 'Huvudmeny' }), 'Personer').click()
  await button(page, 'Lägg till person').first().click()
  const panel = page.getByRole('complementary', { name: 'Lägg till person' })
  await field(panel, 'Namn').fill(OFFICER.name)
  await field(panel, 'E-postadress i tjänsten').fill(OPERATOR.email)
  await panel.getByRole('combobox', { name: 'Organisation' }).selectOption('NSPL:s kansli')
  await panel.getByRole('combobox', { name: 'Roll' }).selectOption('Handläggare på kansliet')
  await button(panel, 'Lägg till person').click()
  await panel.getByText(organisationsProblems['email-taken']).first().waitFor()
  expect(await field(panel, 'Namn').inputValue()).toBe(OFFICER.name)
  await field(panel, 'E-postadress i tjänsten').fill(OFFICER.email)
  await button(panel, 'Lägg till person').click()
  await page.getByText(`${OFFICER.name} är tillagd och kan logga in med sin e-postadress.`).waitFor()
})

test('a code comes by mail; a wrong one is said, the right one lets in, and the same one again does not', async () => {
  const { page } = officer
  await askCode(page)
  const code = await codeFor(OFFICER.email, 0)
  await useCode(page, code === '000 000' ? '000 001' : '000 000')
  await page.getByText('Koden stämmer inte.').waitFor()
  expect(await page.getByRole('alert').count()).toBe(1)
  expect(await field(page, 'Din e-postadress i tjänsten').inputValue()).toBe(OFFICER.email)
  await useCode(page, code)
  await heading(page, 'Kansliet').waitFor()

  await button(page, 'Logga ut').click()
  await page.getByText('Du är utloggad.').waitFor()
  await page.goto(`${server.base}/logga-in/kod`)
  await field(page, 'Din e-postadress i tjänsten').fill(OFFICER.email)
  await useCode(page, code)
  await page.getByText('Koden är redan använd. Skicka en ny kod.').waitFor()
})

test('a code that has grown old does not let in, but a new one does', async () => {
  const { page } = officer
  await askCode(page)
  const old = await codeFor(OFFICER.email, 1)
  await server.stop()
  await elevenMinutesLater()
  server = await startServer(dataDir, port, { demo: false, env })
  await useCode(page, old)
  await page.getByText('Koden har gått ut. Skicka en ny kod; den gäller i tio minuter.').waitFor()
  await button(page, 'Skicka en ny kod').click()
  await useCode(page, await codeFor(OFFICER.email, 2))
  await heading(page, 'Kansliet').waitFor()
})

/** Nobody wants to wait for a code to grow old: it is made to have been asked for earlier. */
async function elevenMinutesLater(): Promise<void> {
  const database = await startEmbedded({ dataDir, log: silent, binaries: process.env['NSPL_POSTGRES_BIN'] || undefined })
  const db = openDatabase({ ...database.superuser, database: database.owner.database }, { max: 1, onError: () => undefined })
  try {
    await inTransaction(db, async (tx) => {
      tx.send(sql`update sign_in_code set made_at = made_at - interval '11 minutes', expires_at = expires_at - interval '11 minutes'`)
    })
  } finally {
    await db.close()
    await database.stop()
  }
}

test('nothing is sent to an address that nobody has confirmed', async () => {
  const { page: desk } = operator
  for (const region of ['Region Skåne', 'Region Gotland']) {
    await desk.goto(`${server.base}/kansli/adresser`)
    await button(desk, new RegExp(`^Lägg in ?: ${region}$`)).click()
    await field(desk, 'Ny registratorsadress').fill(`registrator@${region === 'Region Skåne' ? 'skane' : 'gotland'}.example`)
    await button(desk, 'Spara adressen').click()
    await desk.getByText('Adressen är sparad. Bekräfta den när den är kontrollerad.').waitFor()
    if (region === 'Region Gotland') await confirmAddress(desk)
  }

  const { page } = officer
  await link(page, 'Nytt utskick').click()
  await page.getByRole('radio', { name: 'För kännedom' }).check()
  await button(page, 'Börja skriva').click()
  await field(page, 'Ärendemening').fill(TITLE)
  await field(page, 'NSPL:s diarienummer').fill('RS2026-55555')
  await field(page, 'Missiv').fill('Rapporten sänds för kännedom.\n\nDen innehåller å, ä och ö.')
  await giveFile(page, /^Handlingen i original/, pdfFile('Rapport.pdf', '/REAL 1 '))
  await giveFile(page, /^Övriga bilagor/, docxFile('Underlag.docx'))
  await page.getByRole('radio', { name: 'Samverkansregion' }).check()
  await page.getByText('0 mottagare.').waitFor()
  await page.getByRole('radio', { name: 'Utvalda' }).check()
  await page.getByRole('checkbox', { name: 'Skåne', exact: true }).check()
  await page.getByRole('checkbox', { name: 'Gotland', exact: true }).check()
  await field(page, 'Kontaktperson').fill(OFFICER.name)
  await field(page, 'E-post').fill(OFFICER.email)
  await field(page, 'Telefon').fill('018-000 00 00')
  await page.getByRole('radio', { name: 'Ingen sekretessmarkering' }).check()
  await saved(page)
  await button(page, 'Kontrollera och skicka').first().click()
  await page.getByText(/^Registratorsadressen är inte bekräftad för Region Skåne\./).waitFor()
  await button(page, 'Skicka till 2 mottagare').click({ force: true })
  await page.getByRole('alert').filter({ hasText: 'Åtgärda det som saknas först.' }).waitFor()
  expect(sink.letters.filter(({ subject }) => subject.includes(TITLE))).toEqual([])
})

async function confirmAddress(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Jag har ringt och läst upp adressen' }).check()
  await button(page, 'Bekräfta').click()
  await page
    .getByText(/^Bekräftad .* av /)
    .first()
    .waitFor()
}

test('the registry has one letter, complete, with its attachments', async () => {
  const { page: desk } = operator
  await desk.goto(`${server.base}/kansli/adresser`)
  await button(desk, /^Bekräfta ?: Region Skåne$/).click()
  await confirmAddress(desk)

  const { page } = officer
  await page.reload()
  await button(page, 'Skicka till 2 mottagare').click()
  await page.getByText('Skickat till 2 mottagare.').waitFor()
  const sent = () => sink.letters.filter(({ subject }) => subject.includes(TITLE))
  await expect.poll(() => sent().length, { timeout: 60_000 }).toBe(2)
  expect(
    sent()
      .map(({ to }) => to.join())
      .toSorted(),
  ).toEqual(['registrator@gotland.example', 'registrator@skane.example'])
  for (const { subject, text, attachments } of sent()) {
    expect(subject).toBe(`För kännedom: ${TITLE} – NSPL RS2026-55555`)
    for (const said of ['Uppgifter för registrering', 'RS2026-55555', 'Den innehåller å, ä och ö.', 'Bilaga 2', `${server.base}/r/`]) {
      expect(text).toContain(said)
    }
    expect(attachments.map((bytes) => bytes.toString('base64'))).toEqual(
      [pdfFile('', '/REAL 1 '), docxFile('')].map(({ buffer }) => buffer.toString('base64')),
    )
  }
  await link(page, 'Utgående post').click()
  const together = page.locator('details').filter({ hasText: TITLE })
  await together.locator('summary').click()
  await expect.poll(() => together.getByRole('row').filter({ hasText: '.example' }).count()).toBe(2)
  expect(operator.complaints().filter((line) => !/status of 4\d\d/.test(line))).toEqual([])
  expect(officer.complaints().filter((line) => !/status of 4\d\d|Failed to load|ERR_/.test(line))).toEqual([])
})
