import { useState } from 'react'
import { longDay } from '../../../lib/day.ts'
import { flushAutosaves, useSaveSummary } from '../../../web/autosave.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useActingOrg, useGo, usePageParams } from '../../../web/router-hooks.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
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
import { PartsNav } from './PartsNav.tsx'
import { QuestionField } from './QuestionField.tsx'
import { SectionFields } from './SectionFields.tsx'
import { answerSteps } from './steps.ts'
import './replies.css'

const words = texts.answer

/** The region's answer, saved as it is written: avsnitt by avsnitt, or an own yttrande. */
export function AnswerPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const received = useRead(repliesApi.received, { params: { dispatchId } })
  const draft = useRead(repliesApi.draft, { params: { dispatchId } })
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
  const check = async () => {
    const isSaved = await flushAutosaves()
    setUnsaved(!isSaved)
    if (isSaved) go(paths.checkAnswer(org, head.id))
  }
  return (
    <DraftProvider dispatchId={head.id} fields={fields}>
      <PageHead
        title={words.title(head.title)}
        state={texts.received.state(texts.kinds[head.kind], lastDay && longDay(lastDay), '')}
        back={{ href: paths.asked(org, head.id), text: texts.received.back }}
        actions={
          <>
            <Saved />
            <Button kind="primary" onPress={check}>
              {words.check}
            </Button>
          </>
        }
      />
      <Steps steps={answerSteps(org, head, facts, 'write')} />
      {facts.answeredAt && <Notice kind="info">{words.earlier}</Notice>}
      {unsaved && <Notice kind="warning">{texts.check.unsaved}</Notice>}
      <p className="soft">
        {words.ownDraft} {words.nothingRequired}
      </p>
      <Body data={data} />
      <p>
        <Button kind="primary" onPress={check}>
          {words.check}
        </Button>
      </p>
    </DraftProvider>
  )
}

function Saved() {
  return <SaveState status={useSaveSummary()} />
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
              {data.questions.map((question) => (
                <QuestionField key={question.id} question={question} />
              ))}
            </section>
          )}
          {kind.hasStances && <OverallPart />}
          <FilesPart as="attachment" label={words.files} hint={words.filesHint} />
          <DecidedPart dispatchId={data.head.id} facts={data.facts} />
        </div>
      </div>
    </>
  )
}

function OverallPart() {
  const field = useDraftField('overall', EMPTY_OVERALL, Overall)
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
