import { afterAll, beforeAll, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { repliesApi } from './contract.ts'
import { BOARD, givenDispatch } from './fixtures.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld()
})
afterAll(() => it.close())

test('a region sees what waits, writes, and hands in', async () => {
  const given = await givenDispatch(it)
  const officer = await it.as('regional-officer', '12')
  const params = { dispatchId: given.id }
  const [item] = (await officer.call(repliesApi.inbox)).body.items
  expect(item).toMatchObject({ filled: 0, toFill: 2, toConfirm: null, facts: { org: '12', draftingAt: null } })
  expect((await officer.call(repliesApi.received, { params })).body).toMatchObject({ counts: { asked: 2, answered: 0 }, ownReplies: [] })

  const field = `section:${given.sections[0]}`
  const saved = await officer.call(repliesApi.saveField, {
    params,
    body: { field, value: { stance: 'oppose', remark: 'Nej', wording: null }, version: 0 },
  })
  expect(saved.body.version).toBe(1)
  await officer.call(repliesApi.saveField, { params, body: { field: 'decided', value: BOARD, version: 0 } })
  const draft = (await officer.call(repliesApi.draft, { params })).body
  expect(draft.version).toBe(2)
  const receipt = (await officer.call(repliesApi.handIn, { params, body: { version: 2, relation: 'first' } })).body
  expect(receipt).toMatchObject({ number: 'K-2026-000001', late: false })
  const view = (await officer.call(repliesApi.find, { params: { replyId: receipt.replyId } })).body
  expect(view.content.sections[0]).toMatchObject({ stance: 'oppose', remark: 'Nej' })
  expect((await it.journal(receipt.replyId)).map(({ log, type }) => `${log} ${type}`)).toEqual(['12 reply.handed-in', 'NSPL reply.handed-in'])
})
