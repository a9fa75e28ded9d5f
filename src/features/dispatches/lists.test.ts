import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { type TestWorld, testWorld } from '../../../test/world.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { newId } from '../../platform/ids.ts'
import { dispatchesApi as api } from './contract.ts'
import { aContent, givenAddresses, givenDraft, givenSent, givenUpload } from './fixtures.ts'
import { signsOf } from './rules.ts'

let it: TestWorld
let officer: Person
let registrar: Person
let reader: Person
let skane: Person
beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  officer = await it.as('secretariat-head', 'NSPL')
  registrar = await it.as('registrar', 'NSPL')
  reader = await it.as('reader', 'NSPL')
  skane = await it.as('registrar', '12')
})
afterAll(() => it.close())

const NONE = '01900000-0000-7000-8000-00000000dead'
const of = (dispatchId: string) => ({ params: { dispatchId } })

describe('the matrix', () => {
  test('is paged by last day, the latest first, and loses nothing between pages', async () => {
    const days = ['2027-03-19', '2027-05-14', '2027-03-19', '2027-01-15', '2027-03-18']
    const ids: string[] = []
    for (const lastDay of days) ids.push(await givenSent(officer, aContent({ lastDay: day(lastDay) })))
    const information = await givenSent(officer, aContent({ kind: 'information', lastDay: null }))
    await givenDraft(officer)

    const seen: string[] = []
    let after: string | undefined
    for (let pages = 0; pages < 10; pages += 1) {
      const page = (await reader.call(api.matrix, { query: { limit: '2', ...(after !== undefined && { after }) } })).body
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    const newestFirst = (one: string | undefined, other: string | undefined) => ((one ?? '') > (other ?? '') ? [one, other] : [other, one])
    expect(seen).toEqual([ids[1], ...newestFirst(ids[0], ids[2]), ids[4], ids[3], information])
    const id = '01900000-0000-7000-8000-00000000dead'
    for (const strange of [
      'nonsense',
      `12345_${id}`,
      `2026-02-31_${id}`,
      `2026-11-25T25:00:00.000Z_${id}`,
      `2026-11-25_${'-'.repeat(36)}`,
    ]) {
      expect((await reader.call(api.matrix, { query: { after: strange } })).code).toBe('wrong-shape')
    }
  })

  test('a cell says the same as the slot’s facts', async () => {
    const id = await givenSent(officer, aContent({ recipients: { choice: 'all-regions', orgs: [] } }))
    await it.asOwner(async (tx) => {
      const set = (org: string, what: ReturnType<typeof sql>) =>
        tx.rows(sql`update recipient set ${what} where dispatch_id = ${id} and org_code = ${org}`)
      await set('01', sql`delivered_at = now(), bounced_at = now()`)
      await set('03', sql`bounced_at = now()`)
      await set('04', sql`received_at = now(), received_how = 'mail', received_by = ${officer.personId}, drafting_at = now()`)
      await set('05', sql`decided_at = now(), extended_to = '2027-04-02', extended_at = now(), extended_by = ${officer.personId}`)
      // 23.30 UTC in March is already the next day in Sweden.
      await set('06', sql`answered_at = '2027-03-19T23:30:00Z', answered_how = 'letter'`)
      await set('07', sql`answered_at = '2027-03-19T22:30:00Z', answered_how = 'mail', confirmed_at = now()`)
      await set('08', sql`answered_at = '2027-03-19T22:30:00Z', answered_how = 'platform'`)
    })
    const row = (await reader.call(api.matrix)).body.items.find((item) => item.id === id)
    const { recipients } = (await officer.call(api.find, of(id))).body
    expect(row).toMatchObject({ asked: 21, answered: 3 })
    const byOrg = new Map(row?.slots.map((cell) => [cell.org, cell]))
    expect(byOrg.size).toBe(21)
    for (const facts of recipients) expect(byOrg.get(facts.org)).toEqual({ org: facts.org, ...signsOf(facts) })
    expect(byOrg.get(orgCode('06'))?.answeredOn).toBe('2027-03-20')
  })

  test('is the secretariat’s own', async () => {
    expect((await skane.call(api.matrix)).code).toBe('role-missing')
    expect((await skane.call(api.drafts)).code).toBe('role-missing')
  })
})

describe('utgående post', () => {
  test('shows the letters, newest first, and what the mail server said', async () => {
    const id = await givenSent(officer)
    const list = (await registrar.call(api.ledger, { query: { limit: '2' } })).body
    expect(list.items).toMatchObject([
      { purpose: 'dispatch', toOrg: '14', toName: 'Västra Götalandsregionen', attempts: 0, acceptedAt: null },
      { purpose: 'dispatch', toOrg: '12' },
    ])
    await it.runJobs()
    const line = list.items[0]
    const read = (await registrar.call(api.letter, { params: { mailId: line?.id ?? '' } })).body
    expect(read.line).toMatchObject({ attempts: 1, acceptedAt: it.now().toISOString(), failedAt: null })
    expect(read.letter.subject).toBe(line?.subject)
    expect(read.letter.text).toContain(id)
    const next = (await registrar.call(api.ledger, { query: { limit: '2', after: list.next ?? '' } })).body
    expect(next.items.map((item) => item.id)).not.toContain(line?.id)
    expect(next.items).toHaveLength(2)
  })

  test('shows those that were refused, however many have come since', async () => {
    await givenSent(officer)
    const refused = (await registrar.call(api.ledger, { query: { limit: '1' } })).body.items[0]?.id ?? ''
    await it.asOwner((tx) => tx.rows(sql`update outgoing_mail set failed_at = ${it.now()}, failure = '550' where id = ${refused}`))
    await givenSent(officer)
    expect((await registrar.call(api.ledger, { query: { limit: '1' } })).body.items[0]?.id).not.toBe(refused)
    expect((await registrar.call(api.ledger, { query: { limit: '1', only: 'refused' } })).body.items.map(({ id }) => id)).toEqual([refused])
    const waiting = (await registrar.call(api.ledger, { query: { only: 'waiting' } })).body.items
    expect(waiting.every(({ failedAt, acceptedAt }) => failedAt === null && acceptedAt === null)).toBe(true)
    expect(waiting.length).toBeGreaterThanOrEqual(3)
  })

  test('lists the attachments that went', async () => {
    const { id, version } = await givenDraft(officer)
    const file = await givenUpload(officer, 'remiss.txt', 'remissens text')
    const attached = (await officer.call(api.attach, { ...of(id), body: { ...file, role: 'original', replacesId: null } })).body
    await officer.call(api.send, { ...of(id), body: { version, dayAsked: false, fileIds: [attached.id] } })
    const line = (await registrar.call(api.ledger)).body.items[0]
    const { attachments } = (await registrar.call(api.letter, { params: { mailId: line?.id ?? '' } })).body.letter
    expect(attachments).toEqual([{ name: expect.stringContaining('remiss'), size: 14, attached: true }])
  })

  test('never shows a letter with a sign-in code, nor another organisation’s', async () => {
    const mail = (org: string, purpose: string) => {
      const id = newId(it.now())
      return {
        id,
        insert: sql`insert into outgoing_mail (id, org_code, message_id, purpose, to_name, to_address, subject, text_body, html_body, made_at)
          values (${id}, ${org}, ${`<${id}@test>`}, ${purpose}, 'A (demo)', 'a@nspl.example', 'Ämne', 'Text', '<p>Text</p>', ${it.now()})`,
      }
    }
    const [code, skanes] = [mail('NSPL', 'sign-in-code'), mail('12', 'reply')]
    await it.asOwner(async (tx) => {
      tx.send(code.insert)
      tx.send(skanes.insert)
    })
    const listed = (await registrar.call(api.ledger)).body.items.map((item) => item.id)
    expect(listed).not.toContain(code.id)
    expect(listed).not.toContain(skanes.id)
    for (const mailId of [code.id, skanes.id, NONE]) expect((await registrar.call(api.letter, { params: { mailId } })).status).toBe(404)
    expect((await skane.call(api.ledger)).body.items.map((item) => item.id)).toEqual([skanes.id])
    expect((await reader.call(api.ledger)).code).toBe('role-missing')
  })
})

describe('att diarieföra', () => {
  test('what left is there to register, once', async () => {
    const id = await givenSent(officer)
    await officer.call(api.correct, { ...of(id), body: { text: 'Rättat', newLastDay: null, files: [] } })
    await officer.call(api.recall, { ...of(id), body: { reason: 'Fel' } })
    const waiting = (await reader.call(api.register, { query: { registered: 'no' } })).body.items.filter(({ objectId }) => objectId === id)
    expect(waiting.map(({ document, direction, caseNumber }) => [document, direction, caseNumber])).toEqual([
      ['recall', 'out', 'NSPL 2026-17'],
      ['correction', 'out', 'NSPL 2026-17'],
      ['dispatch', 'out', 'NSPL 2026-17'],
    ])
    const entryId = waiting[0]?.id ?? ''
    expect((await officer.call(api.registered, { params: { entryId } })).code).toBe('role-missing')
    expect((await registrar.call(api.registered, { params: { entryId } })).status).toBe(200)
    expect((await registrar.call(api.registered, { params: { entryId } })).code).toBe('registered-already')
    expect((await registrar.call(api.registered, { params: { entryId: NONE } })).status).toBe(404)
    const done = (await reader.call(api.register, { query: { registered: 'yes' } })).body.items.find((item) => item.id === entryId)
    expect(done).toMatchObject({ registeredAt: it.now().toISOString(), registeredBy: registrar.name })
    expect((await it.journal(entryId)).map(({ type }) => type)).toEqual(['register-entry.registered'])
    expect((await reader.call(api.register, { query: { registered: 'no' } })).body.items.map((item) => item.id)).not.toContain(entryId)
  })

  test('a mark made by mistake is taken back, and both stand in the journal', async () => {
    const id = await givenSent(officer)
    const listed = async (registered: 'yes' | 'no') =>
      (await reader.call(api.register, { query: { registered } })).body.items.find(({ objectId }) => objectId === id)
    const entryId = (await listed('no'))?.id ?? ''
    expect((await registrar.call(api.unregistered, { params: { entryId } })).code).toBe('not-registered')
    await registrar.call(api.registered, { params: { entryId } })
    expect((await officer.call(api.unregistered, { params: { entryId } })).code).toBe('role-missing')
    expect((await registrar.call(api.unregistered, { params: { entryId } })).status).toBe(200)
    expect(await listed('no')).toMatchObject({ id: entryId, registeredAt: null, registeredBy: null, dispatchId: id, reply: null })
    expect((await it.journal(entryId)).map(({ type }) => type)).toEqual(['register-entry.registered', 'register-entry.unregistered'])
  })

  test('is searched by title and number, and a percent sign is only a percent sign', async () => {
    const id = await givenSent(officer, aContent({ title: 'Blodförsörjning 100 % säkrad', caseNumber: 'NSPL 2026-77' }))
    for (const [search, isFound] of [
      ['blodförsörjning', true],
      [' 2026-77 ', true],
      ['100 % s', true],
      ['100%säk', false],
      ['%', true],
      ['_', false],
    ] as const) {
      const { items } = (await reader.call(api.register, { query: { registered: 'no', search } })).body
      expect(
        items.some(({ objectId }) => objectId === id),
        search,
      ).toBe(isFound)
    }
  })
})

test('the utskick as a document, for sender and recipient, as Word and as text', async () => {
  const id = await givenSent(officer)
  for (const person of [officer, skane]) {
    const pdf = await person.call(api.document, { ...of(id), query: { format: 'pdf' } })
    expect([pdf.headers['content-type'], pdf.bytes.subarray(0, 8).toString('latin1')]).toEqual(['application/pdf', '%PDF-1.7'])
    const word = await person.call(api.document, { ...of(id), query: { format: 'docx' } })
    expect(word.bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    expect(word.headers['content-disposition']).toContain('Utskick NSPL 2026-17.docx')
    const plain = (await person.call(api.document, { ...of(id), query: { format: 'txt' } })).bytes.toString('utf8')
    expect(plain).toContain('Nationell plan för vårdplatser')
    expect(plain).toContain('Text under Vårdplatser.')
    expect(plain).toContain('Region Skåne')
  }
})
