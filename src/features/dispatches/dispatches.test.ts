import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { type TestWorld, testWorld } from '../../../test/world.ts'
import { dispatchesApi as api } from './contract.ts'
import { aContent, givenAddresses, givenUpload } from './fixtures.ts'

let it: TestWorld
let officer: Person
let skane: Person
beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  officer = await it.as('secretariat-officer', 'NSPL')
  skane = await it.as('registrar', '12')
})
afterAll(() => it.close())

const types = async (id: string, of = 'NSPL') => (await it.journal(id)).filter(({ log }) => log === of).map(({ type }) => type)

test('an utskick is written, saved, given a file, looked at and sent, and lies at its recipients', async () => {
  const { id } = (await officer.call(api.create, { body: { kind: 'consultation' } })).body
  const content = aContent()
  const saved = await officer.call(api.save, { params: { dispatchId: id }, body: content, ifMatch: 1 })
  expect(saved.body).toEqual({ version: 2 })
  const file = await givenUpload(officer, 'Remissversion.txt', 'Planen i sin helhet')
  const attached = await officer.call(api.attach, { params: { dispatchId: id }, body: { ...file, role: 'original', replacesId: null } })
  expect(attached.body).toMatchObject({ name: 'Remissversion.txt', position: 1, role: 'original' })

  const preview = (await officer.call(api.preview, { params: { dispatchId: id } })).body
  expect(preview.whyNot).toEqual([])
  expect(preview.to.map(({ name, confirmed }) => [name, confirmed])).toEqual([
    ['Region Skåne', true],
    ['Västra Götalandsregionen', true],
  ])
  expect(await officer.call(api.head, { params: { dispatchId: id }, org: 'NSPL' })).toMatchObject({ status: 200 })
  expect((await skane.call(api.head, { params: { dispatchId: id } })).status).toBe(404)

  const sent = await officer.call(api.send, {
    params: { dispatchId: id },
    body: { version: 2, dayAsked: false, fileIds: [attached.body.id] },
  })
  expect(sent.body).toEqual({ sentAt: it.now().toISOString(), recipients: 2 })

  const letters = (await it.outbox()).filter(({ objectId }) => objectId === id)
  expect(letters.map(({ toOrg, toAddress, purpose }) => [toOrg, toAddress, purpose])).toEqual([
    ['12', 'registrator@12.example', 'dispatch'],
    ['14', 'registrator@14.example', 'dispatch'],
  ])
  expect(letters[0]).toMatchObject({ subject: preview.letter.subject, textBody: preview.letter.text, htmlBody: preview.letter.html })
  expect(letters[0]?.attachments).toMatchObject([{ sha256: file.sha256, orgCode: 'NSPL' }])
  expect(await types(id)).toEqual(['dispatch.created', 'dispatch.saved', 'dispatch.file-attached', 'dispatch.sent'])
  expect(await types(id, '12'), 'each recipient can prove what it was sent').toEqual(['dispatch.sent'])
  expect(Object.keys((await it.journal(id)).at(-1)?.content ?? {}).toSorted()).toEqual(['content', 'file:1'])

  const head = (await skane.call(api.head, { params: { dispatchId: id } })).body
  expect(head).toMatchObject({
    id,
    title: content.title,
    caseNumber: 'NSPL 2026-17',
    sentAt: it.now().toISOString(),
    lastDay: '2027-03-19',
  })
  const bytes = await skane.call(api.file, { params: { dispatchId: id, fileId: attached.body.id } })
  expect(bytes.bytes.toString('utf8')).toBe('Planen i sin helhet')
  expect(bytes.headers['content-disposition']).toMatch(/^attachment;/)

  await it.runJobs()
  const { facts, events } = (await officer.call(api.slot, { params: { dispatchId: id, slotOrg: '12' } })).body
  expect(facts).toMatchObject({ org: '12', deliveredAt: it.now().toISOString(), bouncedAt: null, receivedAt: null })
  expect(events.map(({ what, who }) => [what, who])).toEqual([
    ['sent', officer.name],
    ['delivered', null],
  ])
  const row = (await officer.call(api.matrix)).body.items.find((item) => item.id === id)
  expect(row).toMatchObject({ asked: 2, answered: 0, lastDay: '2027-03-19' })
  expect(row?.slots).toContainEqual(expect.objectContaining({ org: '12', delivered: true, received: false, answeredOn: null }))
  const found = (await officer.call(api.find, { params: { dispatchId: id } })).body
  expect(found.content).toEqual(content)
  expect(found.recipients.map(({ org }) => org)).toEqual(['12', '14'])
  expect(found.madeBy).toEqual({ id: officer.personId, name: officer.name })
})
