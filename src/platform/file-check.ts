import { Buffer, isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import { type FileType, fileTypeOf, LARGEST_FILE, safeFileName } from '../lib/file-types.ts'
import { type WhyNotZip, whyNotPackage } from './file-check-zip.ts'

/** Why a file is not taken in. Features own the sentences. */
export type WhyNotFile = 'empty' | 'too-big' | 'type-not-allowed' | WhyNotZip

export type CheckedFile = { ok: true; type: FileType; name: string } | { ok: false; reason: WhyNotFile }

/**
 * Is a file what its name says, whole, and without what may not come in? In: the name as sent and all bytes. Out: its kind and a safe name
 * to store it under, or one reason. The content decides, never the media type that the sender gave (ASVS 5.0 5.2.2). Refuses what can
 * be read as two kinds at once, locked files (nobody could register or keep them), macros, and packages that swell.
 */
export async function checkFile({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<CheckedFile> {
  const safeName = safeFileName(name)
  const type = fileTypeOf(safeName)
  if (!type) return { ok: false, reason: 'type-not-allowed' }
  const reason = await whyNotContent(bytes, type)
  return reason ? { ok: false, reason } : { ok: true, type, name: safeName }
}

async function whyNotContent(bytes: Uint8Array, type: FileType): Promise<WhyNotFile | undefined> {
  if (bytes.length === 0) return 'empty'
  if (bytes.length > LARGEST_FILE) return 'too-big'
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (type) {
    case 'docx':
    case 'xlsx':
    case 'odt':
      return startsWith(content, ZIP) ? await whyNotPackage(content, type) : whyNotPlainZip(content)
    case 'pdf':
      return startsWith(content, PDF) && !endsAsZip(content) ? whyNotPdf(content) : 'content-differs'
    case 'png':
      return startsWith(content, PNG) ? whyNotPng(content) : 'content-differs'
    case 'jpg':
      return startsWith(content, JPG) && !endsAsZip(content) ? whyNotJpg(content) : 'content-differs'
    case 'txt':
    case 'csv':
      return isText(content) ? undefined : 'content-differs'
  }
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1')
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1')
const ZIP_END_LENGTH = 22
const PDF = Buffer.from('%PDF-', 'latin1')
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const JPG = Buffer.from([0xff, 0xd8, 0xff])
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const RTF = Buffer.from('{\\rtf', 'latin1')

const startsWith = (content: Buffer, magic: Buffer) => content.subarray(0, magic.length).equals(magic)

/** Office puts a document with a password in the older OLE container. */
function whyNotPlainZip(content: Buffer): WhyNotFile {
  return startsWith(content, OLE) && content.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'encrypted' : 'content-differs'
}

/** Would a zip program open the file from its end? Its last record says how long the comment after it is: then it fits exactly. */
function endsAsZip(content: Buffer): boolean {
  const at = content.lastIndexOf(ZIP_END)
  return at >= 0 && at + ZIP_END_LENGTH <= content.length && at + ZIP_END_LENGTH + content.readUInt16LE(at + 20) === content.length
}

/**
 * ISO 32000-2, 7.5: header, then at the end startxref, the place of the last cross-references, and %%EOF. As readers do, up to 1 kB
 * may follow, which some scanners leave.
 */
function whyNotPdf(content: Buffer): WhyNotFile | undefined {
  if (!/^%PDF-[12]\.\d/.test(content.toString('latin1', 0, 8))) return 'content-differs'
  const ending = content.toString('latin1', Math.max(0, content.length - LONGEST_ENDING))
  const place = /startxref\s+(\d{1,10})\s+%%EOF/.exec(ending.slice(ending.lastIndexOf('startxref')))?.[1]
  if (place === undefined || Number(place) >= content.length) return 'damaged'
  return /\/Encrypt\b/.test(trailerOf(content, Number(place))) ? 'encrypted' : undefined
}

const LONGEST_ENDING = 1100
const LONGEST_TRAILER = 16_384

/** The dictionary that says whether the file is locked: after the table of cross-references, or in front of the stream that newer files have. */
function trailerOf(content: Buffer, place: number): string {
  const text = content.toString('latin1', place, place + LONGEST_TRAILER)
  if (/^\s*\d+ \d+ obj/.test(text)) return text.split('stream')[0]!
  const after = content.indexOf('trailer', place)
  const at = after < 0 ? content.lastIndexOf('trailer') : after
  return at < 0 ? '' : content.toString('latin1', at, at + LONGEST_TRAILER).split('startxref')[0]!
}

/** PNG, third edition, 5: chunks with checksums from IHDR to IEND, picture data between, and nothing after. */
function whyNotPng(content: Buffer): WhyNotFile | undefined {
  let hasData = false
  for (let at = PNG.length; at + 12 <= content.length; ) {
    const length = content.readUInt32BE(at)
    const kind = content.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > content.length || content.readUInt32BE(end - 4) !== crc32(content.subarray(at + 4, end - 4))) return 'damaged'
    if ((kind === 'IHDR') !== (at === PNG.length)) return 'damaged'
    if (kind === 'IHDR' && (length !== 13 || content.readUInt32BE(at + 8) === 0 || content.readUInt32BE(at + 12) === 0)) return 'damaged'
    hasData ||= kind === 'IDAT'
    if (kind === 'IEND') return end < content.length ? 'content-differs' : hasData ? undefined : 'damaged'
    at = end
  }
  return 'damaged'
}

/** ITU-T T.81, annex B: marker segments, a frame with a size, a scan, and the end marker. Cameras may append data after it. */
function whyNotJpg(content: Buffer): WhyNotFile | undefined {
  let hasFrame = false
  for (let at = 2; at + 4 <= content.length; ) {
    if (content[at] !== 0xff) return 'damaged'
    const marker = content[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = content.readUInt16BE(at + 2)
    if (length < 2 || at + 2 + length > content.length) return 'damaged'
    if (marker === 0xda) return hasFrame && content.includes(Buffer.from([0xff, 0xd9]), at + 2 + length) ? undefined : 'damaged'
    if (isFrame(marker)) {
      if (length < 8 || content.readUInt16BE(at + 7) === 0) return 'damaged'
      hasFrame = true
    }
    at += 2 + length
  }
  return 'damaged'
}

// Start of frame; C4, C8 and CC between them mean other things.
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** UTF-8 or Windows-1252 without control characters but tab, line ends and form feed, and no other kind's beginning. */
function isText(content: Buffer): boolean {
  if (startsWith(content, PDF) || startsWith(content, RTF)) return false
  return !hasByteOf(content, CONTROLS) && (isUtf8(content) || !hasByteOf(content, UNUSED_IN_WINDOWS_1252))
}

const CONTROLS = new Set([
  ...Array.from({ length: 0x20 }, (_, byte) => byte).filter((byte) => ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)),
  0x7f,
])
const UNUSED_IN_WINDOWS_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

function hasByteOf(content: Buffer, wanted: ReadonlySet<number>): boolean {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => (wanted.has(byte) ? 1 : 0))
  // Not for-of: over 25 MB an iterator takes ten times as long, and nothing else runs meanwhile.
  for (let at = 0; at < content.length; at += 1) if (table[content[at]!] === 1) return true
  return false
}
