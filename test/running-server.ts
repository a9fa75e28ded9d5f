import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

export type RunningServer = { base: string; child: ChildProcess; kill: () => Promise<void>; stop: () => Promise<void> }
type Options = { demo?: boolean; embedded?: boolean; env?: Readonly<Record<string, string>> }

/**
 * The product as it is started for real, on a database and port of its own; a demo, and with the
 * embedded database, unless told not to. Answers when it is ready
 * to serve.
 */
export async function startServer(
  dataDir: string,
  port: number,
  { demo = true, embedded = true, env = {} }: Options = {},
): Promise<RunningServer> {
  const args = ['dist/server/cli.js', 'serve', ...(embedded ? ['--embedded'] : []), ...(demo ? ['--demo'] : [])]
  const child = spawn('node', args, { env: { ...environment(dataDir, port), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const listen = (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_000))
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const base = `http://localhost:${port}`
  const ended = once(child, 'exit')
  for (let tries = 0; !(await isReady(base)); tries += 1) {
    if (child.exitCode !== null || tries > 1_200) throw new Error(`the server did not start:\n${said}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    await ended
  }
  return { base, child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** What the product is given: nothing of what this process happens to have, but the way to its programs and to the database's. */
export function environment(dataDir: string, port: number): Record<string, string> {
  const { PATH = '', NSPL_POSTGRES_BIN = '' } = process.env
  return { PATH, NSPL_POSTGRES_BIN, HOME: dataDir, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' }
}

async function isReady(base: string): Promise<boolean> {
  try {
    return (await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    // Not up yet: that is what is being waited for.
    return false
  }
}

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
