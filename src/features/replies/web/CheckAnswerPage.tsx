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
import { handedIn, putTogether } from '../rules-draft.ts'
import type { DraftField, ReplyContent } from '../shapes.ts'
import type { DispatchForRecipient } from '../shapes-desk.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { Hindrances, hindrancesOf, Thoughts } from './CheckNotices.tsx'
import { draftPrefix } from './draft.tsx'
import { LateNotice } from './LateNotice.tsx'
import { ReplyRead } from './ReplyRead.tsx'
import { answerSteps } from './steps.ts'

const words = texts.check
type Relation = ReplyContent['relation']

/** Exactly what is handed in, and everything that stands in its way. */
export function CheckAnswerPage() {
  const saved = useSaved()
  return saved !== undefined ? (
    <SavedAnswer isAllSaved={saved} />
  ) : (
    <p className="loading" role="status">
      {webTexts.loading}
    </p>
  )
}

function SavedAnswer({ isAllSaved }: { isAllSaved: boolean }) {
  const { dispatchId } = usePageParams('dispatchId')
  const received = useRead(repliesApi.received, { params: { dispatchId } })
  const draft = useRead(repliesApi.draft, { params: { dispatchId } })
  return (
    <Loaded query={received}>
      {(data) => (
        <Loaded query={draft}>
          {({ fields, version }) => <Check data={data} fields={fields} version={version} isAllSaved={isAllSaved} />}
        </Loaded>
      )}
    </Loaded>
  )
}

/** Whether all that was written is with the server; undefined until that is known, and what was read of the draft before is forgotten. */
function useSaved(): boolean | undefined {
  const org = useActingOrg()
  const client = useQueryClient()
  const [saved, setSaved] = useState<boolean>()
  useEffect(() => {
    void flushAutosaves().then((isSaved) => {
      client.removeQueries({ queryKey: readKey(org, repliesApi.draft) })
      setSaved(isSaved)
    })
  }, [client, org])
  return saved
}

type CheckProps = { data: DispatchForRecipient; fields: DraftField[]; version: number; isAllSaved: boolean }

function Check({ data, fields, version, isAllSaved }: CheckProps) {
  const org = useActingOrg()
  const me = useMe()
  const today = useToday()
  const go = useGo()
  const handIn = useCommand(repliesApi.handIn)
  const { head, facts } = data
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Relation | null>(null)
  const relation = facts.answeredAt ? chosen : 'first'
  const [unsaved, setUnsaved] = useState(!isAllSaved)

  const content = handedIn(putTogether(fields, data), data)
  const hindrances = hindrancesOf(content, head, today, paths.answer(org, head.id))
  const all = [...hindrances.map(({ sentence }) => sentence), ...(relation === null ? [words.relationMissing] : [])]
  const lastDay = lastDayFor(head, facts)

  const submit = async () => {
    const isSaved = await flushAutosaves()
    setUnsaved(!isSaved)
    if (!isSaved || relation === null) return
    const receipt = await handIn.run({ params: { dispatchId: head.id }, body: { version, relation } })
    if (!receipt) {
      // A colleague wrote or handed in meanwhile: what is shown is read again, so that the next attempt is of what is seen.
      await client.invalidateQueries({ queryKey: [org] })
      return
    }
    forgetAutosaves(draftPrefix(head.id))
    go(paths.receipt(org, head.id, receipt.replyId))
  }
  return (
    <>
      <PageHead title={words.title(head.title)} state={words.state} back={{ href: paths.answer(org, head.id), text: words.back }} />
      <Steps steps={answerSteps(org, head, facts, 'check')} />
      <LateNotice head={head} lastDay={lastDay} />
      <Hindrances hindrances={hindrances} dispatchId={head.id} />
      <Thoughts content={content} />
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
            onChange={(value: Relation) => setChosen(value)}
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
