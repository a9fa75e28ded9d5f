import { base64Of, bytesOf } from './bytes.ts'

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 leaves needs no more. */
const MOST_HASHES = 64

/** That an entry stands at a place of a log: the hashes beside its way to the root, and the log's signed checkpoint. */
export type TlogProof = { extra: Uint8Array | undefined; index: number; hashes: Uint8Array[]; checkpoint: string }

/** A proof as a text file (C2SP tlog-proof). */
export function formatProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [FIRST_LINE, ...(extra ? [`extra ${base64Of(extra)}`] : []), `index ${index}`, ...hashes.map(base64Of)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Reads a proof; undefined for what is none. Whether it holds is for verifyInclusion and verifyNote to say. */
export function parseProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const [first, ...lines] = text.slice(0, end).split('\n')
  if (first !== FIRST_LINE) return undefined
  const said = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined
  const extra = said === undefined ? undefined : bytesOf(said)
  if (said !== undefined && !extra) return undefined
  const [, index] = /^index (0|[1-9]\d{0,14})$/.exec(lines.shift() ?? '') ?? []
  const hashes = lines.map(bytesOf).filter((hash) => hash?.length === 32)
  if (index === undefined || hashes.length !== lines.length || hashes.length > MOST_HASHES) return undefined
  return { extra, index: Number(index), hashes: hashes.filter((hash) => hash !== undefined), checkpoint: text.slice(end + 2) }
}

/** What our proofs carry beside the place: the entry itself, and the salts of what it commits to. */
export type ProofExtra = { entry: string; salts: Record<string, string> }
