import { type ReactNode, useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { fieldId } from './Field.tsx'

/** A form whose checks are ours: the browser's own bubbles speak another language and come one at a time. */
export function Form({ onSubmit, children, className }: { onSubmit: () => unknown; children: ReactNode; className?: string }) {
  return (
    <form
      noValidate
      className={className}
      onSubmit={(event) => {
        event.preventDefault()
        void onSubmit()
      }}
    >
      {children}
    </form>
  )
}

export type FieldFault = { field: string; text: string }

/** All that must be mended, each a way to its field. Takes focus whenever it gets a new list. */
export function ErrorSummary({ errors }: { errors: readonly FieldFault[] }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (errors.length > 0) box.current?.focus()
  }, [errors])
  if (errors.length === 0) return null
  return (
    <div className="notice error" role="alert" tabIndex={-1} ref={box}>
      <h2>{texts.errorSummary(errors.length)}</h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li key={`${field} ${text}`}>
            <a
              href={`#${fieldId(field)}`}
              onClick={(event) => {
                event.preventDefault()
                focusField(field)
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Moves to a field: for a group of choices to the chosen or first one. */
export function focusField(name: string): void {
  const target = document.getElementById(fieldId(name))
  if (!target) return
  const inside = target.matches('fieldset')
    ? (target.querySelector<HTMLElement>('input:checked') ?? target.querySelector<HTMLElement>('input'))
    : null
  const place = inside ?? target
  place.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'center' })
}
