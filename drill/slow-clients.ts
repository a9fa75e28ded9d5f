import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { organisationsApi } from '../src/features/organisations/contract.ts'
import { freePort, type RunningServer, startServer } from '../test/running-server.ts'
import { demoPersons, signIn } from './client.ts'
import { type Drill, outcome, withFolder } from './drill.ts'

/** In short form other drills run beside: what the others notice is then measured roughly. */
const SIZES = {
  short: { heads: 100, bodies: 100, seconds: 3, warm: 1, mostP99: 1_000 },
  full: { heads: 500, bodies: 500, seconds: 345, warm: 30, mostP99: 100 },
}
/** Seconds for which not one has been closed yet. */
const ALL_THERE = 12
/** How many MB the slow ones may cost (reference: reliability T12). */
const MOST_GROWTH = 50
/** The server's own limits: a head within 15 s, a whole request within 300 s. Node looks every 30 s. */
const HEADS_END = 50_000
const BODIES_END = 340_000

/**
 * Clients that send a byte a second: half of them never end their heads, half never their bodies. Others must not notice, memory
 * must not grow, and the server's own limits must close what has said nothing whole in time.
 */
export const slowClients: Drill = (size) =>
  withFolder(async (dataDir) => {
    const port = await freePort()
    const server = await startServer(dataDir, port)
    try {
      return await press(server, port, SIZES[size])
    } finally {
      await server.stop()
    }
  })

async function press(
  server: RunningServer,
  port: number,
  { heads, bodies, seconds, warm, mostP99 }: { heads: number; bodies: number; seconds: number; warm: number; mostP99: number },
) {
  const [person] = await demoPersons(server.base)
  if (!person) throw new Error('the demo has no persons')
  const client = await signIn(server.base, person)
  const work = async (forMs: number) => {
    const times: number[] = []
    const until = performance.now() + forMs
    while (performance.now() < until) {
      const started = performance.now()
      const { status } = await client.call(organisationsApi.me, {})
      times.push(status === 200 ? performance.now() - started : Number.POSITIVE_INFINITY)
      await wait(5)
    }
    return times.toSorted((a, b) => a - b)
  }
  // A heap grows by itself until it has found its size: what the slow ones cost is counted from there.
  await work(warm * 1_000)
  const alone = await work(2_000)
  const before = memoryOf(server)

  const slow = [
    ...Array.from({ length: heads }, () => slowClient(port, 'GET /logga-in HTTP/1.1\r\nHost: localhost\r\n', 'X-a: b\r\n')),
    ...Array.from({ length: bodies }, () =>
      slowClient(
        port,
        `POST /logga-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ${server.base}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n`,
        'a',
      ),
    ),
  ]
  await Promise.all(slow.map(({ opened }) => opened))
  const dripping = setInterval(() => {
    for (const one of slow) one.drip()
  }, 1_000)
  try {
    // All of them are there in the beginning; later the first have been closed.
    const first = await work(Math.min(seconds, ALL_THERE) * 1_000)
    const growth = memoryOf(server) - before
    const beside = [...first, ...(await work(Math.max(0, seconds - ALL_THERE) * 1_000))].toSorted((a, b) => a - b)
    const faults: string[] = []
    const p99 = at(beside, 0.99)
    if (p99 > Math.max(mostP99, 5 * at(alone, 0.99))) faults.push(`p99 of others is ${p99.toFixed(1)} ms`)
    if (growth > MOST_GROWTH) faults.push(`memory grew by ${growth} MB`)
    if (beside.some((time) => time === Number.POSITIVE_INFINITY)) faults.push('somebody else was not answered')
    const ends = [lastEnd(slow.slice(0, heads), 'heads', HEADS_END), lastEnd(slow.slice(heads), 'bodies', BODIES_END)]
    // Only a long drill lives to see the limits.
    if (seconds * 1_000 > BODIES_END) faults.push(...ends.flatMap(({ fault }) => fault ?? []))
    const note = `${heads} slow heads and ${bodies} slow bodies for ${seconds} s: others' p99 ${p99.toFixed(1)} ms (alone ${at(alone, 0.99).toFixed(1)} ms) over ${beside.length} requests, memory ${growth >= 0 ? '+' : ''}${growth} MB, ${ends.map(({ told }) => told).join(', ')}`
    return outcome(heads + bodies, faults, note)
  } finally {
    clearInterval(dripping)
    for (const { socket } of slow) socket.destroy()
  }
}

/** When the server had closed all of them. */
function lastEnd(slow: readonly SlowClient[], what: string, limit: number): { told: string; fault: string | undefined } {
  const ends = slow.flatMap(({ lasted }) => lasted() ?? [])
  const last = Math.round(Math.max(0, ...ends) / 1000)
  const isWrong = ends.length < slow.length || last * 1_000 > limit
  const told = `${ends.length} ${what} closed by our limit${ends.length > 0 ? `, the last after ${last} s` : ''}`
  return { told, fault: isWrong ? `of ${slow.length} slow ${what} ${told}` : undefined }
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.POSITIVE_INFINITY

type SlowClient = { socket: Socket; opened: Promise<void>; drip: () => void; lasted: () => number | undefined }

function slowClient(port: number, begins: string, drop: string): SlowClient {
  const started = performance.now()
  const socket: Socket = connect(port, '127.0.0.1')
  let closed: number | undefined
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('connect', () => {
      socket.write(begins)
      resolve()
    })
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  socket.on('close', () => (closed = performance.now()))
  socket.resume()
  return { socket, opened, drip: () => void (socket.writable && socket.write(drop)), lasted: () => closed && closed - started }
}

/** Resident memory of the server's own process, in MB. */
function memoryOf({ child }: RunningServer): number {
  const said = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(said)?.[1] ?? 0) / 1024)
}
