import { useState } from 'react'
import type { Day } from '../../../lib/day.ts'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import type { SecrecyMarking } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import type { PartProps } from './EditHead.tsx'

type Marking = { provision: string; date: Day | null; authority: string }

const finished = ({ provision, date, authority }: Marking): SecrecyMarking | null =>
  provision.trim() === '' || authority.trim() === '' || date === null ? null : { provision, date, authority }

/** The sender's warning. It is kept only whole, so what is half written stays on the page until it is. */
export function EditSecrecy({ content, onChange }: PartProps) {
  const [isMarked, setMarked] = useState(content.secrecy !== null)
  const [marking, setMarking] = useState<Marking>(content.secrecy ?? { provision: '', date: null, authority: '' })
  const change = (patch: Partial<Marking>) => {
    const next = { ...marking, ...patch }
    setMarking(next)
    onChange({ secrecy: finished(next) })
  }
  return (
    <>
      <RadioGroup
        label={texts.marking}
        name="secrecy"
        hint={texts.markingHelp}
        value={isMarked ? 'set' : 'none'}
        choices={[
          { value: 'none', label: texts.markingNone },
          { value: 'set', label: texts.markingSet },
        ]}
        onChange={(value) => {
          setMarked(value === 'set')
          onChange({ secrecy: value === 'set' ? finished(marking) : null })
        }}
      />
      {isMarked && (
        <>
          <TextField
            label={texts.provision}
            name="secrecy-provision"
            hint={texts.provisionHint}
            width="half"
            maxLength={200}
            value={marking.provision}
            onChange={(provision) => change({ provision })}
          />
          <DayField label={texts.markingDate} name="secrecy-date" value={marking.date} onChange={(date) => change({ date })} />
          <TextField
            label={texts.authority}
            name="secrecy-authority"
            width="half"
            maxLength={200}
            value={marking.authority}
            onChange={(authority) => change({ authority })}
          />
          {finished(marking) === null && (
            <p className="careful" role="status">
              {texts.markingUnfinished}
            </p>
          )}
        </>
      )}
    </>
  )
}
