import * as z from 'zod/mini'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { EMPTY_MARKING, SecrecyFields } from '../../dispatches/web/SecrecyFields.tsx'
import { ReplyMarking } from '../shapes.ts'
import { texts } from '../texts-web.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { useDraftField } from './draft.tsx'

const words = texts.answer
const MaybeMarking = z.nullable(ReplyMarking)

/** The region's own warning on its answer. Half written, it is kept in the draft, and the check page says what it lacks. */
export function MarkingPart() {
  const field = useDraftField<ReplyMarking | null>('marking', null, MaybeMarking)
  const marking = field.value
  return (
    <section id="del-sekretess" className="measure">
      <h2>{words.marking}</h2>
      <ConflictNotice
        field={field}
        show={(shown) => (shown ? [shown.provision, shown.date, shown.authority].filter(Boolean).join(', ') : words.markingNone)}
      />
      <RadioGroup
        label={words.marking}
        labelHidden
        name="marking"
        hint={words.markingHelp}
        value={marking === null ? 'none' : 'set'}
        choices={[
          { value: 'none', label: words.markingNone },
          { value: 'set', label: words.markingSet },
        ]}
        onChange={(value) => field.setValue(value === 'set' ? (marking ?? EMPTY_MARKING) : null)}
      />
      {marking !== null && <SecrecyFields value={marking} onChange={field.setValue} unfinished={words.markingUnfinished} />}
    </section>
  )
}
