import { type ReactNode, useEffect, useRef, useState } from 'react'
import { clock, longInstant } from '../../lib/day.ts'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'

/** Nothing here yet: one sentence, and perhaps what to do. */
export function EmptyState({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>
}

/** Copies a text, and says that it did. `what` tells one button from the next for those who only hear it. */
export function CopyButton({ text, label = texts.copy, what }: { text: string; label?: string; what?: string }) {
  const [said, setSaid] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid(texts.copied)
    } catch {
      setSaid(texts.copyFailed)
    }
  }
  return (
    <span className="copy">
      <Button small kind="quiet" onPress={copy} {...(what !== undefined && { 'aria-label': `${label}: ${what}` })}>
        {label}
      </Button>
      <span role="status">{said}</span>
    </span>
  )
}

/** A few choices behind a word. Closes on Esc, on a click or focus elsewhere and after a choice. */
export function Menu({ label, children }: { label: ReactNode; children: ReactNode }) {
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const details = box.current
    if (!details) return
    const closeOutside = (event: Event) => {
      if (details.open && event.target instanceof Node && !details.contains(event.target)) details.open = false
    }
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !details.open) return
      event.preventDefault()
      details.open = false
      details.querySelector('summary')?.focus()
    }
    const closeAfterChoice = (event: Event) => {
      if (event.target instanceof Element && event.target.closest('a')) details.open = false
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    details.addEventListener('keydown', closeOnEscape)
    details.addEventListener('click', closeAfterChoice)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
      details.removeEventListener('keydown', closeOnEscape)
      details.removeEventListener('click', closeAfterChoice)
    }
  }, [])
  return (
    <details className="menu" ref={box}>
      <summary>{label}</summary>
      <div className="menu-box">{children}</div>
    </details>
  )
}

/** A moment in Swedish time: whole, or the time of day alone. */
export function Moment({ at, only }: { at: string; only?: 'clock' }) {
  const instant = new Date(at)
  return <time dateTime={at}>{only === 'clock' ? clock(instant) : longInstant(instant)}</time>
}
