import { useEffect } from 'react'
import { longDay } from '../../../lib/day.ts'
import { downloadHref, call } from '../../../web/client.ts'
import { paths, receiptFiles } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useActingOrg, usePageParams } from '../../../web/router-hooks.ts'
import { useMe, useToday } from '../../../web/session.tsx'
import { Link, LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Steps } from '../../../web/ui/Steps.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { canSeeOthers, lastDayFor } from '../../dispatches/rules.ts'
import { kindOf } from '../../dispatches/rules-kinds.ts'
import { DispatchReader } from '../../dispatches/web/DispatchReader.tsx'
import { repliesApi } from '../contract.ts'
import type { DispatchForRecipient } from '../shapes-desk.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { ConfirmReply } from './ConfirmReply.tsx'
import { LateNotice } from './LateNotice.tsx'
import { ReceiptForm } from './ReceiptForm.tsx'
import { replyLine } from './ReplyRead.tsx'
import { answerSteps } from './steps.ts'
import { findRegion } from '../../../lib/regions.ts'

const words = texts.received

/** An utskick as it came: read, acknowledge, and go on to answer. */
export function ReceivedPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const received = useRead(repliesApi.received, { params: { dispatchId } })
  return <Loaded query={received}>{(data) => <Received data={data} />}</Loaded>
}

function Received({ data }: { data: DispatchForRecipient }) {
  const org = useActingOrg()
  const me = useMe()
  const { head, facts } = data
  const lastDay = lastDayFor(head, facts)
  const hasAnswers = kindOf(head.kind).hasAnswers
  const mayAnswer = hasAnswers && !head.recalledAt && me.acting.roles.some((role) => role !== 'reader')
  useOpened(head.id, facts.openedAt !== null)

  const counts = hasAnswers ? words.counts(data.counts.answered, data.counts.asked) : ''
  const kind = texts.kinds[head.kind]
  const state = head.closedAt ? words.stateClosed(kind, counts) : words.state(kind, lastDay && longDay(lastDay), counts)
  const answerWord = facts.answeredAt ? words.replace : facts.draftingAt ? words.goOn : words.answer
  return (
    <>
      <PageHead
        title={head.title}
        state={state}
        back={{ href: paths.region(org), text: words.back }}
        actions={
          mayAnswer && (
            <LinkButton kind="primary" href={paths.answer(org, head.id)}>
              {answerWord}
            </LinkButton>
          )
        }
      />
      {head.recalledAt && (
        <Notice kind="warning" title={words.recalledTitle}>
          {words.recalled(head.recallReason ?? '')}
        </Notice>
      )}
      {hasAnswers && !head.recalledAt && <Steps steps={answerSteps(org, head, facts, 'read')} />}
      {hasAnswers && !mayAnswer && !head.recalledAt && <Notice kind="info">{words.readerOnly}</Notice>}
      {mayAnswer && !facts.answeredAt && <LateNotice head={head} lastDay={lastDay} />}

      {!head.recalledAt && <ReceiptForm data={data} />}
      {data.ownReplies.length > 0 && (
        <section>
          <h2>{words.ownReplies}</h2>
          {data.ownReplies.map((reply) => (
            <div key={reply.id}>
              <p>
                <Link href={paths.reply(org, head.id, reply.id)}>{replyLine(reply)}</Link>
              </p>
              {reply.channel !== 'platform' && !reply.confirmedAt && <ConfirmReply reply={reply} />}
            </div>
          ))}
        </section>
      )}

      <DispatchReader
        head={head}
        coveringLetter={data.coveringLetter}
        sections={data.sections}
        questions={data.questions}
        files={data.files}
        corrections={data.corrections}
      />
      <p>
        <Link outside href={downloadHref(dispatchesApi.document, { params: { dispatchId: head.id }, query: { format: 'pdf' } })}>
          {words.documentPdf}
        </Link>
        {' · '}
        <Link outside href={downloadHref(dispatchesApi.document, { params: { dispatchId: head.id }, query: { format: 'docx' } })}>
          {words.document}
        </Link>
        {' · '}
        <Link outside href={downloadHref(dispatchesApi.document, { params: { dispatchId: head.id }, query: { format: 'txt' } })}>
          {words.documentText}
        </Link>
        {' · '}
        <Link outside href={receiptFiles.sending(org, head.id, 'pdf')}>
          {words.receipt}
        </Link>
      </p>
      <p className="soft">{words.registerRule}</p>
      {hasAnswers && <Others data={data} />}
    </>
  )
}

function Others({ data }: { data: DispatchForRecipient }) {
  const org = useActingOrg()
  const today = useToday()
  const { head, othersReplies } = data
  const open = canSeeOthers(head, today)
  return (
    <section>
      <h2>{words.othersReplies}</h2>
      {!open && <p>{head.othersVisible === 'no' ? words.othersNever : words.othersLater}</p>}
      {open && othersReplies.length === 0 && <p>{words.othersNone}</p>}
      {open && othersReplies.length > 0 && (
        <ul className="plain-list">
          {othersReplies.map((reply) => (
            <li key={reply.id}>
              <Link href={paths.reply(org, head.id, reply.id)}>{findRegion(reply.org)?.name ?? reply.org}</Link>{' '}
              <span className="soft">{texts.reply.form[reply.form].toLowerCase()}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The first opening is a fact of the organisation's: said once, by a page that somebody signed in has opened. */
function useOpened(dispatchId: string, isOpened: boolean): void {
  const org = useActingOrg()
  useEffect(() => {
    if (isOpened) return
    // Should it not get through, the next visit says it again; the reader is not to be troubled with it.
    call(dispatchesApi.open, { params: { dispatchId }, org }).catch(() => undefined)
  }, [dispatchId, isOpened, org])
}
