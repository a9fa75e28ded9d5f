import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { givenAddresses } from '../dispatches/fixtures.ts'
import { dispatchesApi } from '../dispatches/contract.ts'
import { repliesApi } from './contract.ts'
import { givenDispatch, givenDraft, givenFile, handInNow, moveTo } from './fixtures.ts'
import type { ReplyFile } from './shapes.ts'

let it: TestWorld
let head: Person
let original: ReplyFile

beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  head = await it.as('secretariat-head', 'NSPL')
  original = await givenFile(head, 'original', 'Svaret som det kom')
})
beforeEach(() => moveTo(it, '2026-11-25T08:00:00Z'))
afterAll(() => it.close())

const uncoded = async (dispatchId: string) =>
  (await head.call(repliesApi.uncoded)).body.items.filter((item) => item.dispatchId === dispatchId).map(({ replies }) => replies)

async function enter(dispatchId: string, slotOrg: string): Promise<string> {
  const entered = await head.call(repliesApi.enterOnBehalf, {
    params: { dispatchId },
    body: {
      slotOrg,
      channel: 'mail',
      receivedOn: '2026-11-25',
      caseNumber: null,
      decided: null,
      overall: { stance: null, comment: '' },
      files: [original],
    },
  })
  expect(entered.status).toBe(200)
  return entered.body.replyId
}

test('an own yttrande waits until it is coded', async () => {
  const { id } = await givenDispatch(it)
  expect(await uncoded(id)).toEqual([])
  const replyId = await enter(id, '12')
  await enter(id, '14')
  expect(await uncoded(id)).toEqual([2])
  await head.call(repliesApi.markCoded, { params: { replyId } })
  expect(await uncoded(id)).toEqual([1])
})

test('one that the region has replaced with a filled-in answer does not', async () => {
  const dispatch = await givenDispatch(it)
  await enter(dispatch.id, '12')
  const officer = await it.as('registrar', '12')
  await givenDraft(officer, dispatch)
  expect((await handInNow(officer, dispatch.id, 'replaces')).status).toBe(200)
  expect(await uncoded(dispatch.id)).toEqual([])
})

test('nor does that of a recalled utskick', async () => {
  const { id } = await givenDispatch(it)
  await enter(id, '12')
  await head.call(dispatchesApi.recall, { params: { dispatchId: id }, body: { reason: 'Fel underlag.' } })
  expect(await uncoded(id)).toEqual([])
})
