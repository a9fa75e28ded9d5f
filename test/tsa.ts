import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CONFIG = `
[req]
distinguished_name = name
prompt = no
[name]
CN = Local TSA (test)
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, digitalSignature
[stamps]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = tsa_here
[tsa_here]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export type LocalTsa = {
  url: string
  /** What it answers instead of a stamp, until it is undefined again. */
  instead: (answer: { status: number; body: Uint8Array } | undefined) => void
  /** The answers it has given, and how often it was asked. */
  given: Buffer[]
  /** What `openssl ts -verify` says of a stamp of some bytes; its exit code first. */
  verify: (response: Uint8Array, data: string) => string
  stop: () => Promise<void>
}

/** A time stamping authority of one's own, by `openssl ts`, with a root certificate of its own. */
export async function localTsa(): Promise<LocalTsa> {
  const folder = mkdtempSync(join(tmpdir(), 'nspl-tsa-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG)
  writeFileSync(join(folder, 'serial'), '01\n')
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-config', 'tsa.cnf']
  openssl('req', '-x509', ...ec, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Local root (test)', '-extensions', 'ca')
  openssl('req', ...ec, '-keyout', 'tsa.key', '-out', 'tsa.csr')
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'tsa.cnf', '-extensions', 'stamps']
  openssl('x509', '-req', '-in', 'tsa.csr', '-out', 'tsa.pem', ...signing)

  let other: { status: number; body: Uint8Array } | undefined
  const given: Buffer[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (other) {
        response.writeHead(other.status).end(other.body)
        return
      }
      writeFileSync(join(folder, 'asked.tsq'), Buffer.concat(parts))
      const by = ['-config', 'tsa.cnf', '-section', 'tsa_here', '-signer', 'tsa.pem', '-inkey', 'tsa.key']
      openssl('ts', '-reply', '-queryfile', 'asked.tsq', ...by, '-out', 'answer.tsr')
      given.push(readFileSync(join(folder, 'answer.tsr')))
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(given.at(-1))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/tsa`,
    instead: (answer) => void (other = answer),
    given,
    verify: (response, data) => {
      writeFileSync(join(folder, 'kept.tsr'), response)
      writeFileSync(join(folder, 'data'), data)
      const done = spawnSync('openssl', ['ts', '-verify', '-in', 'kept.tsr', '-data', 'data', '-CAfile', 'ca.pem'], {
        cwd: folder,
        encoding: 'utf8',
      })
      return `${done.status} ${done.stdout}${done.stderr}`
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      rmSync(folder, { recursive: true })
    },
  }
}
