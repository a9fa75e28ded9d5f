import { describedBy, Field, fieldId, type FieldProps } from './Field.tsx'

type TextFieldProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  type?: 'text' | 'email' | 'tel' | 'url' | 'search'
  autoComplete?: string
  width?: 'short' | 'half' | 'full'
  maxLength?: number
  readOnly?: boolean
}

/** One line of text. */
export function TextField({
  value,
  onChange,
  onBlur,
  type = 'text',
  autoComplete = 'off',
  width = 'full',
  maxLength,
  readOnly,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      <input
        id={fieldId(field.name)}
        name={field.name}
        className={`input ${width}`}
        type={type}
        value={value}
        autoComplete={autoComplete}
        maxLength={maxLength}
        readOnly={readOnly}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        {...describedBy(field)}
      />
    </Field>
  )
}

type TextAreaProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  /** Least height in lines; the box grows with its text. */
  rows?: number
  maxLength?: number
}

/** Several lines of text. Grows with what is written, so that nothing scrolls inside it. */
export function TextArea({ value, onChange, onBlur, rows = 3, maxLength, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      <div className="grower" data-text={`${value}\n`}>
        <textarea
          id={fieldId(field.name)}
          name={field.name}
          className="input full"
          rows={rows}
          value={value}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
          {...describedBy(field)}
        />
      </div>
    </Field>
  )
}
