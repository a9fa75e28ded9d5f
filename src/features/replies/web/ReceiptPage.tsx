import { findRegion } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useActingOrg, usePageParams } from '../../../web/router-hooks.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { repliesApi } from '../contract.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { ReplyRead } from './ReplyRead.tsx'
import { CopyLinks, EarlierReply, ReceiptLinks } from './ReplyPage.tsx'

const words = texts.receipt

/** What the region takes with it: the number, the time, who, and a copy of exactly what was handed in. */
export function ReceiptPage() {
  const { dispatchId, replyId } = usePageParams('dispatchId', 'replyId')
  const org = useActingOrg()
  const reply = useRead(repliesApi.find, { params: { replyId } })
  const clear = useCommand(repliesApi.clearDraft, { refresh: false })
  return (
    <Loaded query={reply}>
      {({ summary, content }) => (
        <>
          <PageHead
            title={words.title}
            state={words.state(summary.number)}
            back={{ href: paths.region(org), text: texts.received.back }}
            actions={<LinkButton href={paths.answer(org, dispatchId)}>{words.again}</LinkButton>}
          />
          <Notice kind="success">{words.text}</Notice>
          {summary.late && <Notice kind="info">{words.late}</Notice>}
          <Facts
            items={[
              [words.facts.number, summary.number],
              [words.facts.at, <Moment key="at" at={summary.handedInAt} />],
              [words.facts.by, content.handedInBy],
              [words.facts.region, findRegion(content.org)?.name ?? content.org],
              [words.facts.case, content.dispatch.caseNumber],
              ...(summary.relation === 'first'
                ? []
                : ([[words.facts.relation[summary.relation], <EarlierReply key="earlier" view={{ summary, content }} />]] as const)),
              ...(content.caseNumbers.length > 0 ? ([[words.facts.own, content.caseNumbers.join(', ')]] as const) : []),
            ]}
          />
          <h2>{words.copy}</h2>
          <CopyLinks replyId={replyId} />
          <ReceiptLinks replyId={replyId} />
          <p className="soft">{words.receiptHelp}</p>
          <ReplyRead content={content} replyId={replyId} />
          <section>
            {clear.done ? (
              <Notice kind="success">{words.cleared}</Notice>
            ) : (
              <Button kind="quiet" busy={clear.busy} onPress={() => clear.run({ params: { dispatchId } })}>
                {words.clear}
              </Button>
            )}
            {!clear.done && <p className="soft">{words.clearHelp}</p>}
            {clear.problem && <p role="alert">{clear.problem}</p>}
          </section>
        </>
      )}
    </Loaded>
  )
}
