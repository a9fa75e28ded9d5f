import { useState } from 'react'
import { parseWhole, showWhole } from '../number.ts'
import { texts } from '../texts.ts'
import { describedBy, Field, fieldId, type FieldProps } from './Field.tsx'

type NumberFieldProps = FieldProps & {
  value: number | null
  onChange: (value: number | null) => void
  unit?: string | undefined
}

/** A whole number, typed with or without spaces and shown as "12 500 000". What is no number stays as typed, with a word about it, and counts as empty. */
export function NumberField({ value, onChange, unit, ...field }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (value === null ? '' : showWhole(value))
  const ownError = typed !== undefined && parseWhole(typed) === undefined ? texts.notWhole : undefined
  const error = field.error ?? ownError
  const unitId = `${fieldId(field.name)}-unit`
  return (
    <Field {...field} error={error}>
      <span className="with-unit">
        <input
          id={fieldId(field.name)}
          name={field.name}
          className="input short number"
          inputMode="numeric"
          autoComplete="off"
          value={shown}
          onChange={(event) => {
            setTyped(event.target.value)
            const next = parseWhole(event.target.value) ?? null
            if (next !== value) onChange(next)
          }}
          onBlur={() => typed !== undefined && parseWhole(typed) !== undefined && setTyped(undefined)}
          {...describedBy({ ...field, error }, unit === undefined ? undefined : unitId)}
        />
        {unit !== undefined && <span id={unitId}>{unit}</span>}
      </span>
    </Field>
  )
}
