import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { makeSaver, worstOf } from './autosave-store.ts'
import type { ApiProblem } from './client.ts'

const KEY = 'nspl-draft:person:12/field'
const NOW = new Date('2026-03-20T09:42:00Z')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function memory(first: Record<string, string> = {}) {
  const kept = new Map(Object.entries(first))
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const refusal = (status: number, details: Record<string, unknown> = {}): ApiProblem =>
  Object.assign(new Error('nej'), { name: 'ApiProblem' as const, status, code: 'code', detail: 'Gör så här.', details })

/** A server with one text. Its next answers can be told to fail. */
function server(value = '', version = 0) {
  const state = { value, version, faults: [] as Error[], calls: [] as string[] }
  const save = async (next: string, ifMatch: number) => {
    state.calls.push(next)
    const fault = state.faults.shift()
    if (fault) throw fault
    if (ifMatch !== state.version) throw refusal(412, { value: state.value, version: state.version, savedBy: 'Per (demo)' })
    state.value = next
    state.version += 1
    return { version: state.version }
  }
  return { state, save }
}

function saverOf(storage: ReturnType<typeof memory>, { save }: ReturnType<typeof server>, first = { value: '', version: 0 }) {
  const field = { shape: z.string(), save, theirs: (details: Record<string, unknown>) => details['value'] }
  return makeSaver<string>(KEY, first, field, { storage, wait: 600, clock: () => NOW })
}

test('what is written is kept here at once, and by the server 0.6 s after the last key', async () => {
  const [storage, far] = [memory(), server()]
  const saver = saverOf(storage, far)
  saver.set('a')
  await vi.advanceTimersByTimeAsync(500)
  saver.set('ab')
  expect(JSON.parse(storage.kept.get(KEY) ?? '')).toMatchObject({ value: 'ab', version: 0 })
  await vi.advanceTimersByTimeAsync(599)
  expect(far.state.calls).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(far.state).toMatchObject({ value: 'ab', version: 1, calls: ['ab'] })
  expect(saver.snapshot()).toMatchObject({ value: 'ab', version: 1, status: { kind: 'saved', at: NOW } })
  expect(storage.kept.size).toBe(0)
})

test('what is written while a save is under way is saved after it, under the new version', async () => {
  const [storage, far] = [memory(), server()]
  const saver = saverOf(storage, far)
  saver.set('a')
  const first = saver.flush()
  saver.set('ab')
  await first
  expect(await saver.flush()).toBe(true)
  expect(far.state).toMatchObject({ value: 'ab', version: 2, calls: ['a', 'ab'] })
  expect(storage.kept.size).toBe(0)
})

test('a lost line keeps the text here, says so, and the next attempt saves it', async () => {
  const [storage, far] = [memory(), server()]
  far.state.faults = [refusal(0)]
  const saver = saverOf(storage, far)
  saver.set('a')
  expect(await saver.flush()).toBe(false)
  expect(saver.snapshot().status).toEqual({ kind: 'kept', here: true, sentence: undefined })
  expect(storage.kept.has(KEY)).toBe(true)
  expect(await saver.flush()).toBe(true)
  expect(far.state.value).toBe('a')
})

test.each([
  [401, 'tried again'],
  [503, 'tried again'],
  [422, 'not tried again before it is changed'],
])('what failed with %i is %s', async (status) => {
  const far = server()
  far.state.faults = [refusal(status)]
  const saver = saverOf(memory(), far)
  saver.set('a')
  await saver.flush()
  saver.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(far.state.calls.length).toBe(status === 422 ? 1 : 2)
  if (status === 422) expect(saver.snapshot().status).toMatchObject({ kind: 'kept', sentence: 'Gör så här.' })
})

test('two flushes at once send once', async () => {
  const far = server()
  const saver = saverOf(memory(), far)
  saver.set('a')
  expect(await Promise.all([saver.flush(), saver.flush()])).toEqual([true, true])
  expect(far.state.calls).toEqual(['a'])
})

test('a full store is not taken for a safe place', async () => {
  const storage = {
    ...memory(),
    setItem: () => {
      throw new Error('quota')
    },
  }
  const far = server()
  far.state.faults = [refusal(401)]
  const saver = saverOf(storage, far)
  saver.set('a')
  await saver.flush()
  expect(saver.snapshot().status).toMatchObject({ kind: 'kept', here: false })
})

test('a text left by a reload is taken up and saved', async () => {
  const storage = memory({ [KEY]: JSON.stringify({ value: 'hemma', version: 3, at: 0 }) })
  const far = server('borta', 3)
  const saver = saverOf(storage, far, { value: 'borta', version: 3 })
  expect(saver.snapshot()).toMatchObject({ value: 'hemma', status: { kind: 'kept', here: true } })
  await vi.advanceTimersByTimeAsync(600)
  expect(far.state).toMatchObject({ value: 'hemma', version: 4 })
})

test.each([
  ['not json', '{"value":'],
  ['another shape', JSON.stringify({ value: 7, version: 1, at: 0 })],
  ['what the server has', JSON.stringify({ value: 'borta', version: 1, at: 0 })],
])('a kept text that is %s is dropped', (_, text) => {
  const storage = memory({ [KEY]: text })
  const saver = saverOf(storage, server('borta', 1), { value: 'borta', version: 1 })
  expect(saver.snapshot()).toMatchObject({ value: 'borta', status: { kind: 'resting' } })
  expect(storage.kept.size).toBe(0)
})

test.each([
  ['mine', 'min', 2],
  ['theirs', 'deras', 1],
] as const)('two people in one text: nothing is overwritten until one chooses %s', async (choice, value, version) => {
  const [storage, far] = [memory(), server('deras', 1)]
  const saver = saverOf(storage, far)
  saver.set('min')
  expect(await saver.flush()).toBe(false)
  expect(saver.snapshot()).toMatchObject({ value: 'min', status: { kind: 'conflict' }, theirs: { value: 'deras', savedBy: 'Per (demo)' } })
  saver.set('min igen')
  saver.set('min')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(far.state).toMatchObject({ value: 'deras', calls: ['min'] })
  saver.resolve(choice)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(far.state).toMatchObject({ value, version })
  expect(saver.snapshot()).toMatchObject({ value, version, theirs: undefined, status: { kind: 'saved' } })
  expect(storage.kept.size).toBe(0)
})

test('the same text from two sides is no conflict', async () => {
  const far = server('samma', 1)
  const saver = saverOf(memory(), far)
  saver.set('samma')
  expect(await saver.flush()).toBe(true)
  expect(saver.snapshot()).toMatchObject({ version: 1, status: { kind: 'saved' } })
})

test('news from the server is taken over only when nothing unsaved stands here', async () => {
  const saver = saverOf(memory(), server())
  saver.adopt('nytt', 1)
  expect(saver.snapshot()).toMatchObject({ value: 'nytt', version: 1 })
  saver.adopt('gammalt', 0)
  expect(saver.snapshot().value).toBe('nytt')
  saver.set('mitt')
  saver.adopt('nyare', 2)
  expect(saver.snapshot()).toMatchObject({ value: 'mitt', version: 1 })
})

test('the page says the worst of its fields, else the latest save', () => {
  const saved = (minute: number) => ({ kind: 'saved' as const, at: new Date(Date.UTC(2026, 2, 20, 9, minute)) })
  const kept = { kind: 'kept' as const, here: true, sentence: undefined }
  expect(worstOf([])).toEqual({ kind: 'resting' })
  expect(worstOf([saved(1), { kind: 'resting' }, saved(3), saved(2)])).toEqual(saved(3))
  expect(worstOf([saved(1), { kind: 'saving' }])).toEqual({ kind: 'saving' })
  expect(worstOf([{ kind: 'saving' }, kept, saved(1)])).toEqual(kept)
  expect(worstOf([kept, { kind: 'conflict' }])).toEqual({ kind: 'conflict' })
})

const Parts = z.strictObject({ stance: z.nullable(z.string()), remark: z.string() })
type Parts = z.infer<typeof Parts>

/** A saver of a text in parts, which was read when it was empty, and a server where a colleague has since saved hers. */
function saverBeside(colleagues: Parts) {
  const state = { value: colleagues, version: 1 }
  const save = async (next: Parts, ifMatch: number) => {
    if (ifMatch !== state.version) throw refusal(412, { ...state, savedBy: 'Per (demo)' })
    state.value = next
    state.version += 1
    return { version: state.version }
  }
  const field = { shape: Parts, save, theirs: (details: Record<string, unknown>) => details['value'], parts: true }
  const saver = makeSaver<Parts>(KEY, { value: { stance: null, remark: '' }, version: 0 }, field, {
    storage: memory(),
    wait: 600,
    clock: () => NOW,
  })
  return { saver, state }
}

test('two people in different parts of one text both keep theirs', async () => {
  const { saver, state } = saverBeside({ stance: 'oppose', remark: '' })
  saver.set({ stance: null, remark: 'Min' })
  expect(await saver.flush()).toBe(true)
  expect(state).toEqual({ value: { stance: 'oppose', remark: 'Min' }, version: 2 })
  expect(saver.snapshot()).toMatchObject({ value: state.value, version: 2, status: { kind: 'saved' } })
})

test.each([
  ['mine', 'Min', 2],
  ['theirs', 'Hennes', 1],
] as const)('in the same part, %s is chosen, and the rest stays', async (choice, remark, version) => {
  const { saver, state } = saverBeside({ stance: 'oppose', remark: 'Hennes' })
  saver.set({ stance: null, remark: 'Min' })
  expect(await saver.flush()).toBe(false)
  expect(saver.snapshot()).toMatchObject({
    value: { stance: 'oppose', remark: 'Min' },
    theirs: { value: { stance: 'oppose', remark: 'Hennes' }, savedBy: 'Per (demo)' },
    status: { kind: 'conflict' },
  })
  saver.resolve(choice)
  expect(await saver.flush()).toBe(true)
  expect(state).toEqual({ value: { stance: 'oppose', remark }, version })
  expect(saver.snapshot().value).toEqual(state.value)
})

test('a part that only this page changed is saved also when the other text is chosen', async () => {
  const { saver, state } = saverBeside({ stance: null, remark: 'Hennes' })
  saver.set({ stance: 'support', remark: 'Min' })
  await saver.flush()
  saver.resolve('theirs')
  expect(await saver.flush()).toBe(true)
  expect(state).toEqual({ value: { stance: 'support', remark: 'Hennes' }, version: 2 })
})
