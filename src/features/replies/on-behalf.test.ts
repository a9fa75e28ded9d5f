import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type * as z from 'zod/mini'
import type { Person } from '../../../test/people.ts'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { dispatchesApi } from '../dispatches/contract.ts'
import { givenAddresses } from '../dispatches/fixtures.ts'
import { repliesApi } from './contract.ts'
import { BOARD, givenDispatch, givenDraft, givenFile, handInNow, moveTo } from './fixtures.ts'
import type { ReplyFile } from './shapes.ts'

type Entry = z.input<typeof repliesApi.enterOnBehalf.body>

let it: TestWorld
let head: Person
let officer: Person
let neighbour: Person
let original: ReplyFile

beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  head = await it.as('secretariat-head', 'NSPL', { name: 'Hanna Chef (demo)' })
  officer = await it.as('registrar', '12')
  neighbour = await it.as('regional-officer', '14')
  original = await givenFile(head, 'original', 'Svaret som det kom')
})
beforeEach(() => moveTo(it, '2026-11-25T08:00:00Z'))
afterAll(() => it.close())

const entry = (but: Partial<Entry> = {}): Entry => ({
  slotOrg: '12',
  channel: 'mail',
  receivedOn: '2026-11-25',
  caseNumber: null,
  overall: { stance: null, comment: '' },
  decided: null,
  files: [original],
  ...but,
})
const enter = (who: Person, dispatchId: string, but: Partial<Entry> = {}) =>
  who.call(repliesApi.enterOnBehalf, { params: { dispatchId }, body: entry(but) })
const slotOf = async (dispatchId: string, slotOrg = '12') => (await head.call(dispatchesApi.slot, { params: { dispatchId, slotOrg } })).body
const itemOf = async (who: Person, dispatchId: string) =>
  (await who.call(repliesApi.inbox)).body.items.find((item) => item.head.id === dispatchId)

describe('an answer entered on a region’s behalf', () => {
  test('counts as answered, is marked with how it came, and is the region’s to read and confirm', async () => {
    const dispatch = await givenDispatch(it)
    await moveTo(it, '2026-12-03T08:00:00Z')
    const entered = await enter(head, dispatch.id, { channel: 'letter', receivedOn: '2026-12-01', caseNumber: ' RS 2026-77 ' })
    const { replyId, number } = entered.body
    const { facts, caseNumbers, events } = await slotOf(dispatch.id)
    expect(facts).toMatchObject({ answeredAt: '2026-11-30T23:00:00.000Z', answeredHow: 'letter', confirmedAt: null, replyId })
    expect(caseNumbers).toEqual(['RS 2026-77'])
    expect(events.slice(-2)).toMatchObject([
      { what: 'case-number' },
      { what: 'entered-on-behalf', detail: number, who: 'Hanna Chef (demo)' },
    ])
    expect(await itemOf(officer, dispatch.id)).toMatchObject({ toConfirm: replyId })
    expect((await itemOf(neighbour, dispatch.id))?.toConfirm).toBeNull()

    const view = (await officer.call(repliesApi.find, { params: { replyId } })).body
    expect(view.summary).toMatchObject({ coded: false, channel: 'letter', receivedOn: '2026-12-01', confirmedAt: null, late: false })
    expect(view.content).toMatchObject({
      relation: 'first',
      form: 'own-statement',
      enteredByOrg: 'NSPL',
      handedInBy: 'Hanna Chef (demo)',
      caseNumbers: ['RS 2026-77'],
      files: [original],
    })
    const file = await officer.call(repliesApi.file, { params: { replyId, position: '0' } })
    expect(file.bytes.toString('utf8')).toBe('Svaret som det kom')
    expect((await it.journal(replyId)).map(({ log, type }) => `${log} ${type}`)).toEqual([
      '12 reply.entered-on-behalf',
      'NSPL reply.entered-on-behalf',
    ])
    const register = (await head.call(dispatchesApi.register, { query: { registered: 'no' } })).body.items
    expect(register.find(({ objectId }) => objectId === replyId)).toMatchObject({
      direction: 'in',
      occurredAt: '2026-11-30T23:00:00.000Z',
      dispatchId: dispatch.id,
      reply: { number: view.summary.number, files: [{ position: 0, name: original.name, role: 'original' }] },
    })
    const letters = (await it.outbox()).filter(({ objectId }) => objectId === replyId)
    expect(letters).toMatchObject([{ purpose: 'reply-confirm', toAddress: 'registrator@12.example', toOrg: '12' }])
    expect(letters[0]?.textBody).toContain(`http://localhost/r/12/utskick/${dispatch.id}`)
  })

  test('the region confirms it, once', async () => {
    const dispatch = await givenDispatch(it)
    const { replyId } = (await enter(head, dispatch.id)).body
    const confirm = (who: Person) => who.call(repliesApi.confirm, { params: { replyId } })
    expect(await confirm(await it.as('reader', '12'))).toMatchObject({ status: 403 })
    expect(await confirm(await it.as('registrar', '25'))).toMatchObject({ status: 404 })
    expect(await confirm(head)).toMatchObject({ status: 403, code: 'role-missing' })
    const first = await confirm(officer)
    await moveTo(it, '2026-11-26T08:00:00Z')
    expect((await confirm(officer)).body).toEqual(first.body)
    const { facts, events } = await slotOf(dispatch.id)
    expect(facts.confirmedAt).toBe('2026-11-25T08:00:00.000Z')
    expect(events.filter(({ what }) => what === 'confirmed')).toHaveLength(1)
    expect((await it.journal(replyId)).filter(({ type }) => type === 'reply.confirmed').map(({ log }) => log)).toEqual(['12', 'NSPL'])
    expect((await itemOf(officer, dispatch.id))?.toConfirm).toBeNull()
  })

  test('completes what the region has handed in itself, and does not change by which door that came', async () => {
    const dispatch = await givenDispatch(it)
    await givenDraft(officer, dispatch)
    const own = (await handInNow(officer, dispatch.id)).body
    await moveTo(it, '2026-11-26T08:00:00Z')
    const { replyId } = (await enter(head, dispatch.id, { receivedOn: '2026-11-26' })).body
    const view = (await head.call(repliesApi.find, { params: { replyId } })).body
    expect(view).toMatchObject({ summary: { relation: 'completes', earlierId: own.replyId }, content: { earlierNumber: own.number } })
    expect((await slotOf(dispatch.id)).facts).toMatchObject({ answeredAt: '2026-11-25T08:00:00.000Z', answeredHow: 'platform', replyId })
    expect(await officer.call(repliesApi.confirm, { params: { replyId: own.replyId } })).toMatchObject({
      status: 409,
      code: 'confirmed-by-its-own',
    })
  })

  test('a letter that came in time counts, though the region’s own answer was handed in late before it was entered', async () => {
    const dispatch = await givenDispatch(it)
    await givenDraft(officer, dispatch)
    await moveTo(it, '2027-04-12T08:00:00Z')
    expect((await handInNow(officer, dispatch.id)).body.late).toBe(true)
    expect((await enter(head, dispatch.id, { receivedOn: '2026-12-01' })).status).toBe(200)
    expect((await slotOf(dispatch.id)).facts).toMatchObject({ answeredAt: '2026-11-30T23:00:00.000Z', answeredHow: 'platform' })
  })

  test('two that were entered wait for a yes each: the slot is confirmed when both are', async () => {
    const dispatch = await givenDispatch(it)
    const confirm = async (replyId: string) => (await officer.call(repliesApi.confirm, { params: { replyId } })).status
    const first = (await enter(head, dispatch.id)).body.replyId
    expect(await confirm(first)).toBe(200)
    const second = (await enter(head, dispatch.id)).body.replyId
    expect((await slotOf(dispatch.id)).facts.confirmedAt).toBeNull()
    const third = (await enter(head, dispatch.id)).body.replyId
    expect(await confirm(third)).toBe(200)
    expect((await slotOf(dispatch.id)).facts.confirmedAt).toBeNull()
    expect(await confirm(second)).toBe(200)
    expect((await slotOf(dispatch.id)).facts.confirmedAt).toBe(it.now().toISOString())
  })

  test('completed by the region it is confirmed; replaced by the region there is nothing to confirm', async () => {
    const [completed, replaced] = [await givenDispatch(it), await givenDispatch(it)]
    const entered = await Promise.all([completed, replaced].map(async ({ id }) => (await enter(head, id)).body.replyId))
    for (const dispatch of [completed, replaced]) await givenDraft(officer, dispatch)
    expect((await handInNow(officer, completed.id, 'completes')).status).toBe(200)
    expect((await handInNow(officer, replaced.id, 'replaces')).status).toBe(200)
    expect((await slotOf(completed.id)).facts).toMatchObject({ answeredHow: 'mail', confirmedAt: it.now().toISOString() })
    expect((await slotOf(replaced.id)).facts).toMatchObject({ answeredHow: 'platform', confirmedAt: null })
    for (const { id } of [completed, replaced]) expect((await itemOf(officer, id))?.toConfirm).toBeNull()
    const again = await officer.call(repliesApi.confirm, { params: { replyId: entered[1] ?? '' } })
    expect(again).toMatchObject({ status: 409, code: 'replaced-since' })
  })

  test('no letter goes to an address that nobody has confirmed', async () => {
    const dispatch = await givenDispatch(it)
    const nobody = sql`update organisation_address set confirmed_at = null, confirmed_how = null, confirmed_by = null where org_code = '14'`
    await it.asOwner(async (tx) => tx.send(nobody))
    const { replyId } = (await enter(head, dispatch.id, { slotOrg: '14' })).body
    expect((await it.outbox()).filter(({ objectId }) => objectId === replyId)).toEqual([])
    await it.asOwner(async (tx) =>
      tx.send(
        sql`update organisation_address set confirmed_at = ${it.now()}, confirmed_how = 'mail', confirmed_by = ${head.personId} where org_code = '14'`,
      ),
    )
    expect((await itemOf(neighbour, dispatch.id))?.toConfirm).toBe(replyId)
  })

  test.each<[string, Partial<Entry>, string]>([
    ['a day ahead', { receivedOn: '2026-11-26' }, 'received-ahead'],
    ['a day before it was sent', { receivedOn: '2026-11-24' }, 'received-before-sent'],
    ['no document of the region', { files: [] }, 'wrong-shape'],
    ['a case number with a line break', { caseNumber: 'RS\n1' }, 'case-number-malformed'],
    ['a decision without who', { decided: { ...BOARD, who: ' ' } }, 'decided-who-missing'],
  ])('%s is refused', async (_what, but, code) => {
    const dispatch = await givenDispatch(it)
    expect(await enter(head, dispatch.id, but)).toMatchObject({ code })
    expect((await slotOf(dispatch.id)).facts.answeredAt).toBeNull()
  })

  test('only attachments are not an answer, and another’s file is none of ours', async () => {
    const dispatch = await givenDispatch(it)
    expect(await enter(head, dispatch.id, { files: [{ ...original, role: 'attachment' }] })).toMatchObject({
      status: 409,
      code: 'original-missing',
    })
    const theirs = await givenFile(officer, 'original', 'regionens eget')
    expect(await enter(head, dispatch.id, { files: [theirs] })).toMatchObject({ status: 409, code: 'file-not-stored' })
  })

  test('those who read do not enter, and who was not asked is missing', async () => {
    const dispatch = await givenDispatch(it)
    expect(await enter(await it.as('registrar', 'NSPL'), dispatch.id)).toMatchObject({ status: 403, code: 'role-missing' })
    expect(await enter(officer, dispatch.id)).toMatchObject({ status: 403 })
    expect(await enter(head, dispatch.id, { slotOrg: '25' })).toMatchObject({ status: 404 })
  })
})

describe('coding', () => {
  test('passages of an own yttrande are tagged, by and for the sender alone', async () => {
    const dispatch = await givenDispatch(it, { othersVisible: 'at-once' })
    const { replyId } = (await enter(head, dispatch.id)).body
    const params = { replyId }
    const [section] = dispatch.content.sections
    const body = { sectionId: section?.id ?? '', questionId: null, stance: 'oppose' as const, text: ' Vi avstyrker. ' }
    const tag = (who: Person, but = {}) => who.call(repliesApi.tag, { params, body: { ...body, ...but } })
    const { id } = (await tag(head)).body
    const found = (await head.call(repliesApi.find, { params })).body
    expect(found.passages).toMatchObject([
      { id, sectionId: section?.id, stance: 'oppose', text: 'Vi avstyrker.', madeBy: 'Hanna Chef (demo)' },
    ])
    for (const who of [officer, neighbour]) expect((await who.call(repliesApi.find, { params })).body.passages).toEqual([])

    const question = dispatch.content.questions[0]?.id ?? ''
    expect(await tag(head, { questionId: question })).toMatchObject({ status: 409, code: 'passage-two-places' })
    expect(await tag(head, { sectionId: '01900000-0000-7000-8000-00000000dead' })).toMatchObject({ status: 409, code: 'place-unknown' })
    expect(await tag(head, { sectionId: question })).toMatchObject({ status: 409, code: 'place-unknown' })
    expect(await tag(head, { text: ' \n' })).toMatchObject({ status: 422, code: 'passage-empty' })
    expect(await tag(officer)).toMatchObject({ status: 403, code: 'role-missing' })
    expect(await tag(await it.as('reader', 'NSPL'))).toMatchObject({ status: 403 })

    expect((await head.call(repliesApi.markCoded, { params })).status).toBe(200)
    expect((await head.call(repliesApi.markCoded, { params })).status).toBe(200)
    expect((await head.call(repliesApi.find, { params })).body.summary.coded).toBe(true)
    const untag = () => head.call(repliesApi.untag, { params: { replyId, passageId: id } })
    expect((await untag()).status).toBe(200)
    expect(await untag()).toMatchObject({ status: 404 })
    expect((await head.call(repliesApi.find, { params })).body.passages).toEqual([])
    const types = (await it.journal(replyId)).filter(({ log }) => log === 'NSPL').map(({ type }) => type)
    expect(types).toEqual(['reply.entered-on-behalf', 'reply.tagged', 'reply.coded', 'reply.untagged'])
  })

  test('a filled-in answer is coded as it comes', async () => {
    const dispatch = await givenDispatch(it)
    await givenDraft(officer, dispatch)
    const { replyId } = (await handInNow(officer, dispatch.id)).body
    expect(await head.call(repliesApi.markCoded, { params: { replyId } })).toMatchObject({ status: 409, code: 'nothing-to-code' })
  })
})

describe('the compilation', () => {
  test('is Word, from sending on, for the sender', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    await enter(head, dispatch.id)
    await givenDraft(neighbour, dispatch)
    await handInNow(neighbour, dispatch.id)
    const made = await (await it.as('reader', 'NSPL')).call(repliesApi.compilation, { params })
    expect(made.status).toBe(200)
    expect(made.bytes.subarray(0, 2).toString()).toBe('PK')
    expect(made.headers['content-disposition']).toContain('Remissammanst')
    expect(await officer.call(repliesApi.compilation, { params })).toMatchObject({ status: 403, code: 'role-missing' })
    expect(await officer.call(repliesApi.ofDispatch, { params })).toMatchObject({ status: 403, code: 'role-missing' })
    const listed = (await head.call(repliesApi.ofDispatch, { params })).body.items
    expect(listed.map(({ org, coded }) => [org, coded])).toEqual([
      ['12', false],
      ['14', true],
    ])
    const information = await givenDispatch(it, { kind: 'information', lastDay: null, sections: [], questions: [] })
    expect(await head.call(repliesApi.compilation, { params: { dispatchId: information.id } })).toMatchObject({ status: 409 })
    const unsent = (await head.call(dispatchesApi.create, { body: { kind: 'consultation' } })).body.id
    expect(await head.call(repliesApi.compilation, { params: { dispatchId: unsent } })).toMatchObject({ status: 409, code: 'not-sent' })
  })
})
