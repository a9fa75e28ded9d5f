import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** A letter as it came: to whom, and its parts decoded. */
export type SunkLetter = { to: string[]; subject: string; text: string; attachments: Buffer[] }
export type MailSink = { url: string; letters: SunkLetter[]; stop: () => Promise<void> }

/** A mail server of our own on this machine, which keeps all it is given. */
export async function startMailSink(port: number): Promise<MailSink> {
  const letters: SunkLetter[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        letters.push(
          readLetter(
            Buffer.concat(chunks).toString('latin1'),
            envelope.rcptTo.map(({ address }) => address),
          ),
        )
        done()
      })
    },
  })
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url: `smtp://127.0.0.1:${port}`, letters, stop }
}

type Part = { headers: Map<string, string>; body: string }

function readLetter(raw: string, to: string[]): SunkLetter {
  const whole = readPart(raw)
  const leaves = leavesOf(whole)
  const isAttached = ({ headers }: Part) => headers.get('content-disposition')?.startsWith('attachment') === true
  const plain = leaves.find((part) => part.headers.get('content-type')?.startsWith('text/plain') === true && !isAttached(part))
  return {
    to,
    subject: decodeWords(whole.headers.get('subject') ?? ''),
    text: plain ? bytesOf(plain).toString('utf8').replaceAll('\r\n', '\n') : '',
    attachments: leaves.filter(isAttached).map(bytesOf),
  }
}

function readPart(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
  return { headers, body: raw.slice(end + 4) }
}

function leavesOf(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(part.headers.get('content-type') ?? '')?.[1]
  if (boundary === undefined) return [part]
  const pieces = part.body.split(`--${boundary}`).slice(1, -1)
  return pieces.flatMap((piece) => leavesOf(readPart(piece.replace(/^\r\n/, '').replace(/\r\n$/, ''))))
}

function bytesOf({ headers, body }: Part): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  if (encoding === 'quoted-printable') return Buffer.from(unquoted(body.replaceAll('=\r\n', '')), 'latin1')
  return Buffer.from(body, 'latin1')
}

const unquoted = (text: string) => text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** "=?UTF-8?Q?...?=" as it reads. */
function decodeWords(text: string): string {
  const joined = text.replaceAll(/\?=\s+=\?/g, '?==?')
  return joined.replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
    how.toLowerCase() === 'b'
      ? Buffer.from(word, 'base64').toString('utf8')
      : Buffer.from(unquoted(word.replaceAll('_', ' ')), 'latin1').toString('utf8'),
  )
}
