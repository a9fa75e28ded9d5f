import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Link } from './Link.tsx'
import { StatusShape } from './StatusSign.tsx'

export type Step = { name: string; state: 'done' | 'current' | 'ahead'; note?: ReactNode; href?: string }

/** Named steps of one thing, with who and when under each. */
export function Steps({ steps, label }: { steps: readonly Step[]; label?: string }) {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map(({ name, state, note, href }) => (
        <li key={name} className={state} aria-current={state === 'current' ? 'step' : undefined}>
          <span className="step-name">
            {state === 'done' && <StatusShape status="done" />}
            <span>
              {href === undefined ? name : <Link href={href}>{name}</Link>}
              <span className="for-ears">, {texts.stepState[state]}</span>
            </span>
          </span>
          {note && <span className="step-note">{note}</span>}
        </li>
      ))}
    </ol>
  )
}

/** "17 av 21", with a bar. The number is the message; the bar only shows it. */
export function Progress({ done, total, label }: { done: number; total: number; label?: string }) {
  return (
    <span className="progress">
      {label !== undefined && <span className="progress-label">{label} </span>}
      <span>{texts.ofTotal(done, total)}</span>
      <progress value={done} max={Math.max(total, 1)} aria-hidden="true" />
    </span>
  )
}
