import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

export type RunningServer = { base: string; child: ChildProcess; kill: () => Promise<void>; stop: () => Promise<void> }

/** The product as it is started for real, on a database and port of its own. Answers when it is ready to serve. */
export async function startServer(dataDir: string, port: number): Promise<RunningServer> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: dataDir, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' }
  const child = spawn('node', ['dist/server/cli.js', 'serve', '--embedded', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
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
