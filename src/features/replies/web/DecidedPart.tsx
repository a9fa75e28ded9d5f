import * as z from 'zod/mini'
import { DecidedBy } from '../shapes.ts'
import { texts } from '../texts-web.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { DecidedFields } from './DecidedFields.tsx'
import { useDraftField } from './draft.tsx'

const MaybeDecided = z.nullable(DecidedBy)

export function DecidedPart() {
  const field = useDraftField<DecidedBy | null>('decided', null, MaybeDecided)
  return (
    <section id="del-beslut" className="measure">
      <h2>{texts.answer.decided}</h2>
      <ConflictNotice
        field={field}
        show={(decided) => (decided ? [decided.who, decided.on, decided.paragraph].filter(Boolean).join(', ') : '')}
      />
      <DecidedFields value={field.value} onChange={field.setValue} />
    </section>
  )
}
