import { Checkbox, RadioGroup, Select } from '../../../web/ui/Choices.tsx'
import { useToday } from '../../../web/session.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { whyNotDecided } from '../rules.ts'
import { DecidedBy } from '../shapes.ts'
import { whyNotTexts } from '../texts.ts'
import { texts } from '../texts-web.ts'

const words = texts.answer
const HOWS = ['board', 'committee', 'chair', 'delegation', 'officials'] as const
const ADJUSTED = ['not-said', 'adjusted', 'immediately-adjusted'] as const

const EMPTY: DecidedBy = { how: 'board', who: '', on: null, paragraph: '', adjusted: 'not-said', reservation: false, preliminary: false }

/** Beslutat av: whose decision the answer is. */
export function DecidedFields({ value, onChange }: { value: DecidedBy | null; onChange: (value: DecidedBy) => void }) {
  const today = useToday()
  const decided = value ?? EMPTY
  const isAhead = whyNotDecided({ ...decided, who: '-' }, today) === 'decided-day-ahead'
  const change = (patch: Partial<DecidedBy>) => onChange({ ...decided, ...patch })
  const isBody = decided.how === 'board' || decided.how === 'committee'
  return (
    <>
      <RadioGroup
        name="decided-how"
        label={words.decidedHow}
        choices={HOWS.map((how) => ({ value: how, label: words.decidedHows[how] }))}
        value={value?.how ?? null}
        onChange={(how) => change({ how })}
      />
      {value && (
        <>
          <TextField name="decided-who" label={words.decidedWho[decided.how]} value={decided.who} onChange={(who) => change({ who })} />
          {decided.how !== 'officials' && (
            <div className="row level">
              <DayField
                name="decided-on"
                label={words.decidedOn}
                past
                error={isAhead ? whyNotTexts['decided-day-ahead'] : undefined}
                value={decided.on}
                onChange={(on) => change({ on })}
                optional={decided.preliminary}
              />
              <TextField
                name="decided-paragraph"
                label={words.paragraph}
                hint={words.paragraphHint}
                value={decided.paragraph}
                onChange={(paragraph) => change({ paragraph })}
                width="half"
                optional
              />
            </div>
          )}
          {isBody && (
            <Select
              name="decided-adjusted"
              label={words.adjusted}
              choices={ADJUSTED.map((one) => ({ value: one, label: words.adjustedChoices[one] }))}
              value={decided.adjusted}
              onChange={(adjusted) => change({ adjusted })}
            />
          )}
          {isBody && (
            <Checkbox
              name="decided-reservation"
              label={words.reservation}
              help={words.reservationHelp}
              checked={decided.reservation}
              onChange={(reservation) => change({ reservation })}
            />
          )}
          {decided.how !== 'officials' && (
            <Checkbox
              name="decided-preliminary"
              label={words.preliminary}
              help={words.preliminaryHelp}
              checked={decided.preliminary}
              onChange={(preliminary) => change({ preliminary })}
            />
          )}
        </>
      )}
    </>
  )
}
