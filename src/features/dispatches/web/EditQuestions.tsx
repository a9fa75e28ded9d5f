import { useState } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Select } from '../../../web/ui/Choices.tsx'
import { focusField } from '../../../web/ui/Form.tsx'
import { whyNotQuestion } from '../rules-questions.ts'
import type { Question, QuestionType } from '../shapes-questions.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { questionTexts } from '../texts-questions.ts'
import { readerTexts } from '../texts-web.ts'
import { ListTools, moved, type Undo, UndoNotice } from './ListTools.tsx'
import { newQuestion, QUESTION_TYPES } from './new-question.ts'
import { QuestionFields } from './QuestionFields.tsx'

type EditQuestionsProps = { questions: readonly Question[]; onChange: (questions: Question[]) => void }

/** The questions in their order, one open at a time. */
export function EditQuestions({ questions, onChange }: EditQuestionsProps) {
  const [openId, setOpenId] = useState<string>()
  const [type, setType] = useState<QuestionType>('long-text')
  const [undo, setUndo] = useState<Undo>()
  const [said, setSaid] = useState('')
  const change = (next: Question[]) => {
    setUndo(undefined)
    onChange(next)
  }
  const remove = (question: Question) => {
    onChange(questions.filter(({ id }) => id !== question.id))
    setUndo({
      words: texts.removed(question.text || texts.questionBlank),
      undo: () => {
        setUndo(undefined)
        onChange([...questions])
      },
    })
  }
  const add = () => {
    const question = newQuestion(type)
    change([...questions, question])
    setOpenId(question.id)
    requestAnimationFrame(() => focusField(`question-text-${question.id}`))
  }
  return (
    <>
      {questions.length === 0 && <p>{texts.questionsNone}</p>}
      <UndoNotice undo={undo} />
      <p role="status" className="for-ears">
        {said}
      </p>
      <ol className="edit-list">
        {questions.map((question, place) => {
          const reason = whyNotQuestion(question)
          const name = question.text || texts.questionBlank
          return (
            <li key={question.id}>
              <div className="edit-line">
                <span>
                  <strong>
                    {readerTexts.questionNumber(place + 1)}. {name}
                  </strong>{' '}
                  <span className="soft small">{questionTexts.typeName[question.type]}</span>
                  {reason && openId !== question.id && <span className="careful small"> {questionTexts.whyNotQuestion[reason]}</span>}
                </span>
                <ListTools
                  name={name}
                  id={question.id}
                  place={place}
                  count={questions.length}
                  isOpen={openId === question.id}
                  onToggle={() => setOpenId(openId === question.id ? undefined : question.id)}
                  onMove={(to) => {
                    change(moved(questions, place, to))
                    setSaid(texts.moved(name, to + 1))
                  }}
                  onRemove={() => remove(question)}
                />
              </div>
              {openId === question.id && (
                <QuestionFields
                  question={question}
                  onChange={(next) => change(questions.map((one) => (one.id === question.id ? next : one)))}
                />
              )}
            </li>
          )
        })}
      </ol>
      <div className="edit-add">
        <Select
          label={texts.questionType}
          name="question-type"
          value={type}
          choices={QUESTION_TYPES.map((value) => ({ value, label: questionTexts.typeName[value] }))}
          onChange={setType}
        />
        <Button onPress={add}>{texts.addQuestion}</Button>
      </div>
    </>
  )
}
