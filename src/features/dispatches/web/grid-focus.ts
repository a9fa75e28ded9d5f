import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'

const PAGE = 8

/**
 * One tab stop for a whole grid, and arrows inside it (ARIA grid pattern). Things that take focus carry `data-row` and
 * `data-column`. Works on the elements themselves, so that a move costs no rendering.
 */
export function useGridFocus(): {
  ref: RefObject<HTMLTableElement | null>
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: (event: FocusEvent) => void
} {
  const ref = useRef<HTMLTableElement>(null)

  // After each drawing: what held the tab stop may have been filtered away.
  useEffect(() => {
    const stops = ref.current?.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]')
    if (stops?.length === 1) return
    for (const stop of stops ?? []) stop.tabIndex = -1
    const first = ref.current?.querySelector<HTMLElement>('[data-row]')
    if (first) first.tabIndex = 0
  })

  const onFocus = (event: FocusEvent) => {
    const cell = placeOf(event.target) && event.target instanceof HTMLElement ? event.target : undefined
    if (!cell) return
    for (const stop of ref.current?.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]') ?? []) stop.tabIndex = -1
    cell.tabIndex = 0
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target)
    if (!place || event.altKey || event.metaKey || event.shiftKey) return
    const all = [...(ref.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const last = placeOf(all.at(-1) ?? null) ?? place
    const to = nextPlace(event.key, event.ctrlKey, place, last)
    if (!to) return
    event.preventDefault()
    const next = all.find((cell) => cell.dataset['row'] === String(to.row) && cell.dataset['column'] === String(to.column))
    // Focus alone leaves a cell that is half under the sticky column where it is.
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  return { ref, onKeyDown, onFocus }
}

type Place = { row: number; column: number }

function placeOf(target: EventTarget | null): Place | undefined {
  if (!(target instanceof HTMLElement)) return undefined
  const { row, column } = target.dataset
  return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) }
}

function nextPlace(key: string, isCtrl: boolean, { row, column }: Place, last: Place): Place | undefined {
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most)
  switch (key) {
    case 'ArrowLeft':
      return { row, column: within(column - 1, last.column) }
    case 'ArrowRight':
      return { row, column: within(column + 1, last.column) }
    case 'ArrowUp':
      return { row: within(row - 1, last.row), column }
    case 'ArrowDown':
      return { row: within(row + 1, last.row), column }
    case 'PageUp':
      return { row: within(row - PAGE, last.row), column }
    case 'PageDown':
      return { row: within(row + PAGE, last.row), column }
    case 'Home':
      return { row: isCtrl ? 0 : row, column: 0 }
    case 'End':
      return { row: isCtrl ? last.row : row, column: last.column }
    default:
      return undefined
  }
}
