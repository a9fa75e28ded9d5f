import { useState } from 'react'
import type { Output } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useGo, usePageParams } from '../../../web/router-hooks.ts'
import { CheckboxGroup } from '../../../web/ui/Choices.tsx'
import { ExplainedButton } from '../../../web/ui/ExplainedButton.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { EmptyState, Moment } from '../../../web/ui/Small.tsx'
import { dispatchesApi } from '../contract.ts'
import { sendTexts as texts } from '../texts-send.ts'
import { LetterBody } from './LetterBody.tsx'
import './letter.css'

type Reminder = Output<typeof dispatchesApi.reminder>

/** Who is reminded, at which address, and with what words: all seen before it is sent. */
export function RemindPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const reminder = useRead(dispatchesApi.reminder, { params: { dispatchId } })
  return <Loaded query={reminder}>{(data) => <Remind dispatchId={dispatchId} reminder={data} />}</Loaded>
}

function Remind({ dispatchId, reminder: { to, letter } }: { dispatchId: string; reminder: Reminder }) {
  const go = useGo()
  const remind = useCommand(dispatchesApi.remind)
  const [left, setLeft] = useState<readonly string[]>([])
  const orgs = to.map(({ org }) => org).filter((org) => !left.includes(org))
  const submit = async () => {
    const done = await remind.run({ params: { dispatchId }, body: { orgs } })
    if (done) go(`${paths.dispatch(dispatchId)}?paminda=${done.reminded}`)
  }
  return (
    <>
      <PageHead
        title={texts.remindTitle}
        state={to.length === 0 ? texts.remindNone : texts.remindState(to.length)}
        back={{ href: paths.dispatch(dispatchId), text: texts.toDispatch }}
      />
      {to.length === 0 ? (
        <EmptyState>{texts.remindNone}</EmptyState>
      ) : (
        <Form onSubmit={() => undefined}>
          <div className="columns">
            <CheckboxGroup
              label={texts.remindWho}
              name="orgs"
              values={orgs}
              choices={to.map((one) => ({ value: one.org, label: one.name, help: <RemindHelp to={one} /> }))}
              onChange={(values) => setLeft(to.map(({ org }) => org).filter((org) => !values.includes(org)))}
            />
            <section aria-labelledby="remind-text">
              <h2 id="remind-text">{texts.remindText}</h2>
              <LetterBody letter={letter} />
            </section>
          </div>
          {remind.problem !== undefined && <Notice kind="error" title={remind.problem} />}
          <ExplainedButton kind="primary" whyNot={orgs.length === 0 ? texts.remindNobody : undefined} busy={remind.busy} onPress={submit}>
            {texts.remindSend(orgs.length)}
          </ExplainedButton>
        </Form>
      )}
    </>
  )
}

/** Where the reminder goes, and when she was last reminded: nobody should be reminded twice in a day by mistake. */
function RemindHelp({ to: { address, remindedAt, reminders } }: { to: Reminder['to'][number] }) {
  return (
    <>
      {address ?? texts.addressMissing}
      <br />
      {remindedAt === null ? (
        texts.remindedNever
      ) : (
        <>
          {texts.remindedLast(reminders)} <Moment at={remindedAt} />
        </>
      )}
    </>
  )
}
