import { base64Of, bytesOf } from './bytes.ts'

/** How large a log is, and the root of its tree. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array }

/** The log over the checkpoints of all other logs. */
export const TOP = 'TOP'

/** The name of a log in the world, and of the keys that sign it: the installation's random id, and the log's own. */
export function originOf(installation: string, log: string): string {
  return `nspl/${installation}/${log}`
}

/** The text of a checkpoint, before it is signed: origin, size and root on a line each (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64Of(root)}\n`
}

/** Reads the text of a checkpoint of ours; undefined for anything else. Lines after the third are extensions, and are passed by. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, hash, ...rest] = text.split('\n')
  const root = hash === undefined ? undefined : bytesOf(hash)
  if (origin === undefined || origin === '' || size === undefined || rest.length === 0) return undefined
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || root?.length !== 32) return undefined
  return { origin, size: Number(size), root }
}

/**
 * Reads a checkpoint as people keep it on paper: its three lines and nothing else, however they are ended, with empty lines around. Undefined for anything
 * else, a signed note too. Nobody has signed it: it is worth what its keeper's word is.
 */
export function parseKeptLines(text: string): Checkpoint | undefined {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim())
  return lines.length === 3 ? parseCheckpoint(`${lines.join('\n')}\n`) : undefined
}
