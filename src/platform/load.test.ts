import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { MOST_DELAY, watchLoad } from './load.ts'

function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

test('a loop that nobody catches up with is told, and told to be well again afterwards', async () => {
  const load = watchLoad()
  try {
    const end = performance.now() + 1_600
    let highest = 0
    while (performance.now() < end) {
      block(300)
      await wait(1)
      highest = Math.max(highest, load.delayMs())
    }
    expect(highest).toBeGreaterThan(MOST_DELAY)
    await wait(1_200)
    expect(load.delayMs()).toBeLessThan(MOST_DELAY)
  } finally {
    load.stop()
  }
})
