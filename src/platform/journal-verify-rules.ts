import { originOf, parseCheckpoint, TOP } from '../lib/checkpoint.ts'
import { type NoteKey, type NoteTrial, type Verify, verifyNote } from '../lib/note.ts'
import { sha256 } from './ids.ts'
import { checkLog, type Fault, type FaultKind, type Head } from './journal-verify-log.ts'

/** What a note says, when a key of ours has signed it, and the ids of those that have; else what is wrong. */
export type NoteVerdict =
  | { size: number; root: string; keys: readonly string[] }
  | 'checkpoint-unreadable'
  | 'checkpoint-unsigned'
  | 'checkpoint-foreign-key'

export type ReadNote = (log: string, note: string) => NoteVerdict

/** A checkpoint as it is kept, `root` as lower-case hex, and what its note says. */
export type StoredCheckpoint = { size: number; root: string; said: NoteVerdict }

export type Given = {
  log: string
  head: Head
  /** Ascending by size. */
  checkpoints: readonly StoredCheckpoint[]
  /** Rows as a log's check takes them, in order. Asked with the last entry's number, -1 at first; nothing when there are no more. */
  rowsAfter: (seq: number) => Promise<Buffer> | Buffer
  /** What the top log says of this log: root by size. Undefined for the top log itself. */
  claims: ReadonlyMap<number, string> | undefined
  /** Checkpoints of this log that somebody keeps elsewhere. */
  kept: readonly NoteVerdict[]
  now: Date
}
export type LogVerdict = { size: number; checkpoints: number; faults: Fault[] }

/** The signer signs every ten seconds, and sixty are promised: what waits longer was not signed, or its checkpoint was taken away. */
export const LONGEST_UNSIGNED_MS = 120_000

/**
 * One log against its head, its checkpoints, the top log and what is kept elsewhere. In: also who looks at each entry. Out: the first fault of
 * each kind, ordered by entry. Works the same on rows of a database and on those of a drill.
 */
export async function verifyLog(given: Given, visit?: (seq: number, body: Buffer) => void): Promise<LogVerdict> {
  const { log, head, checkpoints, claims, kept } = given
  const sizes = new Set([...checkpoints.map(({ size }) => size), ...(claims?.keys() ?? []), ...kept.flatMap(sizeOf)])
  const covered = checkpoints.at(-1)?.size ?? 0
  let firstUnsigned: string | undefined
  const check = checkLog(
    log,
    [...sizes].toSorted((one, other) => one - other),
    (seq, body) => {
      if (seq === covered) firstUnsigned = body.toString('utf8')
      visit?.(seq, body)
    },
  )
  for (let [rows, last] = [await given.rowsAfter(-1), -1]; rows.length > 0; rows = await given.rowsAfter(last)) last = check.take(rows)
  const { faults, size, roots } = check.end(head)
  const fault = (kind: FaultKind, seq: number | undefined, detail: string) => {
    if (!faults.some((other) => other.kind === kind)) faults.push({ log, seq, kind, detail })
  }

  // Up to here the entries are as they were signed: what differs first lies behind.
  let sound = 0
  for (const { size: at, root, said } of checkpoints) {
    if (typeof said === 'string') fault(said, undefined, `the checkpoint at ${at} ${WRONG_NOTE[said]}`)
    else if (said.size !== at || said.root !== root)
      fault('checkpoint-changed', undefined, `the checkpoint at ${at} says another size or root`)
    if (at > size) fault('checkpoint-beyond', size, `${at} entries were signed, ${size} are there`)
    else if (roots.get(at) !== root) fault('root-differs', sound, `one of the entries ${sound} to ${at - 1} is not as signed at ${at}`)
    else sound = at
    if (claims && claims.get(at) !== root) fault('top-differs', undefined, `the top log does not say what the checkpoint at ${at} says`)
  }

  for (const [at, root] of claims ?? []) {
    if (!checkpoints.some((checkpoint) => checkpoint.size === at))
      fault('checkpoint-missing', undefined, `the checkpoint at ${at} is not there`)
    if (at > size) fault('checkpoint-beyond', size, `${at} entries were signed, ${size} are there`)
    else if (roots.get(at) !== root) fault('root-differs', undefined, `the entries up to ${at} are not as the top log says`)
  }

  if (size > covered && claims === undefined) fault('not-checkpointed', covered, 'the top log is signed each time it grows')
  const waits = firstUnsigned === undefined ? 0 : given.now.getTime() - timeOf(firstUnsigned)
  if (size > covered && !(waits <= LONGEST_UNSIGNED_MS))
    fault(
      'not-checkpointed',
      covered,
      `entries ${covered} to ${size - 1} are in no checkpoint, the first for ${Math.round(waits / 1000)} s`,
    )

  for (const said of kept) {
    if (typeof said === 'string') fault('kept-not-ours', undefined, `the checkpoint kept elsewhere ${WRONG_NOTE[said]}`)
    else if (said.size > size) fault('kept-beyond', size, `${said.size} entries stand in the checkpoint kept elsewhere, ${size} are there`)
    else if (roots.get(said.size) !== said.root)
      fault('kept-differs', undefined, `the first ${said.size} entries are not those of the checkpoint kept elsewhere`)
  }
  const order = ({ seq }: Fault) => seq ?? Number.POSITIVE_INFINITY
  return { size, checkpoints: checkpoints.length, faults: faults.toSorted((one, other) => order(one) - order(other) || 0) }
}

/** Reads the notes of an installation's logs: only what one of these keys has signed under the log's own name holds. */
export function noteReader(installation: string, keys: readonly NoteKey[], verify: Verify): ReadNote {
  const ids = new Map(keys.map((key) => [key, Buffer.from(sha256(key.raw)).toString('hex')]))
  return (log, note) => {
    const origin = originOf(installation, log)
    const trial = verifyNote(sha256, note, origin, keys, verify)
    if (!trial.holds) return WHY[trial.why]
    const checkpoint = parseCheckpoint(trial.text)
    return checkpoint?.origin === origin
      ? {
          size: checkpoint.size,
          root: Buffer.from(checkpoint.root).toString('hex'),
          keys: trial.keys.flatMap((key) => ids.get(key) ?? []),
        }
      : 'checkpoint-unreadable'
  }
}

const WHY = {
  unreadable: 'checkpoint-unreadable',
  'unknown-key': 'checkpoint-foreign-key',
  'bad-signature': 'checkpoint-unsigned',
  untried: 'checkpoint-unsigned',
} as const satisfies Record<Extract<NoteTrial, { holds: false }>['why'], NoteVerdict>

const WRONG_NOTE = {
  'checkpoint-unreadable': 'cannot be read',
  'checkpoint-unsigned': 'has a signature that does not hold',
  'checkpoint-foreign-key': 'is signed by no key of ours',
} satisfies Record<Extract<NoteVerdict, string>, string>

const sizeOf = (said: NoteVerdict) => (typeof said === 'string' ? [] : [said.size])

/** When an entry says it was made, in ms; NaN when it does not. */
export function timeOf(entry: string): number {
  const at = /"at":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/.exec(entry)?.[1]
  return at === undefined ? Number.NaN : Date.parse(at)
}

/** That keys were retired, as the top log says it: their ids, and up to which size of each log they may have signed alone. */
export type Rotation = { retired: ReadonlySet<string>; sizes: ReadonlyMap<string, number> }

/** Keys that were retired sign nothing more: the first checkpoint of a log that none but such have signed, though it stands after their entry. */
export function retiredFaults(log: string, checkpoints: readonly StoredCheckpoint[], rotations: readonly Rotation[]): Fault[] {
  const isRetired = (key: string, size: number) => rotations.some(({ retired, sizes }) => retired.has(key) && size > (sizes.get(log) ?? 0))
  const wrong = checkpoints.find(({ size, said }) => typeof said !== 'string' && said.keys.every((key) => isRetired(key, size)))
  if (!wrong) return []
  return [{ log, seq: undefined, kind: 'checkpoint-retired-key', detail: `the checkpoint at ${wrong.size} is signed by a retired key` }]
}

/** The newest checkpoint of the top log must be signed by one of the keys that sign now, where those are known. */
export function diskFaults(newest: StoredCheckpoint | undefined, onDisk: readonly string[] | undefined): Fault[] {
  if (!newest || !onDisk || typeof newest.said === 'string' || newest.said.keys.some((key) => onDisk.includes(key))) return []
  const detail = `the newest checkpoint, at ${newest.size}, is signed by ${onDisk.length === 0 ? 'a key, but the key file is gone' : 'none of the keys in the key file'}`
  return [{ log: TOP, seq: undefined, kind: 'key-not-on-disk', detail }]
}

/** What the top log says of the others: root by size by log, and which keys were retired when. Entries that say nothing such are faults. */
export function topClaims(): {
  visit: (seq: number, body: Buffer) => void
  claims: ReadonlyMap<string, ReadonlyMap<number, string>>
  rotations: readonly Rotation[]
  faults: Fault[]
} {
  const claims = new Map<string, Map<number, string>>()
  const sizes = new Map<string, number>()
  const rotations: Rotation[] = []
  const faults: Fault[] = []
  const visit = (seq: number, body: Buffer) => {
    const text = body.toString('utf8')
    const [, before] = ROTATION.exec(text) ?? []
    if (before !== undefined) {
      rotations.push({ retired: new Set(before.match(/[0-9a-f]+/g)), sizes: new Map([...sizes, [TOP, seq + 1]]) })
      return
    }
    const said = readClaim(text)
    if (said) sizes.set(said.of, Math.max(said.size, sizes.get(said.of) ?? 0))
    const known = said && claims.get(said.of)
    if (said && known && !known.has(said.size)) known.set(said.size, said.root)
    else if (said && !known) claims.set(said.of, new Map([[said.size, said.root]]))
    else if ((!said || known?.get(said.size) !== said.root) && faults.length === 0)
      faults.push({
        log: TOP,
        seq,
        kind: 'top-unreadable',
        detail: 'the entry says nothing of a checkpoint, or another thing than before',
      })
  }
  return { visit, claims, rotations, faults }
}

/** Keys that took over from others are noted in the top log too. */
const ROTATION = /^\{"after":\[[0-9a-f",]*\],"at":"[^"]*","before":\[([0-9a-f",]*)\],"log":"TOP","type":"key\.rotated","v":1\}$/

function readClaim(entry: string): { of: string; size: number; root: string } | undefined {
  const said =
    /^\{"at":"[^"]*","log":"TOP","of":"([A-Z0-9]{2,8})","root":"([0-9a-f]{64})","size":(\d{1,15}),"type":"log\.checkpoint","v":1\}$/.exec(
      entry,
    )
  const [, of, root, size] = said ?? []
  return of !== undefined && root !== undefined && size !== undefined ? { of, root, size: Number(size) } : undefined
}
