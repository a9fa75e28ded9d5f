import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

/** What every field takes. `name` is unique on the page, and the error summary finds the field by it. */
export type FieldProps = {
  label: ReactNode
  name: string
  hint?: ReactNode
  error?: string | undefined
  optional?: boolean
  /** The label is read but not shown, where a table or heading already says it. */
  labelHidden?: boolean
}

/** The id of the field with this name. */
export function fieldId(name: string): string {
  return `f-${name}`
}

const hintId = (name: string) => `${fieldId(name)}-hint`
const errorId = (name: string) => `${fieldId(name)}-error`

/** The attributes that tie an input to its hint and its error. */
export function describedBy({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>, also?: string) {
  const ids = [hint !== undefined && hint !== null ? hintId(name) : '', error ? errorId(name) : '', also ?? ''].filter((id) => id !== '')
  return {
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': error ? true : undefined,
  }
}

export function Field({ label, name, hint, error, optional = false, labelHidden = false, children }: FieldProps & { children: ReactNode }) {
  return (
    <div className={error ? 'field faulty' : 'field'}>
      <label htmlFor={fieldId(name)} className={labelHidden ? 'for-ears' : undefined}>
        {label}
        <OptionalMark optional={optional} />
      </label>
      <HintAndError name={name} hint={hint} error={error} />
      {children}
    </div>
  )
}

/** The same frame around several inputs that answer one question. */
export function FieldGroup({
  label,
  name,
  hint,
  error,
  optional = false,
  labelHidden = false,
  role,
  children,
}: FieldProps & { role?: 'radiogroup' | 'group'; children: ReactNode }) {
  return (
    <fieldset
      className={error ? 'field faulty' : 'field'}
      id={fieldId(name)}
      role={role}
      tabIndex={-1}
      {...describedBy({ name, hint, error })}
    >
      <legend className={labelHidden ? 'for-ears' : undefined}>
        {label}
        <OptionalMark optional={optional} />
      </legend>
      <HintAndError name={name} hint={hint} error={error} />
      {children}
    </fieldset>
  )
}

function OptionalMark({ optional }: { optional: boolean }) {
  return optional ? <span className="optional"> {texts.optional}</span> : null
}

function HintAndError({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  return (
    <>
      {hint !== undefined && hint !== null && (
        <div className="hint" id={hintId(name)}>
          {hint}
        </div>
      )}
      {error && (
        <div className="field-error" id={errorId(name)}>
          <span className="for-ears">{texts.fieldError} </span>
          {error}
        </div>
      )}
    </>
  )
}
