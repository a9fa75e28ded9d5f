import { useState } from 'react'
import { type Day, longDay, weekday } from '../../lib/day.ts'
import { parseDay } from '../../lib/day-parse.ts'
import { isWorkingDay, nextWorkingDay, redDayName } from '../../lib/day-working.ts'
import { useToday } from '../session.tsx'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'
import { describedBy, Field, fieldId, type FieldProps } from './Field.tsx'

type DayFieldProps = FieldProps & {
  value: Day | null
  onChange: (value: Day | null) => void
  /** A last day: says when it is no working day, and offers the next one. */
  workingDay?: boolean
}

/**
 * A day as people write it: "v 12", "20/3", "fre v 12", 2026-03-20. Under the field stands what was understood. What is no
 * day stays as typed, with a word about it, and counts as empty.
 */
export function DayField({ value, onChange, workingDay = false, ...field }: DayFieldProps) {
  const today = useToday()
  const [typed, setTyped] = useState<string>()
  const isUnread = typed !== undefined && typed.trim() !== '' && value === null
  const [left, setLeft] = useState(false)
  const error = field.error ?? (isUnread && left ? texts.notDay : undefined)
  const hint = field.hint ?? texts.dayHint
  const saidId = `${fieldId(field.name)}-said`
  return (
    <Field {...field} hint={hint} error={error}>
      <input
        id={fieldId(field.name)}
        name={field.name}
        className="input half"
        autoComplete="off"
        value={typed ?? value ?? ''}
        onChange={(event) => {
          setLeft(false)
          setTyped(event.target.value)
          const next = parseDay(event.target.value, today) ?? null
          if (next !== value) onChange(next)
        }}
        onBlur={() => {
          setLeft(true)
          if (!isUnread) setTyped(undefined)
        }}
        {...describedBy({ ...field, hint, error }, saidId)}
      />
      <div id={saidId} className="said" aria-live="polite">
        {value !== null && <DayWords day={value} today={today} workingDay={workingDay} onChange={onChange} />}
      </div>
    </Field>
  )
}

function DayWords({ day, today, workingDay, onChange }: { day: Day; today: Day; workingDay: boolean; onChange: (value: Day) => void }) {
  const isOff = workingDay && !isWorkingDay(day)
  return (
    <>
      <strong>{longDay(day)}</strong>
      {isOff && (
        <>
          {' '}
          <span className="careful">{whyOff(day)}</span>{' '}
          <Button small kind="quiet" onPress={() => onChange(nextWorkingDay(day))}>
            {texts.changeDay(longDay(nextWorkingDay(day)))}
          </Button>
        </>
      )}
      {workingDay && day < today && <span className="careful"> {texts.pastDay}</span>}
    </>
  )
}

function whyOff(day: Day): string {
  const red = redDayName(day)
  if (red !== undefined) return texts.redDay(red)
  if (weekday(day) === 6) return texts.saturday
  return weekday(day) === 7 ? texts.sunday : texts.eve
}
