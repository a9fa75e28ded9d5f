import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { type TestWorld, testWorld } from '../../../test/world.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { dispatchesApi as api } from './contract.ts'
import { aContent, aSection, givenAddresses, givenDraft, givenSent, givenUpload } from './fixtures.ts'
import type { DispatchContent } from './shapes.ts'

let it: TestWorld
let officer: Person
let reader: Person
let skane: Person
beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it, { unconfirmed: ['09'], without: ['10'] })
  officer = await it.as('secretariat-officer', 'NSPL')
  reader = await it.as('reader', 'NSPL')
  skane = await it.as('registrar', '12')
})
afterAll(() => it.close())

const types = async (id: string) => (await it.journal(id)).map(({ type }) => type)
const of = (dispatchId: string) => ({ params: { dispatchId } })
const NONE = '01900000-0000-7000-8000-00000000dead'
const save = (id: string, body: DispatchContent, ifMatch?: number) =>
  officer.call(api.save, { ...of(id), body, ...(ifMatch !== undefined && { ifMatch }) })

describe('writing', () => {
  test('a new draft has its writer as contact and is in the list of drafts, for the secretariat alone', async () => {
    const { id } = (await officer.call(api.create, { body: { kind: 'survey' } })).body
    const found = (await reader.call(api.find, of(id))).body
    expect(found.head).toMatchObject({
      kind: 'survey',
      title: '',
      version: 1,
      sentAt: null,
      contact: { name: officer.name, email: officer.email, phone: '' },
    })
    const drafts = (await reader.call(api.drafts)).body.items
    expect(drafts.find((item) => item.id === id)).toMatchObject({ kind: 'survey', changedBy: officer.name })
    for (const endpoint of [api.head, api.counts, api.find])
      expect((await skane.call(endpoint, of(id))).status).toBe(endpoint === api.find ? 403 : 404)
    expect((await skane.call(api.document, { ...of(id), query: { format: 'txt' } })).status).toBe(404)
    expect((await reader.call(api.create, { body: { kind: 'survey' } })).code).toBe('role-missing')
  })

  test('everything that is saved is read back, sections and questions in their order', async () => {
    const { id } = await givenDraft(officer)
    const content = aContent({
      sections: [aSection('2', 'Tvåan'), aSection('', 'Utan nummer'), { ...aSection('', ''), number: '', heading: '' }],
      secrecy: { provision: '18 kap. 13 § OSL', date: day('2026-11-25'), authority: 'Region Uppsala' },
      class: 'limited',
      othersVisible: 'no',
      personalData: true,
      lastDay: null,
      questions: [],
    })
    expect((await save(id, content, 2)).body).toEqual({ version: 3 })
    expect((await officer.call(api.find, of(id))).body.content).toEqual(content)
    expect(await types(id)).toEqual(['dispatch.created', 'dispatch.saved', 'dispatch.saved'])
  })

  test('when two write, the second gets the text of the first back, and overwrites nothing', async () => {
    const { id } = await givenDraft(officer)
    const first = aContent({ title: 'Den första' })
    expect((await save(id, first, 2)).status).toBe(200)
    const second = await save(id, aContent({ title: 'Den andra' }), 2)
    expect([second.status, second.code]).toEqual([412, 'changed-meanwhile'])
    expect(second.problem?.details).toEqual({ version: 3, content: first })
    expect((await officer.call(api.find, of(id))).body.content.title).toBe('Den första')
  })

  test('two who save at the same moment: one is kept, one is told', async () => {
    const { id } = await givenDraft(officer)
    const statuses = (await Promise.all([save(id, aContent(), 2), save(id, aContent(), 2)])).map(({ status }) => String(status))
    expect(statuses.toSorted()).toEqual(['200', '412'])
  })

  test('a save without the version it began from is refused', async () => {
    const { id } = await givenDraft(officer)
    expect((await save(id, aContent())).code).toBe('if-match-missing')
  })

  test.each<[string, Partial<DispatchContent>, string]>([
    [
      'a paste of a megabyte',
      { sections: [{ ...aSection('1', 'A'), blocks: [{ id: 'b', type: 'paragraph', content: [{ text: 'å'.repeat(500_000) }] }] }] },
      'text-too-long',
    ],
    ['a control character', { coveringLetter: [{ id: 'p', type: 'paragraph', content: [{ text: 'a\u0007b' }] }] }, 'control-characters'],
    ['above the ceiling', { class: 'severe' }, 'class-above-ceiling'],
    ['unknown recipients', { recipients: { choice: 'picked', orgs: [orgCode('99')] } }, 'recipients-unknown'],
  ])('%s is refused with a sentence, and what was saved stays', async (_, but, code) => {
    const { id } = await givenDraft(officer)
    const refused = await save(id, aContent(but), 2)
    expect([refused.status, refused.code]).toEqual([409, code])
    expect(refused.problem?.detail).toMatch(/[.]$/)
    expect((await officer.call(api.head, of(id))).body.version).toBe(2)
  })

  test('sections of another utskick are not taken over by their ids', async () => {
    const content = aContent()
    await givenDraft(officer, content)
    const { id } = await givenDraft(officer)
    const refused = await save(id, content, 2)
    expect([refused.status, refused.code]).toEqual([409, 'ids-taken'])
  })

  test('who may not write is told so; what is not there is not there', async () => {
    const { id } = await givenDraft(officer)
    expect((await reader.call(api.save, { ...of(id), body: aContent(), ifMatch: 2 })).status).toBe(403)
    expect((await save(NONE, aContent(), 1)).status).toBe(404)
    expect((await officer.call(api.find, of(NONE))).status).toBe(404)
  })

  test('a draft is removed, and is gone', async () => {
    const { id } = await givenDraft(officer)
    expect((await reader.call(api.remove, of(id))).status).toBe(403)
    expect((await officer.call(api.remove, of(id))).status).toBe(200)
    for (const endpoint of [api.find, api.head, api.preview]) expect((await officer.call(endpoint, of(id))).status).toBe(404)
    expect((await officer.call(api.drafts)).body.items.map((item) => item.id)).not.toContain(id)
    expect((await officer.call(api.remove, of(id))).status).toBe(404)
    expect((await types(id)).at(-1)).toBe('dispatch.removed')
  })
})

describe('files of a draft', () => {
  test('are numbered in order; a new version takes the place, and a removed one leaves no gap', async () => {
    const { id } = await givenDraft(officer)
    const attach = async (name: string, replacesId: string | null = null) => {
      const file = await givenUpload(officer, name, `innehåll ${name}`)
      return (await officer.call(api.attach, { ...of(id), body: { ...file, role: 'attachment', replacesId } })).body
    }
    const [one, two, three] = [await attach('a.txt'), await attach('b.txt'), await attach('c.txt')]
    const newTwo = await attach('b2.txt', two.id)
    expect(newTwo).toMatchObject({ position: 2, replacesId: null })
    expect((await officer.call(api.detach, { params: { dispatchId: id, fileId: one.id } })).status).toBe(200)
    const files = (await officer.call(api.find, of(id))).body.files.map(({ id: file, position }) => [file, position])
    expect(files).toEqual([
      [newTwo.id, 1],
      [three.id, 2],
    ])
    expect((await officer.call(api.detach, { params: { dispatchId: id, fileId: one.id } })).status).toBe(404)
    expect(await types(id)).toEqual(expect.arrayContaining(['dispatch.file-attached', 'dispatch.file-detached']))
  })

  test('must be the sender’s own, and once each', async () => {
    const { id } = await givenDraft(officer)
    const foreign = await givenUpload(skane, 'skane.txt', 'Region Skånes egen fil')
    const body = { role: 'original', replacesId: null } as const
    expect((await officer.call(api.attach, { ...of(id), body: { ...foreign, ...body } })).code).toBe('file-not-yours')
    const own = await givenUpload(officer, 'egen.txt', 'kansliets egen fil')
    expect((await officer.call(api.attach, { ...of(id), body: { ...own, ...body } })).status).toBe(200)
    expect((await officer.call(api.attach, { ...of(id), body: { ...own, ...body } })).code).toBe('file-already-attached')
    expect((await reader.call(api.attach, { ...of(id), body: { ...own, ...body } })).status).toBe(403)
    const other = await givenUpload(officer, 'text.txt', 'en text som inte ska kunna köras')
    for (const name of ['text.exe', 'text.pdf', 'text']) {
      expect((await officer.call(api.attach, { ...of(id), body: { ...other, ...body, name } })).code).toBe('file-not-yours')
    }
    const named = await officer.call(api.attach, { ...of(id), body: { ...other, ...body, name: '..\\C:\\Bilaga: ett.txt' } })
    expect(named.body.name).toBe('Bilaga- ett.txt')
  })
})

describe('sending', () => {
  test('the page says every reason not to, with the organisations’ names', async () => {
    const orgs = ['09', '10', '12'].map(orgCode)
    const { id, version } = await givenDraft(
      officer,
      aContent({ caseNumber: null, lastDay: day('2027-03-26'), recipients: { choice: 'picked', orgs } }),
    )
    const preview = (await officer.call(api.preview, of(id))).body
    expect(preview.whyNot.map(({ code }) => code)).toEqual(['case-number-missing', 'no-address', 'unconfirmed-address'])
    expect(preview.whyNot.at(1)?.sentence).toContain('Region Blekinge')
    expect(preview.whyNot.at(2)?.sentence).toContain('Region Gotland')
    expect(preview.think).toContain('Sista dagen är långfredagen.')

    const refused = await officer.call(api.send, { ...of(id), body: { version, dayAsked: true, fileIds: [] } })
    expect([refused.status, refused.code]).toEqual([409, 'case-number-missing'])
    expect(refused.problem?.details?.['reasons']).toEqual(preview.whyNot)
    expect((await officer.call(api.head, of(id))).body.sentAt).toBeNull()
    expect((await it.outbox()).filter(({ objectId }) => objectId === id)).toEqual([])
  })

  test('a red day is asked about once', async () => {
    const { id, version } = await givenDraft(officer, aContent({ lastDay: day('2027-03-26') }))
    expect((await officer.call(api.send, { ...of(id), body: { version, dayAsked: false, fileIds: [] } })).code).toBe('day-not-asked')
    expect((await officer.call(api.send, { ...of(id), body: { version, dayAsked: true, fileIds: [] } })).status).toBe(200)
  })

  test('what was changed after it was checked is not sent', async () => {
    const { id, version } = await givenDraft(officer)
    await save(id, aContent({ title: 'Ändrad' }), version)
    expect((await officer.call(api.send, { ...of(id), body: { version, dayAsked: true, fileIds: [] } })).code).toBe('changed-since-checked')
  })

  test('a file that was added after the check is not sent unseen', async () => {
    const { id, version } = await givenDraft(officer)
    const file = await givenUpload(officer, 'ny.txt', 'inte kontrollerad')
    const attached = (await officer.call(api.attach, { ...of(id), body: { ...file, role: 'attachment', replacesId: null } })).body
    const body = { version, dayAsked: true, fileIds: [] }
    expect((await officer.call(api.send, { ...of(id), body })).code).toBe('changed-since-checked')
    expect((await officer.call(api.send, { ...of(id), body: { ...body, fileIds: [attached.id] } })).status).toBe(200)
  })

  test('twice at once sends once', async () => {
    const { id, version } = await givenDraft(officer)
    const body = { version, dayAsked: false, fileIds: [] }
    const replies = await Promise.all([officer.call(api.send, { ...of(id), body }), officer.call(api.send, { ...of(id), body })])
    expect(replies.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
    expect(replies.find(({ status }) => status === 409)?.code).toBe('already-sent')
    expect((await it.outbox()).filter(({ objectId }) => objectId === id)).toHaveLength(2)
  })

  test('the same command again does nothing and answers the same', async () => {
    const { id, version } = await givenDraft(officer)
    const ask = { ...of(id), body: { version, dayAsked: false, fileIds: [] }, key: `send-${id}` }
    const first = await officer.call(api.send, ask)
    const again = await officer.call(api.send, ask)
    expect(again.body).toEqual(first.body)
    expect((await it.outbox()).filter(({ objectId }) => objectId === id)).toHaveLength(2)
  })

  test('who may not send is told so', async () => {
    const { id, version } = await givenDraft(officer)
    expect((await reader.call(api.send, { ...of(id), body: { version, dayAsked: true, fileIds: [] } })).status).toBe(403)
    expect((await officer.call(api.send, { ...of(NONE), body: { version, dayAsked: true, fileIds: [] } })).status).toBe(404)
  })

  test('once sent it is frozen, in the rules and in the database', async () => {
    const id = await givenSent(officer)
    expect((await save(id, aContent(), 3)).code).toBe('already-sent')
    expect((await officer.call(api.remove, of(id))).code).toBe('already-sent')
    const file = await givenUpload(officer, 'sen.txt', 'för sent')
    const attached = await officer.call(api.attach, { ...of(id), body: { ...file, role: 'attachment', replacesId: null } })
    expect(attached.code).toBe('already-sent')
    const { sql } = await import('kysely')
    for (const statement of [
      sql`update dispatch set title = 'ändrad' where id = ${id}`,
      sql`update section set heading = 'ändrad' where dispatch_id = ${id}`,
      sql`delete from question where dispatch_id = ${id}`,
      sql`delete from dispatch where id = ${id}`,
    ]) {
      await expect(it.asOwner((tx) => tx.rows(statement))).rejects.toThrow(/frozen/)
    }
  })

  test('what was written for another kind stays behind', async () => {
    const { id, version } = await givenDraft(officer, aContent({ kind: 'information' }))
    expect((await officer.call(api.send, { ...of(id), body: { version, dayAsked: false, fileIds: [] } })).status).toBe(200)
    expect((await officer.call(api.find, of(id))).body.content).toMatchObject({
      kind: 'information',
      sections: [],
      questions: [],
      lastDay: null,
    })
  })

  test('above open the letter is a notice: nothing of the content, and no files', async () => {
    const secrecy = { provision: '18 kap. 13 § OSL', date: day('2026-11-25'), authority: 'Region Uppsala' }
    const { id, version } = await givenDraft(officer, aContent({ class: 'limited', secrecy, title: 'Hemlig rubrik' }))
    const file = await givenUpload(officer, 'bilaga.txt', 'skyddat')
    const attached = await officer.call(api.attach, { ...of(id), body: { ...file, role: 'original', replacesId: null } })
    expect((await officer.call(api.send, { ...of(id), body: { version, dayAsked: false, fileIds: [attached.body.id] } })).status).toBe(200)
    const [letter] = (await it.outbox()).filter(({ objectId }) => objectId === id)
    expect(letter?.attachments).toEqual([])
    expect(`${letter?.subject} ${letter?.textBody} ${letter?.htmlBody}`).not.toContain('Hemlig rubrik')
  })

  test('files above ten megabytes in all: the largest is named and linked, the rest travel', async () => {
    const { id, version } = await givenDraft(officer)
    const fileIds: string[] = []
    for (const [name, size] of [
      ['stor.txt', 8_000_000],
      ['liten.txt', 3_000_000],
    ] as const) {
      const file = await givenUpload(officer, name, 'x'.repeat(size))
      const attached = await officer.call(api.attach, { ...of(id), body: { ...file, role: 'attachment', replacesId: null } })
      fileIds.push(attached.body.id)
    }
    const preview = (await officer.call(api.preview, of(id))).body.letter
    expect(preview.attachments.map(({ size, attached }) => [size, attached])).toEqual([
      [8_000_000, false],
      [3_000_000, true],
    ])
    await officer.call(api.send, { ...of(id), body: { version, dayAsked: false, fileIds } })
    const [letter] = (await it.outbox()).filter(({ objectId }) => objectId === id)
    expect(letter?.attachments).toMatchObject([{ size: 3_000_000 }])
    expect(letter?.textBody).toContain('stor.txt')
  })
})
