import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

export type ZipFile = { path: string; bytes: Uint8Array }

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
/** 2.0: what deflate asks of a reader (APPNOTE.TXT 4.4.3). Made by 3 = Unix, so that the mode below is read. */
const VERSION = 20
const MADE_BY = (3 << 8) | VERSION
const UTF8_NAMES = 1 << 11
const PLAIN_FILE = 0o100644 * 0x10000
const [STORED, DEFLATED] = [0, 8]
/** Beyond these the format needs zip64, which we do not write. */
const MOST_BYTES = 0xffffffff
const MOST_FILES = 0xffff

const deflate = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw)

/** The date and time fields of a zip file (APPNOTE.TXT 4.4.6), in UTC; the format begins in 1980 and ends in 2107. */
export function dosTime(instant: Date): { time: number; date: number } {
  const year = Math.min(Math.max(instant.getUTCFullYear(), 1980), 2107)
  return {
    time: (instant.getUTCHours() << 11) | (instant.getUTCMinutes() << 5) | (instant.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((instant.getUTCMonth() + 1) << 5) | instant.getUTCDate(),
  }
}

/**
 * In: files in the order they are to lie, and the instant they are to carry. Out: a zip file piece by piece; one file at a time is held in
 * memory. Each is deflated when that makes it smaller. The same files and instant give the same bytes. Throws RangeError on a path
 * that could leave the folder it is unpacked in, on one that comes twice, and on more than a zip without zip64 can hold.
 */
export async function* zipParts(files: Iterable<ZipFile> | AsyncIterable<ZipFile>, at: Date): AsyncGenerator<Buffer> {
  const { time, date } = dosTime(at)
  const seen = new Set<string>()
  const directory: Buffer[] = []
  let offset = 0
  for await (const { path, bytes } of files) {
    if (!isSafePath(path) || seen.has(path)) throw new RangeError(`No path for a file in a zip: ${path}`)
    seen.add(path)
    const name = Buffer.from(path, 'utf8')
    const deflated = await deflate(bytes, { level: 6 })
    const isSmaller = deflated.length < bytes.length
    const body = isSmaller ? deflated : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(VERSION, 0)
    common.writeUInt16LE(UTF8_NAMES, 2)
    common.writeUInt16LE(isSmaller ? DEFLATED : STORED, 4)
    common.writeUInt16LE(time, 6)
    common.writeUInt16LE(date, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const [local, central, tail] = [Buffer.alloc(4), Buffer.alloc(6), Buffer.alloc(14)]
    local.writeUInt32LE(LOCAL_HEADER)
    central.writeUInt32LE(CENTRAL_HEADER, 0)
    central.writeUInt16LE(MADE_BY, 4)
    tail.writeUInt32LE(PLAIN_FILE, 6)
    tail.writeUInt32LE(offset, 10)
    directory.push(central, common, tail, name)
    offset += local.length + common.length + name.length + body.length
    if (offset > MOST_BYTES || seen.size > MOST_FILES) throw new RangeError('More than a zip file can hold')
    yield Buffer.concat([local, common, name])
    yield body
  }
  const listed = Buffer.concat(directory)
  if (offset + listed.length > MOST_BYTES) throw new RangeError('More than a zip file can hold')
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END_OF_DIRECTORY, 0)
  end.writeUInt16LE(seen.size, 8)
  end.writeUInt16LE(seen.size, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  yield listed
  yield end
}

/** The same as zipParts, whole. */
export async function zip(files: Iterable<ZipFile> | AsyncIterable<ZipFile>, at: Date): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of zipParts(files, at)) parts.push(part)
  return Buffer.concat(parts)
}

/** Is this a path inside the folder a zip is unpacked in, on every system: relative, with "/", without ".." and control characters? */
export function isSafePath(path: string): boolean {
  const isPlain = Array.from(path).every((character) => character >= ' ' && !'\\:\u007f'.includes(character))
  return path.isWellFormed() && isPlain && path.split('/').every((step) => !['', '.', '..'].includes(step))
}
