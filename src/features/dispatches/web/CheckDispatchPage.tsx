import { useState } from 'react'
import { forgetAutosaves } from '../../../web/autosave.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useGo, usePageParams } from '../../../web/router-hooks.ts'
import { Checkbox } from '../../../web/ui/Choices.tsx'
import { ExplainedButton } from '../../../web/ui/ExplainedButton.tsx'
import { Link, LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import type { Output } from '../../../web/client.ts'
import { dispatchesApi } from '../contract.ts'
import { asksAboutDay } from '../rules.ts'
import type { DispatchForSender } from '../shapes.ts'
import { sendTexts as texts } from '../texts-send.ts'
import { DispatchReader } from './DispatchReader.tsx'
import { partId, partOf } from './edit-parts.ts'
import { LetterBody } from './LetterBody.tsx'
import './letter.css'

type Preview = Output<typeof dispatchesApi.preview>

/** The last look before sending: exactly what each recipient gets, to whom, and everything that stands in the way. */
export function CheckDispatchPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const found = useRead(dispatchesApi.find, { params: { dispatchId } })
  const preview = useRead(dispatchesApi.preview, { params: { dispatchId } })
  return (
    <Loaded query={found}>
      {(dispatch) =>
        dispatch.head.sentAt === null ? (
          <Loaded query={preview}>{(data) => <Check dispatch={dispatch} preview={data} />}</Loaded>
        ) : (
          <Notice kind="info" title={texts.alreadySent}>
            <LinkButton href={paths.dispatch(dispatchId)}>{texts.toDispatch}</LinkButton>
          </Notice>
        )
      }
    </Loaded>
  )
}

function Check({ dispatch, preview }: { dispatch: DispatchForSender; preview: Preview }) {
  const { head, content, files, corrections } = dispatch
  const { letter, to, whyNot, think } = preview
  return (
    <>
      <PageHead
        title={texts.checkTitle}
        state={texts.checkState(to.length, whyNot.length)}
        back={{ href: paths.editDispatch(head.id), text: texts.backToEdit }}
      />
      {whyNot.length > 0 && (
        <Notice kind="warning" title={texts.whyNotTitle}>
          <ul>
            {whyNot.map(({ code, sentence }) => (
              <li key={`${code} ${sentence}`}>
                {sentence} <MendLink dispatchId={head.id} code={code} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {think.length > 0 && (
        <Notice kind="info" title={texts.thinkTitle}>
          <ul>
            {think.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Send dispatch={dispatch} recipients={to.length} isReady={whyNot.length === 0} />
      <div className="columns side">
        <section aria-labelledby="check-mail">
          <h2 id="check-mail">{texts.asMail}</h2>
          <LetterBody letter={letter} />
        </section>
        <section aria-labelledby="check-to">
          <h2 id="check-to">{texts.recipients(to.length)}</h2>
          <Table
            caption={texts.recipientsCaption}
            captionHidden
            rows={to}
            rowKey={({ org }) => org}
            columns={[
              { head: texts.organisation, rowHead: true, cell: ({ name }) => name },
              {
                head: texts.address,
                cell: ({ address, confirmed }) =>
                  address === null ? (
                    <span className="careful">{texts.addressMissing}</span>
                  ) : (
                    <>
                      {address} {!confirmed && <span className="careful">{texts.unconfirmed}</span>}
                    </>
                  ),
              },
            ]}
          />
        </section>
      </div>
      <section aria-labelledby="check-page">
        <h2 id="check-page">{texts.asPage}</h2>
        <div className="as-page">
          <p className="as-page-title">{head.title}</p>
          <DispatchReader
            head={head}
            coveringLetter={content.coveringLetter}
            sections={content.sections}
            questions={content.questions}
            files={files}
            corrections={corrections}
          />
        </div>
      </section>
    </>
  )
}

/** An address is mended in the register of addresses, everything else in the form. */
function MendLink({ dispatchId, code }: { dispatchId: string; code: string }) {
  if (code === 'no-address' || code === 'unconfirmed-address') return <Link href={paths.secretariatAddresses()}>{texts.addresses}</Link>
  return <Link href={`${paths.editDispatch(dispatchId)}#${partId(partOf(code))}`}>{texts.mend}</Link>
}

function Send({ dispatch, recipients, isReady }: { dispatch: DispatchForSender; recipients: number; isReady: boolean }) {
  const { head, content, files } = dispatch
  const go = useGo()
  const send = useCommand(dispatchesApi.send)
  const [isDayMeant, setDayMeant] = useState(false)
  const asks = content.lastDay !== null && asksAboutDay(content.lastDay) !== undefined
  const whyNot = !isReady ? texts.missingFirst : asks && !isDayMeant ? texts.dayNotAsked : undefined
  const submit = async () => {
    const sent = await send.run({
      params: { dispatchId: head.id },
      body: { version: head.version, dayAsked: isDayMeant, fileIds: files.map(({ id }) => id) },
    })
    if (!sent) return
    forgetAutosaves(`${head.id}/`)
    go(`${paths.dispatch(head.id)}?skickat=${sent.recipients}`)
  }
  return (
    <div className="send-box">
      {asks && content.lastDay !== null && (
        <Checkbox label={texts.dayAsked(content.lastDay)} name="dayAsked" checked={isDayMeant} onChange={setDayMeant} />
      )}
      {send.problem !== undefined && <Notice kind="error" title={send.problem} />}
      <ExplainedButton kind="primary" whyNot={whyNot} onPress={submit} busy={send.busy}>
        {recipients === 0 ? texts.send : texts.sendTo(recipients)}
      </ExplainedButton>
    </div>
  )
}
