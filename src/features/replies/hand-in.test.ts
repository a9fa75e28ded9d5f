import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { canonical } from '../../lib/canonical.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction } from '../../platform/db.ts'
import { commitmentOf } from '../../platform/journal.ts'
import { dispatchesApi } from '../dispatches/contract.ts'
import { givenAddresses } from '../dispatches/fixtures.ts'
import type { Question } from '../dispatches/shapes-questions.ts'
import { repliesApi } from './contract.ts'
import { AGAINST, BOARD, givenDispatch, givenDraft, givenFile, handInNow, moveTo, write } from './fixtures.ts'

const MISSING = '01900000-0000-7000-8000-00000000dead'

let it: TestWorld
let officer: Person
let colleague: Person
let neighbour: Person
let secretariat: Person

beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  officer = await it.as('regional-officer', '12', { name: 'Olle Beredd (demo)' })
  colleague = await it.as('endorser', '12', { name: 'Disa Direktör (demo)' })
  neighbour = await it.as('registrar', '14')
  secretariat = await it.as('secretariat-head', 'NSPL')
})
afterAll(() => it.close())

const factsOf = async (who: Person, dispatchId: string) => (await who.call(repliesApi.received, { params: { dispatchId } })).body.facts
const slotOf = async (dispatchId: string, slotOrg: string) =>
  (await secretariat.call(dispatchesApi.slot, { params: { dispatchId, slotOrg } })).body

describe('Lämna svar', () => {
  test('freezes the answer: what both sides read, its bytes, the facts, the register and both logs', async () => {
    const dispatch = await givenDispatch(it)
    await officer.call(dispatchesApi.confirmReceipt, { params: { dispatchId: dispatch.id }, body: { caseNumber: 'RS 2026-1234' } })
    await givenDraft(officer, dispatch)
    const receipt = (await handInNow(colleague, dispatch.id)).body
    expect(receipt).toMatchObject({ number: expect.stringMatching(/^K-2026-\d{6}$/), handedInAt: it.now().toISOString(), late: false })

    const params = { replyId: receipt.replyId }
    const [ours, theirs] = await Promise.all([officer.call(repliesApi.find, { params }), secretariat.call(repliesApi.find, { params })])
    expect(theirs.body).toEqual(ours.body)
    expect(ours.body.content).toMatchObject({
      v: 1,
      number: receipt.number,
      dispatch: { id: dispatch.id, title: dispatch.content.title, caseNumber: 'NSPL 2026-17', lastDay: '2027-03-19' },
      org: '12',
      caseNumbers: ['RS 2026-1234'],
      relation: 'first',
      earlierNumber: null,
      sections: [
        { number: '1', heading: 'Inledning', ...AGAINST },
        { number: '2', stance: null },
      ],
      decided: BOARD,
      handedInBy: 'Disa Direktör (demo)',
      enteredByOrg: '12',
    })
    expect(ours.body.summary).toMatchObject({ coded: true, late: false, relation: 'first', channel: 'platform' })
    expect(await slotOf(dispatch.id, '12')).toMatchObject({
      facts: { answeredAt: it.now().toISOString(), answeredHow: 'platform', replyId: receipt.replyId, confirmedAt: null },
      events: [
        { what: 'sent' },
        { what: 'received' },
        { what: 'case-number' },
        { what: 'drafting' },
        { what: 'answered', detail: receipt.number },
      ],
    })

    const exact = await officer.call(repliesApi.copy, { params, query: { format: 'json' } })
    expect(exact.bytes.toString('utf8')).toBe(canonical(ours.body.content))
    const [row] = await it.asOwner((tx) =>
      tx.rows(sql<{ hash: Buffer }>`select content_sha256 as hash from reply where id = ${receipt.replyId}`),
    )
    expect(row?.hash).toEqual(createHash('sha256').update(exact.bytes).digest())

    const entries = await it.journal(receipt.replyId)
    expect(entries.map(({ log, type }) => `${log} ${type}`)).toEqual(['12 reply.handed-in', 'NSPL reply.handed-in'])
    for (const { log, seq, content } of entries) {
      const salts = await it.asOwner((tx) =>
        tx.rows(sql<{ salt: Buffer }>`select salt from journal_commitment where log = ${log} and seq = ${seq}`),
      )
      expect(commitmentOf(salts[0]?.salt ?? Buffer.alloc(0), exact.bytes)).toBe(content['reply'])
    }
    const register = (await secretariat.call(dispatchesApi.register, { query: { registered: 'no' } })).body.items
    expect(register.find(({ objectId }) => objectId === receipt.replyId)).toMatchObject({
      direction: 'in',
      document: 'reply',
      counterpartOrg: '12',
      caseNumber: 'NSPL 2026-17',
      counterpartCaseNumber: 'RS 2026-1234',
      dispatchId: dispatch.id,
      reply: { number: receipt.number, relation: 'first', earlierNumber: null },
    })
  })

  test('the same command twice is one answer', async () => {
    const dispatch = await givenDispatch(it)
    const version = await givenDraft(officer, dispatch)
    const ask = { params: { dispatchId: dispatch.id }, body: { version, relation: 'first' as const }, key: 'hand-in-twice-0001' }
    const [one, other] = [await officer.call(repliesApi.handIn, ask), await officer.call(repliesApi.handIn, ask)]
    expect(other.body).toEqual(one.body)
    expect((await officer.call(repliesApi.received, { params: ask.params })).body.ownReplies).toHaveLength(1)
  })

  test('of many at the same moment exactly one is first; the others hear who was, and when', async () => {
    const dispatch = await givenDispatch(it)
    const version = await givenDraft(officer, dispatch)
    const params = { dispatchId: dispatch.id }
    const people = [officer, colleague, officer, colleague, officer]
    const answers = await Promise.all(people.map((who) => who.call(repliesApi.handIn, { params, body: { version, relation: 'first' } })))
    const done = answers.filter(({ status }) => status === 200)
    expect(done).toHaveLength(1)
    const number = done[0]?.body.number ?? ''
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      expect(refused).toMatchObject({ status: 409, code: 'already-answered' })
      expect(refused.problem?.details).toMatchObject({ number, who: expect.stringContaining('(demo)') })
      expect(refused.problem?.detail).toContain(number)
    }
    expect((await secretariat.call(repliesApi.ofDispatch, { params })).body.items).toHaveLength(1)
    expect((await officer.call(dispatchesApi.counts, { params })).body).toEqual({ asked: 2, answered: 1 })
  })

  test('what was changed after the check is not handed in unseen', async () => {
    const dispatch = await givenDispatch(it)
    const version = await givenDraft(officer, dispatch)
    await write(colleague, dispatch.id, 'overall', { stance: 'support', comment: '' })
    const refused = await officer.call(repliesApi.handIn, { params: { dispatchId: dispatch.id }, body: { version, relation: 'first' } })
    expect(refused).toMatchObject({ status: 409, code: 'changed-since-check' })
    expect((await factsOf(officer, dispatch.id)).answeredAt).toBeNull()
  })

  test('what is missing is said, and named', async () => {
    const required: Question = { id: randomUUID(), type: 'short-text', text: 'Hur många platser?', help: '', required: true }
    const dispatch = await givenDispatch(it, { questions: [required] })
    const why = async () => (await handInNow(officer, dispatch.id)).problem
    expect(await why()).toMatchObject({ status: 409, code: 'nothing-filled' })
    await write(officer, dispatch.id, 'overall', { stance: 'abstain', comment: '' })
    const unanswered = await why()
    expect(unanswered).toMatchObject({ code: 'required-unanswered', details: { names: ['Hur många platser?'] } })
    expect(unanswered?.detail).toContain('Hur många platser?')
    await write(officer, dispatch.id, `question:${required.id}`, '40')
    expect(await why()).toMatchObject({ code: 'decided-missing' })
    await write(officer, dispatch.id, 'form', 'own-statement')
    expect(await why()).toMatchObject({ code: 'own-statement-missing' })
  })

  test('a reader may not, another organisation finds nothing, and nothing is answered in what was recalled', async () => {
    const dispatch = await givenDispatch(it)
    const version = await givenDraft(officer, dispatch)
    const ask = { params: { dispatchId: dispatch.id }, body: { version, relation: 'first' as const } }
    expect(await (await it.as('reader', '12')).call(repliesApi.handIn, ask)).toMatchObject({ status: 403, code: 'role-missing' })
    expect(await secretariat.call(repliesApi.handIn, ask)).toMatchObject({ status: 403 })
    expect(await (await it.as('endorser', '25')).call(repliesApi.handIn, ask)).toMatchObject({ status: 404 })
    expect(await officer.call(repliesApi.handIn, { ...ask, params: { dispatchId: MISSING } })).toMatchObject({ status: 404 })
    await secretariat.call(dispatchesApi.recall, { params: ask.params, body: { reason: 'Fel bilaga.' } })
    expect(await officer.call(repliesApi.handIn, ask)).toMatchObject({ status: 409, code: 'recalled' })
  })
})

describe('an own yttrande', () => {
  test('is an equal answer; what was filled in before it stays at home, and its file is the region’s own', async () => {
    const dispatch = await givenDispatch(it)
    const file = await givenFile(officer, 'own-statement')
    await givenDraft(officer, dispatch)
    await write(officer, dispatch.id, 'form', 'own-statement')
    await write(officer, dispatch.id, 'files', [file])
    const { replyId } = (await handInNow(officer, dispatch.id)).body
    const view = (await secretariat.call(repliesApi.find, { params: { replyId } })).body
    expect(view).toMatchObject({
      summary: { form: 'own-statement', coded: false },
      content: { sections: [], questions: [], files: [file] },
    })
    const download = (who: Person, position: string) => who.call(repliesApi.file, { params: { replyId, position } })
    const received = await download(secretariat, '0')
    expect(received.bytes.toString('utf8')).toBe('Yttrande own-statement')
    expect(received.headers['content-disposition']).toMatch(/^attachment/)
    expect((await download(officer, '0')).bytes).toEqual(received.bytes)
    expect(await download(neighbour, '0')).toMatchObject({ status: 404, code: 'not-found' })
    expect(await download(secretariat, '1')).toMatchObject({ status: 404 })
  })

  test('files that answer a question get a place among the files', async () => {
    const question: Question = { id: randomUUID(), type: 'file', text: 'Karta', help: '', required: true }
    const dispatch = await givenDispatch(it, { questions: [question] })
    const { role: _, ...file } = await givenFile(officer, 'attachment', 'karta')
    await write(officer, dispatch.id, `question:${question.id}`, [file])
    await write(officer, dispatch.id, 'decided', BOARD)
    const { replyId } = (await handInNow(officer, dispatch.id)).body
    expect((await secretariat.call(repliesApi.file, { params: { replyId, position: '0' } })).bytes.toString('utf8')).toBe('karta')
  })
})

describe('a later answer', () => {
  test('replaces or completes; all stay, and the first time stands', async () => {
    const dispatch = await givenDispatch(it, { othersVisible: 'at-once' })
    const params = { dispatchId: dispatch.id }
    await givenDraft(officer, dispatch)
    expect(await handInNow(officer, dispatch.id, 'replaces')).toMatchObject({ status: 409, code: 'no-earlier' })
    const first = (await handInNow(officer, dispatch.id)).body
    const answeredAt = it.now().toISOString()
    await moveTo(it, '2026-11-26T08:00:00Z')
    await write(officer, dispatch.id, 'overall', { stance: 'support', comment: 'Efter beslut' })
    expect(await handInNow(officer, dispatch.id, 'first')).toMatchObject({ status: 409, code: 'already-answered' })
    const second = (await handInNow(colleague, dispatch.id, 'replaces')).body
    const third = (await handInNow(officer, dispatch.id, 'completes')).body

    const own = (await officer.call(repliesApi.received, { params })).body.ownReplies
    expect(own.map(({ relation, earlierId }) => [relation, earlierId])).toEqual([
      ['first', null],
      ['replaces', first.replyId],
      ['completes', second.replyId],
    ])
    expect((await officer.call(repliesApi.find, { params: { replyId: second.replyId } })).body.content).toMatchObject({
      earlierNumber: first.number,
    })
    expect(await slotOf(dispatch.id, '12')).toMatchObject({ facts: { answeredAt, replyId: third.replyId } })
    const seen = (await neighbour.call(repliesApi.received, { params })).body.othersReplies
    expect(
      seen.map(({ id }) => id),
      'others see what counts',
    ).toEqual([second.replyId, third.replyId])
    expect(await neighbour.call(repliesApi.find, { params: { replyId: first.replyId } })).toMatchObject({ status: 404 })
    expect((await neighbour.call(repliesApi.find, { params: { replyId: third.replyId } })).status).toBe(200)
    expect((await secretariat.call(repliesApi.ofDispatch, { params })).body.items).toHaveLength(3)
  })
})

describe('a late answer', () => {
  test('is taken in and marked, by the region’s own last day and the Swedish clock; the others are not told', async () => {
    await moveTo(it, '2026-12-01T08:00:00Z')
    const dispatch = await givenDispatch(it, { lastDay: day('2026-12-18'), othersVisible: 'at-once' })
    const params = { dispatchId: dispatch.id }
    const extended = { dispatchId: dispatch.id, slotOrg: '14' }
    await secretariat.call(dispatchesApi.extend, { params: extended, body: { to: '2026-12-22' } })
    await givenDraft(officer, dispatch)
    await givenDraft(neighbour, dispatch)
    await moveTo(it, '2026-12-18T22:59:00Z')
    await secretariat.call(dispatchesApi.close, { params })
    await moveTo(it, '2026-12-18T23:01:00Z')
    const late = (await handInNow(officer, dispatch.id)).body
    expect(late.late).toBe(true)
    expect((await handInNow(neighbour, dispatch.id)).body.late).toBe(false)
    const lateness = async (who: Person) => (await who.call(repliesApi.find, { params: { replyId: late.replyId } })).body.summary.late
    expect([await lateness(officer), await lateness(secretariat), await lateness(neighbour)]).toEqual([true, true, false])
    await moveTo(it, '2026-11-25T08:00:00Z')
  })
})

describe('others’ answers', () => {
  test.each([
    ['at-once', true, true],
    ['after-last-day', false, true],
    ['no', false, false],
  ] as const)('%s', async (othersVisible, before, after) => {
    await moveTo(it, '2026-11-25T08:00:00Z')
    const dispatch = await givenDispatch(it, { othersVisible })
    await givenDraft(officer, dispatch)
    const { replyId } = (await handInNow(officer, dispatch.id)).body
    const seen = async () => {
      const listed = (await neighbour.call(repliesApi.received, { params: { dispatchId: dispatch.id } })).body.othersReplies.length === 1
      const opened = (await neighbour.call(repliesApi.find, { params: { replyId } })).status === 200
      const copied = (await neighbour.call(repliesApi.copy, { params: { replyId }, query: { format: 'txt' } })).status === 200
      expect([opened, copied]).toEqual([listed, listed])
      return listed
    }
    expect(await seen()).toBe(before)
    await moveTo(it, '2027-03-19T12:00:00Z')
    expect(await seen()).toBe(before)
    await moveTo(it, '2027-03-20T12:00:00Z')
    expect(await seen()).toBe(after)
    const stranger = await it.as('reader', '25')
    expect(await stranger.call(repliesApi.find, { params: { replyId } })).toMatchObject({ status: 404, code: 'not-found' })
    await moveTo(it, '2026-11-25T08:00:00Z')
  })
})

describe('a marked answer', () => {
  test('is for the sender alone, with what was given before it; half a marking is refused', async () => {
    const dispatch = await givenDispatch(it, { othersVisible: 'at-once' })
    const params = { dispatchId: dispatch.id }
    await givenDraft(officer, dispatch)
    const first = (await handInNow(officer, dispatch.id)).body
    const seen = async () => (await neighbour.call(repliesApi.received, { params })).body.othersReplies.length
    expect(await seen()).toBe(1)

    await write(officer, dispatch.id, 'marking', { provision: '18 kap. 13 § OSL', date: null, authority: 'Region Skåne' })
    expect(await handInNow(officer, dispatch.id, 'replaces')).toMatchObject({ status: 409, code: 'marking-unfinished' })
    const marking = { provision: '18 kap. 13 § OSL', date: '2026-11-25', authority: 'Region Skåne' }
    await write(officer, dispatch.id, 'marking', marking, 1)
    const second = (await handInNow(officer, dispatch.id, 'replaces')).body
    expect((await secretariat.call(repliesApi.find, { params: { replyId: second.replyId } })).body.content).toMatchObject({ marking })

    expect(await seen(), 'the earlier answer no longer counts, so it is not shown in its place').toBe(0)
    for (const { replyId } of [first, second]) {
      expect(await neighbour.call(repliesApi.find, { params: { replyId } })).toMatchObject({ status: 404, code: 'not-found' })
      expect((await neighbour.call(repliesApi.copy, { params: { replyId }, query: { format: 'txt' } })).status).toBe(404)
    }
    const text = (await secretariat.call(repliesApi.copy, { params: { replyId: second.replyId }, query: { format: 'txt' } })).bytes
    expect(text.toString('utf8')).toMatch(/Sekretessmarkering: 18 kap. 13 § OSL, .*25 november 2026.*, Region Skåne/)
    const [row] = await it.asOwner((tx) => tx.rows(sql<{ class: string }>`select class from reply where id = ${second.replyId}`))
    expect(row?.class).toBe('limited')
  })
})

describe('what is above open', () => {
  test('is journaled in the reader’s log when it is read, once an hour; what is open is not', async () => {
    const secrecy = { provision: '18 kap. 13 § OSL', date: day('2026-11-25'), authority: 'NSPL' }
    const [open, limited] = [await givenDispatch(it), await givenDispatch(it, { class: 'limited', secrecy })]
    const readsOf = async (id: string) =>
      (await it.journal(id)).filter(({ type }) => type.endsWith('.read')).map(({ log, type }) => `${log} ${type}`)
    const reader = await it.as('reader', '12')
    for (const { id } of [open, limited]) {
      await reader.call(repliesApi.received, { params: { dispatchId: id } })
      await reader.call(repliesApi.received, { params: { dispatchId: id } })
      await secretariat.call(dispatchesApi.find, { params: { dispatchId: id } })
    }
    expect([await readsOf(open.id), await readsOf(limited.id)]).toEqual([[], ['12 dispatch.read', 'NSPL dispatch.read']])

    await givenDraft(officer, limited)
    const { replyId } = (await handInNow(officer, limited.id)).body
    await secretariat.call(repliesApi.copy, { params: { replyId }, query: { format: 'txt' } })
    await secretariat.call(repliesApi.find, { params: { replyId } })
    expect(await readsOf(replyId)).toEqual(['NSPL reply.read'])
    it.now(new Date(it.now().getTime() + 3_600_001).toISOString())
    await secretariat.call(repliesApi.find, { params: { replyId } })
    expect(await readsOf(replyId)).toHaveLength(2)
    await moveTo(it, '2026-11-25T08:00:00Z')
  })
})

describe('copies', () => {
  test('as Word and as text, named by number and organisation', async () => {
    const dispatch = await givenDispatch(it)
    await givenDraft(officer, dispatch)
    const { replyId, number } = (await handInNow(officer, dispatch.id)).body
    const pdf = await officer.call(repliesApi.copy, { params: { replyId }, query: { format: 'pdf' } })
    expect([pdf.headers['content-type'], pdf.bytes.subarray(0, 8).toString('latin1')]).toEqual(['application/pdf', '%PDF-1.7'])
    const word = await officer.call(repliesApi.copy, { params: { replyId }, query: { format: 'docx' } })
    expect(word.bytes.subarray(0, 2).toString()).toBe('PK')
    expect(word.headers['content-disposition']).toContain(encodeURIComponent(`Svar ${number} Region Skåne.docx`))
    const text = (await secretariat.call(repliesApi.copy, { params: { replyId }, query: { format: 'txt' } })).bytes.toString('utf8')
    expect(text).toContain(number)
    expect(text).toContain('Vårdplatserna räcker inte.')
  })
})

test('the bytes of another organisation cannot be had by writing its file into an answer', async () => {
  const secret = await givenFile(neighbour, 'attachment', 'grannens eget')
  const dispatch = await givenDispatch(it, { recipients: { choice: 'picked', orgs: [orgCode('12')] } })
  await givenDraft(officer, dispatch)
  const { replyId } = (await handInNow(officer, dispatch.id)).body
  await expect(
    inTransaction(it.world.db, (tx) => {
      tx.send(sql`select set_config('app.org', '12', true)`)
      return tx.write(sql`insert into reply_file (reply_id, position, org_code, sender_org, file_org, sha256, name, size, media_type, role)
        values (${replyId}, 9, '12', 'NSPL', '14', decode(${secret.sha256}, 'hex'), 'x.txt', 1, 'text/plain', 'attachment')`)
    }),
  ).rejects.toThrow(/row-level security/)
})
