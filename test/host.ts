import type { Host } from '../src/platform/host.ts'

/** A host without folders or certificates; a test that is about them gives its own. */
export function testHost(startedAt: Date): Host {
  return {
    version: '0.0.0',
    startedAt,
    settings: [],
    folders: [],
    certificates: { known: () => [], look: () => Promise.resolve() },
  }
}
