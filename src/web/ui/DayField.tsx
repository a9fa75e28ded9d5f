import { useEffect, useState } from 'react'
import { addDays, type Day, isoWeek, longDay, partsOf, weekday } from '../../lib/day.ts'
import { isNoSuchDate, parseDay, type Towards } from '../../lib/day-parse.ts'
import { isWorkingDay, nextWorkingDay, redDayName } from '../../lib/day-working.ts'
import { monthNames } from '../../lib/texts-day.ts'
import { useToday } from '../session.tsx'
import { texts } from '../texts.ts'
import { dropWithField, keepUnread, unreadKey, unreadText } from '../unread.ts'
import { Button } from './Button.tsx'
import { describedBy, Field, fieldId, type FieldProps } from './Field.tsx'

type DayFieldProps = FieldProps & {
  value: Day | null
  onChange: (value: Day | null) => void
  /** A last day: says when it is no working day, and offers the next one. */
  workingDay?: boolean
  /** Something that has happened: a day without its year is the latest such day. */
  past?: boolean
}

/**
 * A day as people write it: "v 12", "20/3", "fre v 12", 2026-03-20. Under the field stands what was understood. What is no
 * day stays as typed, with a word about it, and counts as empty; it stands there also when one goes away and back.
 */
export function DayField({ value, onChange, workingDay = false, past = false, ...field }: DayFieldProps) {
  const towards = past ? 'past' : 'ahead'
  const today = useToday()
  const [key] = useState(() => unreadKey(field.name))
  const [typed, setTyped] = useState(() => (value === null ? unreadText(key) : undefined))
  const [left, setLeft] = useState(typed !== undefined)
  // Once the value is another than what was typed gives, as when a colleague has saved one, it is the value that stands.
  const shown = typed !== undefined && (parseDay(typed, today, towards) ?? null) === value ? typed : undefined
  const isUnread = shown !== undefined && shown.trim() !== '' && value === null
  useEffect(() => keepUnread(key, isUnread ? shown : undefined), [key, isUnread, shown])
  useEffect(() => () => dropWithField(key), [key])
  const error = field.error ?? (isUnread && left ? whyUnread(shown, today, towards) : undefined)
  const hint = field.hint ?? texts.dayHint(exampleOf(today, towards))
  const saidId = `${fieldId(field.name)}-said`
  return (
    <Field {...field} hint={hint} error={error}>
      <input
        id={fieldId(field.name)}
        name={field.name}
        className="input half"
        autoComplete="off"
        value={shown ?? value ?? ''}
        data-unread={isUnread || undefined}
        onChange={(event) => {
          setLeft(false)
          setTyped(event.target.value)
          const next = parseDay(event.target.value, today, towards) ?? null
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

function exampleOf(today: Day, towards: Towards) {
  const example = addDays(today, towards === 'past' ? -7 : 28)
  const { month, date } = partsOf(example)
  return { written: `${date} ${monthNames[month - 1]}`, iso: example, week: isoWeek(example).week }
}

function whyUnread(typed: string, today: Day, towards: Towards): string {
  return isNoSuchDate(typed, today) ? texts.noSuchDate : texts.notDay(exampleOf(today, towards))
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
