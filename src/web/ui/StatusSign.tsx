import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

export type Status = keyof typeof texts.signs

/** Shape and colour without the word: for the matrix, where the word stands in the cell's name. Never alone. */
export function StatusShape({ status }: { status: Status }) {
  return (
    <svg className={`sign ${status}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {shapes[status]}
    </svg>
  )
}

/** A status by shape, colour and word. */
export function StatusSign({ status, children }: { status: Status; children?: ReactNode }) {
  return (
    <span className="status">
      <StatusShape status={status} />
      <span>{children ?? texts.signs[status]}</span>
    </span>
  )
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 }
const tick = <path d="M4.6 8.3 7 10.6l4.4-5" fill="none" stroke="var(--ground)" strokeWidth="1.8" />

const shapes: Record<Status, ReactNode> = {
  'not-asked': <circle cx="8" cy="8" r="1.3" fill="currentColor" />,
  'not-started': <path d="M3.5 8h9" {...line} />,
  received: <circle cx="8" cy="8" r="5.6" {...line} />,
  draft: <circle cx="8" cy="8" r="5.6" {...line} strokeDasharray="2.6 1.8" />,
  waiting: (
    <>
      <circle cx="8" cy="8" r="5.6" {...line} />
      <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
    </>
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="currentColor" />
      {tick}
    </>
  ),
  'done-late': (
    <>
      <path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor" />
      {tick}
    </>
  ),
  late: (
    <>
      <path d="M8 1.2 15.4 14.4H.6z" fill="currentColor" />
      <path d="M8 6v4M8 11.4v1.5" stroke="var(--ground)" strokeWidth="1.8" />
    </>
  ),
  withdrawn: <path d="m4 4 8 8M12 4l-8 8" {...line} />,
}
