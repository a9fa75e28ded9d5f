import type { Database } from './db-pool.ts'

/**
 * The connection was lost between COMMIT and its answer, or the server warned beside it: nobody knows whether it was done, and
 * on how many machines. Never told as a failure.
 */
export const IN_DOUBT = 'NSPL_IN_DOUBT'

/** Nobody sits and waits longer: 30 seconds for a command, with the time that the last attempt takes (reference: reliability 7.2). */
const PATIENCE = { read: 15_000, command: 25_000 }
/** What has lasted for longer does not end this very moment: whoever comes now is told at once. A dead embedded server takes its time. */
const LASTING = { away: 10_000, 'read-only': 5_000 }
const FIRST_PAUSE = 20
const LONGEST_PAUSE = 1_000
/** How often what met another is done again before the client must. */
const MOST_MEETINGS = 4

/** Two met, and the database ended one of them whole. */
const MET = /^(40001|40P01)$/
/** No connection, going down, starting, or too many connections; and what the socket says. */
const GONE = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|ENOENT|EPIPE|ETIMEDOUT|EAI_AGAIN)$/
/** What pg says itself, without a code. */
const GONE_WORDS =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after)/i

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Is the connection or its server gone, rather than the statement wrong? */
export function isGone(error: unknown): boolean {
  return GONE.test(codeOf(error)) || (error instanceof Error && codeOf(error) === '' && GONE_WORDS.test(error.message))
}

/** The server takes no writes: it is a standby, or closed for them. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === '25006'
}

/** Was COMMIT sent, and no answer came? */
export function isInDoubt(error: unknown): boolean {
  return codeOf(error) === IN_DOUBT
}

/** The error of a commit that nobody knows the end of. */
export function inDoubt(cause: unknown): Error {
  return Object.assign(new Error('the commit was not confirmed', { cause }), { code: IN_DOUBT })
}

/**
 * Does a whole transaction again as long as that may help: a few times when it met another, and for a while when the database is
 * away, going down, or changing hosts. `work` must be safe to do again from its beginning: a read, or a command that looks up its
 * key. Throws the last error; or the one in doubt, if an attempt was and no later one told how it ended.
 */
export async function patiently<T>(db: Database, what: 'read' | 'command', work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  let patience: number | undefined
  let met = 0
  let doubt: unknown
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      // As it was before this attempt: what has just begun is worth waiting for.
      patience ??= isLasting(db, what) ? 0 : PATIENCE[what]
      if (isInDoubt(error)) doubt ??= error
      // What we left on the way may still hold the key, until the server has given it up.
      const isMeeting = MET.test(codeOf(error)) || (doubt !== undefined && codeOf(error) === '55P03')
      if (!isMeeting && !isInDoubt(error) && !isGone(error) && !isReadOnly(error)) throw error
      if (isMeeting && doubt === undefined && ++met >= MOST_MEETINGS) throw error
      if (!isMeeting) await db.find()
      const pause = Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random())
      if (performance.now() - started + pause > patience && !(isMeeting && doubt === undefined)) throw doubt ?? error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** Has the database been unable to do this for a while already? */
function isLasting(db: Database, what: 'read' | 'command'): boolean {
  const { mode, lasted } = db.state()
  if (mode === 'away') return lasted > LASTING.away
  return mode === 'read-only' && what === 'command' && lasted > LASTING['read-only']
}
