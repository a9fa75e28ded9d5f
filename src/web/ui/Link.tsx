import type { MouseEvent, ReactNode } from 'react'
import { go, warm } from '../router.tsx'
import { type ButtonKind, classOf } from './Button.tsx'

export type LinkProps = {
  href: string
  children: ReactNode
  className?: string | undefined
  'aria-label'?: string | undefined
  'aria-current'?: 'page' | 'true' | 'step' | undefined
  lang?: string
  /** An address outside the app: a download, the server's own pages. */
  outside?: boolean
  newTab?: boolean
}

/** A link to a page of the app. The page's code is fetched when the link is pointed at or gets focus. */
export function Link({ href, outside = false, newTab = false, children, ...rest }: LinkProps) {
  if (outside || newTab) {
    return (
      <a href={href} {...(newTab ? { target: '_blank', rel: 'noreferrer' } : {})} {...rest}>
        {children}
      </a>
    )
  }
  const ahead = () => warm(href)
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} onClick={follow} onPointerEnter={ahead} onFocus={ahead} {...rest}>
      {children}
    </a>
  )
}

/** A link that looks like a button: for going somewhere, as a button is for doing something. */
export function LinkButton({ kind = 'secondary', small = false, ...rest }: LinkProps & { kind?: ButtonKind; small?: boolean }) {
  return <Link {...rest} className={classOf(kind, small)} />
}
