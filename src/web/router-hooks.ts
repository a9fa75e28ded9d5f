import type { OrgCode } from '../lib/regions.ts'
import { orgOf } from './paths.ts'
import { go, usePlace } from './router.tsx'

/** The named parts of the page's address, as usePageParams('dispatchId'). Throws when the address has no such part: a mistake in the table of pages. */
export function usePageParams<const Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  const params: Readonly<Record<string, string>> = usePlace().page?.params ?? {}
  if (!holdsAll(params, names)) throw new Error(`this address lacks one of ${names.join(', ')}`)
  return params
}

function holdsAll<Name extends string>(
  params: Readonly<Record<string, string>>,
  names: readonly Name[],
): params is Readonly<Record<Name, string>> {
  return names.every((name) => params[name] !== undefined)
}

export type Query = Readonly<Record<string, string>>

/**
 * What stands after "?": the state of lists and panels. `set({ cell: undefined })` takes a name away. The page's place in the
 * history is replaced: the back button leaves the page instead of undoing each choice.
 */
export function usePageQuery(): [query: Query, set: (patch: Record<string, string | undefined>) => void] {
  const { search } = usePlace()
  const set = (patch: Record<string, string | undefined>) => {
    const { pathname, search: now } = location
    go(pathname + writeQuery({ ...readQuery(now), ...patch }), 'replace')
  }
  return [readQuery(search), set]
}

/** Goes to an address of the app. */
export function useGo(): (href: string) => void {
  return go
}

/** The organisation that the address says one acts for. Throws outside every organisation. */
export function useActingOrg(): OrgCode {
  const org = orgOf(usePlace().path)
  if (org === undefined) throw new Error('this address is nobody’s')
  return org
}

/** "?a=b" as names and values; values stay texts. */
export function readQuery(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

/** In: names and values. Out: "?a=b", or nothing. Undefined and empty values are left out. */
export function writeQuery(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  const search = new URLSearchParams(given).toString()
  return search && `?${search}`
}
