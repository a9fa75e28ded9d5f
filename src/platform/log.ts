import { type Logger, pino } from 'pino'

/** What platform needs of a logger; pino's own signature. */
export type Log = {
  info: (fields: Record<string, unknown>, message: string) => void
  warn: (fields: Record<string, unknown>, message: string) => void
  error: (fields: Record<string, unknown>, message: string) => void
}

const SECRET = ['cookie', 'authorization', 'set-cookie', 'password', 'token', 'code', 'email', 'to_address', 'toAddress']

/** One line of JSON per happening, to standard output. Fields that hold secrets or mail addresses are blanked. */
export function openLog(level: string): Logger {
  const paths = SECRET.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[hidden]' } })
}
