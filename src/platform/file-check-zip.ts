import { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'

export type WhyNotZip = 'content-differs' | 'damaged' | 'zip-bomb' | 'encrypted' | 'has-macros'
export type ZipKind = 'docx' | 'xlsx' | 'odt'

/** What a package may hold, counted while it is really inflated: sizes that a package says of itself prove nothing. */
export const ZIP_LIMITS = {
  entries: 10_000,
  totalBytes: 200 * 1024 * 1024,
  /** Text in a large sheet shrinks to a fiftieth; deflate can at most do 1 in 1032. */
  ratio: 200,
  /** Below this an entry may shrink as it likes. */
  ratioFromBytes: 5 * 1024 * 1024,
  /** Of an entry that is read and not only counted. */
  readBytes: 2 * 1024 * 1024,
} as const

const CONTENT_TYPES = '[Content_Types].xml'
const ODF_TYPE = 'mimetype'
const ODF_MANIFEST = 'META-INF/manifest.xml'
const READ = [CONTENT_TYPES, ODF_TYPE, ODF_MANIFEST]

const OPEN_XML = 'application/vnd.openxmlformats-officedocument'
const MAIN_PART = { docx: `${OPEN_XML}.wordprocessingml.document.main+xml`, xlsx: `${OPEN_XML}.spreadsheetml.sheet.main+xml` } as const
const ODF_TEXT = 'application/vnd.oasis.opendocument.text'

const MACRO_PARTS = /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/.*|activeX\/.*)$|^(Basic|Scripts)\/.+/i
const MACRO_TYPES = /macroEnabled|vbaProject/i
const ENCRYPTED_PART = 'encrypted-package'
const SYMBOLIC_LINK = 0o120000
const FILE_KIND = 0o170000

/** Stops the walk through a package at once; never leaves this file. */
class PackageRefused extends Error {
  readonly reason: WhyNotZip

  constructor(reason: WhyNotZip) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Is this a sound Word document, Excel sheet or ODF text, of just that kind? In: the whole file. Every entry is inflated in pieces and
 * thrown away, so a bomb costs time up to the limits and no memory. Out: the reason why not, or undefined.
 */
export async function whyNotPackage(bytes: Uint8Array, kind: ZipKind): Promise<WhyNotZip | undefined> {
  try {
    const parts = await readPackage(bytes)
    return kind === 'odt' ? whyNotOdt(parts) : whyNotOpenXml(parts, kind)
  } catch (error) {
    if (error instanceof PackageRefused) return error.reason
    throw error
  }
}

/** The names of all parts, and the text of those few that say what the package is. */
type Parts = { names: Set<string>; texts: Map<string, string> }

async function readPackage(bytes: Uint8Array): Promise<Parts> {
  const zip = await openZip(bytes)
  if (zip.entryCount > ZIP_LIMITS.entries) throw new PackageRefused('zip-bomb')
  const parts: Parts = { names: new Set(), texts: new Map() }
  let total = 0
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
    refuseEntry(entry, parts.names)
    parts.names.add(entry.fileName.toLowerCase())
    const { size, text } = await inflate(zip, entry, total)
    total += size
    if (text !== undefined) parts.texts.set(entry.fileName, text)
  }
  return parts
}

function refuseEntry(entry: Entry, names: ReadonlySet<string>): void {
  if (entry.isEncrypted() || entry.fileName === ENCRYPTED_PART) throw new PackageRefused('encrypted')
  if (MACRO_PARTS.test(entry.fileName)) throw new PackageRefused('has-macros')
  if (((entry.externalFileAttributes >>> 16) & FILE_KIND) === SYMBOLIC_LINK) throw new PackageRefused('content-differs')
  // Of two parts with one name, one program reads the first and another the last.
  if (names.has(entry.fileName.toLowerCase())) throw new PackageRefused('damaged')
}

/** Counts what comes out, keeps it only for the parts in READ, and stops at the first byte too many. */
async function inflate(zip: ZipFile, entry: Entry, before: number): Promise<{ size: number; text: string | undefined }> {
  const stream = await openEntry(zip, entry)
  const kept: Buffer[] | undefined = READ.includes(entry.fileName) ? [] : undefined
  let size = 0
  let checksum = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      checksum = crc32(chunk, checksum)
      if (isBomb(entry, size, before) || (kept && size > ZIP_LIMITS.readBytes)) throw new PackageRefused('zip-bomb')
      kept?.push(chunk)
    }
  } catch (error) {
    throw error instanceof PackageRefused ? error : new PackageRefused('damaged')
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32) throw new PackageRefused('damaged')
  return { size, text: kept && Buffer.concat(kept).toString('utf8') }
}

function isBomb(entry: Entry, size: number, before: number): boolean {
  if (size > entry.uncompressedSize || before + size > ZIP_LIMITS.totalBytes) return true
  return size > ZIP_LIMITS.ratioFromBytes && size > entry.compressedSize * ZIP_LIMITS.ratio
}

function whyNotOpenXml({ names, texts }: Parts, kind: 'docx' | 'xlsx'): WhyNotZip | undefined {
  const contentTypes = texts.get(CONTENT_TYPES)
  if (contentTypes === undefined || !names.has('_rels/.rels')) return 'content-differs'
  const types = new Set([...contentTypes.matchAll(/\bContentType\s*=\s*(["'])(.*?)\1/g)].map((match) => match[2]))
  if ([...types].some((type) => type && MACRO_TYPES.test(type))) return 'has-macros'
  const other = kind === 'docx' ? 'xlsx' : 'docx'
  return types.has(MAIN_PART[kind]) && !types.has(MAIN_PART[other]) ? undefined : 'content-differs'
}

function whyNotOdt({ names, texts }: Parts): WhyNotZip | undefined {
  if (texts.get(ODF_TYPE)?.trim() !== ODF_TEXT || !names.has('content.xml')) return 'content-differs'
  const manifest = texts.get(ODF_MANIFEST)
  if (manifest === undefined) return 'content-differs'
  return manifest.includes('encryption-data') ? 'encrypted' : undefined
}

/**
 * yauzl refuses absolute paths, drive letters, backslashes and ".." itself. Its own comparison of sizes is switched off, because
 * inflate makes a stricter one that tells a bomb from damage.
 */
function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: false }
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(buffer, options, (error, zip) => (error ? reject(new PackageRefused('damaged')) : resolve(zip)))
  })
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    zip.removeAllListeners()
    zip.once('entry', resolve)
    zip.once('end', () => resolve(undefined))
    zip.once('error', () => reject(new PackageRefused('damaged')))
    zip.readEntry()
  })
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(new PackageRefused('damaged')) : resolve(stream)))
  })
}
