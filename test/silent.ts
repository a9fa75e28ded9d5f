import type { Log } from '../src/platform/log.ts'

/** Says nothing but what is wrong. */
export const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}
