import { clock } from '../../lib/day.ts'
import type { SaveStatus } from '../autosave-store.ts'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'
import { Diff } from './Diff.tsx'

/** Whether what is written is saved; said politely, and not for every key. */
export function SaveState({ status }: { status: SaveStatus }) {
  const isTrouble = status.kind === 'kept' || status.kind === 'conflict'
  return (
    <span className={isTrouble ? 'save-state trouble' : 'save-state'}>
      <span role="status">{status.kind === 'saving' ? '' : wordsOf(status)}</span>
      {status.kind === 'saving' && <span aria-hidden="true">{texts.saving}</span>}
    </span>
  )
}

function wordsOf(status: SaveStatus): string {
  switch (status.kind) {
    case 'saved':
      return texts.savedAt(clock(status.at))
    case 'kept':
      return [status.here ? texts.keptHere : texts.keptNowhere, status.sentence].filter((part) => part !== undefined).join('. ')
    case 'conflict':
      return texts.conflict
    case 'saving':
      return texts.saving
    case 'resting':
      return ''
  }
}

type ConflictChoiceProps = { mine: string; theirs: string; savedBy?: string | undefined; onChoose: (choice: 'mine' | 'theirs') => void }

/** Two people wrote in the same text: both are shown, and one is chosen. Nothing is overwritten before that. */
export function ConflictChoice({ mine, theirs, savedBy, onChoose }: ConflictChoiceProps) {
  return (
    <div className="notice error" role="alert">
      <p className="notice-title">{texts.conflict}</p>
      <p className="small-head">{texts.conflictMine}</p>
      <p className="prewrap">{mine}</p>
      <p className="small-head">{savedBy === undefined ? texts.conflictTheirs : texts.conflictTheirsBy(savedBy)}</p>
      <Diff before={mine} after={theirs} />
      <div className="row">
        <Button onPress={() => onChoose('mine')}>{texts.keepMine}</Button>
        <Button onPress={() => onChoose('theirs')}>{texts.takeTheirs}</Button>
      </div>
    </div>
  )
}
