import { useState } from 'react'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Select } from '../../../web/ui/Choices.tsx'
import { type FieldFault, ErrorSummary, Form } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import type { DispatchForSender } from '../../dispatches/shapes.ts'
import { repliesApi } from '../contract.ts'
import { type Passage, type ReplyView, STANCES, type Stance } from '../shapes.ts'
import { texts } from '../texts-web.ts'

const words = texts.reply

/** Kansliet's coding of an own yttrande: which passage speaks to which avsnitt. */
export function Passages({ dispatchId, view }: { dispatchId: string; view: ReplyView }) {
  const dispatch = useRead(dispatchesApi.find, { params: { dispatchId } })
  return (
    <section aria-labelledby="passages">
      <h2 id="passages">{words.passages}</h2>
      <p className="soft measure">{words.passagesHelp}</p>
      <Loaded query={dispatch}>
        {(data) => (
          <>
            {view.passages.length > 0 && (
              <ul className="plain-list">
                {view.passages.map((passage) => (
                  <PassageRow key={passage.id} passage={passage} dispatch={data} replyId={view.summary.id} />
                ))}
              </ul>
            )}
            <PassageForm dispatch={data} replyId={view.summary.id} />
            <MarkCoded view={view} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function PassageRow({ passage, dispatch, replyId }: { passage: Passage; dispatch: DispatchForSender; replyId: string }) {
  const remove = useCommand(repliesApi.untag)
  return (
    <li className="passage">
      <strong>{placeName(passage, dispatch)}</strong>
      {passage.stance && ` · ${texts.stances[passage.stance]}`}
      <blockquote className="plain-text">{passage.text}</blockquote>
      <Button kind="quiet" small busy={remove.busy} onPress={() => remove.run({ params: { replyId, passageId: passage.id } })}>
        {words.removePassage}
      </Button>
      {remove.problem && <p role="alert">{remove.problem}</p>}
    </li>
  )
}

function placeName({ sectionId, questionId }: Passage, { content }: DispatchForSender): string {
  const section = content.sections.find(({ id }) => id === sectionId)
  if (section) return [section.number, section.heading].filter(Boolean).join(' ')
  return content.questions.find(({ id }) => id === questionId)?.text ?? words.overall
}

/** `section:<id>` or `question:<id>`, for one list of both. */
type PlaceKey = string

function PassageForm({ dispatch, replyId }: { dispatch: DispatchForSender; replyId: string }) {
  const tag = useCommand(repliesApi.tag)
  const [text, setText] = useState('')
  const [place, setPlace] = useState<PlaceKey | null>(null)
  const [stance, setStance] = useState<Stance | null>(null)
  const [errors, setErrors] = useState<FieldFault[]>([])

  const submit = async () => {
    const faults = [
      ...(place ? [] : [{ field: 'passage-place', text: words.missingSection }]),
      ...(text.trim() ? [] : [{ field: 'passage-text', text: words.missingText }]),
    ]
    setErrors(faults)
    if (!place || faults.length > 0) return
    const [kind, id = null] = place.split(':')
    const body = { sectionId: kind === 'section' ? id : null, questionId: kind === 'question' ? id : null, stance, text }
    if (!(await tag.run({ params: { replyId }, body }))) return
    setText('')
    setStance(null)
  }
  const places = [
    ...dispatch.content.sections.map(({ id, number, heading }) => ({
      value: `section:${id}`,
      label: [number, heading].filter(Boolean).join(' '),
    })),
    ...dispatch.content.questions.map(({ id, text: asked }) => ({ value: `question:${id}`, label: asked })),
  ]
  return (
    <Form onSubmit={submit}>
      <ErrorSummary errors={errors} />
      {tag.problem && <Notice kind="error">{tag.problem}</Notice>}
      <TextArea
        name="passage-text"
        label={words.passageText}
        value={text}
        onChange={setText}
        rows={4}
        error={faultOf(errors, 'passage-text')}
      />
      <div className="row">
        <Select
          name="passage-place"
          label={words.passageSection}
          value={place}
          choices={places}
          onChange={setPlace}
          error={faultOf(errors, 'passage-place')}
        />
        <Select
          name="passage-stance"
          label={words.passageStance}
          value={stance}
          placeholder={words.passageNone}
          choices={STANCES.map((one) => ({ value: one, label: texts.stances[one] }))}
          onChange={setStance}
          optional
        />
      </div>
      <Button type="submit" busy={tag.busy}>
        {words.addPassage}
      </Button>
    </Form>
  )
}

const faultOf = (errors: readonly FieldFault[], field: string) => errors.find((error) => error.field === field)?.text

function MarkCoded({ view }: { view: ReplyView }) {
  const mark = useCommand(repliesApi.markCoded)
  if (view.summary.coded) {
    return (
      <div className="passages-done">
        <Notice kind="success">{words.coded}</Notice>
      </div>
    )
  }
  return (
    <p className="passages-done">
      <Button busy={mark.busy} onPress={() => mark.run({ params: { replyId: view.summary.id } })}>
        {words.markCoded}
      </Button>
      {mark.problem && <span role="alert">{mark.problem}</span>}
    </p>
  )
}
