import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('an id is a UUIDv7 that begins with its time', () => {
  const id = newId(new Date(0x0190_1234_5678))
  expect(id).toMatch(/^01901234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('ids of the same millisecond are in the order they were made, and all different', () => {
  const now = new Date('2026-11-25T08:00:00.000Z')
  const ids = Array.from({ length: 5_000 }, () => newId(now))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a later moment gives a later id', () => {
  expect(newId(new Date(1_000)) < newId(new Date(1_001))).toBe(true)
})
