import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/**
 * What a mail server may do to a letter. `half` takes it and breaks the line in the middle of its answer, `silent` before it; `mute`
 * does not even answer the sender's name.
 */
export const MOODS = [
  'good',
  'slow',
  '4xx to recipient',
  '4xx to letter',
  '5xx to recipient',
  '5xx to letter',
  'half',
  'silent',
  'mute',
] as const
export type Mood = (typeof MOODS)[number]

export type Liar = {
  port: number
  /** By the recipient's address; good to those who are not named. */
  moods: Map<string, Mood>
  /** Answers nobody: the line is cut as soon as it is there. */
  isDown: boolean
  /** How often each letter was taken, by its Message-ID. */
  taken: Map<string, number>
  tries: number
  stop: () => Promise<void>
}

/** A mail server on loopback that lies as it is told. */
export async function startLiar(): Promise<Liar> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (liar.isDown) socket.destroy()
    else converse(liar, socket)
  })
  const liar: Liar = { port: 0, moods: new Map(), isDown: false, taken: new Map(), tries: 0, stop }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  liar.port = address.port
  return liar

  async function stop() {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
}

function converse(liar: Liar, socket: Socket): void {
  let mood: Mood = 'good'
  let text = ''
  let isLetter = false
  socket.write('220 liar ESMTP\r\n')
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    text += String(chunk)
    for (;;) {
      const end = text.indexOf(isLetter ? '\r\n.\r\n' : '\r\n')
      if (end < 0) return
      const said = text.slice(0, end)
      text = text.slice(end + (isLetter ? 5 : 2))
      if (isLetter) takeLetter(said)
      else answer(said)
    }
  })

  function answer(command: string) {
    if (/^EHLO|^HELO/i.test(command)) socket.write('250 liar\r\n')
    else if (/^RCPT/i.test(command)) {
      liar.tries += 1
      mood = liar.moods.get(/<([^>]*)>/.exec(command)?.[1] ?? '') ?? 'good'
      if (mood === 'mute') socket.destroy()
      else if (mood === '4xx to recipient') socket.write('450 4.2.1 try again\r\n')
      else if (mood === '5xx to recipient') socket.write('550 5.1.1 no such user\r\n')
      else socket.write('250 ok\r\n')
    } else if (/^DATA/i.test(command)) {
      isLetter = true
      socket.write('354 go on\r\n')
    } else if (/^QUIT/i.test(command)) socket.end('221 bye\r\n')
    else socket.write('250 ok\r\n')
  }

  function takeLetter(letter: string) {
    isLetter = false
    if (mood === '4xx to letter') return socket.write('451 4.3.0 try again\r\n')
    if (mood === '5xx to letter') return socket.write('554 5.7.1 refused\r\n')
    const id = /^Message-ID:\s*(<[^>]*>)/im.exec(letter)?.[1] ?? ''
    liar.taken.set(id, (liar.taken.get(id) ?? 0) + 1)
    if (mood === 'silent') return socket.destroy()
    if (mood === 'half') return socket.write('250 2.0', () => socket.destroy())
    if (mood === 'slow') return setTimeout(() => socket.write('250 taken\r\n'), 300)
    return socket.write('250 taken\r\n')
  }
}
