import * as z from 'zod/mini'
import { useCommand } from '../../../web/queries.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import type { RecipientFacts } from '../../dispatches/shapes.ts'
import { repliesApi } from '../contract.ts'
import { DecidedBy } from '../shapes.ts'
import { texts } from '../texts-web.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { DecidedFields } from './DecidedFields.tsx'
import { useDraftField } from './draft.tsx'

const MaybeDecided = z.nullable(DecidedBy)

export function DecidedPart({ dispatchId, facts }: { dispatchId: string; facts: RecipientFacts }) {
  const mark = useCommand(repliesApi.markDecided)
  const isDecided = facts.decidedAt !== null
  const field = useDraftField<DecidedBy | null>('decided', null, MaybeDecided)
  return (
    <section id="del-beslut" className="measure">
      <h2>{texts.answer.decided}</h2>
      <ConflictNotice
        field={field}
        show={(decided) => (decided ? [decided.who, decided.on, decided.paragraph].filter(Boolean).join(', ') : '')}
      />
      <DecidedFields value={field.value} onChange={field.setValue} />
      {facts.answeredAt === null && (
        <p>
          <Button small busy={mark.busy} onPress={() => mark.run({ params: { dispatchId }, body: { decided: !isDecided } })}>
            {isDecided ? texts.answer.unmarkDecided : texts.answer.markDecided}
          </Button>{' '}
          <span className="soft small">{mark.problem ?? texts.answer.markDecidedHelp}</span>
        </p>
      )}
    </section>
  )
}
