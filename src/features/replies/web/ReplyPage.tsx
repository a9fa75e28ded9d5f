import { findRegion, SECRETARIAT } from '../../../lib/regions.ts'
import { downloadHref } from '../../../web/client.ts'
import { paths, receiptFiles } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useActingOrg, usePageParams } from '../../../web/router-hooks.ts'
import { Link } from '../../../web/ui/Link.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { repliesApi } from '../contract.ts'
import type { ReplyView } from '../shapes.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { ConfirmReply } from './ConfirmReply.tsx'
import { Passages } from './Passages.tsx'
import { arrivalText, ReplyRead } from './ReplyRead.tsx'

const words = texts.reply

/** One answer, opened: by the region itself, by kansliet, or by another region when the utskick lets it. */
export function ReplyPage() {
  const { dispatchId, replyId } = usePageParams('dispatchId', 'replyId')
  const org = useActingOrg()
  const reply = useRead(repliesApi.find, { params: { replyId } })
  const back =
    org === SECRETARIAT
      ? { href: paths.dispatch(dispatchId), text: words.backToDispatch }
      : { href: paths.asked(org, dispatchId), text: words.backToDispatch }
  return (
    <Loaded query={reply}>
      {(view) => (
        <>
          <PageHead
            title={words.title(findRegion(view.summary.org)?.name ?? view.summary.org)}
            state={view.content.dispatch.title}
            back={back}
          />
          {view.summary.org === org && view.summary.channel !== 'platform' && !view.summary.confirmedAt && (
            <ConfirmReply reply={view.summary} />
          )}
          <ReplyFacts view={view} />
          <CopyLinks replyId={replyId} />
          {(org === view.summary.org || org === view.content.dispatch.senderOrg) && <ReceiptLinks replyId={replyId} />}
          <ReplyRead content={view.content} replyId={replyId} />
          {org === SECRETARIAT && view.content.form === 'own-statement' && <Passages dispatchId={dispatchId} view={view} />}
        </>
      )}
    </Loaded>
  )
}

function ReplyFacts({ view: { summary, content } }: { view: ReplyView }) {
  const org = useActingOrg()
  const isOfSender = org === content.dispatch.senderOrg
  const how = [
    words.channel[summary.channel],
    summary.late ? words.late : '',
    isOfSender && summary.form === 'own-statement' && !summary.coded ? words.uncoded : '',
    summary.channel !== 'platform' && !summary.confirmedAt ? words.unconfirmed : '',
  ]
  return (
    <Facts
      items={[
        [words.number, summary.number],
        ...(summary.channel === 'platform'
          ? ([
              [words.handedIn, <Moment key="at" at={summary.handedInAt} />],
              [words.handedInBy, content.handedInBy],
            ] as const)
          : ([[words.arrived, arrivalText(content)]] as const)),
        [words.how, how.filter((part) => part !== '').join(', ')],
        ...(content.earlierNumber && summary.relation !== 'first'
          ? ([[words.relation[summary.relation], <EarlierReply key="earlier" view={{ summary, content }} />]] as const)
          : []),
        ...(content.caseNumbers.length > 0 ? ([[words.caseNumbers, content.caseNumbers.join(', ')]] as const) : []),
      ]}
    />
  )
}

/** The number of the answer that this one replaces or completes, as the way to it. */
export function EarlierReply({ view: { summary, content } }: { view: Pick<ReplyView, 'summary' | 'content'> }) {
  const org = useActingOrg()
  if (summary.earlierId === null || (org !== summary.org && org !== content.dispatch.senderOrg)) return content.earlierNumber
  const { id } = content.dispatch
  const href = org === SECRETARIAT ? paths.receivedReply(id, summary.earlierId) : paths.reply(org, id, summary.earlierId)
  return <Link href={href}>{content.earlierNumber}</Link>
}

/** The copies to register or keep: PDF, Word, plain text, and the very bytes. */
export function CopyLinks({ replyId }: { replyId: string }) {
  const href = (format: 'pdf' | 'docx' | 'txt' | 'json') => downloadHref(repliesApi.copy, { params: { replyId }, query: { format } })
  return (
    <p>
      <Link outside href={href('pdf')}>
        {words.copyPdf}
      </Link>
      {' · '}
      <Link outside href={href('docx')}>
        {words.copyWord}
      </Link>
      {' · '}
      <Link outside href={href('txt')}>
        {words.copyText}
      </Link>
      {' · '}
      <Link outside href={href('json')}>
        {words.copyExact}
      </Link>
    </p>
  )
}

/** Kvittens: the page to register, and the same with what anybody needs to see that it holds. */
export function ReceiptLinks({ replyId }: { replyId: string }) {
  const org = useActingOrg()
  return (
    <p>
      <Link outside href={receiptFiles.reply(org, replyId, 'pdf')}>
        {words.receiptPage}
      </Link>
      {' · '}
      <Link outside href={receiptFiles.reply(org, replyId, 'zip')}>
        {words.receiptProof}
      </Link>
    </p>
  )
}
