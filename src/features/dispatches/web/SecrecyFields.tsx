import type { Day } from '../../../lib/day.ts'
import { DayField } from '../../../web/ui/DayField.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { editTexts as texts } from '../texts-edit.ts'

export type Marking = { provision: string; date: Day | null; authority: string }
export const EMPTY_MARKING: Marking = { provision: '', date: null, authority: '' }

export const isWhole = ({ provision, date, authority }: Marking) => provision.trim() !== '' && authority.trim() !== '' && date !== null

/** By what provision, when and by whom something is marked. `unfinished` is said until all three stand there. */
export function SecrecyFields({ value, onChange, unfinished }: { value: Marking; onChange: (value: Marking) => void; unfinished: string }) {
  return (
    <>
      <TextField
        label={texts.provision}
        name="secrecy-provision"
        hint={texts.provisionHint}
        width="half"
        maxLength={200}
        value={value.provision}
        onChange={(provision) => onChange({ ...value, provision })}
      />
      <DayField label={texts.markingDate} name="secrecy-date" value={value.date} onChange={(date) => onChange({ ...value, date })} />
      <TextField
        label={texts.authority}
        name="secrecy-authority"
        width="half"
        maxLength={200}
        value={value.authority}
        onChange={(authority) => onChange({ ...value, authority })}
      />
      {!isWhole(value) && (
        <p className="careful" role="status">
          {unfinished}
        </p>
      )}
    </>
  )
}
