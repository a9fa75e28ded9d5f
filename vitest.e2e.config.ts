import { defineConfig } from 'vitest/config'

/** Walks in a real browser against the built application on a database of their own: one at a time. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
