import { once } from 'node:events'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startLiar } from '../../test/smtp-liar.ts'
import { testWorld, type TestWorld } from '../../test/world.ts'
import { orgCode } from '../lib/regions.ts'
import { inTransaction } from './db.ts'
import { mailHandlers, sendMail, smtpTransport, type Transport } from './mail.ts'

const NSPL = orgCode('NSPL')
const ADDRESS = 'registrator@12.example'

let it: TestWorld
type Step = 'login' | 'sender' | 'recipient' | 'letter'
/** What the mail server says no to, as it says it; anything else it takes. */
let answers: Partial<Record<Step, string>> = {}
/** Mail servers quote the address back, and that must not reach the log. */
const REFUSED_MAILBOX = { recipient: `550 5.1.1 <${ADDRESS}>: no such user` }
const server = new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  onAuth: (_auth, _session, done) => done(refusal('login'), { user: 'nspl' }),
  onMailFrom: (_address, _session, done) => done(refusal('sender')),
  onRcptTo: (_address, _session, done) => done(refusal('recipient')),
  onData: (stream, _session, done) => stream.on('end', () => done(refusal('letter'))).resume(),
})
const noted: string[] = []

beforeAll(async () => {
  it = await testWorld()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
beforeEach(async () => {
  answers = {}
  noted.length = 0
  await it.asOwner((tx) => tx.write(sql`delete from outgoing_mail`))
})
afterAll(async () => {
  server.close(() => undefined)
  await it.close()
})

function refusal(step: Step): Error | null {
  const [code, ...words] = (answers[step] ?? '').split(' ')
  return code === '' ? null : Object.assign(new Error(words.join(' ')), { responseCode: Number(code) })
}

function smtp(login = ''): Transport {
  const address = server.server.address()
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

async function deliver(mailId: string, transport: Transport | 'none', isLastTry = false): Promise<string> {
  const [handler] = mailHandlers(
    transport,
    () => void noted.push('taken'),
    (_tx, _mail, _at, failure) => void noted.push(`refused: ${failure}`),
  )
  const ctx = { actor: 'system' as const, org: NSPL, now: it.now(), today: it.today(), world: it.world, isLastTry }
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

test.each<[string, string, Partial<Record<Step, string>>]>([
  ['the password is wrong', 'nspl:wrong@', { login: '535 5.7.8 authentication failed' }],
  ['our own address is not let through', '', { sender: '550 5.7.1 sender not allowed' }],
  ['the mailbox is full for a while', '', { recipient: `452 4.2.2 <${ADDRESS}> full` }],
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

test('a letter that is given up is told of, and never waits for ever unseen', async () => {
  answers = { recipient: '452 4.2.2 full' }
  expect(await deliver(await aLetter(), smtp(), true)).toBe('done')
  expect(await deliver(await aLetter(), 'none', true)).toBe('done')
  expect(noted).toEqual([expect.stringContaining('full'), expect.stringMatching(/^refused: plattformen har inte haft/)])
  expect((await it.outbox()).map(({ failedAt }) => failedAt)).toEqual([it.now(), it.now()])
})

test('an attempt whose end nobody knows makes the next one uncertain', async () => {
  const id = await aLetter()
  await it.asOwner((tx) => tx.write(sql`update outgoing_mail set attempts = 1, attempted_at = ${it.now()}`))
  expect(await deliver(id, smtp())).toBe('done')
  expect(await it.outbox()).toMatchObject([{ attempts: 2, uncertain: true, acceptedAt: it.now() }])
})

test('a letter whose taking was never answered may arrive twice, and the ledger says so; one that was never begun does not', async () => {
  const liar = await startLiar()
  try {
    const transport = smtpTransport(`smtp://127.0.0.1:${liar.port}`, 'nspl@host.example')
    const mailId = await aLetter()
    for (const [mood, uncertain] of [
      ['mute', false],
      ['4xx to letter', false],
      ['silent', true],
      ['half', true],
    ] as const) {
      await it.asOwner((tx) => tx.write(sql`update outgoing_mail set uncertain = false`))
      liar.moods.set(ADDRESS, mood)
      expect(await deliver(mailId, transport)).toMatch(/did not take it/)
      expect(await it.outbox(), mood).toMatchObject([{ acceptedAt: null, failedAt: null, uncertain }])
    }
    liar.moods.clear()
    expect(await deliver(mailId, transport)).toBe('done')
    expect(await it.outbox()).toMatchObject([{ acceptedAt: it.now(), uncertain: true }])

    liar.moods.set(ADDRESS, 'silent')
    const last = await aLetter()
    expect(await deliver(last, transport, true)).toBe('done')
    const [given] = await it.asOwner((tx) => tx.rows(sql<{ uncertain: boolean }>`select uncertain from outgoing_mail where id = ${last}`))
    expect([given, noted.at(-1)]).toEqual([{ uncertain: true }, expect.stringContaining('mejlet kan ha kommit fram')])
  } finally {
    await liar.stop()
  }
})
