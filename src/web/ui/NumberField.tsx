import { useEffect, useState } from 'react'
import { parseWhole, showWhole } from '../number.ts'
import { texts } from '../texts.ts'
import { dropWithField, keepUnread, unreadKey, unreadText } from '../unread.ts'
import { describedBy, Field, fieldId, type FieldProps } from './Field.tsx'

type NumberFieldProps = FieldProps & {
  value: number | null
  onChange: (value: number | null) => void
  unit?: string | undefined
}

/**
 * A whole number, typed with or without spaces and shown as "12 500 000". What is no number stays as typed, with a word about it,
 * and counts as empty; it stands there also when one goes away and back.
 */
export function NumberField({ value, onChange, unit, ...field }: NumberFieldProps) {
  const [key] = useState(() => unreadKey(field.name))
  const [typed, setTyped] = useState(() => (value === null ? unreadText(key) : undefined))
  // Once the value is another than what was typed gives, as when a colleague has saved one, it is the value that stands.
  const own = typed !== undefined && (parseWhole(typed) ?? null) === value ? typed : undefined
  const isUnread = own !== undefined && parseWhole(own) === undefined
  useEffect(() => keepUnread(key, isUnread ? own : undefined), [key, isUnread, own])
  useEffect(() => () => dropWithField(key), [key])
  const shown = own ?? (value === null ? '' : showWhole(value))
  const ownError = isUnread ? texts.notWhole : undefined
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
          data-unread={isUnread || undefined}
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
