// What was typed in a field and could not be read (a day that is none, a number with words). It is no value, so nothing saves
// it: it is kept here for as long as the tab lives, so that going away and back loses nothing.
const kept = new Map<string, string>()

/** A field by its page and its name. Ask for it when the field is first shown: by the time it goes, the address has changed. */
export const unreadKey = (name: string): string => `${location.pathname} ${name}`

/** What stands unread in a field, if anything does. */
export function unreadText(key: string): string | undefined {
  return kept.get(key)
}

/** Keeps what could not be read in a field; undefined when there is nothing more to keep. */
export function keepUnread(key: string, text: string | undefined): void {
  if (text === undefined) kept.delete(key)
  else kept.set(key, text)
}

/** The field itself is taken from its page: what stood in it goes with it. When the whole page is left, it stays. */
export function dropWithField(key: string): void {
  if (key.startsWith(`${location.pathname} `)) kept.delete(key)
}

/** In: a page's path. Out: the fields with something unread, by name, and what stands there. */
export function unreadOn(path: string): { name: string; text: string }[] {
  return [...kept].filter(([key]) => key.startsWith(`${path} `)).map(([key, text]) => ({ name: key.slice(path.length + 1), text }))
}

/** Moves to the first field of the page whose text could not be read. Out: whether there was one. */
export function focusUnread(): boolean {
  const field = document.querySelector<HTMLElement>('[data-unread]')
  if (!field) return false
  field.focus({ preventScroll: true })
  field.scrollIntoView({ block: 'center' })
  return true
}
