export type Match<R> = { route: R; params: Readonly<Record<string, string>> }

/**
 * In: routes, each with a pattern as /r/:org/utskick/:dispatchId, and the path of an address. Out: the first route that fits,
 * with its named parts decoded; undefined when none does. A slash at the end changes nothing.
 */
export function matchPath<R extends { pattern: string }>(routes: readonly R[], path: string): Match<R> | undefined {
  const parts = partsOf(path)
  for (const route of routes) {
    const params = readParts(partsOf(route.pattern), parts)
    if (params) return { route, params }
  }
  return undefined
}

const partsOf = (path: string) => path.replace(/\/+$/, '').split('/').slice(1)

function readParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [place, expected] of pattern.entries()) {
    const part = parts[place] ?? ''
    if (!expected.startsWith(':')) {
      if (expected !== part) return undefined
      continue
    }
    const value = decoded(part)
    if (value === undefined || value === '') return undefined
    params[expected.slice(1)] = value
  }
  return params
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    // A lone % is no address of ours.
    return undefined
  }
}
