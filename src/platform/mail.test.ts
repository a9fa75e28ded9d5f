import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { orgCode } from '../lib/regions.ts'
import { inTransaction } from './db.ts'
import { mailHandlers, sendMail, smtpTransport, type Transport } from './mail.ts'

const NSPL = orgCode('NSPL')
const ADDRESS = 'registrator@12.example'

let it: TestWorld
let server: Server
/** What the mail server answers when a line begins with this; anything else is taken. */
let answers: Record<string, string> = {}
/** Mail servers quote the address back, and that must not reach the log. */
const REFUSED_MAILBOX = { 'RCPT TO': `550 5.1.1 <${ADDRESS}>: no such user` }
const noted: string[] = []

beforeAll(async () => {
  it = await testWorld()
  server = createServer(talk).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
beforeEach(async () => {
  answers = {}
  noted.length = 0
  await it.asOwner((tx) => tx.write(sql`delete from outgoing_mail`))
})
afterAll(async () => {
  server.close()
  await it.close()
})

/** As much of a mail server (RFC 5321) as one letter needs. */
function talk(socket: Socket): void {
  let inLetter = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  socket.on('error', () => undefined)
  say('220 mail.example ESMTP')
  socket.on('data', (chunk) => {
    for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
      if (inLetter && line !== '.') continue
      const given = Object.entries(answers).find(([beginning]) => (inLetter ? beginning === 'letter' : line.startsWith(beginning)))?.[1]
      if (line.startsWith('EHLO')) say(answers['AUTH'] ? '250-mail.example\r\n250 AUTH PLAIN' : '250 mail.example')
      else if (line === 'DATA' && !given) say('354 go on')
      else say(given ?? '250 taken')
      inLetter = line === 'DATA' && !given
    }
  })
}

function smtp(login = ''): Transport {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return smtpTransport(`smtp://${login}127.0.0.1:${address.port}`, 'nspl@host.example')
}

async function aLetter(): Promise<string> {
  const ctx = { org: NSPL, now: it.now(), today: it.today(), world: it.world, actor: 'system' as const }
  return await inTransaction(it.world.db, async (tx) => {
    tx.send(sql`select set_config('app.org', 'NSPL', true)`)
    const to = { name: 'Registrator (demo)', address: ADDRESS, org: orgCode('12') }
    const [id] = await sendMail(tx, ctx, [
      { purpose: 'test', to, objectId: null, letter: { subject: 'S', text: 't', html: '<p>t</p>' }, attachments: [] },
    ])
    return id ?? ''
  })
}

async function deliver(mailId: string, transport: Transport | 'none'): Promise<string> {
  const [handler] = mailHandlers(
    transport,
    () => void noted.push('taken'),
    (_tx, _mail, _at, failure) => void noted.push(`refused: ${failure}`),
  )
  const ctx = { actor: 'system' as const, org: NSPL, now: it.now(), today: it.today(), world: it.world }
  return await (handler?.handle(ctx, { mailId }) ?? Promise.reject(new Error('no handler'))).then(
    () => 'done',
    (error: unknown) => String(error),
  )
}

test('a letter is taken once; delivering it again sends nothing', async () => {
  const id = await aLetter()
  expect(await deliver(id, smtp())).toBe('done')
  answers = REFUSED_MAILBOX
  expect(await deliver(id, smtp())).toBe('done')
  expect(noted).toEqual(['taken'])
  expect(await it.outbox()).toMatchObject([{ acceptedAt: it.now(), attempts: 1, uncertain: false, failedAt: null }])
})

test('a mailbox or a letter that is refused is so for good, and the ledger has the server’s words', async () => {
  answers = REFUSED_MAILBOX
  expect(await deliver(await aLetter(), smtp())).toBe('done')
  answers = { letter: '552 too large' }
  expect(await deliver(await aLetter(), smtp())).toBe('done')
  expect(noted).toEqual([expect.stringContaining('no such user'), expect.stringContaining('too large')])
  expect((await it.outbox()).map(({ failedAt }) => failedAt)).toEqual([it.now(), it.now()])
})

test.each([
  ['the password is wrong', 'nspl:wrong@', { AUTH: '535 5.7.8 authentication failed' }],
  ['our own address is not let through', '', { 'MAIL FROM': '550 5.7.1 sender not allowed' }],
  ['the mailbox is full for a while', '', { 'RCPT TO': `452 4.2.2 <${ADDRESS}> full` }],
])('when %s, the letter waits and is tried again: no registry is blamed, and no address is logged', async (_, login, answered) => {
  answers = answered
  const id = await aLetter()
  const said = await deliver(id, smtp(login))
  expect(said).toContain('Error')
  expect(said).not.toContain(ADDRESS)
  expect(noted).toEqual([])
  const [waiting] = await it.outbox()
  expect(waiting).toMatchObject({ failedAt: null, uncertain: false })
  expect(waiting?.failure).toContain(Object.values(answered)[0]?.slice(4, 12))

  answers = {}
  expect(await deliver(id, smtp())).toBe('done')
  expect(await it.outbox()).toMatchObject([{ acceptedAt: it.now(), attempts: 2, uncertain: false }])
})

test('without a mail server a letter waits untouched: it was never tried, so it cannot have been sent twice', async () => {
  const id = await aLetter()
  for (const _ of [1, 2]) expect(await deliver(id, 'none')).toContain('SMTP_URL')
  expect(await it.outbox()).toMatchObject([{ attempts: 0, attemptedAt: null, uncertain: false }])
})

test('an attempt whose end nobody knows makes the next one uncertain', async () => {
  const id = await aLetter()
  await it.asOwner((tx) => tx.write(sql`update outgoing_mail set attempts = 1, attempted_at = ${it.now()}`))
  expect(await deliver(id, smtp())).toBe('done')
  expect(await it.outbox()).toMatchObject([{ attempts: 2, uncertain: true, acceptedAt: it.now() }])
})
