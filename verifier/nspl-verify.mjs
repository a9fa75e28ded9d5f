// Verifies proofs of the NSPL platform, without the platform, the network or any library: Node 20.19 or later is enough.
// Formats: RFC 9162 (tree), C2SP signed-note, tlog-checkpoint and tlog-proof (https://c2sp.org), RFC 8785 (entries), ZIP (APPNOTE.TXT).
import { createHash, createPublicKey, verify } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'
const USAGE = `Så här: node nspl-verify.mjs FIL… [--key NYCKEL] [--checkpoint FIL]
  FIL           ett paket eller en kvittens (zip eller mapp), ett bevis (.tlog-proof), en kontrollpunkt, keys.txt, eller en handling
  --key         nyckelns fingeravtryck, nyckelraden eller en fil med nyckelrader, som ni har fått på annan väg än paketet
  --checkpoint  en kontrollpunkt som ni själva har sparat, eller dess tre rader: den visar om loggen har rullats tillbaka eller skrivits om
`
const say = (mark, text) => process.stdout.write(`${mark.padEnd(4)} ${text}\n`)
const refuse = (reason) => {
  throw new Error(reason)
}
/** Runs one check: a text that it gives is said; what it throws is the reason why it does not hold. */
function check(what, work) {
  try {
    const done = work()
    if (typeof done === 'string') say('OK', `${what}: ${done}`)
    return done
  } catch (error) {
    faults += 1
    say('FEL', `${what}: ${error.message}`)
  }
}
const linesOf = (bytes) => String(bytes).match(/[^\r\n]+/g) ?? []
const isBase64 = (text) => Buffer.from(text, 'base64').toString('base64') === text
const base64 = (text) => (isBase64(text) ? Buffer.from(text, 'base64') : refuse(`”${text.slice(0, 20)}” är inte base64`))
function parse(bytes, what) {
  try {
    return JSON.parse(String(bytes))
  } catch {
    return refuse(`${what} är inte giltig JSON`)
  }
}
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const leafOf = (entry) => sha256(Uint8Array.of(0), entry)
const nodeOf = (left, right) => sha256(Uint8Array.of(1), left, right)
const saltOf = (hex) => (/^[0-9a-f]{64}$/.test(hex) ? Buffer.from(hex, 'hex') : refuse('saltet är fel: det ska vara 32 byte'))
/** Of a file, an entry commits to the hash as text; of everything else to the bytes: a salt of another length could hold some of them. */
const commitment = (label, salt, bytes) =>
  sha256(Uint8Array.of(2), saltOf(salt), label.startsWith('file:') ? sha256(bytes).toString('hex') : bytes).toString('hex')
function append(peaks, size, leaf) {
  let node = leaf
  for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) node = nodeOf(peaks.pop(), node)
  peaks.push(node)
}
const rootOf = (peaks) => peaks.reduceRight((right, left) => (right ? nodeOf(left, right) : left), undefined)
/** On which side each hash of a proof stands (RFC 9162, 2.1.3.2). */
function sidesOf(index, size) {
  const sides = []
  for (let [at, last] = [index, size - 1]; last > 0; [at, last] = [Math.floor(at / 2), Math.floor(last / 2)])
    if (at % 2 === 1 || at < last) sides.push(at % 2 === 1 ? 'left' : 'right')
  return sides
}
const up = (node, step, side) => (side === 'left' ? nodeOf(step, node) : nodeOf(node, step))
const standsSomewhere = (node, [step, ...steps], root) =>
  step ? ['left', 'right'].some((side) => standsSomewhere(up(node, step, side), steps, root)) : node.equals(root)
function proveInclusion(leaf, { index, hashes }, { size, root }) {
  if (index >= size) refuse(`plats ${index} finns inte i en logg med ${size} poster`)
  const sides = sidesOf(index, size)
  const [has, needs] = [hashes.length, sides.length]
  if (has !== needs) refuse(`beviset har ${has} hashar, men plats ${index} av ${size} ska ha ${needs}: det är avkortat, eller platsen fel`)
  if (hashes.reduce((node, step, at) => up(node, step, sides[at]), leaf).equals(root)) return
  if (hashes.length <= 14 && standsSomewhere(leaf, hashes, root)) refuse('posten står i loggen, men inte på den plats som beviset säger')
  refuse('posten finns inte i loggen så som den står här: den, eller beviset, är ändrad')
}
const PREFIX = { ed25519: '302a300506032b6570032100', mlDsa44: '30820532300b06096086480165030403110382052100' }
const ML_DSA_44_LENGTH = 1312
const [keys, logs, unproven, skipped] = [new Map(), [], [], new Set()]
let [wanted, faults] = [undefined, 0]
/** A key line: name+id+base64(type ‖ public key). Ed25519 is type 0x01; a key of ML-DSA-44 is known by its length. */
function addKey(line, from) {
  const [, name, id, text] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? refuse(`”${line.slice(0, 40)}” är ingen nyckelrad`)
  const material = base64(text)
  if (keyId(name, material) !== id) refuse(`nyckelraden för ${name} hänger inte ihop: ${id} är inte nyckelns id`)
  const isEd25519 = material[0] === 1 && material.length === 33
  if (!isEd25519 && material.length <= ML_DSA_44_LENGTH) return
  const raw = material.subarray(isEd25519 ? 1 : -ML_DSA_44_LENGTH)
  keys.set(material.toString('hex'), { material, raw, isEd25519, from, fingerprint: sha256(raw).toString('hex') })
}
const keyId = (name, material) => sha256(name, '\n', material).subarray(0, 4).toString('hex')
/** Does the signature hold? Undefined when this Node does not know its algorithm. */
function holds({ isEd25519, raw }, text, signature) {
  const der = Buffer.concat([Buffer.from(isEd25519 ? PREFIX.ed25519 : PREFIX.mlDsa44, 'hex'), raw])
  try {
    return verify(null, text, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  } catch (error) {
    return isEd25519 ? refuse(`signaturen går inte att pröva: ${error.message}`) : undefined
  }
}
/** A checkpoint: origin, size and root, an empty line, and signatures. Throws unless a known key has signed it, and the demanded one. */
function readCheckpoint(note, demanded) {
  const parts = /^((nspl\/[0-9a-f-]{36}\/([A-Z0-9]{2,8}))\n(0|[1-9]\d{0,14})\n(\S{44})\n)\n((?:— \S+ \S+\n)+)$/.exec(String(note))
  const [, text, origin, log, size, root, signatures] = parts ?? refuse('kontrollpunkten går inte att läsa, eller saknar signatur')
  if (keys.size === 0) refuse('ingen nyckel är känd: ange nyckelraden med --key, eller lägg till keys.txt')
  const signers = []
  for (const line of linesOf(signatures)) {
    const [, name, signed] = line.split(' ')
    const bytes = base64(signed)
    for (const key of keys.values()) {
      if (name !== origin || keyId(name, key.material) !== bytes.toString('hex', 0, 4)) continue
      const isHolding = holds(key, Buffer.from(text), bytes.subarray(4))
      if (isHolding === false) refuse('signaturen stämmer inte: kontrollpunkten är ändrad efter att den signerades')
      if (isHolding) signers.push(key.fingerprint)
      else skipped.add(key)
    }
  }
  if (signers.length === 0) refuse('ingen känd nyckel har signerat kontrollpunkten: den är signerad av en annan')
  if (demanded !== undefined && !signers.includes(demanded)) refuse('kontrollpunkten är inte signerad av den nyckel som --key anger')
  return { origin, log, size: Number(size), root: base64(root) }
}
function readEntry(text, log) {
  const entry = parse(text, 'posten')
  if (entry?.v !== 1) refuse(`posten har okänd formatversion ${entry?.v}: hämta ett nyare program`)
  if (entry.log !== log) refuse(`posten hör till logg ${entry.log}, men kontrollpunkten till logg ${log}`)
  return entry
}
function verifyProof(bytes, isTrusted = () => false) {
  const [head] = String(bytes).split('\n\n', 1)
  const [first, ...rest] = head.split('\n')
  if (first !== 'c2sp.org/tlog-proof@v1') refuse(`beviset har okänd formatversion ”${first.slice(0, 40)}”`)
  if (!rest[0]?.startsWith('extra ')) refuse('beviset saknar posten')
  const { entry, salts = {} } = parse(base64(rest.shift().slice(6)), 'beviset')
  const [, index] = /^index (0|[1-9]\d{0,14})$/.exec(rest.shift() ?? '') ?? refuse('beviset saknar plats')
  const proof = { index: Number(index), hashes: rest.map(base64) }
  if (typeof entry !== 'string' || proof.hashes.some(({ length }) => length !== 32)) refuse('beviset går inte att läsa')
  const note = String(bytes).slice(head.length + 2)
  const checkpoint = readCheckpoint(note, isTrusted(readCheckpoint(note)) ? undefined : wanted)
  const body = readEntry(entry, checkpoint.log)
  proveInclusion(leafOf(Buffer.from(entry)), proof, checkpoint)
  const said = `post ${index} i logg ${body.log} (${body.type}, ${body.at}) står i den signerade loggen med ${checkpoint.size} poster`
  return { body, salts, origin: checkpoint.origin, said }
}
function readFolder(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => !statSync(join(folder, path)).isDirectory())
  return new Map(paths.map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path))]))
}
const isOdd = (path) => /[\\:]|\p{Cc}/u.test(path) || path.split('/').some((step) => ['', '.', '..'].includes(step))
function readZip(zip) {
  const end = zip.length - 22
  if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) refuse('zipfilen är avkortad, eller något är tillagt: den slutar inte som den ska')
  const files = new Map()
  let [at, first, total, packed] = [zip.readUInt32LE(end + 16), zip.readUInt32LE(end + 16), 0, 0]
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) refuse('zipfilens innehållsförteckning är trasig')
    const [flags, method, nameLength, ...others] = [8, 10, 28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const [crc, length, size, local] = [16, 20, 24, 42].map((field) => zip.readUInt32LE(at + field))
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength)
    ;[at, first] = [at + 46 + nameLength + others[0] + others[1], Math.min(first, local)]
    if (isOdd(path.replace(/\/$/, '')) || files.has(path)) refuse(`zipfilen har en otillåten sökväg: ${JSON.stringify(path)}`)
    if (path.endsWith('/')) continue
    ;[total, packed] = [total + size, packed + length]
    if (packed > zip.length || size > length * 1100 || total > 2e8 + packed * 100) refuse('zipfilen packar upp till orimligt mycket')
    if (flags & 1 || (method !== 0 && method !== 8)) refuse(`${path} är krypterad, eller packad på ett okänt sätt`)
    const isThere = zip.toString('latin1', local, local + 4) === 'PK\x03\x04' && zip.readUInt16LE(local + 26) === nameLength
    if (!isThere || zip.toString('utf8', local + 30, local + 30 + nameLength) !== path) refuse(`${path} saknas i zipfilen`)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const [body, limit] = [zip.subarray(from, from + length), { maxOutputLength: Math.max(size, 1) }]
    const bytes = method === 0 ? body : inflateRawSync(body, limit)
    if (bytes.length !== size || crc32(bytes) !== crc) refuse(`${path} är skadad i zipfilen`)
    files.set(path, bytes)
  }
  // Another program may begin at the other end: it must see the same files.
  if (first > 0 || at !== end) refuse('zipfilen rymmer mer än filerna i innehållsförteckningen')
  return files
}
function verifyBundle(name, files) {
  const bytesOf = (path) => files.get(path) ?? refuse(`${path} saknas i paketet`)
  const rows = (path) => linesOf(bytesOf(path)).map((line) => parse(line, path))
  const index = files.has('documents/index.json') ? (check(name, () => readIndex(bytesOf('documents/index.json'))) ?? []) : []
  check(`${name}: manifest.json`, () => verifyManifest(files, bytesOf))
  check(`${name}: keys.txt`, () => linesOf(bytesOf('keys.txt')).forEach((line) => addKey(line, 'keys.txt')))
  const found = [...files.keys()].flatMap((path) => /^journal\/([A-Z0-9]{2,8})\.ndjson$/.exec(path)?.[1] ?? [])
  const verified = check(`${name}: loggen`, () => {
    const [log = ''] = found.length === 1 ? found : refuse('paketet ska ha en logg')
    return verifyLog(log, rows(`journal/${log}.ndjson`), rows(`journal/${log}.checkpoints.ndjson`))
  })
  if (!verified) return
  const { log, origin, size, root, roots, entries, signedAt } = verified
  const isOther = (one) => one.origin === origin && !one.roots[Math.min(size, one.size)].equals(roots[Math.min(size, one.size)])
  if (logs.some(isOther)) check(name, () => refuse('paketen visar olika historia för samma logg: spara båda'))
  logs.push(verified)
  say('OK', `${name}: logg ${log}: ${size} poster, alla som de signerades, senast ${signedAt}`)
  check(`${name}: den gemensamma loggen`, () => {
    const top = verifyProof(bytesOf('journal/TOP.tlog-proof'))
    const isSame = top.body.of === log && top.body.size === size && top.body.root === root.toString('hex')
    if (!isSame || top.origin !== origin.replace(/[^/]+$/, 'TOP')) refuse('beviset gäller en annan kontrollpunkt än loggens senaste')
    return 'loggens senaste kontrollpunkt står i den gemensamma loggen'
  })
  // A proof may be older than the key: what its checkpoint says stands in the log that was verified.
  const isPartOfLog = (said) => said.origin === origin && roots[said.size]?.equals(said.root)
  for (const row of index) check(`${name}: ${row.path}`, () => verifyDocument(row, entries, bytesOf(row.path)))
  for (const path of files.keys()) {
    const isListed = !path.startsWith('documents/') || path === 'documents/index.json' || index.some((row) => row.path === path)
    if (/^(?!journal\/TOP).*\.tlog-proof$/.test(path)) check(`${name}: ${path}`, () => verifyProof(bytesOf(path), isPartOfLog).said)
    else if (!isListed) unproven.push(`${name}: ${path} styrks inte av loggen`)
  }
}
const readIndex = (bytes) => parse(bytes, 'index.json').map(({ path, seq, label, sha256 }) => ({ path, seq, label, sha256 }))
function verifyManifest(files, bytesOf) {
  const listed = parse(bytesOf('manifest.json'), 'manifest.json').files
  for (const { path, sha256: hash, size } of listed)
    if (bytesOf(path).length !== size || sha256(bytesOf(path)).toString('hex') !== hash) refuse(`${path} är inte den fil som den anger`)
  const extra = [...files.keys()].find((path) => path !== 'manifest.json' && !listed.some((file) => file.path === path))
  return extra === undefined ? `${listed.length} filer, alla som den anger` : refuse(`${extra} står inte i den`)
}
function verifyLog(log, lines, points) {
  const last = points.at(-1) ?? refuse('loggen har ingen kontrollpunkt')
  const [peaks, roots] = [[], [sha256('')]]
  const entries = lines.map(({ seq, entry, salts = {} }, at) => {
    if (seq !== at) refuse(`post ${seq} står där post ${at} ska stå: poster saknas eller är omkastade`)
    append(peaks, at, leafOf(Buffer.from(entry)))
    roots.push(rootOf(peaks))
    return { body: readEntry(entry, log), salts }
  })
  let latest = { size: 0 }
  for (const point of points) {
    // Earlier ones may be signed by an earlier key: the last one holds their entries too.
    const said = readCheckpoint(point.note, point === last ? wanted : undefined)
    const range = `${latest.size}–${said.size - 1}`
    if (said.log !== log) refuse(`en kontrollpunkt hör till logg ${said.log}`)
    if (said.size > lines.length) refuse(`loggen är avkortad: ${said.size} poster är signerade, men bara ${lines.length} finns här`)
    const isSame = roots[said.size].equals(said.root)
    if (!isSame && lines.length > readCheckpoint(last.note).size) refuse(`en post är tillagd bland posterna ${range}`)
    if (!isSame) refuse(`någon av posterna ${range} är inte den som signerades: den är ändrad eller utbytt`)
    latest = said
  }
  if (lines.length > latest.size) refuse(`posterna från ${latest.size} är inte signerade: de är tillagda efter den senaste kontrollpunkten`)
  return { ...latest, entries, roots, signedAt: last.signedAt }
}
function verifyDocument({ seq, label, sha256: hash }, entries, bytes) {
  const { body, salts } = entries[seq] ?? refuse(`post ${seq} finns inte i loggen`)
  const committed = body.content?.[label] ?? refuse(`post ${seq} binder inget innehåll ”${label}”`)
  if (sha256(bytes).toString('hex') !== hash) refuse('filen är ändrad')
  if (salts[label] === undefined) refuse(`saltet för post ${seq} är gallrat: filen kan inte längre visas vara äkta`)
  if (commitment(label, salts[label], bytes) !== committed) refuse(`saltet är fel, eller filen en annan än den som post ${seq} binder`)
  return `är det som post ${seq} (${body.type}, ${body.at}) binder`
}
const [names, options] = [[], { '--key': [], '--checkpoint': [] }]
for (let args = process.argv.slice(2); args.length > 0; args = args.slice(1))
  if (args[0] in options && args.length > 1) [args] = [args.slice(1), options[args[0]].push(args[1])]
  else names.push(args[0])
if (names.length === 0 || names.some((name) => name.startsWith('--'))) {
  process.stdout.write(USAGE)
  process.exit(2)
}
for (const key of options['--key'])
  check('--key', () => {
    wanted = /^[0-9a-f]{64}$/.exec(key.replaceAll(/[\s:]/g, '').toLowerCase())?.[0]
    if (wanted === undefined) for (const line of linesOf(existsSync(key) ? readFileSync(key) : key)) addKey(line, '--key')
    wanted ??= [...keys.values()].find(({ isEd25519 }) => isEd25519)?.fingerprint ?? refuse('där finns ingen nyckel')
  })
const KINDS = { proof: /^c2sp\.org\/tlog-proof/, checkpoint: /^nspl\/\S+\n\d+\n/, keys: /^\S+\+[0-9a-f]{8}\+/, document: /^/ }
const given = { proof: [], checkpoint: [], keys: [], document: [], bundle: [] }
const kindOf = (bytes) => Object.keys(KINDS).find((kind) => KINDS[kind].test(bytes.toString('utf8', 0, 4096)))
for (const name of names)
  check(name, () => {
    const bytes = statSync(name).isDirectory() ? undefined : readFileSync(name)
    if (bytes && !/^PK\p{Cc}/u.test(bytes.toString('latin1', 0, 4))) return given[kindOf(bytes)].push([name, bytes])
    const files = bytes ? readZip(bytes) : readFolder(name)
    const has = (pattern) => [...files.keys()].some((path) => pattern.test(path))
    // Proofs without a log are receipts: their files count as if they were given one by one, but only what is JSON must be proven.
    if (has(/^(manifest\.json$|journal\/)/) || !has(/\.tlog-proof$/)) given.bundle.push([name, files])
    else files.forEach((part, path) => path.endsWith('.mjs') || given[kindOf(part)].push([join(name, path), part, !/\.json$/i.test(path)]))
  })
for (const [name, bytes] of given.keys) check(name, () => linesOf(bytes).forEach((line) => addKey(line, name)))
for (const [name, files] of given.bundle) verifyBundle(name, files)
const proofs = given.proof.flatMap(([name, bytes]) => check(name, () => [verifyProof(bytes)].map((proof) => ({ ...proof, name }))) ?? [])
for (const { name, said } of proofs) say('OK', `${name}: ${said}`)
for (const [name, bytes, isBeside] of given.document)
  check(name, () => {
    const isBound = ({ body, salts }) => Object.keys(salts).some((one) => commitment(one, salts[one], bytes) === body.content?.[one])
    if (isBeside && !proofs.some(isBound)) return void unproven.push(`${String(name)} styrks inte av något bevis`)
    const { body } = proofs.find(isBound) ?? refuse('inget bevis här binder filen: den är ändrad, saltet är fel, eller beviset saknas')
    return `är innehållet i den post (${body.type}, ${body.at}) som beviset gäller`
  })
for (const [name, bytes] of given.checkpoint)
  check(name, () => [readCheckpoint(bytes, wanted)].map(({ log, size }) => `logg ${log} med ${size} poster, rätt signerad`).join())
for (const name of options['--checkpoint'])
  check(name, () => {
    const bytes = readFileSync(name)
    // Its three lines alone, as copied on paper, are worth what their keeper's word is.
    const own = /^\s*(?<origin>nspl\/\S+)\s*\n(?<size>\d{1,15})\s*\n(?<hash>\S{44})\s*$/.exec(String(bytes))?.groups
    const { origin, size, root } = own ? { ...own, size: Number(own.size), root: base64(own.hash) } : readCheckpoint(bytes)
    const log = logs.find((one) => one.origin === origin) ?? refuse('den sparade kontrollpunkten gäller ingen logg som godkändes här')
    if (size > log.size) refuse(`loggen är tillbakarullad: er kontrollpunkt gäller ${size} poster, men här finns ${log.size}`)
    if (!log.roots[size].equals(root)) refuse(`historien är omskriven: de första ${size} posterna är inte de som er kontrollpunkt gäller`)
    return `loggen är en fortsättning på den som er sparade kontrollpunkt gäller (${size} poster)${own ? ': den är osignerad och räknas som er egen anteckning' : ''}`
  })
if (faults === 0 && Object.values(given).flat().length === given.keys.length) check('filerna', () => refuse('där finns bara nycklar'))
for (const text of unproven) say('OBS', text)
for (const { fingerprint, isEd25519, from } of keys.values())
  if (isEd25519) say('OBS', `nyckelns fingeravtryck (${from}): ${fingerprint.match(/.{4}/g).join(' ')}`)
if (skipped.size > 0) say('OBS', 'Signaturer med ML-DSA-44 prövades inte: det kräver Node 24.6 eller senare. Ed25519 prövades.')
const except = unproven.length > 0 ? `, utom de filer som loggen inte styrker (${unproven.length})` : ''
const passed = `GODKÄNT${except}${wanted ? '' : ', om nyckeln är rätt: jämför fingeravtrycket med det ni fått på annan väg'}`
process.stdout.write(faults === 0 ? `${passed}.\n` : `UNDERKÄNT: ${faults} fel.\n`)
process.exitCode = Math.min(faults, 1)
