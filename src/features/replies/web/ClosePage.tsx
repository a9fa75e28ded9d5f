import { longDay } from '../../../lib/day.ts'
import { downloadHref } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { usePageParams } from '../../../web/router-hooks.ts'
import { useToday } from '../../../web/session.tsx'
import { Button, classOf } from '../../../web/ui/Button.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { organisationName } from '../../dispatches/rules-recipients.ts'
import type { DispatchForSender } from '../../dispatches/shapes.ts'
import { repliesApi } from '../contract.ts'
import type { ReplySummary } from '../shapes.ts'
import { closeTexts as texts } from '../texts-office.ts'

/** Avsluta svarstiden: who is missing, what came, and the compilation to take away. */
export function ClosePage() {
  const { dispatchId } = usePageParams('dispatchId')
  const found = useRead(dispatchesApi.find, { params: { dispatchId } })
  const replies = useRead(repliesApi.ofDispatch, { params: { dispatchId } })
  return (
    <Loaded query={found}>
      {(dispatch) => <Loaded query={replies}>{({ items }) => <Close dispatch={dispatch} replies={items} />}</Loaded>}
    </Loaded>
  )
}

function Close({ dispatch, replies }: { dispatch: DispatchForSender; replies: readonly ReplySummary[] }) {
  const { head, recipients } = dispatch
  const missing = recipients.filter(({ answeredAt }) => answeredAt === null)
  return (
    <>
      <PageHead
        title={head.closedAt === null ? texts.title : texts.titleClosed}
        state={
          <>
            {head.title}. {texts.state(recipients.length - missing.length, recipients.length)}
          </>
        }
        back={{ href: paths.dispatch(head.id), text: texts.back }}
      />
      <div className="columns side">
        <div>
          <section aria-labelledby="close-missing">
            <h2 id="close-missing">{texts.missing}</h2>
            {missing.length === 0 ? (
              <p>{texts.missingNone}</p>
            ) : (
              <ul>
                {missing.map(({ id, org }) => (
                  <li key={id}>{organisationName(org)}</li>
                ))}
              </ul>
            )}
          </section>
          <CloseAction dispatch={dispatch} />
        </div>
        <section aria-labelledby="close-compile">
          <h2 id="close-compile">{texts.compile}</h2>
          <p>{texts.compileWords}</p>
          <UncodedNotice replies={replies} />
          <p>
            <a
              className={classOf(head.closedAt === null ? 'secondary' : 'primary', false)}
              href={downloadHref(repliesApi.compilation, { params: { dispatchId: head.id } })}
              download
            >
              {texts.download}
            </a>
          </p>
        </section>
      </div>
      <section aria-labelledby="close-answers">
        <h2 id="close-answers">{texts.answers}</h2>
        <Table
          caption={texts.answersCaption}
          captionHidden
          rows={replies.toSorted((one, other) => other.handedInAt.localeCompare(one.handedInAt))}
          rowKey={({ id }) => id}
          empty={texts.answersNone}
          columns={[
            {
              head: texts.org,
              rowHead: true,
              cell: ({ id, org }) => <Link href={paths.receivedReply(head.id, id)}>{organisationName(org)}</Link>,
            },
            { head: texts.number, cell: ({ number }) => number },
            {
              head: texts.handedIn,
              cell: ({ receivedOn, handedInAt }) => (receivedOn === null ? <Moment at={handedInAt} /> : longDay(receivedOn)),
            },
            { head: texts.form, cell: formWords },
            { head: texts.coding, cell: ({ coded }) => (coded ? texts.coded : texts.notCoded) },
          ]}
        />
      </section>
    </>
  )
}

function formWords({ form, channel, relation, late }: ReplySummary): string {
  return [texts.forms[form], texts.channel[channel], texts.relation[relation], late ? texts.late : '']
    .filter((part) => part !== '')
    .join(', ')
}

function UncodedNotice({ replies }: { replies: readonly ReplySummary[] }) {
  const uncoded = replies.filter(({ coded }) => !coded).length
  return uncoded === 0 ? null : <Notice kind="info" title={texts.notCodedWords(uncoded)} />
}

function CloseAction({ dispatch: { head } }: { dispatch: DispatchForSender }) {
  const today = useToday()
  const close = useCommand(dispatchesApi.close)
  if (head.closedAt !== null) {
    return (
      <p>
        {texts.closedAt} <Moment at={head.closedAt} />.
      </p>
    )
  }
  return (
    <>
      <p className="measure">{texts.words}</p>
      {head.lastDay !== null && head.lastDay >= today && <Notice kind="warning" title={texts.early(longDay(head.lastDay))} />}
      {close.problem !== undefined && <Notice kind="error" title={close.problem} />}
      <Button kind="primary" busy={close.busy} onPress={() => close.run({ params: { dispatchId: head.id } })}>
        {texts.close}
      </Button>
    </>
  )
}
