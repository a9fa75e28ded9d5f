import { type MouseEvent, type ReactNode, useState } from 'react'
import { texts } from '../texts.ts'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

export type ButtonProps = {
  children: ReactNode
  /** A returned promise keeps the button busy until it is settled; presses meanwhile do nothing. */
  onPress?: ((event: MouseEvent<HTMLButtonElement>) => unknown) | undefined
  kind?: ButtonKind
  type?: 'button' | 'submit'
  busy?: boolean
  small?: boolean
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  'aria-expanded'?: boolean
  'aria-controls'?: string
  'aria-disabled'?: boolean
}

export function Button({ children, onPress, kind = 'secondary', type = 'button', busy = false, small = false, ...rest }: ButtonProps) {
  const [waiting, setWaiting] = useState(false)
  const isBusy = busy || waiting
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBusy) {
      event.preventDefault()
      return
    }
    const result = onPress?.(event)
    if (result instanceof Promise) {
      setWaiting(true)
      void result.finally(() => setWaiting(false))
    }
  }
  return (
    <button type={type} className={classOf(kind, small)} onClick={press} aria-busy={isBusy || undefined} {...rest}>
      {children}
      {isBusy && <span className="for-ears"> {texts.busy}</span>}
    </button>
  )
}

/** The class of a button or of a link that looks like one. */
export function classOf(kind: ButtonKind, small: boolean): string {
  return `button ${kind}${small ? ' small' : ''}`
}
