import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { longDay } from '../../../lib/day.ts'
import { paths } from '../../../web/paths.ts'
import { flushAutosaves, forgetAutosaves } from '../../../web/autosave.ts'
import { Loaded, readKey, useCommand, useRead } from '../../../web/queries.tsx'
import { useActingOrg, useGo, usePageParams } from '../../../web/router-hooks.ts'
import { useMe, useToday } from '../../../web/session.tsx'
import { texts as webTexts } from '../../../web/texts.ts'
import { ExplainedButton } from '../../../web/ui/ExplainedButton.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Steps } from '../../../web/ui/Steps.tsx'
import { lastDayFor } from '../../dispatches/rules.ts'
import { repliesApi } from '../contract.ts'
import { type ContentReason, whyNotContent } from '../rules.ts'
import { handedIn, isSectionAnswered, putTogether } from '../rules-draft.ts'
import type { DraftField, ReplyContent } from '../shapes.ts'
import type { DispatchForRecipient } from '../shapes-desk.ts'
import { whyNotTexts } from '../texts.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { draftPrefix } from './draft.tsx'
import { ReplyRead } from './ReplyRead.tsx'
import { answerSteps } from './steps.ts'

const words = texts.check
type Relation = ReplyContent['relation']

/** Exactly what is handed in, and everything that stands in its way. */
export function CheckAnswerPage() {
  const isSaved = useSaved()
  return isSaved ? (
    <SavedAnswer />
  ) : (
    <p className="loading" role="status">
      {webTexts.loading}
    </p>
  )
}

function SavedAnswer() {
  const { dispatchId } = usePageParams('dispatchId')
  const received = useRead(repliesApi.received, { params: { dispatchId } })
  const draft = useRead(repliesApi.draft, { params: { dispatchId } })
  return (
    <Loaded query={received}>
      {(data) => <Loaded query={draft}>{({ fields, version }) => <Check data={data} fields={fields} version={version} />}</Loaded>}
    </Loaded>
  )
}

/** True when all that was written is with the server, and what was read of the draft before that is forgotten. */
function useSaved(): boolean {
  const org = useActingOrg()
  const client = useQueryClient()
  const [isSaved, setSaved] = useState(false)
  useEffect(() => {
    void flushAutosaves().then(() => {
      client.removeQueries({ queryKey: readKey(org, repliesApi.draft) })
      setSaved(true)
    })
  }, [client, org])
  return isSaved
}

function Check({ data, fields, version }: { data: DispatchForRecipient; fields: DraftField[]; version: number }) {
  const org = useActingOrg()
  const me = useMe()
  const today = useToday()
  const go = useGo()
  const handIn = useCommand(repliesApi.handIn)
  const { head, facts } = data
  const [relation, setRelation] = useState<Relation | null>(facts.answeredAt ? null : 'first')
  const [unsaved, setUnsaved] = useState(false)

  const content = handedIn(putTogether(fields, data), data)
  const reasons = whyNotContent(content, head.kind, today).map(({ code, names = [] }) => sentenceOf(code, names))
  const all = [...reasons, ...(relation === null ? [words.relationMissing] : [])]
  const lastDay = lastDayFor(head, facts)

  const submit = async () => {
    const isSaved = await flushAutosaves()
    setUnsaved(!isSaved)
    if (!isSaved || relation === null) return
    const receipt = await handIn.run({ params: { dispatchId: head.id }, body: { version, relation } })
    if (!receipt) return
    forgetAutosaves(draftPrefix(head.id))
    go(paths.receipt(org, head.id, receipt.replyId))
  }
  return (
    <>
      <PageHead title={words.title(head.title)} state={words.state} back={{ href: paths.answer(org, head.id), text: words.back }} />
      <Steps steps={answerSteps(org, head, facts, 'check')} />
      {lastDay !== null && lastDay < today && <Notice kind="info">{texts.received.overdue}</Notice>}
      {reasons.length > 0 && (
        <Notice kind="warning" title={words.missing}>
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Notice>
      )}
      <EmptySections data={data} content={content} />
      <ReplyRead
        replyId={null}
        content={{
          v: 1,
          number: '',
          dispatch: { id: head.id, title: head.title, caseNumber: head.caseNumber ?? '', senderOrg: head.senderOrg, lastDay: head.lastDay },
          org,
          caseNumbers: data.caseNumbers,
          channel: 'platform',
          relation: relation ?? 'first',
          earlierNumber: null,
          handedInAt: '',
          handedInBy: me.person.name,
          enteredByOrg: org,
          receivedOn: null,
          ...content,
        }}
      />
      <section className="hand-in">
        {facts.answeredAt && (
          <RadioGroup
            name="relation"
            label={words.relation}
            choices={(['replaces', 'completes'] as const).map((value) => ({
              value,
              label: words.relations[value],
              help: words.relationHelp[value],
            }))}
            value={relation}
            onChange={(value: Relation) => setRelation(value)}
          />
        )}
        <p className="measure">
          {words.receiver} {lastDay && `${texts.start.answerBy(longDay(lastDay))}.`}
        </p>
        {unsaved && <Notice kind="warning">{words.unsaved}</Notice>}
        {handIn.problem && <Notice kind="error">{handIn.problem}</Notice>}
        <div className="row">
          <ExplainedButton kind="primary" busy={handIn.busy} onPress={submit} whyNot={all.length > 0 ? all.join(' ') : undefined}>
            {words.hand}
          </ExplainedButton>
          <LinkButton href={paths.answer(org, head.id)}>{words.back}</LinkButton>
        </div>
      </section>
    </>
  )
}

function sentenceOf(code: ContentReason['code'], names: string[]): string {
  const sentence = whyNotTexts[code]
  return typeof sentence === 'function' ? sentence({ names }) : sentence
}

function EmptySections({ data, content }: { data: DispatchForRecipient; content: { form: string; sections: ReplyContent['sections'] } }) {
  if (content.form !== 'filled') return null
  const empty = content.sections.filter((section) => !isSectionAnswered(section))
  if (empty.length === 0 || data.sections.length === 0) return null
  return <p className="soft">{words.emptySections(empty.map(({ number, heading }) => number || heading).join(', '))}</p>
}
