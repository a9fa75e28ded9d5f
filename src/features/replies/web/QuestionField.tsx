import { Button } from '../../../web/ui/Button.tsx'
import { CheckboxGroup, RadioGroup } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { NumberField } from '../../../web/ui/NumberField.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { isDay } from '../../../lib/day.ts'
import { Answer, AnsweredFile, type PlainAnswer, type PlainQuestion, type Question } from '../../dispatches/shapes-questions.ts'
import { texts } from '../texts-web.ts'
import { UploadedFiles } from './UploadedFiles.tsx'
import { ConflictNotice } from './ConflictNotice.tsx'
import { useDraftField } from './draft.tsx'
import { answerToText, emptyAnswer } from '../../dispatches/rules-questions.ts'

const words = texts.answer

/** A question of the utskick with its field, saved as it is filled in. */
export function QuestionField({ question: asked, number }: { question: Question; number: number }) {
  const question = { ...asked, text: words.numbered(number, asked.text) }
  const field = useDraftField<Answer>(`question:${question.id}`, emptyAnswer(question), Answer)
  return (
    <div className="answer-question" id={`del-${question.id}`}>
      <ConflictNotice field={field} show={(answer) => answerToText(question, answer)} />
      {question.type === 'group' ? (
        <GroupRows question={question} rows={asRows(field.value)} onChange={field.setValue} />
      ) : (
        <PlainField question={question} name={question.id} answer={asPlain(field.value)} onChange={field.setValue} />
      )}
    </div>
  )
}

type Group = Extract<Question, { type: 'group' }>
type Row = Record<string, PlainAnswer>

function GroupRows({ question, rows, onChange }: { question: Group; rows: Row[]; onChange: (rows: Row[]) => void }) {
  const setRow = (at: number, row: Row) => onChange(rows.map((old, index) => (index === at ? row : old)))
  const emptyRow = () => Object.fromEntries(question.questions.map((part) => [part.id, asPlain(emptyAnswer(part))]))
  return (
    <fieldset className="group-rows">
      <legend>{question.text}</legend>
      {question.help && <p className="soft">{question.help}</p>}
      {rows.map((row, at) => (
        <fieldset key={at} className="group-row">
          <legend>{words.rowTitle(question.itemName, at + 1)}</legend>
          {question.questions.map((part) => (
            <PlainField
              key={part.id}
              question={part}
              name={`${question.id}-${at}-${part.id}`}
              answer={row[part.id] ?? null}
              onChange={(answer) => setRow(at, { ...row, [part.id]: answer })}
            />
          ))}
          <Button kind="quiet" small onPress={() => onChange(rows.filter((_, index) => index !== at))}>
            {words.removeRow(question.itemName, at + 1)}
          </Button>
        </fieldset>
      ))}
      {rows.length < question.most && (
        <Button small onPress={() => onChange([...rows, emptyRow()])}>
          {words.addRow(question.itemName)}
        </Button>
      )}
    </fieldset>
  )
}

type PlainFieldProps = { question: PlainQuestion; name: string; answer: PlainAnswer; onChange: (answer: PlainAnswer) => void }

function PlainField({ question, name, answer, onChange }: PlainFieldProps) {
  const field = { name, label: question.text, hint: question.help || undefined, optional: !question.required }
  switch (question.type) {
    case 'short-text':
      return <TextField {...field} value={typeof answer === 'string' ? answer : ''} onChange={onChange} />
    case 'long-text':
      return <TextArea {...field} value={typeof answer === 'string' ? answer : ''} onChange={onChange} rows={4} />
    case 'yes-no':
      return (
        <RadioGroup
          {...field}
          direction="horizontal"
          choices={YES_NO}
          value={typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : null}
          onChange={(value) => onChange(value === 'yes')}
        />
      )
    case 'one-of':
      return (
        <RadioGroup
          {...field}
          choices={question.choices.map(({ id, text }) => ({ value: id, label: text }))}
          value={typeof answer === 'string' ? answer : null}
          onChange={onChange}
        />
      )
    case 'several-of':
      return (
        <CheckboxGroup
          {...field}
          choices={question.choices.map(({ id, text }) => ({ value: id, label: text }))}
          values={Array.isArray(answer) ? answer.filter((item) => typeof item === 'string') : []}
          onChange={onChange}
        />
      )
    case 'whole-number':
    case 'kronor':
      return (
        <NumberField
          {...field}
          unit={question.type === 'kronor' ? words.unit : question.unit || undefined}
          value={typeof answer === 'number' ? answer : null}
          onChange={onChange}
        />
      )
    case 'date':
      return <DayField {...field} value={typeof answer === 'string' && isDay(answer) ? answer : null} onChange={onChange} />
    case 'file':
      return <UploadedFiles {...field} files={asFiles(answer)} onChange={onChange} />
  }
}

const YES_NO = [
  { value: 'yes', label: words.yes },
  { value: 'no', label: words.no },
] as const

function asFiles(answer: PlainAnswer): AnsweredFile[] {
  if (!Array.isArray(answer)) return []
  return answer.flatMap((item) => {
    const file = AnsweredFile.safeParse(item)
    return file.success ? [file.data] : []
  })
}

const isRow = (item: unknown): item is Row => typeof item === 'object' && item !== null && !('sha256' in item)

function asRows(answer: Answer): Row[] {
  return Array.isArray(answer) ? answer.filter(isRow) : []
}

function asPlain(answer: Answer): PlainAnswer {
  if (!Array.isArray(answer)) return answer
  const files = asFiles(answer.filter((item) => typeof item === 'object' && 'sha256' in item) as AnsweredFile[])
  return files.length > 0 ? files : answer.filter((item) => typeof item === 'string')
}
