import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

type NoticeProps = { kind: 'info' | 'warning' | 'success' | 'error'; title?: ReactNode; children?: ReactNode }

/** Something to know. Success is said politely, a fault at once; the other two are part of the page. */
export function Notice({ kind, title, children }: NoticeProps) {
  const role = kind === 'error' ? 'alert' : kind === 'success' ? 'status' : undefined
  return (
    <div className={`notice ${kind}`} role={role}>
      <span className="for-ears">{texts.noticeKind[kind]}: </span>
      {title !== undefined && <p className="notice-title">{title}</p>}
      {children}
    </div>
  )
}

export function SkipLink() {
  return (
    <a className="skip" href="#content">
      {texts.skip}
    </a>
  )
}
