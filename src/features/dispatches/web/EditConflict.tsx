import { Button } from '../../../web/ui/Button.tsx'
import { Diff } from '../../../web/ui/Diff.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import type { DispatchContent } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { contentTexts } from './content-texts.ts'

type EditConflictProps = { mine: DispatchContent; theirs: DispatchContent; onChoose: (choice: 'mine' | 'theirs') => void }

/** Two people wrote in the same draft: every part that differs, both ways, and a choice. Nothing is overwritten before it. */
export function EditConflict({ mine, theirs, onChoose }: EditConflictProps) {
  const saved = new Map(contentTexts(theirs))
  const differing = contentTexts(mine).filter(([part, text]) => saved.get(part) !== text)
  return (
    <Notice kind="error" title={texts.conflictTitle}>
      <p>{texts.conflictWords}</p>
      {differing.length === 0 && <p>{texts.conflictSame}</p>}
      {differing.map(([part, text]) => (
        <details key={part} open>
          <summary>{texts.part[part]}</summary>
          <div className="columns">
            <div>
              <h2 className="small">{texts.conflictMine}</h2>
              <p className="prewrap">{text}</p>
            </div>
            <div>
              <h2 className="small">{texts.conflictTheirs}</h2>
              <Diff before={text} after={saved.get(part) ?? ''} />
            </div>
          </div>
        </details>
      ))}
      <div className="row">
        <Button onPress={() => onChoose('mine')}>{texts.keepMine}</Button>
        <Button onPress={() => onChoose('theirs')}>{texts.takeTheirs}</Button>
      </div>
    </Notice>
  )
}
