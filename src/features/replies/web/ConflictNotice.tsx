import { texts as webTexts } from '../../../web/texts.ts'
import type { Autosave } from '../../../web/autosave.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Diff } from '../../../web/ui/Diff.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { texts } from '../texts-web.ts'

/** Two people in one field: both texts, and a choice. Also what could not be saved, and why. */
export function ConflictNotice<T>({ field, show }: { field: Autosave<T>; show: (value: T) => string }) {
  if (field.status.kind === 'kept' && field.status.sentence) return <Notice kind="warning">{field.status.sentence}</Notice>
  if (field.status.kind !== 'conflict' || !field.theirs) return null
  return (
    <Notice kind="warning" title={texts.answer.conflictTitle(field.theirs.savedBy)}>
      <h4 className="small-head">{texts.answer.conflictDifference}</h4>
      <Diff before={show(field.theirs.value)} after={show(field.value)} />
      <div className="row">
        <Button small onPress={() => field.resolve('mine')}>
          {webTexts.keepMine}
        </Button>
        <Button small onPress={() => field.resolve('theirs')}>
          {webTexts.takeTheirs}
        </Button>
      </div>
    </Notice>
  )
}
