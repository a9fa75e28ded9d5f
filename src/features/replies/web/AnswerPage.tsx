import { useEffect, useState } from 'react'
import { clock, longDay } from '../../../lib/day.ts'
import { flushAutosaves, useSaveSummary } from '../../../web/autosave.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useActingOrg, useGo, usePageParams } from '../../../web/router-hooks.ts'
import { useMe } from '../../../web/session.tsx'
import { usePlace } from '../../../web/router.tsx'
import { focusUnread } from '../../../web/unread.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { focusField } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { SaveState } from '../../../web/ui/SaveState.tsx'
import { Steps } from '../../../web/ui/Steps.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { lastDayFor } from '../../dispatches/rules.ts'
import { kindOf } from '../../dispatches/rules-kinds.ts'
import { repliesApi } from '../contract.ts'
import { whyNotAnswer } from '../../dispatches/rules-sent.ts'
import { EMPTY_OVERALL } from '../rules-draft.ts'
import { type DraftField, Overall, ReplyForm, STANCES } from '../shapes.ts'
import type { DispatchForRecipient } from '../shapes-desk.ts'
import { whyNotTexts } from '../texts.ts'
import { texts } from '../texts-web.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { DecidedPart } from './DecidedPart.tsx'
import { DraftProvider, useDraftField } from './draft.tsx'
import { FilesPart } from './FilesPart.tsx'
import { LateNotice } from './LateNotice.tsx'
import { MarkingPart } from './MarkingPart.tsx'
import { PartsNav } from './PartsNav.tsx'
import { QuestionField } from './QuestionField.tsx'
import { SectionFields } from './SectionFields.tsx'
import { answerSteps } from './steps.ts'
import './replies.css'

const words = texts.answer
/** How often the page asks what colleagues have written meanwhile, in milliseconds. */
const ASK_EVERY = 15_000

/** The region's answer, saved as it is written: avsnitt by avsnitt, or an own yttrande. */
export function AnswerPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const received = useRead(repliesApi.received, { params: { dispatchId } })
  const draft = useRead(repliesApi.draft, { params: { dispatchId } }, { refetchEvery: ASK_EVERY })
  return (
    <Loaded query={received}>
      {(data) => {
        const whyNot = whyNotAnswer(data.head)
        if (whyNot) return <Notice kind="info">{whyNotTexts[whyNot]}</Notice>
        return <Loaded query={draft}>{({ fields }) => <Answering data={data} fields={fields} />}</Loaded>
      }}
    </Loaded>
  )
}

function Answering({ data, fields }: { data: DispatchForRecipient; fields: DraftField[] }) {
  const org = useActingOrg()
  const go = useGo()
  const [unsaved, setUnsaved] = useState(false)
  const { head, facts } = data
  const lastDay = lastDayFor(head, facts)
  useFieldOfAddress()
  const check = async () => {
    if (focusUnread()) return
    const isSaved = await flushAutosaves()
    setUnsaved(!isSaved)
    if (isSaved) go(paths.checkAnswer(org, head.id))
  }
  return (
    <DraftProvider dispatchId={head.id} fields={fields}>
      <PageHead
        title={words.title(head.title)}
        state={
          head.closedAt
            ? texts.received.stateClosed(texts.kinds[head.kind], '')
            : texts.received.state(texts.kinds[head.kind], lastDay && longDay(lastDay), '')
        }
        back={{ href: paths.asked(org, head.id), text: texts.reply.backToDispatch }}
      />
      <Steps steps={answerSteps(org, head, facts, 'write')} />
      {facts.answeredAt ? <Notice kind="info">{words.earlier}</Notice> : <LateNotice head={head} lastDay={lastDay} />}
      <p className="soft">
        {words.ownDraft} {words.nothingRequired}
      </p>
      <Body data={data} />
      {/* Seen wherever one writes in the long answer. */}
      <div className="row bottom-bar">
        <div role="status">{unsaved && texts.check.unsaved}</div>
        <News data={data} fields={fields} />
        <SaveState status={useSaveSummary()} />
        <Button kind="primary" onPress={check}>
          {words.check}
        </Button>
      </div>
    </DraftProvider>
  )
}

/** The check page leads to a field by its id, or to a question's part of the page. */
function useFieldOfAddress() {
  const { hash } = usePlace()
  const [id] = useState(() => decodeURIComponent(hash.slice(1)))
  useEffect(() => {
    if (id === '') return undefined
    const frame = requestAnimationFrame(() => {
      if (id.startsWith('f-')) focusField(id.slice(2))
      else {
        const part = document.getElementById(id)
        part?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true })
        part?.scrollIntoView()
      }
    })
    return () => cancelAnimationFrame(frame)
  }, [id])
}

/** What a colleague has saved since the page was opened: it stands in the fields, and this says so. */
function News({ data, fields }: { data: DispatchForRecipient; fields: readonly DraftField[] }) {
  const { person } = useMe()
  const [first] = useState(() => new Map(fields.map(({ field, version }) => [field, version])))
  const news = fields.filter(({ field, version, savedBy }) => version > (first.get(field) ?? 0) && savedBy !== person.name)
  const latest = news.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))[0]
  return (
    <span role="status" className="answer-news">
      {latest && words.news(latest.savedBy, clock(new Date(latest.savedAt)), nameOf(latest.field, data))}
    </span>
  )
}

function nameOf(field: string, { sections, questions }: DispatchForRecipient): string {
  if (field === 'form' || field === 'overall' || field === 'decided' || field === 'files' || field === 'marking') return words.newsOf[field]
  const id = field.slice(field.indexOf(':') + 1)
  const section = sections.find((one) => one.id === id)
  const name = section ? section.number || section.heading : questions.find((one) => one.id === id)?.text
  return name === undefined ? words.newsOfPart : words.newsOfOther(name)
}

function Body({ data }: { data: DispatchForRecipient }) {
  const form = useDraftField('form', 'filled', ReplyForm)
  const kind = kindOf(data.head.kind)
  const isOwn = form.value === 'own-statement'
  return (
    <>
      {kind.hasOwnStatement && (
        <RadioGroup
          name="form"
          label={words.form}
          direction="horizontal"
          choices={ReplyForm.options.map((value) => ({ value, label: words.forms[value], help: words.formHelp[value] }))}
          value={form.value}
          onChange={form.setValue}
        />
      )}
      <div className={isOwn ? 'answer-page' : 'answer-page with-nav'}>
        {!isOwn && <PartsNav data={data} />}
        <div>
          {isOwn && <FilesPart as="own-statement" label={words.statement} hint={words.statementHint} />}
          {!isOwn && data.sections.length > 0 && <h2 className="for-ears">{texts.reply.sections}</h2>}
          {!isOwn && data.sections.map((section) => <SectionFields key={section.id} section={section} />)}
          {!isOwn && data.questions.length > 0 && (
            <section id="del-fragor">
              <h2>{words.questions}</h2>
              {data.questions.map((question, place) => (
                <QuestionField key={question.id} question={question} number={place + 1} />
              ))}
            </section>
          )}
          {kind.hasStances && <OverallPart />}
          <FilesPart as="attachment" label={words.files} hint={words.filesHint} />
          <MarkingPart />
          <DecidedPart dispatchId={data.head.id} facts={data.facts} />
        </div>
      </div>
    </>
  )
}

function OverallPart() {
  const field = useDraftField('overall', EMPTY_OVERALL, Overall, true)
  const overall = field.value
  return (
    <section id="del-samlat" className="measure">
      <h2>{words.overall}</h2>
      <ConflictNotice
        field={field}
        show={({ stance, comment }) => [stance ? texts.stances[stance] : '', comment].filter(Boolean).join('\n\n')}
      />
      <RadioGroup
        name="overall-stance"
        label={words.overallStance}
        choices={STANCES.map((value) => ({ value, label: texts.stances[value] }))}
        value={overall.stance}
        onChange={(stance) => field.setValue({ ...overall, stance })}
        optional
      />
      <TextArea
        name="overall-comment"
        label={words.comment}
        value={overall.comment}
        onChange={(comment) => field.setValue({ ...overall, comment })}
        rows={4}
        optional
      />
    </section>
  )
}
