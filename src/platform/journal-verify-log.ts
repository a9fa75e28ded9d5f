import { hash } from 'node:crypto'

/** What can be wrong with a journal. Each kind is found by a rule of its own. */
export type FaultKind =
  | 'entry-changed'
  | 'entry-missing'
  | 'entry-twice'
  | 'log-cut'
  | 'log-longer'
  | 'head-changed'
  | 'commitment-changed'
  | 'waiting-unreadable'
  | 'waiting-long'
  | 'checkpoint-unreadable'
  | 'checkpoint-changed'
  | 'checkpoint-unsigned'
  | 'checkpoint-foreign-key'
  | 'checkpoint-retired-key'
  | 'key-not-on-disk'
  | 'checkpoint-beyond'
  | 'checkpoint-missing'
  | 'root-differs'
  | 'top-unreadable'
  | 'top-differs'
  | 'not-checkpointed'
  | 'kept-not-ours'
  | 'kept-beyond'
  | 'kept-differs'

/** Where it is: the log, and the first entry that is wrong; undefined where it is no entry's. */
export type Fault = { log: string; seq: number | undefined; kind: FaultKind; detail: string }

export type Entry = { seq: number; body: Uint8Array; leafHash: Uint8Array }
export type Head = { size: number; frontier: readonly Uint8Array[] }

const HIGH = 2 ** 32
/** A row of COPY in binary form begins with how many fields follow (2 bytes); each field with its length (4). */
const [FIELDS, LENGTH, SEQ] = [2, 4, 8]
const FIELD_COUNT = 3

/** The columns of journal_leaf that a check takes, in this order. */
export const ENTRY_COLUMNS = 'seq, leaf_hash, body'

/** Entries as PostgreSQL's COPY sends ENTRY_COLUMNS in binary form, without the beginning and the end of the file. */
export function asCopied(entries: readonly Entry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ seq, body, leafHash }) => {
      const [head, middle] = [Buffer.alloc(FIELDS + LENGTH + SEQ + LENGTH), Buffer.alloc(LENGTH)]
      head.writeUInt16BE(FIELD_COUNT)
      head.writeUInt32BE(SEQ, FIELDS)
      head.writeUInt32BE(Math.floor(seq / HIGH), FIELDS + LENGTH)
      head.writeUInt32BE(seq % HIGH, FIELDS + LENGTH + 4)
      head.writeUInt32BE(leafHash.length, FIELDS + LENGTH + SEQ)
      middle.writeUInt32BE(body.length)
      return [head, leafHash, middle, body]
    }),
  )
}

/** The number of the last of some rows, as copied; -1 when there is none. */
export function lastSeqOf(rows: Buffer): number {
  let seq = -1
  for (let from = 0; from < rows.length; ) {
    seq = rows.readUInt32BE(from + FIELDS + LENGTH) * HIGH + rows.readUInt32BE(from + FIELDS + LENGTH + 4)
    const hashEnd = from + FIELDS + LENGTH + SEQ + LENGTH + rows.readUInt32BE(from + FIELDS + LENGTH + SEQ)
    from = hashEnd + LENGTH + rows.readUInt32BE(hashEnd)
  }
  return seq
}

export type LogCheck = {
  /** The next rows, as copied. Out: the last one's number. The bytes are used up: they are written in. Throws RangeError on half a row. */
  take: (rows: Buffer) => number
  /** When all were taken. Out: what is wrong, how many there are, and the root at each size that was asked for, as lower-case hex. */
  end: (head: Head) => { faults: Fault[]; size: number; roots: Map<number, string> }
}

/**
 * Checks one log as its entries pass by: that none is missing, that each hashes to its leaf hash, and that together they make the head. In:
 * the sizes, ascending, at which the root is wanted, and who looks at each entry. Holds nothing of the entries.
 *
 * A hash is a text of 32 latin1 (binary) characters here: Node makes those three times as fast as buffers.
 */
export function checkLog(log: string, sizes: readonly number[], visit?: (seq: number, body: Buffer) => void): LogCheck {
  const faults: Fault[] = []
  const roots = new Map<number, string>()
  const fault = (kind: FaultKind, seq: number, detail: string) => {
    // What follows upon a first one of a kind tells nobody more.
    if (!faults.some((other) => other.kind === kind)) faults.push({ log, seq, kind, detail })
  }
  const peaks: string[] = []
  let [size, expected, next] = [0, 0, 0]
  const keepRoot = () => {
    if (sizes[next] === size) roots.set(size, hex(rootOf(peaks)))
    while (sizes[next] === size) next += 1
  }
  keepRoot()

  const takeEntry = (seq: number, leafHash: string, hashed: Buffer) => {
    if (seq > expected) fault('entry-missing', expected, `entry ${expected} is missing: here stands ${seq}`)
    if (seq < expected) fault('entry-twice', seq, `entry ${seq} stands where ${expected} should`)
    expected = seq + 1
    const leaf = hash('sha256', hashed, 'binary')
    if (leafHash !== leaf) fault('entry-changed', seq, 'the entry does not hash to its leaf hash')
    if (visit) visit(seq, hashed.subarray(1))
    let node = leaf
    for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) node = joined(peaks.pop() ?? '', node)
    peaks.push(node)
    size += 1
    if (sizes[next] === size) keepRoot()
  }

  return {
    take: (rows) => {
      let from = 0
      while (from < rows.length) {
        const hashAt = from + FIELDS + LENGTH + SEQ + LENGTH
        const hashEnd = hashAt + rows.readUInt32BE(hashAt - LENGTH)
        const bodyAt = hashEnd + LENGTH
        const end = bodyAt + rows.readUInt32BE(hashEnd)
        if (end > rows.length) throw new RangeError('the last row was cut off')
        // A leaf is 0x00 and the entry (RFC 9162, 2.1.1): the last byte of its length, which is read, gives the room.
        rows[bodyAt - 1] = 0
        const seq = rows.readUInt32BE(from + FIELDS + LENGTH) * HIGH + rows.readUInt32BE(from + FIELDS + LENGTH + 4)
        takeEntry(seq, rows.toString('latin1', hashAt, hashEnd), rows.subarray(bodyAt - 1, end))
        from = end
      }
      return expected - 1
    },
    end: (head) => {
      if (head.size > size) fault('log-cut', size, `the head says ${head.size} entries, ${size} are there`)
      if (head.size < size) fault('log-longer', head.size, `the head says ${head.size} entries, ${size} are there`)
      const isSame = head.frontier.map((peak) => Buffer.from(peak).toString('hex')).join() === peaks.map(hex).join()
      if (head.size === size && !isSame) fault('head-changed', size, 'the entries do not make the head of the log')
      return { faults, size, roots }
    },
  }
}

const hex = (latin1: string) => Buffer.from(latin1, 'latin1').toString('hex')

// Room for 0x01 ‖ left ‖ right, used by one hash at a time.
const PAIR = Buffer.alloc(65, 1)

function joined(left: string, right: string): string {
  PAIR.write(left, 1, 'latin1')
  PAIR.write(right, 33, 'latin1')
  return hash('sha256', PAIR, 'binary')
}

function rootOf(peaks: readonly string[]): string {
  const [smallest, ...larger] = peaks.toReversed()
  return smallest === undefined ? hash('sha256', '', 'binary') : larger.reduce((right, left) => joined(left, right), smallest)
}
