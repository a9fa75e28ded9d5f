import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkpointOf, newSigner } from '../drill/tamper-logs.ts'
import { keyLine, fingerprintOf } from '../src/lib/note.ts'
import { originOf } from '../src/lib/checkpoint.ts'
import { sha256 } from '../src/platform/ids.ts'
import { withManifest } from '../src/platform/journal-export.ts'
import { zip } from '../src/platform/zip.ts'
import { bundleOf, CONTENT, LOG, proofOf, proofText, signed, type Truth, truth } from './forgeries-bundle.ts'

// The stand-alone script as a region runs it: a process of its own, from a folder where nothing of the project is.
const folder = mkdtempSync(join(tmpdir(), 'nspl-verifier-'))
const script = join(folder, 'nspl-verify.mjs')
const run = promisify(execFile)
let real: Truth

beforeAll(() => {
  copyFileSync(join(import.meta.dirname, '..', 'verifier', 'nspl-verify.mjs'), script)
  real = truth()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function verify(...args: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, [script, ...args], { cwd: folder, env: {} })
    return { code: 0, said: stdout }
  } catch (error) {
    if (!(error instanceof Error) || !('stdout' in error) || !('code' in error)) throw error
    return { code: Number(error.code), said: String(error.stdout) }
  }
}

let count = 0
function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, `${(count += 1)}-${name}`)
  writeFileSync(path, content)
  return path
}

const AT = new Date('2026-11-25T09:00:00.000Z')
/** A bundle as a zip whose manifest is right: a forger makes that anew. */
async function zipOf(files: Map<string, string>): Promise<string> {
  const all = [...files].map(([path, text]) => ({ path, bytes: Buffer.from(text, 'utf8') }))
  return write('paket.zip', await zip(withManifest(all), AT))
}
const keyOf = ({ signer, journal }: Truth) => keyLine(sha256, originOf(journal.installation, LOG), signer.key)
const lines = (text = '') => text.trimEnd().split('\n')
const log = `journal/${LOG}.ndjson`

function changed(path: string, change: (text: string) => string, of = real): Map<string, string> {
  const files = bundleOf(of)
  const before = files.get(path) ?? ''
  const after = change(before)
  if (after === before) throw new Error(`${path} is not changed`)
  return files.set(path, after)
}

test('a true bundle holds, as zip and as folder, by fingerprint and by key line, with a kept checkpoint', async () => {
  const kept = write('sparad.txt', real.journal.own.checkpoints[1]?.note ?? '')
  const fingerprint = fingerprintOf(sha256, real.signer.key)
  const asZip = await verify(await zipOf(bundleOf(real)), '--key', fingerprint, '--checkpoint', kept)
  expect(asZip.said).toMatch(/logg 12: 14 poster, alla som de signerades/)
  expect(asZip.said).toMatch(/documents\/yttrande\.txt: är det som post 6 .* binder/)
  expect(asZip.said).toMatch(/fortsättning på den som er sparade kontrollpunkt gäller \(9 poster\)/)
  expect(asZip).toEqual({ code: 0, said: expect.stringMatching(/\nGODKÄNT\.\n$/) })

  const unpacked = join(folder, 'uppackat')
  for await (const { path, bytes } of withManifest([...bundleOf(real)].map(([path, text]) => ({ path, bytes: Buffer.from(text) })))) {
    mkdirSync(dirname(join(unpacked, path)), { recursive: true })
    writeFileSync(join(unpacked, path), bytes)
  }
  expect(await verify(unpacked, '--key', keyOf(real))).toEqual({ code: 0, said: expect.stringMatching(/\nGODKÄNT\.\n$/) })
})

test("without a key of one's own the verdict says what it rests on", async () => {
  const { code, said } = await verify(await zipOf(bundleOf(real)))
  expect(code).toBe(0)
  expect(said).toContain(fingerprintOf(sha256, real.signer.key))
  expect(said).toMatch(/\nGODKÄNT, om nyckeln är rätt: /)
})

test('a true proof holds alone and with its document; a checkpoint too', async () => {
  const proof = write('kvitto.tlog-proof', proofText(proofOf(real)))
  const keys = write('keys.txt', real.keyLines.join('\n'))
  expect(await verify(proof, keys)).toEqual({ code: 0, said: expect.stringContaining('post 6 i logg 12') })
  const both = await verify(proof, write('yttrande.txt', CONTENT), '--key', keys)
  expect(both).toEqual({ code: 0, said: expect.stringContaining('är innehållet i den post') })
  const checkpoint = write('kontrollpunkt.txt', real.journal.own.checkpoints[0]?.note ?? '')
  expect(await verify(checkpoint, '--key', keyOf(real))).toEqual({ code: 0, said: expect.stringContaining('med 4 poster, rätt signerad') })
  expect(await verify(proof)).toEqual({ code: 1, said: expect.stringContaining('ingen nyckel är känd') })
})

/** Bundles that a forger has made, the manifest made anew, and why each is refused. */
const bundles: [what: string, forge: () => Map<string, string>, why: RegExp][] = [
  [
    'a byte of an entry flipped',
    () => changed(log, (text) => text.replace('reply.handed-in', 'reply.handed-io')),
    /någon av posterna 0–3 är inte den som signerades/,
  ],
  ['a wrong salt', () => changed(log, (text) => text.replace(/"statement":"([0-9a-f]{63})."\}\}/, '"statement":"$1x"}}')), /saltet är fel/],
  [
    'a document changed',
    () => changed('documents/yttrande.txt', (text) => text.replace('tillstyrker', 'avstyrker')),
    /yttrande\.txt: filen är ändrad/,
  ],
  [
    'another document put in its place',
    () => changed('documents/index.json', (text) => text.replace('"seq":6', '"seq":5')),
    /post 5 binder inget innehåll ”statement”/,
  ],
  [
    'the log cut off',
    () => changed(log, (text) => `${lines(text).slice(0, 12).join('\n')}\n`),
    /loggen är avkortad: 14 poster är signerade, men bara 12 finns här/,
  ],
  [
    'an entry inserted, the others renumbered',
    () => changed(log, (text) => renumbered(lines(text).toSpliced(10, 0, lines(text)[3] ?? ''))),
    /en post är tillagd bland posterna 9–13/,
  ],
  [
    'an entry put last',
    () => changed(log, (text) => renumbered([...lines(text), lines(text)[3] ?? ''])),
    /posterna från 14 är inte signerade/,
  ],
  [
    'entries in another order',
    () =>
      changed(
        log,
        (text) =>
          `${lines(text)
            .with(2, lines(text)[5] ?? '')
            .with(5, lines(text)[2] ?? '')
            .join('\n')}\n`,
      ),
    /post 5 står där post 2 ska stå/,
  ],
  [
    'entries of an unknown version',
    () =>
      bundleOf(
        signed(
          real.entries.map((one) => ({ ...one, entry: one.entry.replace('"v":1', '"v":9') })),
          real.signer,
        ),
      ),
    /okänd formatversion 9/,
  ],
  [
    'a checkpoint bent',
    () => changed(`journal/${LOG}.checkpoints.ndjson`, (text) => text.replace('\\n9\\n', '\\n8\\n')),
    /signaturen stämmer inte: kontrollpunkten är ändrad/,
  ],
  [
    "another log's proof in the top log",
    () =>
      bundleOf(real).set(
        'journal/TOP.tlog-proof',
        bundleOf(signed(real.entries.slice(0, 13), real.signer, real.journal.installation)).get('journal/TOP.tlog-proof') ?? '',
      ),
    /den gemensamma loggen: beviset gäller en annan kontrollpunkt/,
  ],
  [
    'all signed by another key',
    () => bundleOf(signed(real.entries, newSigner())),
    /kontrollpunkten är inte signerad av den nyckel som --key anger/,
  ],
]

function renumbered(rows: string[]): string {
  return rows.map((row, seq) => `${row.replace(/^\{"seq":\d+/, `{"seq":${seq}`)}\n`).join('')
}

test.each(bundles)('a forged bundle is refused: %s', async (_what, forge, why) => {
  const { code, said } = await verify(await zipOf(forge()), '--key', keyOf(real))
  expect(said).toMatch(why)
  expect({ code, verdict: lines(said).at(-1) }).toEqual({ code: 1, verdict: expect.stringMatching(/^UNDERKÄNT: \d+ fel\.$/) })
})

test('a bundle whose manifest is not its own is refused', async () => {
  const all = [...bundleOf(real)].map(([path, text]) => ({ path, bytes: Buffer.from(text, 'utf8') }))
  const manifest: { path: string; bytes: Uint8Array }[] = []
  for await (const file of withManifest(all)) if (file.path === 'manifest.json') manifest.push(file)
  const bent = all.map((file) => (file.path === 'README.txt' ? { ...file, bytes: Buffer.from('Lita på mig.') } : file))
  const said = await verify(write('paket.zip', await zip([...bent, ...manifest], AT)), '--key', keyOf(real))
  expect(said).toEqual({ code: 1, said: expect.stringContaining('README.txt är inte den fil som den anger') })
  const more = [...all, { path: 'documents/mer.txt', bytes: CONTENT }, ...manifest]
  const listed = await verify(write('paket.zip', await zip(more, AT)), '--key', keyOf(real))
  expect(listed).toEqual({ code: 1, said: expect.stringContaining('documents/mer.txt står inte i den') })
  const unproven = await verify(await zipOf(bundleOf(real).set('documents/mer.txt', 'x')), '--key', keyOf(real))
  expect(unproven).toEqual({ code: 0, said: expect.stringContaining('documents/mer.txt styrks inte av loggen') })
  expect(unproven.said).toMatch(/\nGODKÄNT, utom de filer som loggen inte styrker \(1\)\.\n$/)
})

test("a log that was rolled back, or rewritten with a stolen key, is seen by one's own checkpoint alone", async () => {
  const kept = write('sparad.txt', real.journal.own.checkpoints.at(-1)?.note ?? '')
  const { installation } = real.journal
  const back = signed(real.entries.slice(0, 11), real.signer, installation)
  const rewritten = signed(real.entries.with(2, { ...(real.entries[5] ?? { entry: '', salts: {} }), seq: 2 }), real.signer, installation)
  for (const [forged, why] of [
    [back, 'loggen är tillbakarullad: er kontrollpunkt gäller 14 poster, men här finns 11'],
    [rewritten, 'historien är omskriven'],
  ] as const) {
    const path = await zipOf(bundleOf(forged))
    expect((await verify(path, '--key', keyOf(real))).code).toBe(0)
    expect(await verify(path, '--key', keyOf(real), '--checkpoint', kept)).toEqual({ code: 1, said: expect.stringContaining(why) })
  }
})

test('the three lines of a checkpoint, as copied on paper, count as a kept one', async () => {
  const bundle = await zipOf(bundleOf(real))
  const [origin = '', size = '', root = ''] = lines(real.journal.own.checkpoints[1]?.note)
  const judged = (text: string) => verify(bundle, '--key', keyOf(real), '--checkpoint', write('papper.txt', text))
  for (const text of [`${origin}\n${size}\n${root}`, `\r\n${origin}\r\n${size} \r\n${root}\r\n\r\n`])
    expect(await judged(text)).toEqual({ code: 0, said: expect.stringContaining('(9 poster): den är osignerad och räknas som er egen') })
  const otherRoot = Buffer.alloc(32).toString('base64')
  expect(await judged(`${origin}\n${size}\n${otherRoot}\n`)).toEqual({ code: 1, said: expect.stringContaining('historien är omskriven') })
  expect(await judged(`${origin}\n99\n${root}\n`)).toEqual({ code: 1, said: expect.stringContaining('loggen är tillbakarullad') })
  expect(await judged(`${origin}3\n${size}\n${root}\n`)).toEqual({ code: 1, said: expect.stringContaining('gäller ingen logg') })
  expect(await judged(`${origin}\n${size}\n`)).toEqual({ code: 1, said: expect.stringContaining('går inte att läsa') })
})

test("a receipt's folder, or its zip, is judged by the files in it", async () => {
  const given = (content: string | Uint8Array, proof = proofText(proofOf(real))) =>
    new Map<string, Uint8Array>([
      ['bevis/Kvittens.tlog-proof', Buffer.from(proof)],
      ['bevis/nycklar.txt', Buffer.from(real.keyLines.join('\n'))],
      ['bevis/Svar.json', Buffer.from(content)],
      ['Kvittens.pdf', Buffer.from('%PDF-1.7')],
      ['nspl-verify.mjs', readFileSync(script)],
    ])
  const zipped = async (files: Map<string, Uint8Array>) =>
    write(
      'kvittens.zip',
      await zip(
        [...files].map(([path, bytes]) => ({ path, bytes })),
        AT,
      ),
    )
  const unpacked = (files: Map<string, Uint8Array>) => {
    const at = join(folder, `${(count += 1)}-kvittens`)
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(at, path)), { recursive: true })
      writeFileSync(join(at, path), bytes)
    }
    return at
  }
  for (const path of [await zipped(given(CONTENT)), unpacked(given(CONTENT))]) {
    const well = await verify(path, '--key', keyOf(real))
    expect(well.said).toMatch(/Svar\.json: är innehållet i den post/)
    expect(well.said).toMatch(/OBS {2}.*Kvittens\.pdf styrks inte av något bevis/)
    expect(well).toEqual({ code: 0, said: expect.stringMatching(/\nGODKÄNT, utom de filer som loggen inte styrker \(1\)\.\n$/) })
  }
  for (const forge of [given('Regionen avstyrker.'), given(CONTENT, proofText({ ...proofOf(real), index: 7 }))])
    for (const path of [await zipped(forge), unpacked(forge)])
      expect(await verify(path, '--key', keyOf(real))).toEqual({ code: 1, said: expect.stringMatching(/\nUNDERKÄNT: /) })
  // A bundle without its manifest is no receipt.
  expect(await verify(unpacked(new Map([...bundleOf(real)].map(([path, text]) => [path, Buffer.from(text)]))))).toEqual({
    code: 1,
    said: expect.stringContaining('manifest.json saknas'),
  })
})

/** Proofs that a forger has made, and why each is refused. */
const proofs: [what: string, forge: () => string, why: RegExp][] = [
  [
    'a byte flipped',
    () => proofText({ ...proofOf(real), entry: proofOf(real).entry.replace('handed-in', 'handed-io') }),
    /posten finns inte i loggen så som den står här/,
  ],
  ['a wrong index', () => proofText({ ...proofOf(real), index: 7 }), /inte på den plats som beviset säger/],
  ['an index beyond the log', () => proofText({ ...proofOf(real), index: 14 }), /plats 14 finns inte i en logg med 14 poster/],
  [
    'hashes cut off',
    () => proofText({ ...proofOf(real), hashes: proofOf(real).hashes.slice(0, -1) }),
    /beviset har 3 hashar, men plats 6 av 14 ska ha 4/,
  ],
  [
    "another log's checkpoint",
    () => {
      const { journal, signer } = real
      const { note } = checkpointOf(journal.installation, '13', 14, Buffer.from(journal.own.checkpoints.at(-1)?.root ?? '', 'hex'), signer)
      return proofText({ ...proofOf(real), checkpoint: note })
    },
    /posten hör till logg 12, men kontrollpunkten till logg 13/,
  ],
  [
    'signed by another key',
    () => proofText(proofOf(signed(real.entries, newSigner(), real.journal.installation))),
    /ingen känd nyckel har signerat kontrollpunkten/,
  ],
  ['an unknown version', () => proofText(proofOf(real)).replace('@v1', '@v2'), /okänd formatversion ”c2sp\.org\/tlog-proof@v2”/],
  ['not a proof any more', () => proofText(proofOf(real)).replace(/\nindex \d+/, ''), /beviset saknar plats/],
]

test.each(proofs)('a forged proof is refused: %s', async (_what, forge, why) => {
  const { code, said } = await verify(write('kvitto.tlog-proof', forge()), '--key', keyOf(real))
  expect(said).toMatch(why)
  expect(code).toBe(1)
})

test('a document that a proof does not commit to is refused, and so is a proof with another salt', async () => {
  const proof = write('kvitto.tlog-proof', proofText(proofOf(real)))
  const changedFile = write('yttrande.txt', 'Regionen avstyrker.')
  expect(await verify(proof, changedFile, '--key', keyOf(real))).toEqual({
    code: 1,
    said: expect.stringContaining('inget bevis här binder filen'),
  })
  const salted = write('kvitto.tlog-proof', proofText({ ...proofOf(real), salts: { statement: '00'.repeat(32) } }))
  const said = await verify(salted, write('yttrande.txt', CONTENT), '--key', keyOf(real))
  expect(said).toEqual({ code: 1, said: expect.stringContaining('inget bevis här binder filen') })
})

test('a salt that holds the beginning of the content does not make the rest of it the content', async () => {
  const { salts, ...proof } = proofOf(real)
  const [start, rest] = [CONTENT.subarray(0, 25), CONTENT.subarray(25)]
  const longer = { statement: `${salts['statement']}${start.toString('hex')}` }
  const forged = write('kvitto.tlog-proof', proofText({ ...proof, salts: longer }))
  const said = await verify(forged, write('yttrande.txt', rest), '--key', keyOf(real))
  expect(said).toEqual({ code: 1, said: expect.stringContaining('saltet är fel: det ska vara 32 byte') })
})

test('two bundles that tell of the same log differently are refused together, and keys alone prove nothing', async () => {
  const other = real.entries.with(2, { ...(real.entries[5] ?? { entry: '', salts: {} }), seq: 2 })
  const rewritten = await zipOf(bundleOf(signed(other, real.signer, real.journal.installation)))
  expect(await verify(await zipOf(bundleOf(real)), rewritten, '--key', keyOf(real))).toEqual({
    code: 1,
    said: expect.stringContaining('paketen visar olika historia för samma logg'),
  })
  const keys = write('keys.txt', real.keyLines.join('\n'))
  expect(await verify(keys)).toEqual({ code: 1, said: expect.stringContaining('bara nycklar') })
})

test('a zip that other programs may read differently is refused', async () => {
  const good = readFileSync(await zipOf(bundleOf(real)))
  const forged = readFileSync(await zipOf(bundleOf(real).set('documents/yttrande.txt', 'Regionen avstyrker.')))
  const behind = await verify(write('paket.zip', Buffer.concat([forged, moved(good, forged.length)])), '--key', keyOf(real))
  expect(behind).toEqual({ code: 1, said: expect.stringContaining('zipfilen rymmer mer än filerna') })
  const commented = await verify(write('paket.zip', Buffer.concat([good, Buffer.from('x')])), '--key', keyOf(real))
  expect(commented).toEqual({ code: 1, said: expect.stringContaining('något är tillagt') })
  const renamed = Buffer.from(good)
  renamed.write('documents/yttrbnde.txt', renamed.indexOf('documents/yttrande.txt'))
  expect((await verify(write('paket.zip', renamed), '--key', keyOf(real))).code).toBe(1)
})

/** A zip whose places are counted from so many bytes before it. */
function moved(bytes: Buffer, by: number): Buffer {
  const zipped = Buffer.from(bytes)
  const end = zipped.length - 22
  let at = zipped.readUInt32LE(end + 16)
  zipped.writeUInt32LE(at + by, end + 16)
  for (let left = zipped.readUInt16LE(end + 10); left > 0; left -= 1) {
    zipped.writeUInt32LE(zipped.readUInt32LE(at + 42) + by, at + 42)
    at += 46 + zipped.readUInt16LE(at + 28)
  }
  return zipped
}

test('zip files that could do harm are refused', async () => {
  const good = await zip([{ path: 'aaaa.txt', bytes: Buffer.from('x') }], AT)
  const named = (name: string) => Buffer.from(good.toString('latin1').replaceAll('aaaa.txt', name), 'latin1')
  for (const name of ['../a.txt', '/aaa.txt', 'a\\..\\txt', 'c:aa.txt'])
    expect(await verify(write('paket.zip', named(name)))).toEqual({ code: 1, said: expect.stringContaining('otillåten sökväg') })
  const bomb = await zip([{ path: 'noll', bytes: Buffer.alloc(250_000_000) }], AT)
  expect(await verify(write('paket.zip', bomb))).toEqual({ code: 1, said: expect.stringContaining('packar upp till orimligt mycket') })
  const lying = Buffer.from(await zip([{ path: 'noll', bytes: Buffer.alloc(100_000) }], AT))
  const directory = lying.readUInt32LE(lying.length - 6)
  lying.writeUInt32LE(10, directory + 24)
  lying.writeUInt32LE(crc32(Buffer.alloc(10)), directory + 16)
  expect((await verify(write('paket.zip', lying))).code).toBe(1)
  expect(await verify(write('paket.zip', good.subarray(0, good.length - 4)))).toEqual({
    code: 1,
    said: expect.stringContaining('zipfilen är avkortad'),
  })
})

test('a list of documents that is none is a fault, and no crash', async () => {
  for (const list of ['{}', '[null]', 'x']) {
    const { code, said } = await verify(await zipOf(bundleOf(real).set('documents/index.json', list)), '--key', keyOf(real))
    expect({ code, verdict: lines(said).at(-1) }).toEqual({ code: 1, verdict: expect.stringMatching(/^UNDERKÄNT: \d+ fel\.$/) })
  }
})

test('without anything to verify, or with an unknown option, the script says how it is used', async () => {
  for (const args of [[], ['--nyckel', 'x'], ['a.zip', '--key']])
    expect(await verify(...args)).toEqual({ code: 2, said: expect.stringContaining('Så här:') })
  expect(await verify('finns-inte.zip')).toEqual({ code: 1, said: expect.stringContaining('FEL  finns-inte.zip') })
})
