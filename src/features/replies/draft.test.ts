import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction } from '../../platform/db.ts'
import { dispatchesApi } from '../dispatches/contract.ts'
import { givenAddresses } from '../dispatches/fixtures.ts'
import type { Answer, PlainQuestion, Question } from '../dispatches/shapes-questions.ts'
import { mattersApi } from '../matters/contract.ts'
import { repliesApi } from './contract.ts'
import { AGAINST, BOARD, givenDispatch, givenDraft, givenFile, handInNow, write } from './fixtures.ts'
import { progressOf, putTogether } from './rules-draft.ts'

const MISSING = '01900000-0000-7000-8000-00000000dead'

let it: TestWorld
let officer: Person
let colleague: Person
let neighbour: Person
let reader: Person

beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  officer = await it.as('regional-officer', '12', { name: 'Olle Beredd (demo)' })
  colleague = await it.as('registrar', '12', { name: 'Rut Diarium (demo)' })
  neighbour = await it.as('regional-officer', '14')
  reader = await it.as('reader', '12')
})
afterAll(() => it.close())

/** What the slots' histories say since the sending. */
async function eventsOf(dispatchId: string): Promise<string[]> {
  const rows = await it.asOwner((tx) =>
    tx.rows(sql<{ org: string; what: string }>`
      select e.org_code as org, e.what from slot_event e join recipient r on r.id = e.recipient_id
      where r.dispatch_id = ${dispatchId} and e.what <> 'sent' order by e.at, e.id`),
  )
  return rows.map(({ org, what }) => `${org} ${what}`)
}

describe('Min region', () => {
  test('shows what was sent there, with how far its own draft has come', async () => {
    const dispatch = await givenDispatch(it)
    await givenDraft(officer, dispatch)
    const mine = (await officer.call(repliesApi.inbox)).body.items.find(({ head }) => head.id === dispatch.id)
    expect(mine).toMatchObject({ filled: 1, toFill: 3, toConfirm: null, corrections: 0, caseNumbers: [], facts: { org: '12' } })
    const theirs = (await neighbour.call(repliesApi.inbox)).body.items.find(({ head }) => head.id === dispatch.id)
    expect(theirs).toMatchObject({ filled: 0, facts: { org: '14', draftingAt: null } })
    const stranger = await it.as('reader', '25')
    expect((await stranger.call(repliesApi.inbox)).body.items).toEqual([])
  })

  test('counts what is filled in as the rule does, whatever the answer is', async () => {
    const plain = { help: '', required: false }
    const group: Question = { ...plain, id: randomUUID(), type: 'group', text: 'Övningar', itemName: 'Övning', most: 5, questions: [] }
    const name: PlainQuestion = { ...plain, id: 'name', type: 'short-text', text: 'Namn' }
    const choices = [
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ]
    const given: [Question, Answer][] = [
      [{ ...plain, id: randomUUID(), type: 'short-text', text: 'Blank' }, ' \n'],
      [{ ...plain, id: randomUUID(), type: 'long-text', text: 'Text' }, 'å'],
      [{ ...plain, id: randomUUID(), type: 'yes-no', text: 'Nej' }, false],
      [{ ...plain, id: randomUUID(), type: 'whole-number', text: 'Noll', unit: '', least: null, most: null }, 0],
      [{ ...plain, id: randomUUID(), type: 'kronor', text: 'Inget', least: null, most: null }, null],
      [{ ...plain, id: randomUUID(), type: 'several-of', text: 'Inga', choices }, []],
      [{ ...plain, id: randomUUID(), type: 'several-of', text: 'Ett', choices }, ['a']],
      [{ ...plain, id: randomUUID(), type: 'file', text: 'Fil' }, []],
      [{ ...group, questions: [name] }, [{ name: ' ' }, {}]],
      [{ ...group, id: randomUUID(), questions: [name] }, [{}, { name: 'Havsörn' }]],
    ]
    const dispatch = await givenDispatch(it, { questions: given.map(([question]) => question) })
    for (const [question, answer] of given) await write(officer, dispatch.id, `question:${question.id}`, answer)
    const [one, other] = dispatch.content.sections
    await write(officer, dispatch.id, `section:${one?.id}`, { stance: null, remark: '', wording: ' ' })
    await write(officer, dispatch.id, `section:${other?.id}`, { stance: null, remark: '', wording: 'Ny' })
    const { fields } = (await officer.call(repliesApi.draft, { params: { dispatchId: dispatch.id } })).body
    const byRule = progressOf(putTogether(fields, dispatch.content), dispatch.content)
    expect(byRule).toEqual({ filled: 6, toFill: 12 })
    expect((await officer.call(repliesApi.inbox)).body.items.find(({ head }) => head.id === dispatch.id)).toMatchObject(byRule)
  })

  test('the soonest last day comes first, an extension counted in', async () => {
    const gotland = await it.as('reader', '09')
    const secretariat = await it.as('secretariat-head', 'NSPL')
    const recipients = { choice: 'picked' as const, orgs: [orgCode('09')] }
    const later = await givenDispatch(it, { recipients, lastDay: day('2027-02-05') })
    const sooner = await givenDispatch(it, { recipients, lastDay: day('2027-01-15') })
    const order = async () => (await gotland.call(repliesApi.inbox)).body.items.map(({ head }) => head.id)
    expect(await order()).toEqual([sooner.id, later.id])
    const params = { dispatchId: sooner.id, slotOrg: '09' }
    expect((await secretariat.call(dispatchesApi.extend, { params, body: { to: '2027-02-19' } })).status).toBe(200)
    expect(await order()).toEqual([later.id, sooner.id])
  })

  test('an utskick is shown whole, and is missing for whoever did not get it', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    const shown = (await reader.call(repliesApi.received, { params })).body
    expect(shown.sections).toEqual(dispatch.content.sections)
    expect(shown.questions).toEqual(dispatch.content.questions)
    expect(shown).toMatchObject({ counts: { asked: 2, answered: 0 }, ownReplies: [], othersReplies: [], facts: { org: '12' } })
    const stranger = await it.as('regional-officer', '25')
    const [unseen, none] = [
      await stranger.call(repliesApi.received, { params }),
      await officer.call(repliesApi.received, { params: { dispatchId: MISSING } }),
    ]
    expect(unseen).toMatchObject({ status: 404, code: 'not-found' })
    expect({ ...unseen.problem, requestId: '' }).toEqual({ ...none.problem, requestId: '' })
  })
})

describe('the draft', () => {
  test('is saved field by field, shared within the region, and says once that it was begun', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    await Promise.all([
      write(officer, dispatch.id, 'overall', { stance: 'support', comment: 'Bra' }),
      write(colleague, dispatch.id, 'decided', BOARD),
    ])
    const draft = (await reader.call(repliesApi.draft, { params })).body
    expect(draft.version).toBe(2)
    expect(draft.fields).toMatchObject([
      { field: 'decided', value: BOARD, version: 1, savedBy: 'Rut Diarium (demo)' },
      { field: 'overall', version: 1, savedBy: 'Olle Beredd (demo)' },
    ])
    expect(await write(colleague, dispatch.id, 'overall', { stance: 'support', comment: 'Bättre' }, 1)).toBe(2)
    expect(await eventsOf(dispatch.id)).toEqual(['12 drafting'])
    const { id } = (await officer.call(repliesApi.received, { params })).body.facts
    expect(await it.journal(id), 'autosave is not journaled').toEqual([])
  })

  test('two in the same field: the second gets both texts, and nothing is overwritten', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    const save = (who: Person, comment: string, version: number) =>
      who.call(repliesApi.saveField, { params, body: { field: 'overall', value: { stance: null, comment }, version } })
    await save(officer, 'Olles', 0)
    const met = await save(colleague, 'Ruts', 0)
    expect(met).toMatchObject({ status: 412, code: 'changed-meanwhile' })
    expect(met.problem?.details).toEqual({
      field: 'overall',
      value: { stance: null, comment: 'Olles' },
      version: 1,
      savedBy: 'Olle Beredd (demo)',
      savedAt: it.now().toISOString(),
    })
    expect((await save(colleague, 'Båda', 1)).body.version).toBe(2)
    expect(await save(officer, 'Olles igen', 1)).toMatchObject({ status: 412 })
    const same = await save(officer, 'Båda', 1)
    expect(same.body, 'the same words twice are no conflict').toMatchObject({ version: 2 })
  })

  test('only one of many that save a new field at once is kept', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    const saves = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        colleague.call(repliesApi.saveField, {
          params,
          body: { field: 'overall', value: { stance: null, comment: `Nr ${at}` }, version: 0 },
        }),
      ),
    )
    expect(saves.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(saves.filter(({ code }) => code === 'changed-meanwhile')).toHaveLength(5)
    expect(await eventsOf(dispatch.id)).toEqual(['12 drafting'])
  })

  test('a neighbour and the sender see nothing of it, whatever they ask', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    await givenDraft(officer, dispatch)
    expect((await neighbour.call(repliesApi.draft, { params })).body).toEqual({ fields: [], version: 0 })
    const head = await it.as('secretariat-head', 'NSPL')
    expect(await head.call(repliesApi.draft, { params })).toMatchObject({ status: 403, code: 'role-missing' })
    for (const org of ['14', 'NSPL', 'SO']) {
      const seen = await inTransaction(it.world.db, (tx) => {
        tx.send(sql`select set_config('app.org', ${org}, true)`)
        return tx.rows(sql`select 1 from draft_field`)
      })
      expect(seen, `layer 1 aside, ${org} sees no row`).toEqual([])
    }
  })

  const long = 'å'.repeat(1_000_000)
  test.each([
    ['a name that no draft has', 'summary', 'x', 422, 'field-unknown'],
    ['an avsnitt of another utskick', `section:${MISSING}`, AGAINST, 422, 'section-unknown'],
    ['a question of another utskick', `question:${MISSING}`, true, 422, 'question-unknown'],
    ['another shape than the field has', 'overall', { stance: 'maybe', comment: '' }, 422, 'field-wrong-shape'],
    ['a megabyte of text', 'overall', { stance: null, comment: long }, 413, 'draft-text-too-long'],
  ])('%s is refused with a sentence', async (_what, field, value, status, code) => {
    const dispatch = await givenDispatch(it)
    const refused = await officer.call(repliesApi.saveField, { params: { dispatchId: dispatch.id }, body: { field, value, version: 0 } })
    expect(refused).toMatchObject({ status, code })
    expect(refused.problem?.detail).toMatch(/^[A-ZÅÄÖ].*\.$/)
    expect(await eventsOf(dispatch.id)).toEqual([])
  })

  test('a file must be uploaded by the region itself, and be what it is said to be', async () => {
    const dispatch = await givenDispatch(it)
    const save = (files: unknown) =>
      officer.call(repliesApi.saveField, { params: { dispatchId: dispatch.id }, body: { field: 'files', value: files, version: 0 } })
    const own = await givenFile(officer, 'attachment', 'eget')
    const theirs = await givenFile(neighbour, 'attachment', 'grannens')
    expect(await save([theirs])).toMatchObject({ status: 409, code: 'file-not-stored' })
    expect(await save([{ ...own, mediaType: 'application/pdf' }])).toMatchObject({ status: 409, code: 'file-not-stored' })
    expect(await save([{ ...own, name: 'yttrande.bat' }])).toMatchObject({ status: 409, code: 'file-not-stored' })
    expect(await save([{ ...own, name: '..\\yttrande.txt' }])).toMatchObject({ status: 409, code: 'file-not-stored' })
    expect((await save([own])).body.version).toBe(1)
  })

  test('the same text uploaded as another kind of text is found again', async () => {
    const dispatch = await givenDispatch(it)
    const bytes = Buffer.from('a;b\n1;2\n')
    await officer.call(mattersApi.upload, { query: { name: 'tabell.txt' }, bytes })
    const table = (await officer.call(mattersApi.upload, { query: { name: 'tabell.csv' }, bytes })).body
    expect(table.mediaType).toBe('text/csv')
    expect(await write(officer, dispatch.id, 'files', [{ ...table, role: 'attachment' }])).toBe(1)
  })

  test('words that cannot be stored are kept without what cannot', async () => {
    const dispatch = await givenDispatch(it)
    await write(officer, dispatch.id, 'overall', { stance: null, comment: 'a\u0000b\ud800c\r\nd' })
    const draft = (await officer.call(repliesApi.draft, { params: { dispatchId: dispatch.id } })).body
    expect(draft.fields[0]?.value).toEqual({ stance: null, comment: 'ab\ufffdc\nd' })
  })

  test('a reader may not write, and an utskick that is not the region’s own is missing', async () => {
    const dispatch = await givenDispatch(it)
    const body = { field: 'form', value: 'filled', version: 0 }
    expect(await reader.call(repliesApi.saveField, { params: { dispatchId: dispatch.id }, body })).toMatchObject({ status: 403 })
    const stranger = await it.as('regional-officer', '25')
    expect(await stranger.call(repliesApi.saveField, { params: { dispatchId: dispatch.id }, body })).toMatchObject({ status: 404 })
  })

  test('nothing is written in what takes no answer, or is recalled', async () => {
    const body = { field: 'form', value: 'filled', version: 0 }
    const information = await givenDispatch(it, { kind: 'information', lastDay: null, sections: [], questions: [] })
    expect(await officer.call(repliesApi.saveField, { params: { dispatchId: information.id }, body })).toMatchObject({
      status: 409,
      code: 'kind-without-answers',
    })
    const dispatch = await givenDispatch(it)
    const head = await it.as('secretariat-head', 'NSPL')
    await head.call(dispatchesApi.recall, { params: { dispatchId: dispatch.id }, body: { reason: 'Fel bilaga.' } })
    expect(await officer.call(repliesApi.saveField, { params: { dispatchId: dispatch.id }, body })).toMatchObject({
      status: 409,
      code: 'recalled',
    })
  })
})

describe('Beslutat', () => {
  test('is said before handing in, can be taken back, and is not said after', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    const mark = (who: Person, decided: boolean) => who.call(repliesApi.markDecided, { params, body: { decided } })
    const decidedAt = async () => (await officer.call(repliesApi.received, { params })).body.facts.decidedAt
    expect((await mark(officer, true)).status).toBe(200)
    expect((await mark(colleague, true)).status).toBe(200)
    expect(await decidedAt()).toBe(it.now().toISOString())
    expect(await eventsOf(dispatch.id)).toEqual(['12 decided'])
    expect((await mark(officer, false)).status).toBe(200)
    expect(await decidedAt()).toBeNull()
    expect(await eventsOf(dispatch.id)).toEqual(['12 decided', '12 undecided'])
    expect(await mark(reader, true)).toMatchObject({ status: 403, code: 'role-missing' })
    await givenDraft(officer, dispatch)
    await handInNow(officer, dispatch.id)
    expect(await mark(officer, true)).toMatchObject({ status: 409, code: 'decided-in-reply' })
    expect(await neighbour.call(repliesApi.markDecided, { params: { dispatchId: MISSING }, body: { decided: true } })).toMatchObject({
      status: 404,
    })
  })
})

describe('Rensa arbetsmaterial', () => {
  test('takes the draft away once it is handed in, and leaves the answer', async () => {
    const dispatch = await givenDispatch(it)
    const params = { dispatchId: dispatch.id }
    await givenDraft(officer, dispatch)
    expect(await officer.call(repliesApi.clearDraft, { params })).toMatchObject({ status: 409, code: 'not-handed-in' })
    expect(await reader.call(repliesApi.clearDraft, { params })).toMatchObject({ status: 403 })
    const { replyId } = (await handInNow(officer, dispatch.id)).body
    expect((await officer.call(repliesApi.clearDraft, { params })).status).toBe(200)
    expect((await officer.call(repliesApi.draft, { params })).body).toEqual({ fields: [], version: 0 })
    expect((await officer.call(repliesApi.find, { params: { replyId } })).body.content.sections[0]).toMatchObject(AGAINST)
    const { id } = (await officer.call(repliesApi.received, { params })).body.facts
    expect((await it.journal(id)).map(({ log, type }) => `${log} ${type}`)).toEqual(['12 draft.cleared'])
    const stale = await officer.call(repliesApi.saveField, { params, body: { field: 'decided', value: BOARD, version: 1 } })
    expect(stale.problem?.details).toMatchObject({ value: null, version: 0, savedBy: null })
  })
})
