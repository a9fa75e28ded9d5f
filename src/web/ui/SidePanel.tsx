import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'

type SidePanelProps = { title: string; onClose: () => void; children: ReactNode }

/**
 * Beside the page, not over it: the page stays usable. Takes focus when it opens or changes its title; Esc closes it from
 * anywhere on the page, and focus goes back to where it was.
 */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const id = useId()
  const box = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const cameFrom = useRef<Element | null>(null)
  useEffect(() => {
    if (!box.current?.contains(document.activeElement)) cameFrom.current = document.activeElement
    heading.current?.focus()
  }, [title])

  const close = () => {
    const isInside = box.current?.contains(document.activeElement)
    const back = cameFrom.current
    onClose()
    if (isInside && back instanceof HTMLElement && back.isConnected) back.focus()
  }
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    close()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])

  return (
    <aside className="side-panel" aria-labelledby={id} ref={box}>
      <div className="side-panel-head">
        <h2 id={id} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <Button kind="quiet" small onPress={close}>
          {texts.close}
        </Button>
      </div>
      {children}
    </aside>
  )
}
