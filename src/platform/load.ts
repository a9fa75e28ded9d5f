import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the event loop is, in milliseconds over the last half second. */
export type Load = { delayMs: () => number }

/** Later than this, whoever asks is better told to come back than kept waiting (reference: reliability, Fastify). */
export const MOST_DELAY = 200

const RESOLUTION = 10
const WINDOW = 500

/**
 * Watches the event loop until it is stopped. The mean of a window: one long piece of work does not make it high, a queue that nobody
 * catches up with does.
 */
export function watchLoad(): Load & { stop: () => void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION })
  histogram.enable()
  let delay = 0
  const timer = setInterval(() => {
    // A window without a single sample was one long block.
    delay = histogram.count === 0 ? WINDOW : Math.max(0, histogram.mean / 1e6 - RESOLUTION)
    histogram.reset()
  }, WINDOW)
  timer.unref()
  return {
    delayMs: () => delay,
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
