import { useState } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox, Select } from '../../../web/ui/Choices.tsx'
import { FieldGroup } from '../../../web/ui/Field.tsx'
import { focusField } from '../../../web/ui/Form.tsx'
import { NumberField } from '../../../web/ui/NumberField.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import type { Choice, PlainQuestion, Question } from '../shapes-questions.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { questionTexts } from '../texts-questions.ts'
import { ListTools, moved } from './ListTools.tsx'
import { newChoice, newPlainQuestion, PLAIN_TYPES } from './new-question.ts'

/** All that can be written in one question, by its type. */
export function QuestionFields({ question, onChange }: { question: Question; onChange: (question: Question) => void }) {
  if (question.type !== 'group') return <PlainFields question={question} onChange={onChange} />
  return (
    <div className="edit-fields">
      <CommonFields question={question} onChange={(patch) => onChange({ ...question, ...patch })} />
      <TextField
        label={texts.itemName}
        name={`item-name-${question.id}`}
        hint={texts.itemNameHint}
        width="half"
        value={question.itemName}
        onChange={(itemName) => onChange({ ...question, itemName })}
      />
      <NumberField
        label={texts.mostRows}
        name={`rows-${question.id}`}
        value={question.most}
        onChange={(most) => onChange({ ...question, most: Math.min(Math.max(most ?? 1, 1), 100) })}
      />
      <GroupParts questions={question.questions} id={question.id} onChange={(questions) => onChange({ ...question, questions })} />
    </div>
  )
}

function PlainFields({ question, onChange }: { question: PlainQuestion; onChange: (question: PlainQuestion) => void }) {
  return (
    <div className="edit-fields">
      <CommonFields question={question} onChange={(patch) => onChange({ ...question, ...patch })} />
      {(question.type === 'one-of' || question.type === 'several-of') && (
        <ChoiceFields id={question.id} choices={question.choices} onChange={(choices) => onChange({ ...question, choices })} />
      )}
      {question.type === 'whole-number' && (
        <TextField
          label={texts.unit}
          name={`unit-${question.id}`}
          hint={texts.unitHint}
          optional
          width="short"
          value={question.unit}
          maxLength={40}
          onChange={(unit) => onChange({ ...question, unit })}
        />
      )}
      {(question.type === 'whole-number' || question.type === 'kronor') && (
        <div className="edit-pair">
          <NumberField
            label={texts.least}
            name={`least-${question.id}`}
            optional
            value={question.least}
            onChange={(least) => onChange({ ...question, least })}
          />
          <NumberField
            label={texts.most}
            name={`most-${question.id}`}
            optional
            value={question.most}
            onChange={(most) => onChange({ ...question, most })}
          />
        </div>
      )}
    </div>
  )
}

type Common = Pick<Question, 'id' | 'text' | 'help' | 'required'>

function CommonFields({ question, onChange }: { question: Common; onChange: (patch: Partial<Common>) => void }) {
  return (
    <>
      <TextArea
        label={texts.questionText}
        name={`question-text-${question.id}`}
        rows={1}
        value={question.text}
        maxLength={1000}
        onChange={(text) => onChange({ text })}
      />
      <TextArea
        label={texts.questionHelp}
        name={`question-help-${question.id}`}
        optional
        rows={1}
        value={question.help}
        maxLength={1000}
        onChange={(help) => onChange({ help })}
      />
      <Checkbox
        label={texts.questionRequired}
        name={`question-required-${question.id}`}
        checked={question.required}
        onChange={(required) => onChange({ required })}
      />
    </>
  )
}

function ChoiceFields({ id, choices, onChange }: { id: string; choices: readonly Choice[]; onChange: (choices: Choice[]) => void }) {
  const add = () => {
    const choice = newChoice()
    onChange([...choices, choice])
    requestAnimationFrame(() => focusField(`choice-${choice.id}`))
  }
  return (
    <FieldGroup label={texts.choices} name={`choices-${id}`}>
      <ol className="edit-choices">
        {choices.map((choice, place) => (
          <li key={choice.id} className="edit-line">
            <TextField
              label={texts.choice(place + 1)}
              labelHidden
              name={`choice-${choice.id}`}
              value={choice.text}
              maxLength={500}
              onChange={(text) => onChange(choices.map((one) => (one.id === choice.id ? { ...one, text } : one)))}
            />
            <ListTools
              name={choice.text || texts.choice(place + 1)}
              id={choice.id}
              place={place}
              count={choices.length}
              onMove={(to) => onChange(moved(choices, place, to))}
              onRemove={() => {
                onChange(choices.filter((one) => one.id !== choice.id))
                requestAnimationFrame(() => focusField(`choices-${id}`))
              }}
            />
          </li>
        ))}
      </ol>
      <Button small onPress={add}>
        {texts.addChoice}
      </Button>
    </FieldGroup>
  )
}

type GroupPartsProps = { questions: readonly PlainQuestion[]; id: string; onChange: (questions: PlainQuestion[]) => void }

function GroupParts({ questions, id, onChange }: GroupPartsProps) {
  const [type, setType] = useState<PlainQuestion['type']>('short-text')
  return (
    <FieldGroup label={texts.groupQuestions} name={`group-${id}`}>
      <ol className="edit-list">
        {questions.map((question, place) => (
          <li key={question.id}>
            <div className="edit-line">
              <span className="soft">
                {texts.partQuestion(place + 1)}, {questionTexts.typeName[question.type]}
              </span>
              <ListTools
                name={question.text || texts.partQuestion(place + 1)}
                id={question.id}
                place={place}
                count={questions.length}
                onMove={(to) => onChange(moved(questions, place, to))}
                onRemove={() => {
                  onChange(questions.filter((one) => one.id !== question.id))
                  requestAnimationFrame(() => focusField(`group-${id}`))
                }}
              />
            </div>
            <PlainFields question={question} onChange={(next) => onChange(questions.map((one) => (one.id === question.id ? next : one)))} />
          </li>
        ))}
      </ol>
      <div className="row">
        <Select
          label={texts.questionType}
          name={`group-type-${id}`}
          value={type}
          choices={PLAIN_TYPES.map((value) => ({ value, label: questionTexts.typeName[value] }))}
          onChange={setType}
        />
        <Button small onPress={() => onChange([...questions, newPlainQuestion(type)])}>
          {texts.addQuestion}
        </Button>
      </div>
    </FieldGroup>
  )
}
