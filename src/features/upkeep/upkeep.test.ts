import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHost } from '../../../test/host.ts'
import type { Person } from '../../../test/people.ts'
import { type TestWorld, testWorld } from '../../../test/world.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction } from '../../platform/db.ts'
import { mailJobs } from '../../platform/mail.ts'
import { noteRun } from '../../platform/upkeep.ts'
import { aContent, givenAddresses, givenSent } from '../dispatches/fixtures.ts'
import { upkeepApi as api } from './contract.ts'
import { givenLetter } from './fixtures.ts'

let it: TestWorld
let operator: Person
let officer: Person
beforeAll(async () => {
  it = await testWorld()
  operator = await it.as('operator', 'NSPL', { name: 'Alf Driftsén (demo)' })
  officer = await it.as('secretariat-officer', 'NSPL')
})
afterAll(() => it.close())

const of = (mailId: string) => ({ params: { mailId } })
const enqueue = (mailId: string) =>
  inTransaction(it.world.db, (tx) => it.world.enqueue(tx, mailJobs.deliver, orgCode('NSPL'), [{ mailId }]))
const jobsOf = (mailId: string) =>
  it.asOwner((tx) =>
    tx.rows(sql<{ name: string; state: string; isDue: boolean }>`
      select name, state, start_after <= now() as is_due from pgboss.job where data -> 'payload' ->> 'mailId' = ${mailId} and state <> 'completed'
      order by created_on`),
  )

describe('a letter that was refused', () => {
  test('is tried again once, under a new job, and gets through', async () => {
    const id = await givenLetter(it, { failed: true, failure: '550 no such mailbox' })
    const letter = (await operator.call(api.retryLetter, of(id))).body
    expect(letter).toMatchObject({ failedAt: null, failure: '550 no such mailbox', attempts: 1 })
    expect((await operator.call(api.retryLetter, of(id))).status).toBe(200)
    expect(await jobsOf(id)).toEqual([{ name: 'mail.deliver', state: 'created', isDue: true }])
    await it.runJobs()
    const [sent] = (await it.outbox()).filter((mail) => mail.id === id)
    expect(sent).toMatchObject({ attempts: 2, uncertain: false, acceptedAt: it.now() })
    expect((await operator.call(api.retryLetter, of(id))).code).toBe('letter-delivered')
    expect((await it.journal(id)).map(({ type, log }) => [type, log])).toEqual([
      ['letter.retried', 'NSPL'],
      ['letter.retried', 'NSPL'],
    ])
  })

  test('is given up with a reason, which the ledger keeps beside the server’s own words', async () => {
    const id = await givenLetter(it, { failed: true, failure: '550 no such mailbox' })
    expect((await operator.call(api.giveUpLetter, { ...of(id), body: { reason: '  ' } })).problem).toMatchObject({
      code: 'reason-missing',
      status: 422,
      detail: expect.stringContaining('Skriv varför'),
    })
    const letter = (await operator.call(api.giveUpLetter, { ...of(id), body: { reason: ' Fick det på papper. ' } })).body
    expect(letter).toMatchObject({ failure: '550 no such mailbox', givenUpReason: 'Fick det på papper.', givenUpBy: 'Alf Driftsén (demo)' })
    expect((await operator.call(api.retryLetter, of(id))).code).toBe('letter-given-up')
    expect((await operator.call(api.giveUpLetter, { ...of(id), body: { reason: 'Igen' } })).code).toBe('letter-given-up')
    expect(await jobsOf(id)).toEqual([])
    const [entry, ...more] = await it.journal(id)
    expect(more).toEqual([])
    expect(entry).toMatchObject({ type: 'letter.given-up', content: { reason: expect.stringMatching(/^[0-9a-f]{64}$/) } })
  })
})

describe('a letter that waits', () => {
  test('has its own job hurried, and never gets a second', async () => {
    const id = await givenLetter(it, { failure: 'connect ECONNREFUSED' })
    await enqueue(id)
    await it.asOwner((tx) =>
      tx.write(
        sql`update pgboss.job set start_after = now() + interval '1 hour', state = 'retry' where data -> 'payload' ->> 'mailId' = ${id}`,
      ),
    )
    await operator.call(api.retryLetter, of(id))
    expect(await jobsOf(id)).toEqual([{ name: 'mail.deliver', state: 'retry', isDue: true }])
    await it.runJobs()
    expect((await it.outbox()).find((mail) => mail.id === id)?.acceptedAt).toEqual(it.now())
  })

  test('is left alone while it is on its way', async () => {
    const id = await givenLetter(it)
    await enqueue(id)
    await it.asOwner((tx) => tx.write(sql`update pgboss.job set state = 'active' where data -> 'payload' ->> 'mailId' = ${id}`))
    expect((await operator.call(api.retryLetter, of(id))).code).toBe('letter-under-way')
    expect((await operator.call(api.giveUpLetter, { ...of(id), body: { reason: 'x' } })).code).toBe('letter-under-way')
    await it.asOwner((tx) => tx.write(sql`delete from pgboss.job where data -> 'payload' ->> 'mailId' = ${id}`))
  })

  test('given up counts as refused, is not sent, and its sender is told', async () => {
    const id = await givenLetter(it, { failure: 'connect ECONNREFUSED' })
    await enqueue(id)
    const letter = (await operator.call(api.giveUpLetter, { ...of(id), body: { reason: 'Adressen finns inte mer.' } })).body
    expect(letter).toMatchObject({ failure: 'uppgivet av driften: Adressen finns inte mer.', failedAt: it.now().toISOString() })
    expect((await jobsOf(id)).map(({ name }) => name)).toEqual(['mail.deliver', 'mail.given-up'])
    await it.runJobs()
    expect((await it.outbox()).find((mail) => mail.id === id)).toMatchObject({ attempts: 1, acceptedAt: null })
  })
})

test('the sender of an utskick whose letter was given up sees that it did not get there', async () => {
  await givenAddresses(it)
  const head = await it.as('secretariat-head', 'NSPL')
  const dispatchId = await givenSent(head, aContent())
  const mail = (await it.outbox()).find(
    ({ purpose, objectId, toOrg }) => purpose === 'dispatch' && objectId === dispatchId && toOrg === '12',
  )
  await operator.call(api.giveUpLetter, { ...of(mail?.id ?? ''), body: { reason: 'Registratorn har fått det.' } })
  await it.runJobs()
  const slots = await it.asOwner((tx) =>
    tx.rows(sql<{ org: string }>`select org_code as org from recipient where dispatch_id = ${dispatchId} and bounced_at is not null`),
  )
  expect(slots).toEqual([{ org: '12' }])
})

test('letters of others, and letters with codes, are nobody’s to touch', async () => {
  for (const id of [
    await givenLetter(it, { org: '12', failed: true, failure: 'x' }),
    await givenLetter(it, { purpose: 'sign-in-code', failed: true, failure: 'x' }),
  ]) {
    expect((await operator.call(api.retryLetter, of(id))).code).toBe('not-found')
    expect((await operator.call(api.giveUpLetter, { ...of(id), body: { reason: 'x' } })).code).toBe('not-found')
  }
  expect((await operator.call(api.retryLetter, { params: { mailId: 'nonsense' } })).code).toBe('wrong-shape')
})

test('Drift shows it all: numbers of everybody’s mail, letters of one’s own, and no secret', async () => {
  const mine = await givenLetter(it, { failed: true, failure: '550' })
  const skanes = await givenLetter(it, { org: '12' })
  await givenLetter(it, { org: '12', accepted: true, uncertain: true })
  it.world.host = {
    ...testHost(it.now()),
    version: '1.2.3',
    folders: [{ use: 'data', path: '/' }],
    settings: [{ name: 'SMTP_URL', value: 'mail.example', shown: 'host', isDefault: false }],
  }
  const view = (await operator.call(api.upkeep)).body
  expect(view.mail.letters.map(({ id }) => id)).toContain(mine)
  expect(JSON.stringify(view)).not.toContain(skanes)
  expect(view.mail.orgs.find(({ org }) => org === '12')).toMatchObject({ waiting: 1, uncertain: 1, oldestWaiting: it.now().toISOString() })
  expect(view.program).toMatchObject({ version: '1.2.3', node: process.versions.node })
  expect(view.database).toMatchObject({
    writable: true,
    version: expect.stringMatching(/^1[5-8]/),
    lastMigration: expect.stringMatching(/\.sql$/),
  })
  expect(view.database.size).toBeGreaterThan(1e6)
  expect(view.jobs.map(({ name }) => name)).toEqual(['mail.deliver', 'mail.given-up'])
  expect(view.disks).toMatchObject([{ use: 'data', room: { free: expect.any(Number), total: expect.any(Number) } }])
  expect(view.settings).toEqual([{ name: 'SMTP_URL', value: 'mail.example', shown: 'host', isDefault: false }])
})

test('an entry that no checkpoint covers is told, with when it was made', async () => {
  const id = await givenLetter(it, { failed: true, failure: 'x' })
  await operator.call(api.giveUpLetter, { ...of(id), body: { reason: 'x' } })
  const { journal } = (await operator.call(api.upkeep)).body
  expect(journal.entries).toBeGreaterThan(0)
  expect(journal.unsigned).toBeGreaterThan(0)
  expect(journal.unsignedSince).toBe(it.now().toISOString())

  await it.world.checkpoints.sign()
  const signed = (await operator.call(api.upkeep)).body.journal
  expect(signed).toMatchObject({ entries: journal.entries, unsigned: 0, unsignedSince: null })
  const own = await it.asOwner((tx) => tx.one(sql<{ size: number }>`select size from journal_head where log = 'NSPL'`))
  expect(signed.checkpoints).toContainEqual({ log: 'NSPL', size: own.size, signedAt: it.now().toISOString() })
  const top = await it.asOwner((tx) => tx.one(sql<{ size: number }>`select size from journal_head where log = 'TOP'`))
  expect(signed.checkpoints).toContainEqual({ log: 'TOP', size: top.size, signedAt: it.now().toISOString() })
})

test('runs of the upkeep are seen by the secretariat: the last, and the last that succeeded', async () => {
  expect((await officer.call(api.verification)).body).toEqual({ last: null })
  const run = (at: string, ok: boolean, detail: Record<string, number | string>) =>
    inTransaction(it.world.db, async (tx) =>
      noteRun(tx, { kind: 'journal-verify', startedAt: new Date(at), endedAt: new Date(at), ok, detail }),
    )
  await run('2026-11-25T06:00:00.000Z', true, { entries: 411 })
  await run('2026-11-25T05:00:00.000Z', true, { entries: 400 })
  expect((await officer.call(api.verification)).body).toEqual({ last: { at: '2026-11-25T06:00:00.000Z', ok: true, entries: 411 } })
  await run('2026-11-25T07:00:00.000Z', false, { error: 'NSPL 7: the body does not give the leaf hash' })
  expect((await officer.call(api.verification)).body).toEqual({ last: { at: '2026-11-25T07:00:00.000Z', ok: false, entries: null } })
  expect((await operator.call(api.upkeep)).body.runs).toEqual([
    {
      kind: 'journal-verify',
      okAt: '2026-11-25T06:00:00.000Z',
      last: {
        startedAt: '2026-11-25T07:00:00.000Z',
        endedAt: '2026-11-25T07:00:00.000Z',
        ok: false,
        detail: { error: 'NSPL 7: the body does not give the leaf hash' },
      },
    },
  ])
  await expect(inTransaction(it.world.db, (tx) => tx.write(sql`update upkeep_run set ok = true`))).rejects.toMatchObject({ code: '42501' })
})
