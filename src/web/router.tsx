import { type ComponentType, createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import { type Match, matchPath } from './match.ts'

/** An address, and how to get the page that belongs there. */
export type PageRoute = { pattern: string; load: () => Promise<ComponentType> }

/** The page's place: `page` is undefined for an address that is no page. */
export type Place = {
  path: string
  search: string
  hash: string
  page: { Page: ComponentType; params: Readonly<Record<string, string>> } | undefined
}

type Start = {
  routes: readonly PageRoute[]
  /** What must be there before a page of this address is shown, besides its code. */
  prepare: (path: string) => Promise<unknown>
}

/** A row of the table of pages: the file's exported component has the file's name. */
export function page<Name extends string>(pattern: string, name: Name, load: () => Promise<Record<Name, ComponentType>>): PageRoute {
  return { pattern, load: async () => (await load())[name] }
}

let start: Start = { routes: [], prepare: async () => undefined }
let current: Place | undefined
let navigation = 0
const listeners = new Set<() => void>()
const scrolledTo = new Map<string, number>()

/**
 * Loads the page of the browser's address, and from then on follows the back button. Await it before the first render: a
 * page that is shown while its code is still coming costs 300 ms (a fallback, once shown, stays that long).
 */
export async function startRouter(given: Start): Promise<void> {
  start = given
  history.scrollRestoration = 'manual'
  addEventListener('popstate', () => void show(location.href, 'follow'))
  await show(location.href, 'follow')
}

/** Goes to an address of the app; the page before stays until the next one's code is here. */
export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  void show(new URL(href, location.href).href, how)
}

/** Fetches the code of an address's page, for a link that is pointed at. A failure shows itself when one goes there. */
export function warm(href: string): void {
  const found = matchPath(start.routes, new URL(href, location.href).pathname)
  found?.route.load().catch(() => undefined)
}

async function show(href: string, how: 'push' | 'replace' | 'follow'): Promise<void> {
  navigation += 1
  const mine = navigation
  const { pathname: path, search, hash } = new URL(href)
  if (current?.path === path) {
    if (how !== 'follow') move(href, how)
    commit({ ...current, search, hash })
    return
  }
  const found = matchPath(start.routes, path)
  try {
    const [Page] = await Promise.all([found?.route.load(), start.prepare(path)])
    if (mine !== navigation) return
    rememberScroll()
    if (how !== 'follow') move(href, how)
    commit({ path, search, hash, page: pageOf(Page, found) })
    scrollAsBefore(how === 'follow')
  } catch (error) {
    if (mine !== navigation) return
    // The code of this version is gone from the server: the whole page in its new version instead.
    if (current && how !== 'follow') location.assign(href)
    else throw error
  }
}

function pageOf(Page: ComponentType | undefined, found: Match<PageRoute> | undefined): Place['page'] {
  return Page && found ? { Page, params: found.params } : undefined
}

function move(href: string, how: 'push' | 'replace'): void {
  if (how === 'push') history.pushState({ place: crypto.getRandomValues(new Uint32Array(1))[0] }, '', href)
  else history.replaceState(history.state, '', href)
}

function commit(next: Place): void {
  current = next
  for (const listener of listeners) listener()
}

const placeKey = () => JSON.stringify(history.state) ?? ''
let shownKey = ''

function rememberScroll(): void {
  scrolledTo.set(shownKey, scrollY)
}

/** A new page begins at its top; one that is gone back to stands where it was, once it is as long as then. */
function scrollAsBefore(isBack: boolean): void {
  shownKey = placeKey()
  const target = isBack ? (scrolledTo.get(shownKey) ?? 0) : 0
  const until = performance.now() + 1_000
  const mine = navigation
  const step = () => {
    if (mine !== navigation) return
    scrollTo(0, target)
    if (scrollY < target && performance.now() < until) requestAnimationFrame(step)
  }
  step()
}

const PlaceContext = createContext<Place | undefined>(undefined)

/** Gives the parts inside their place, and renders again when it changes. */
export function Router({ children }: { children: (place: Place) => ReactNode }) {
  const place = useSyncExternalStore(subscribe, () => current)
  if (!place) throw new Error('the router has not started')
  return <PlaceContext value={place}>{children(place)}</PlaceContext>
}

/** Where one is. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error('no router around this part')
  return place
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
