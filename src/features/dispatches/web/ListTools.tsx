import { useEffect, useRef } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { editTexts as texts } from '../texts-edit.ts'

export type Undo = { words: string; undo: () => void }

/** The list with one thing moved to another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.toSpliced(from, 1)
  return items[from] === undefined ? [...items] : rest.toSpliced(to, 0, items[from])
}

type ListToolsProps = {
  /** Names the thing for those who only hear the button. */
  name: string
  id: string
  place: number
  count: number
  isOpen?: boolean
  onToggle?: () => void
  onMove: (to: number) => void
  onRemove: () => void
}

const buttonId = (id: string, action: 'up' | 'down') => `tool-${action}-${id}`

/** What can be done with one thing of an ordered list, by buttons alone. */
export function ListTools({ name, id, place, count, isOpen, onToggle, onMove, onRemove }: ListToolsProps) {
  const move = (to: number, action: 'up' | 'down') => {
    onMove(to)
    // The button moves with its row; at the end of the list it is the other one that is left to press.
    const next = action === 'up' ? (to === 0 ? 'down' : 'up') : to === count - 1 ? 'up' : 'down'
    requestAnimationFrame(() => document.getElementById(buttonId(id, next))?.focus())
  }
  const label = (action: string) => texts.actionOn(action, name)
  return (
    <span className="row list-tools">
      {onToggle && (
        <Button small aria-expanded={isOpen ?? false} aria-label={label(isOpen ? texts.closeEdit : texts.edit)} onPress={onToggle}>
          {isOpen ? texts.closeEdit : texts.edit}
        </Button>
      )}
      {place > 0 && (
        <Button small kind="quiet" id={buttonId(id, 'up')} aria-label={label(texts.moveUp)} onPress={() => move(place - 1, 'up')}>
          {texts.moveUp}
        </Button>
      )}
      {place < count - 1 && (
        <Button small kind="quiet" id={buttonId(id, 'down')} aria-label={label(texts.moveDown)} onPress={() => move(place + 1, 'down')}>
          {texts.moveDown}
        </Button>
      )}
      <Button small kind="quiet" aria-label={label(texts.removeItem)} onPress={onRemove}>
        {texts.removeItem}
      </Button>
    </span>
  )
}

/** What was just done, and the way back. Takes focus, since what was pressed is gone. */
export function UndoNotice({ undo }: { undo: Undo | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (undo) box.current?.querySelector('button')?.focus()
  }, [undo])
  if (!undo) return null
  return (
    <div ref={box}>
      <Notice kind="success" title={undo.words}>
        <Button small onPress={undo.undo}>
          {texts.undo}
        </Button>
      </Notice>
    </div>
  )
}
