import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { get, post } from '../lib/contract.ts'
import { call, downloadHref, isApiProblem, sentenceOf } from './client.ts'
import { onModeChange } from './read-only.ts'

const api = {
  find: get('/api/:org/things/:thingId', {
    params: z.object({ thingId: z.string() }),
    query: z.object({ after: z.optional(z.string()) }),
    returns: z.object({ title: z.string() }),
  }),
  send: post('/api/:org/things', { body: z.strictObject({ title: z.string() }), returns: z.object({ id: z.string() }) }),
}

type Sent = { address: string; method: string; headers: Record<string, string>; body: unknown }
let sent: Sent[] = []
let answers: (Response | Error)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  answers = []
  vi.stubGlobal('location', { pathname: '/r/12/utskick/7' })
  vi.stubGlobal('fetch', async (address: string, { method, headers, body }: Omit<Sent, 'address'>) => {
    sent.push({ address, method, headers, body })
    const answer = answers.shift()
    if (!answer || answer instanceof Error) throw answer ?? new Error('no answer left')
    return answer
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ok = (body: unknown) => Response.json(body)
const refusal = (status: number, body: unknown) => Response.json(body, { status })

async function patiently<T>(promise: Promise<T>): Promise<T> {
  const settled = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  await vi.advanceTimersByTimeAsync(5_000)
  const outcome = await settled
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

test('a read goes to the organisation of the page’s own address, and what it did not promise is left out', async () => {
  answers = [ok({ title: 'Remiss', secret: 1 })]
  expect(await patiently(call(api.find, { params: { thingId: 'å 1' }, query: { after: 'x&y' } }))).toEqual({ title: 'Remiss' })
  expect(sent).toMatchObject([{ address: '/api/12/things/%C3%A5%201?after=x%26y', method: 'GET', body: null }])
  expect(sent[0]?.headers).not.toHaveProperty('idempotency-key')
  expect(downloadHref(api.find, { params: { thingId: '1' } })).toBe('/api/12/things/1')
})

test('a command whose line was lost is tried again under the same key', async () => {
  answers = [new TypeError('lost'), refusal(503, {}), ok({ id: '7' })]
  expect(await patiently(call(api.send, { body: { title: 'Remiss' }, ifMatch: 3, org: '05' }))).toEqual({ id: '7' })
  expect(sent.map(({ address, body }) => [address, body])).toEqual(
    Array.from({ length: 3 }, () => ['/api/05/things', '{"title":"Remiss"}']),
  )
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  expect(sent[0]?.headers).toMatchObject({ 'if-match': '"3"', 'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/) })
})

test('a server with too much to do is given the time it asks for, and what was typed is sent again whole', async () => {
  const busy = () => Response.json({ code: 'too-busy', detail: 'Många just nu.' }, { status: 503, headers: { 'retry-after': '5' } })
  answers = [busy(), busy(), ok({ id: '7' })]
  const asked = call(api.send, { body: { title: 'Remiss' } })
  await vi.advanceTimersByTimeAsync(1_999)
  expect(sent.length).toBe(1)
  expect(await patiently(asked)).toEqual({ id: '7' })
  expect(sent.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => '{"title":"Remiss"}'))

  answers = [busy(), busy(), busy()]
  await expect(patiently(call(api.send, { body: { title: 'Remiss' } }))).rejects.toMatchObject({
    code: 'too-busy',
    detail: 'Många just nu.',
  })
})

test('two commands never share a key', async () => {
  answers = [ok({ id: '7' }), ok({ id: '8' })]
  await patiently(call(api.send, { body: { title: 'a' } }))
  await patiently(call(api.send, { body: { title: 'a' } }))
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(2)
})

test.each([
  ['a refusal', refusal(409, { code: 'too-late', detail: 'Svarstiden är slut.', details: { day: '2026-03-20' } }), 409, 'too-late', /slut/],
  ['a proxy’s page', new Response('<h1>Bad gateway</h1>', { status: 502 }), 502, 'wrong-answer', /svarar inte/],
  ['an answer that is not what was promised', ok({ title: 7 }), 200, 'wrong-answer', /oväntat/],
])('%s becomes a problem with a sentence', async (_, answer, status, code, sentence) => {
  answers = [answer]
  const error: unknown = await patiently(call(api.find, { params: { thingId: '1' } })).catch((thrown: unknown) => thrown)
  expect(isApiProblem(error) && [error.status, error.code]).toEqual([status, code])
  expect(sentenceOf(error)).toMatch(sentence)
  expect(sent.length).toBe(1)
})

test('a line that stays lost says so after three attempts', async () => {
  answers = [new TypeError('lost'), new TypeError('lost'), new TypeError('lost')]
  await expect(patiently(call(api.find, { params: { thingId: '1' } }))).rejects.toMatchObject({ status: 0, code: 'no-answer' })
  expect(sent.length).toBe(3)
})

test('what the server says of itself is kept: it can be read alone, until an answer says nothing of it', async () => {
  const seen: boolean[] = []
  const stop = onModeChange((isReadOnly) => seen.push(isReadOnly))
  const refused = { code: 'read-only', detail: 'Skrivskyddat läge.' }
  const readOnly = () => Response.json(refused, { status: 503, headers: { 'nspl-mode': 'read-only' } })
  answers = [readOnly(), readOnly(), readOnly()]
  await expect(patiently(call(api.send, { body: { title: 'Remiss' } }))).rejects.toMatchObject(refused)
  expect(seen).toEqual([true])
  answers = [ok({ title: 'Remiss' })]
  await patiently(call(api.find, { params: { thingId: '1' }, query: {} }))
  expect(seen).toEqual([true, false])
  stop()
})
