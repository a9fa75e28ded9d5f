import { dayOf, longDay } from '../../../lib/day.ts'
import { OrgCode } from '../../../lib/regions.ts'
import { downloadHref } from '../../../web/client.ts'
import { paths, receiptFiles } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { usePageParams, usePageQuery } from '../../../web/router-hooks.ts'
import { Link, LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Progress } from '../../../web/ui/Steps.tsx'
import { dispatchesApi } from '../contract.ts'
import { kindOf } from '../rules-kinds.ts'
import type { DispatchForSender } from '../shapes.ts'
import { readerTexts } from '../texts-web.ts'
import { sendTexts as texts } from '../texts-send.ts'
import { DispatchReader } from './DispatchReader.tsx'
import { useMayWrite } from './office-roles.ts'
import { RecallForm } from './RecallForm.tsx'
import { SlotList } from './SlotList.tsx'
import { SlotPanel } from './SlotPanel.tsx'

/** One utskick, for its sender: how it stands, who has answered, and what was sent. */
export function DispatchPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const found = useRead(dispatchesApi.find, { params: { dispatchId } })
  return (
    <Loaded query={found}>
      {(dispatch) => (dispatch.head.sentAt === null ? <Draft dispatch={dispatch} /> : <Sent dispatch={dispatch} />)}
    </Loaded>
  )
}

function Reader({ dispatch: { head, content, files, corrections } }: { dispatch: DispatchForSender }) {
  return (
    <DispatchReader
      head={head}
      coveringLetter={content.coveringLetter}
      sections={content.sections}
      questions={content.questions}
      files={files}
      corrections={corrections}
    />
  )
}

function Draft({ dispatch }: { dispatch: DispatchForSender }) {
  const mayWrite = useMayWrite()
  return (
    <>
      <PageHead
        title={dispatch.head.title}
        state={texts.draftState}
        back={{ href: paths.secretariat(), text: texts.back }}
        actions={
          mayWrite && (
            <LinkButton kind="primary" href={paths.editDispatch(dispatch.head.id)}>
              {texts.continue}
            </LinkButton>
          )
        }
      />
      <Reader dispatch={dispatch} />
    </>
  )
}

function Sent({ dispatch }: { dispatch: DispatchForSender }) {
  const { head, recipients } = dispatch
  const mayWriteAtAll = useMayWrite()
  const [query, setQuery] = usePageQuery()
  const mayWrite = mayWriteAtAll && head.recalledAt === null
  const { hasAnswers } = kindOf(head.kind)
  const done = recipients.filter(({ answeredAt, receivedAt }) => (hasAnswers ? answeredAt : receivedAt) !== null).length
  const open = OrgCode.safeParse(query['mottagare'])
  return (
    <>
      <PageHead
        title={head.title}
        state={stateSentence(dispatch, done)}
        back={{ href: paths.matrix(), text: texts.back }}
        actions={mayWrite && hasAnswers && <MainActions dispatch={dispatch} isAllIn={done === recipients.length} />}
      />
      <Said query={query} />
      {head.recalledAt !== null && <Notice kind="warning" title={texts.recalledFor(head.recallReason ?? '')} />}
      <div className={open.success ? 'with-panel' : undefined}>
        <div>
          <section aria-labelledby="dispatch-slots">
            <h2 id="dispatch-slots">{texts.slots}</h2>
            <p>
              <Progress done={done} total={recipients.length} />
            </p>
            <SlotList dispatch={dispatch} />
            <p className="row">
              <a href={receiptFiles.sendingList(head.senderOrg, head.id, 'pdf')}>{texts.sendingList}</a>
              <a href={receiptFiles.sendingList(head.senderOrg, head.id, 'zip')}>{texts.sendingListProofs}</a>
              <a href={receiptFiles.sending(head.senderOrg, head.id, 'pdf')}>{texts.receipt}</a>
            </p>
          </section>
          <section aria-labelledby="dispatch-content">
            <h2 id="dispatch-content">{texts.content}</h2>
            <p className="row">
              <a href={downloadHref(dispatchesApi.document, { params: { dispatchId: head.id }, query: { format: 'pdf' } })} download>
                {texts.documentPdf}
              </a>
              <a href={downloadHref(dispatchesApi.document, { params: { dispatchId: head.id }, query: { format: 'docx' } })} download>
                {texts.document}
              </a>
              {mayWrite && <Link href={paths.correct(head.id)}>{texts.correct}</Link>}
            </p>
            <Reader dispatch={dispatch} />
          </section>
          {mayWrite && <RecallForm dispatchId={head.id} />}
        </div>
        {open.success && <SlotPanel dispatch={head} org={open.data} onClose={() => setQuery({ mottagare: undefined })} />}
      </div>
    </>
  )
}

function MainActions({ dispatch: { head }, isAllIn }: { dispatch: DispatchForSender; isAllIn: boolean }) {
  if (head.closedAt !== null) {
    return (
      <LinkButton kind="primary" href={paths.close(head.id)}>
        {texts.compilation}
      </LinkButton>
    )
  }
  return (
    <>
      {!isAllIn && (
        <LinkButton kind="primary" href={paths.remind(head.id)}>
          {texts.remind}
        </LinkButton>
      )}
      <LinkButton kind={isAllIn ? 'primary' : 'secondary'} href={paths.close(head.id)}>
        {texts.close}
      </LinkButton>
    </>
  )
}

/** What the page before this one did. */
function Said({ query }: { query: Readonly<Record<string, string>> }) {
  const { skickat, paminda, rattat } = query
  const words = skickat ? texts.sentTo(skickat) : paminda ? texts.reminded(paminda) : rattat ? texts.corrected : undefined
  return words === undefined ? null : <Notice kind="success" title={words} />
}

function stateSentence({ head, recipients }: DispatchForSender, done: number): string {
  const { hasAnswers } = kindOf(head.kind)
  const dayWords = (at: string) => longDay(dayOf(new Date(at)))
  const parts = [
    readerTexts.kinds[head.kind],
    head.caseNumber ?? '',
    hasAnswers ? texts.state.answers(done, recipients.length) : texts.state.received(done, recipients.length),
    head.recalledAt !== null
      ? texts.state.recalled(dayWords(head.recalledAt))
      : head.closedAt !== null
        ? texts.state.closed(dayWords(head.closedAt))
        : head.lastDay !== null && hasAnswers
          ? texts.state.lastDay(longDay(head.lastDay))
          : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
