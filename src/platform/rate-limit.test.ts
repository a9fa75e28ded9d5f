import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeLimiter } from './rate-limit.ts'

function clock() {
  let at = Date.parse('2026-11-25T08:00:00Z')
  return { now: () => new Date(at), pass: (seconds: number) => (at += seconds * 1000) }
}

test('a full bucket gives its capacity, then one per refill', () => {
  const { now, pass } = clock()
  const limiter = makeLimiter({ capacity: 3, refillPerMinute: 6, now })
  const take = (key: string) => limiter.take(key)
  expect([take('a'), take('a'), take('a'), take('a')]).toEqual([true, true, true, false])
  expect(take('b')).toBe(true)
  pass(9)
  expect(take('a')).toBe(false)
  pass(1)
  expect([take('a'), take('a')]).toEqual([true, false])
  pass(3600)
  expect([take('a'), take('a'), take('a'), take('a')]).toEqual([true, true, true, false])
})

test('a clock set back neither locks nor opens', () => {
  const { now, pass } = clock()
  const limiter = makeLimiter({ capacity: 1, refillPerMinute: 1, now })
  expect(limiter.take('a')).toBe(true)
  pass(-3600)
  expect(limiter.take('a')).toBe(false)
  pass(60)
  expect(limiter.take('a')).toBe(true)
})

test('memory is bounded, and who is held back stays so under a flood of new keys', () => {
  const { now } = clock()
  const limiter = makeLimiter({ capacity: 5, refillPerMinute: 1, now, mostKeys: 100 })
  for (let i = 0; i < 6; i++) limiter.take('attacker')
  for (let i = 0; i < 5_000; i++) limiter.take(`flood ${i}`)
  expect(limiter.size()).toBeLessThanOrEqual(100)
  expect(limiter.take('attacker')).toBe(false)
})

test('never more than capacity and refill allow, whatever the pauses', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.nat(30), { maxLength: 200 }),
      (capacity, refill, pauses) => {
        const { now, pass } = clock()
        const limiter = makeLimiter({ capacity, refillPerMinute: refill, now })
        let taken = 0
        let seconds = 0
        for (const pause of pauses) {
          pass(pause)
          seconds += pause
          if (limiter.take('a')) taken++
        }
        return taken <= capacity + (seconds * refill) / 60 + 1e-6
      },
    ),
  )
})

test('a limiter that lets nobody through is refused', () => {
  expect(() => makeLimiter({ capacity: 0, refillPerMinute: 1, now: () => new Date(0) })).toThrow()
})
