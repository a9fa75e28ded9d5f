import { useState } from 'react'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import type { SecrecyMarking } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import type { PartProps } from './EditHead.tsx'
import { EMPTY_MARKING, isWhole, type Marking, SecrecyFields } from './SecrecyFields.tsx'

const finished = (marking: Marking): SecrecyMarking | null =>
  isWhole(marking) && marking.date !== null ? { ...marking, date: marking.date } : null

/** The sender's warning. It is kept only whole, so what is half written stays on the page until it is. */
export function EditSecrecy({ content, onChange }: PartProps) {
  const [isMarked, setMarked] = useState(content.secrecy !== null)
  const [marking, setMarking] = useState<Marking>(content.secrecy ?? EMPTY_MARKING)
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
        <SecrecyFields
          value={marking}
          unfinished={texts.markingUnfinished}
          onChange={(next) => {
            setMarking(next)
            onChange({ secrecy: finished(next) })
          }}
        />
      )}
    </>
  )
}
