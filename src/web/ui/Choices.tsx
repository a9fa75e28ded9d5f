import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { describedBy, Field, FieldGroup, fieldId, type FieldProps } from './Field.tsx'

export type Choice<V extends string = string> = { value: V; label: ReactNode; help?: ReactNode }

type RadioGroupProps<V extends string> = FieldProps & {
  value: V | null
  choices: readonly Choice<V>[]
  onChange: (value: V) => void
  direction?: 'vertical' | 'horizontal'
}

/** One of a few, all seen at once. */
export function RadioGroup<V extends string>({ value, choices, onChange, direction = 'vertical', ...field }: RadioGroupProps<V>) {
  return (
    <FieldGroup {...field} role="radiogroup">
      <div className={`choices ${direction}`}>
        {choices.map((choice) => (
          <ChoiceRow
            key={choice.value}
            type="radio"
            name={field.name}
            choice={choice}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
        ))}
      </div>
    </FieldGroup>
  )
}

type CheckboxGroupProps<V extends string> = FieldProps & {
  values: readonly V[]
  choices: readonly Choice<V>[]
  onChange: (values: V[]) => void
  direction?: 'vertical' | 'horizontal'
}

/** Several of a few. The answer keeps the order of the choices. */
export function CheckboxGroup<V extends string>({ values, choices, onChange, direction = 'vertical', ...field }: CheckboxGroupProps<V>) {
  const toggle = (toggled: V) =>
    onChange(choices.map(({ value }) => value).filter((value) => values.includes(value) !== (value === toggled)))
  return (
    <FieldGroup {...field} role="group">
      <div className={`choices ${direction}`}>
        {choices.map((choice) => (
          <ChoiceRow
            key={choice.value}
            type="checkbox"
            name={field.name}
            choice={choice}
            checked={values.includes(choice.value)}
            onChange={() => toggle(choice.value)}
          />
        ))}
      </div>
    </FieldGroup>
  )
}

type CheckboxProps = {
  label: ReactNode
  name: string
  checked: boolean
  onChange: (checked: boolean) => void
  help?: ReactNode
  error?: string | undefined
}

/** One thing that is so or not. */
export function Checkbox({ label, name, checked, onChange, help, error }: CheckboxProps) {
  const errorId = `${fieldId(name)}-error`
  return (
    <div className={error ? 'field faulty' : 'field'}>
      {error && (
        <div className="field-error" id={errorId}>
          <span className="for-ears">{texts.fieldError} </span>
          {error}
        </div>
      )}
      <ChoiceRow
        type="checkbox"
        name={name}
        id={fieldId(name)}
        choice={{ value: 'on', label, help }}
        checked={checked}
        onChange={onChange}
        describedBy={error ? errorId : undefined}
      />
    </div>
  )
}

type ChoiceRowProps = {
  type: 'radio' | 'checkbox'
  name: string
  id?: string
  choice: Choice
  checked: boolean
  onChange: (checked: boolean) => void
  describedBy?: string | undefined
}

function ChoiceRow({ type, name, id = `${fieldId(name)}-${'choice'}`, choice, checked, onChange, describedBy: by }: ChoiceRowProps) {
  const own = id === fieldId(name) ? id : `${id}-${choice.value}`
  const helpId = `${own}-help`
  const ids = [choice.help ? helpId : '', by ?? ''].filter((one) => one !== '').join(' ')
  return (
    <div className="choice">
      <input
        type={type}
        id={own}
        name={name}
        value={choice.value}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={ids || undefined}
        aria-invalid={by ? true : undefined}
      />
      <label htmlFor={own}>{choice.label}</label>
      {choice.help && (
        <div className="hint" id={helpId}>
          {choice.help}
        </div>
      )}
    </div>
  )
}

type SelectProps<V extends string> = FieldProps & {
  value: V | null
  choices: readonly { value: V; label: string }[]
  onChange: (value: V) => void
  /** The first line, before anything is chosen. */
  placeholder?: string
  width?: 'short' | 'half' | 'full'
}

/** One of many. */
export function Select<V extends string>({
  value,
  choices,
  onChange,
  placeholder = texts.choose,
  width = 'half',
  ...field
}: SelectProps<V>) {
  return (
    <Field {...field}>
      <select
        id={fieldId(field.name)}
        name={field.name}
        className={`input ${width}`}
        value={value ?? ''}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
        {...describedBy(field)}
      >
        {value === null && <option value="">{placeholder}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
