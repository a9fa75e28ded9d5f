import { type ReactNode, useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { Link } from './Link.tsx'

type PageHeadProps = {
  title: string
  /** One sentence: how things stand. */
  state?: ReactNode
  /** At most two buttons. */
  actions?: ReactNode
  back?: { href: string; text: string }
}

/** Title, one sentence with the state, at most two actions. Also names the tab. */
export function PageHead({ title, state, actions, back }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = texts.tabTitle(title)
  }, [title])
  useEffect(() => {
    // The page was gone to, and its head came only now, after what it shows was read.
    if (document.activeElement?.id === 'content') heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="page-head">
      {back && (
        <p className="back">
          <Link href={back.href}>{back.text}</Link>
        </p>
      )}
      <div className="page-title">
        <h1 tabIndex={-1} id="title" ref={heading}>
          {title}
        </h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {state && <div className="state">{state}</div>}
    </div>
  )
}
