import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { unzipBytes } from '../../../test/unzip.ts'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { type Endpoint, fillPath } from '../../lib/contract.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction } from '../../platform/db.ts'
import { withManifest } from '../../platform/journal-export.ts'
import { readJournal } from '../../platform/journal-export-read.ts'
import { zip } from '../../platform/zip.ts'
import { receiptFiles } from '../../web/paths.ts'
import { dispatchesApi } from '../dispatches/contract.ts'
import { givenAddresses, givenSent, givenUpload } from '../dispatches/fixtures.ts'
import { repliesApi } from '../replies/contract.ts'
import { BOARD, givenDispatch, givenDraft, givenFile, handInNow, write } from '../replies/fixtures.ts'
import { bundleFiles } from './actions-bundle.ts'
import { proofsApi } from './contract.ts'
import { journalApi } from './contract-journal.ts'

const VERIFIER = join(import.meta.dirname, '../../../verifier/nspl-verify.mjs')

let it: TestWorld
let region: Person
let neighbour: Person
let secretariat: Person
let folder: string

beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  region = await it.as('registrar', '12', { name: 'Rut Registrator (demo)' })
  neighbour = await it.as('registrar', '14')
  secretariat = await it.as('secretariat-head', 'NSPL', { name: 'Eva Sund (demo)' })
  folder = mkdtempSync(join(tmpdir(), 'proofs-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await it.close()
})

/** Everything done so far stands in a signed log, others' too. */
const signed = async () => {
  await it.journal('none')
  await it.world.checkpoints.sign()
}

/** Runs the verifier where nothing of ours is. */
function verify(files: readonly Unpacked[], ...options: string[]) {
  return verifyIn(files, ...files.map(({ name }) => name), ...options)
}

type Unpacked = { name: string; bytes: Uint8Array }

/** The same with arguments of one's own, from the folder where the files are. */
function verifyIn(files: readonly Unpacked[], ...args: string[]) {
  const at = mkdtempSync(join(folder, 'v-'))
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    writeFileSync(join(at, name), bytes)
  }
  const done = spawnSync('node', [VERIFIER, ...args], {
    cwd: at,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })
  return { ok: done.status === 0, text: done.stdout + done.stderr }
}

const filesIn = async (zip: Uint8Array) => [...(await unzipBytes(zip))].map(([name, bytes]) => ({ name, bytes }))
/** What the verifier is given: not the page, and not itself. */
const withoutPdf = (files: { name: string; bytes: Uint8Array }[]) => files.filter(({ name }) => !/\.(pdf|mjs)$/.test(name))
const isPdfA = (bytes: Uint8Array) => /<pdfaid:part>2<[\s\S]*<pdfaid:conformance>A</.test(Buffer.from(bytes).toString('latin1'))

async function answered(org: Person, but: { file?: boolean } = {}) {
  const dispatch = await givenDispatch(it)
  await givenDraft(org, dispatch)
  if (but.file) await write(org, dispatch.id, 'files', [await givenFile(org, 'attachment', 'Bilagans text')])
  const { body } = await handInNow(org, dispatch.id)
  return { dispatchId: dispatch.id, ...body }
}

describe('kvittens on an answer', () => {
  test('as a page, as a proof and as a zip that anybody can verify, for both sides', async () => {
    const { replyId, number } = await answered(region, { file: true })
    await signed()
    for (const who of [region, secretariat]) {
      const get = (format: 'pdf' | 'tlog-proof' | 'zip') => who.call(proofsApi.replyReceipt, { params: { replyId }, query: { format } })
      const [pdf, proof, zip] = await Promise.all([get('pdf'), get('tlog-proof'), get('zip')])
      expect([pdf.status, proof.status, zip.status]).toEqual([200, 200, 200])
      expect(isPdfA(pdf.bytes)).toBe(true)
      expect((await get('pdf')).bytes.equals(pdf.bytes), 'the same receipt has the same bytes').toBe(true)
      const files = await filesIn(zip.bytes)
      expect(files.map(({ name }) => name)).toEqual([
        `Kvittens ${number}.pdf`,
        `Kvittens ${number}.tlog-proof`,
        `Svar ${number}.json`,
        'nycklar.txt',
        'nspl-verify.mjs',
      ])
      expect(Buffer.from(files[0]?.bytes ?? []).equals(pdf.bytes)).toBe(true)
      expect(Buffer.from(files[1]?.bytes ?? []).equals(proof.bytes)).toBe(true)
      const copy = await who.call(repliesApi.copy, { params: { replyId }, query: { format: 'json' } })
      expect(Buffer.from(files[2]?.bytes ?? []).equals(copy.bytes)).toBe(true)

      const file = await who.call(repliesApi.file, { params: { replyId, position: '0' } })
      const verdict = verify([...withoutPdf(files), { name: 'bilaga.txt', bytes: file.bytes }])
      expect(verdict.text).toContain('GODKÄNT')
      expect(verdict.ok).toBe(true)
      const bent = withoutPdf(files).map((one) =>
        one.name.endsWith('.json') ? { ...one, bytes: Buffer.from(String(one.bytes).replace('12', '13')) } : one,
      )
      expect(verify(bent).ok, 'a changed answer is found out').toBe(false)
      expect(verify([...withoutPdf(files), { name: 'bilaga.txt', bytes: Buffer.from('Bilagans Text') }]).ok, 'and a changed file').toBe(
        false,
      )
    }
  })

  test('is not ready before the log is signed', async () => {
    const { checkpoints } = it.world
    it.world.checkpoints = { ...checkpoints, signSoon: () => undefined }
    try {
      const { replyId } = await answered(region)
      const ask = () => region.call(proofsApi.replyReceipt, { params: { replyId }, query: { format: 'pdf' } })
      const early = await ask()
      expect([early.status, early.code, early.problem?.detail]).toEqual([
        409,
        'not-signed-yet',
        'Kvittensen är klar om några sekunder. Försök igen strax.',
      ])
      await checkpoints.sign()
      expect((await ask()).status).toBe(200)
    } finally {
      it.world.checkpoints = checkpoints
    }
  })

  test('is there for whoever asks at once', async () => {
    const { replyId } = await answered(region)
    expect((await region.call(proofsApi.replyReceipt, { params: { replyId }, query: { format: 'pdf' } })).status).toBe(200)
  })

  test('says so when the log never had it', async () => {
    const { replyId } = await answered(region)
    await signed()
    await it.asOwner(async (tx) => tx.send(sql`delete from journal_object where object = ${replyId}`))
    const before = it.now()
    try {
      it.now(new Date(before.getTime() + 180_000).toISOString())
      await answered(region)
      await signed()
      const receipt = await region.call(proofsApi.replyReceipt, { params: { replyId }, query: { format: 'pdf' } })
      expect([receipt.status, receipt.code]).toEqual([409, 'not-in-log'])
    } finally {
      it.now(before.toISOString())
    }
  })

  test('is the two sides’ alone', async () => {
    const { replyId } = await answered(region)
    await signed()
    const receipt = (who: Person, id = replyId) => who.call(proofsApi.replyReceipt, { params: { replyId: id }, query: { format: 'pdf' } })
    expect((await receipt(neighbour)).status).toBe(404)
    expect((await receipt(await it.as('reader', '12'))).status).toBe(200)
    expect((await receipt(region, '01900000-0000-7000-8000-00000000dead')).status).toBe(404)
  })

  test('also on one that came by mail, in both logs', async () => {
    const dispatch = await givenDispatch(it)
    const entry = {
      slotOrg: '14',
      channel: 'mail' as const,
      receivedOn: it.today(),
      caseNumber: null,
      overall: { stance: null, comment: '' },
    }
    const params = { dispatchId: dispatch.id }
    const files = [await givenFile(secretariat, 'original')]
    const { replyId } = (await secretariat.call(repliesApi.enterOnBehalf, { params, body: { ...entry, decided: BOARD, files } })).body
    await signed()
    for (const who of [neighbour, secretariat]) {
      const zip = await who.call(proofsApi.replyReceipt, { params: { replyId }, query: { format: 'zip' } })
      const verdict = verify(withoutPdf(await filesIn(zip.bytes)))
      expect(verdict.text).toContain('reply.entered-on-behalf')
      expect(verdict.ok).toBe(true)
    }
  })
})

test('kvittens on a sending and its corrections: for the sender and each recipient, from its own log', async () => {
  const id = await givenSent(secretariat)
  const file = await givenUpload(secretariat, 'rättad bilaga.txt', 'Rättad')
  const body = {
    text: 'Ny bilaga och ny dag',
    newLastDay: day('2027-04-09'),
    files: [{ ...file, role: 'attachment' as const, replacesId: null }],
  }
  expect((await secretariat.call(dispatchesApi.correct, { params: { dispatchId: id }, body })).status).toBe(200)
  await signed()
  for (const who of [secretariat, region, neighbour]) {
    const sending = await who.call(proofsApi.sendingReceipt, { params: { dispatchId: id }, query: { format: 'zip' } })
    expect(sending.status).toBe(200)
    const sent = withoutPdf(await filesIn(sending.bytes))
    expect(verify(sent)).toMatchObject({ ok: true })
    expect(JSON.parse(String(sent.find(({ name }) => name.endsWith('.json'))?.bytes)), 'as it was sent').toMatchObject({
      lastDay: '2027-03-19',
    })
    const correction = await who.call(proofsApi.correctionReceipt, { params: { dispatchId: id, number: '1' }, query: { format: 'zip' } })
    const corrected = withoutPdf(await filesIn(correction.bytes))
    const verdict = verify([...corrected, { name: 'ny.txt', bytes: Buffer.from('Rättad') }])
    expect(verdict.text).toContain('dispatch.corrected')
    expect(verdict.ok).toBe(true)
    expect(
      (await who.call(proofsApi.correctionReceipt, { params: { dispatchId: id, number: '2' }, query: { format: 'pdf' } })).status,
    ).toBe(404)
  }
  const stranger = await it.as('registrar', '13')
  expect((await stranger.call(proofsApi.sendingReceipt, { params: { dispatchId: id }, query: { format: 'pdf' } })).status).toBe(404)
})

test('sändlista med kvittenser: every recipient, and every act that the sender can prove', async () => {
  const { dispatchId, number } = await answered(region)
  await region.call(dispatchesApi.confirmReceipt, { params: { dispatchId }, body: { caseNumber: 'RS 2026-77' } })
  await signed()
  const params = { dispatchId }
  const pdf = await secretariat.call(proofsApi.sendingList, { params, query: { format: 'pdf' } })
  expect(isPdfA(pdf.bytes)).toBe(true)
  const zip = await secretariat.call(proofsApi.sendingList, { params, query: { format: 'zip' } })
  const files = await filesIn(zip.bytes)
  const names = files.map(({ name }) => name)
  expect(names).toContain('Sändlista med kvittenser NSPL 2026-17.pdf')
  expect(names).toContain(`bevis/Kvittens ${number}.tlog-proof`)
  expect(names).toContain('bevis/Mottagandet bekräftat av Region Skåne.tlog-proof')
  const verdict = verify(withoutPdf(files).filter(({ name }) => name.startsWith('bevis/')))
  expect(verdict.text).toContain('slot.received')
  expect(verdict.ok).toBe(true)
  const readme = Buffer.from(files.find(({ name }) => name === 'LÄS MIG.txt')?.bytes ?? []).toString('utf8')
  expect(readme).toContain('node nspl-verify.mjs .\n')
  // As it says: unpacked, with everything in it.
  const asSaid = verifyIn(files, '.')
  expect(asSaid).toEqual({
    ok: true,
    text: expect.stringMatching(/slot\.received[^]*\nGODKÄNT, utom de filer som loggen inte styrker \(2\), /),
  })
  const [, fingerprint] = /fingeravtryck \(.*\): ([0-9a-f ]+)\n/.exec(asSaid.text) ?? []
  expect(readme).toContain(`     ${fingerprint}\n`)
  expect(verify([{ name: 'sändlista.zip', bytes: zip.bytes }], '--key', fingerprint ?? '').ok).toBe(true)
  expect((await region.call(proofsApi.sendingList, { params, query: { format: 'pdf' } })).status).toBe(403)
})

describe('what a region takes home', () => {
  test('its own log, and all that it handed in or received, as one file that the verifier takes', async () => {
    const theirs = await answered(region)
    const { number } = await answered(neighbour, { file: true })
    await signed()
    const bundle = await neighbour.call(proofsApi.bundle, {})
    expect(bundle.status).toBe(200)
    const names = (await filesIn(bundle.bytes)).map(({ name }) => name)
    expect(names).toContain('journal/14.ndjson')
    expect(names.some((name) => name.endsWith(`Svar ${number}/Svar ${number}.json`))).toBe(true)
    expect(names.some((name) => name.endsWith('Utskick NSPL 2026-17.json'))).toBe(true)
    expect(names.some((name) => name.endsWith('0 attachment.txt'))).toBe(true)
    expect(
      names.some((name) => name.includes(theirs.number)),
      'nobody else’s answers',
    ).toBe(false)
    const verdict = verify([{ name: 'paket.zip', bytes: bundle.bytes }])
    expect(verdict.text).toContain('GODKÄNT')
    expect(verdict.ok).toBe(true)
    const key = createHash('sha256')
      .update(it.world.checkpoints.keys[0]?.raw ?? '')
      .digest('hex')
    expect(verify([{ name: 'paket.zip', bytes: bundle.bytes }], '--key', key).ok).toBe(true)
  })

  test('names what does not fit, and still holds', async () => {
    const { number } = await answered(neighbour, { file: true })
    await signed()
    const bytes = await inTransaction(it.world.db, async (tx) => {
      await tx.rows(sql`select set_config('app.org', '14', true)`)
      const journal = await readJournal(tx, '14')
      if (!journal) throw new Error('nothing is signed')
      return await zip(withManifest(bundleFiles(tx, journal, orgCode('14'), { mostBytes: 200 })), it.now())
    })
    const files = await unzipBytes(bytes)
    expect(String(files.get('documents/utelämnat.txt'))).toContain(`Svar ${number}/Svar ${number}.json`)
    expect(
      [...files.keys()].some((name) => name.endsWith('0 attachment.txt')),
      'what is small enough is there',
    ).toBe(true)
    expect(verify([{ name: 'paket.zip', bytes }]).ok).toBe(true)
  })

  test('when its log has been quiet while others went on', async () => {
    await signed()
    const latest = async () => (await neighbour.call(journalApi.now, { query: {} })).body
    const before = await latest()
    for (const _ of [1, 2]) {
      await region.call(journalApi.doubt, { body: { log: 'own', what: 'shrunk', kept: null, got: null } })
      await it.world.checkpoints.sign()
    }
    const after = await latest()
    expect([after.own?.note === before.own?.note, after.top?.note === before.top?.note]).toEqual([true, false])
    const { bytes } = await neighbour.call(proofsApi.bundle, {})
    expect(verify([{ name: 'paket.zip', bytes }]).text).toMatch(/den gemensamma loggen: loggens senaste kontrollpunkt står/)
  })

  test('and says whose it is to whoever opens it', async () => {
    const readme = String((await unzipBytes((await neighbour.call(proofsApi.bundle, {})).bytes)).get('README.txt'))
    expect(readme.split('\n')[0]).toBe('JOURNAL FÖR Västra Götalandsregionen (14)')
  })

  test('by whoever works at its desk', async () => {
    expect((await (await it.as('reader', '14')).call(proofsApi.bundle, {})).status).toBe(403)
    expect((await secretariat.call(proofsApi.bundle, {})).status).toBe(200)
  })
})

test('what is above open is journaled when its receipt is taken, or the bundle that holds it', async () => {
  const secrecy = { provision: '18 kap. 13 § OSL', date: day('2026-11-25'), authority: 'NSPL' }
  const dispatch = await givenDispatch(it, { class: 'limited', secrecy })
  await givenDraft(region, dispatch)
  const { replyId } = (await handInNow(region, dispatch.id)).body
  await signed()
  const readsOf = async (id: string) =>
    (await it.journal(id)).filter(({ type }) => type.endsWith('.read')).map(({ log, type }) => `${log} ${type}`)
  const params = { replyId }
  await secretariat.call(proofsApi.replyReceipt, { params, query: { format: 'zip' } })
  expect(await readsOf(replyId)).toEqual(['NSPL reply.read'])
  await neighbour.call(proofsApi.sendingReceipt, { params: { dispatchId: dispatch.id }, query: { format: 'zip' } })
  expect(await readsOf(dispatch.id)).toEqual(['14 dispatch.read'])
  expect((await region.call(proofsApi.bundle, {})).status).toBe(200)
  expect((await readsOf(replyId)).toSorted()).toEqual(['12 reply.read', 'NSPL reply.read'])
  expect((await readsOf(dispatch.id)).toSorted()).toEqual(['12 dispatch.read', '14 dispatch.read'])
})

test('the addresses that pages of other features link to are ours', () => {
  const to = (endpoint: Endpoint, params: Record<string, string>, format?: string) =>
    fillPath(endpoint.path, { org: '12', ...params }) + (format ? `?format=${format}` : '')
  expect(receiptFiles.reply('12', 'a', 'pdf')).toBe(to(proofsApi.replyReceipt, { replyId: 'a' }, 'pdf'))
  expect(receiptFiles.sending('12', 'a', 'zip')).toBe(to(proofsApi.sendingReceipt, { dispatchId: 'a' }, 'zip'))
  expect(receiptFiles.correction('12', 'a', 2, 'pdf')).toBe(to(proofsApi.correctionReceipt, { dispatchId: 'a', number: '2' }, 'pdf'))
  expect(receiptFiles.sendingList('12', 'a', 'zip')).toBe(to(proofsApi.sendingList, { dispatchId: 'a' }, 'zip'))
  expect(receiptFiles.bundle('12')).toBe(to(proofsApi.bundle, {}))
})
