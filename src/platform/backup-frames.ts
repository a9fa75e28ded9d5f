import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib'
import * as z from 'zod/mini'

/** What a backup is made of, in this order: its header, each table's rows, and the manifest that says what should have come. */
export const BackupHeader = z.strictObject({
  format: z.literal('nspl-backup/1'),
  madeAt: z.iso.datetime(),
  installation: z.string(),
  demo: z.boolean(),
  /** The program's version, and the migrations of the database, oldest first. */
  version: z.string(),
  migrations: z.array(z.string()),
  postgres: z.int(),
})
export type BackupHeader = z.infer<typeof BackupHeader>

const TableStart = z.strictObject({ table: z.string(), columns: z.array(z.string()), isBinary: z._default(z.boolean(), false) })
export type TableStart = z.infer<typeof TableStart>

export const Manifest = z.strictObject({
  tables: z.array(z.strictObject({ table: z.string(), bytes: z.int(), sha256: z.string() })),
  sequences: z.array(z.strictObject({ sequence: z.string(), last: z.int(), isCalled: z.boolean() })),
  /** The newest checkpoint of each log, to compare with paper. */
  checkpoints: z.array(z.strictObject({ log: z.string(), size: z.int(), note: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

export type Frame =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; start: TableStart }
  | { kind: 'rows'; bytes: Buffer }
  | { kind: 'manifest'; manifest: Manifest }

/** A backup that cannot be restored: cut, altered, or made by something else. The sentence says which. */
export class BadBackup extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BadBackup'
  }
}

const LETTERS = { header: 'H', table: 'T', rows: 'R', manifest: 'M' } satisfies Record<Frame['kind'], string>
/** Rows that are pressed. */
const PRESSED = 'Z'
const HEAD = 5
/** Rows come in pieces of some tens of kB; what says that it is larger was not written by us. */
const LARGEST = 64 * 1024 * 1024

const [press, unpress] = [promisify(deflateRaw), promisify(inflateRaw)]
const SAMPLE = 8_192

/** A frame as bytes: a letter, how long it is, and what is in it. Rows are pressed, on a thread of Node's own, where it is worth it. */
export async function writeFrame(frame: Frame): Promise<Buffer> {
  if (frame.kind !== 'rows') return framed(LETTERS[frame.kind], bodyOf(frame))
  const pressed = isWorthPressing(frame.bytes) ? await press(frame.bytes, { level: 1 }) : frame.bytes
  return pressed.length < frame.bytes.length ? framed(PRESSED, pressed) : framed(LETTERS.rows, frame.bytes)
}

/** Most files are pressed already: trying them again costs more than all the rest. */
function isWorthPressing(bytes: Buffer): boolean {
  const middle = Math.max(0, (bytes.length - SAMPLE) >> 1)
  const sample = bytes.subarray(middle, middle + SAMPLE)
  return deflateRawSync(sample, { level: 1 }).length < sample.length * 0.9
}

function framed(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD)
  head.write(letter, 'latin1')
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

function bodyOf(frame: Exclude<Frame, { kind: 'rows' }>): Buffer {
  const { header, start, manifest } = { header: undefined, start: undefined, manifest: undefined, ...frame }
  return Buffer.from(JSON.stringify(header ?? start ?? manifest), 'utf8')
}

/** Reads frames from bytes that come in pieces. Throws BadBackup on what is none, and when the last one is not the manifest. */
export async function* readFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let last: Frame['kind'] | undefined
  for await (const frame of inOrder(wholeFrames(pieces), ({ letter, body }) => readFrame(letter, body))) {
    if ((last === undefined) !== (frame.kind === 'header') || last === 'manifest')
      throw new BadBackup('this is not a backup of the platform, or its parts are in the wrong order')
    last = frame.kind
    yield frame
  }
  if (last !== 'manifest') throw new BadBackup(CUT)
}

const CUT = 'the backup is cut short: its end is missing'

async function* wholeFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<{ letter: string; body: Buffer }> {
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    held = held.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength) : Buffer.concat([held, piece])
    for (let whole = wholeFrame(held); whole; whole = wholeFrame(held)) {
      yield { letter: whole.letter, body: held.subarray(HEAD, whole.end) }
      held = held.subarray(whole.end)
    }
  }
  if (held.length > 0) throw new BadBackup(CUT)
}

/** How many pieces are worked on at once. */
const AT_ONCE = 4

/** What is done to each, some at a time, in the order they came. What fails is thrown in its turn. */
export async function* inOrder<T, R>(all: AsyncIterable<T>, work: (one: T) => Promise<R>): AsyncGenerator<R> {
  const going: Promise<R>[] = []
  for await (const one of all) {
    const next = work(one)
    // Awaited in its turn; until then a failure is not unhandled.
    next.catch(() => undefined)
    going.push(next)
    if (going.length < AT_ONCE) continue
    const first = going.shift()
    if (first) yield await first
  }
  for (const one of going) yield await one
}

function wholeFrame(held: Buffer): { letter: string; end: number } | undefined {
  if (held.length < HEAD) return undefined
  const length = held.readUInt32BE(1)
  if (length > LARGEST) throw new BadBackup('this is not a backup of the platform')
  return held.length < HEAD + length ? undefined : { letter: held.toString('latin1', 0, 1), end: HEAD + length }
}

async function readFrame(letter: string, body: Buffer): Promise<Frame> {
  if (letter === PRESSED) return { kind: 'rows', bytes: await unpressed(body) }
  if (letter === LETTERS.rows) return { kind: 'rows', bytes: body }
  const value = parsed(body)
  const [header, start, manifest] = [BackupHeader.safeParse(value), TableStart.safeParse(value), Manifest.safeParse(value)]
  if (letter === LETTERS.header && header.success) return { kind: 'header', header: header.data }
  if (letter === LETTERS.table && start.success) return { kind: 'table', start: start.data }
  if (letter === LETTERS.manifest && manifest.success) return { kind: 'manifest', manifest: manifest.data }
  throw new BadBackup('this is not a backup of the platform, or one of a newer kind than this program knows')
}

async function unpressed(body: Buffer): Promise<Buffer> {
  try {
    return await unpress(body, { maxOutputLength: LARGEST })
  } catch (error) {
    throw new BadBackup('the backup is altered: its rows cannot be unpressed', { cause: error })
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Counts and hashes a table's rows as they pass. */
export function counter(): { add: (bytes: Uint8Array) => void; end: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256')
  let bytes = 0
  return {
    add: (piece) => {
      hash.update(piece)
      bytes += piece.length
    },
    end: () => ({ bytes, sha256: hash.digest('hex') }),
  }
}
