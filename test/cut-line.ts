import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Address } from '../src/platform/embedded.ts'

export type CutLine = {
  /** The way to the database through here. */
  address: Address
  /** How often an answer was lost. */
  cuts: () => number
  /** Loses the answer to the next commits, this many: they are done, and nobody is told. */
  loseCommits: (times: number) => void
  close: () => Promise<void>
}

/** A line to a database on which the answer to a COMMIT can be lost. */
export async function cutLine(to: Address): Promise<CutLine> {
  let left = 0
  let cuts = 0
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(`${to.host}/.s.PGSQL.${to.port}`)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (chunk: Buffer) => {
      if (left > 0 && chunk.includes('COMMIT\0')) {
        left -= 1
        cuts += 1
        near.destroy()
      } else near.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const listening = server.address()
  if (listening === null || typeof listening === 'string') throw new Error('no port')
  return {
    address: { ...to, host: '127.0.0.1', port: listening.port },
    cuts: () => cuts,
    loseCommits: (times) => {
      left = times
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
