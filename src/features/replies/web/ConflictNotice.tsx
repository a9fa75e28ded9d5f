import type { MouseEvent } from 'react'
import { texts as webTexts } from '../../../web/texts.ts'
import type { Autosave } from '../../../web/autosave.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Diff } from '../../../web/ui/Diff.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { texts } from '../texts-web.ts'

const words = texts.answer

/** Two people in one field: both texts, and a choice. Also what could not be saved, and why. */
export function ConflictNotice<T>({ field, show }: { field: Autosave<T>; show: (value: T) => string }) {
  if (field.status.kind === 'kept' && field.status.sentence) return <Notice kind="warning">{field.status.sentence}</Notice>
  if (field.status.kind !== 'conflict' || !field.theirs) return null
  const choose = (choice: 'mine' | 'theirs') => (event: MouseEvent<HTMLButtonElement>) => {
    // The button goes with the notice: the field that was chosen for takes the focus.
    const part = event.currentTarget.closest('.answer-given, .answer-question, section')
    const fields = ['textarea', 'input:checked', 'input, select'].map((kind) => part?.querySelector<HTMLElement>(kind))
    fields.find((found) => found)?.focus({ preventScroll: true })
    field.resolve(choice)
  }
  return (
    <Notice kind="warning" title={words.conflictTitle(field.theirs.savedBy)}>
      <Diff
        before={show(field.theirs.value)}
        after={show(field.value)}
        title={words.conflictDifference}
        names={[words.conflictTheirs, words.conflictMine]}
      />
      <div className="row">
        <Button small onPress={choose('mine')}>
          {webTexts.keepMine}
        </Button>
        <Button small onPress={choose('theirs')}>
          {webTexts.takeTheirs}
        </Button>
      </div>
    </Notice>
  )
}
