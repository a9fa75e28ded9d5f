import { type ReactNode, useEffect, useId, useRef } from 'react'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'

type DialogProps = { open: boolean; title: string; onClose: () => void; children: ReactNode; actions?: ReactNode }

/** For the rare thing that must be answered before anything else. The browser keeps focus inside and gives it back. */
export function Dialog({ open, title, onClose, children, actions }: DialogProps) {
  const id = useId()
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && !box.current?.open) box.current?.showModal()
    if (!open) box.current?.close()
  }, [open])
  return (
    <dialog ref={box} className="dialog" aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <h2 id={id}>{title}</h2>
          {children}
          <div className="row">
            {actions}
            <Button onPress={() => box.current?.close()}>{actions ? texts.cancel : texts.close}</Button>
          </div>
        </>
      )}
    </dialog>
  )
}
