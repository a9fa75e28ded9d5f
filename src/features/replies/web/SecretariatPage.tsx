import type { ReactNode } from 'react'
import { shortDay } from '../../../lib/day.ts'
import type { OrgCode } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useToday } from '../../../web/session.tsx'
import { Link, LinkButton } from '../../../web/ui/Link.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { EmptyState, Moment } from '../../../web/ui/Small.tsx'
import { Progress } from '../../../web/ui/Steps.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { organisationName, recipientOrgs } from '../../dispatches/rules-recipients.ts'
import type { LedgerLine, MatrixRow } from '../../dispatches/shapes.ts'
import type { DraftListItem } from '../../dispatches/shapes-lists.ts'
import { officeTexts as texts } from '../../dispatches/texts-overview.ts'
import { readerTexts } from '../../dispatches/texts-web.ts'
import { cellText } from '../../dispatches/web/matrix-rows.ts'
import { useMayReadAddresses, useMayReadLedger, useMayWrite } from '../../dispatches/web/office-roles.ts'
import { organisationsApi } from '../../organisations/contract.ts'
import { repliesApi } from '../contract.ts'
import type { UncodedOfDispatch } from '../shapes.ts'
import { deadlinesAhead, officeTasks, type OfficeTask } from './office-tasks.ts'
import './secretariat.css'

/** Kansliet's start: what needs doing, what to go on with, and what comes. */
export function SecretariatPage() {
  const matrix = useRead(dispatchesApi.matrix, { query: { limit: '200' } })
  const drafts = useRead(dispatchesApi.drafts, {})
  const uncoded = useRead(repliesApi.uncoded, {})
  const letters = useRead(dispatchesApi.ledger, { query: { limit: '200', only: 'refused' } }, { enabled: useMayReadLedger() })
  const mayReadAddresses = useMayReadAddresses()
  const addresses = useRead(organisationsApi.addresses, {}, { enabled: mayReadAddresses })
  const regions = addresses.data?.items.filter(({ kind }) => kind === 'region') ?? []
  const isReady = regions.length === 0 || regions.some(({ current }) => current !== null && current.confirmedAt !== null)
  return (
    <Loaded query={matrix}>
      {({ items: rows }) => (
        <Loaded query={drafts}>
          {({ items }) => (
            <Office
              rows={rows}
              lines={letters.data?.items ?? []}
              uncoded={uncoded.data?.items ?? []}
              drafts={items}
              unready={isReady ? 0 : regions.length}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

type OfficeProps = {
  rows: readonly MatrixRow[]
  lines: readonly LedgerLine[]
  uncoded: readonly UncodedOfDispatch[]
  drafts: readonly DraftListItem[]
  /** How many regions there are, when not one of their addresses is confirmed: nothing can be sent yet. */
  unready: number
}

function Office({ rows, lines, uncoded, drafts, unready }: OfficeProps) {
  const today = useToday()
  const mayWrite = useMayWrite()
  const tasks = officeTasks({ rows, lines, uncoded }, today)
  return (
    <>
      <PageHead
        title={texts.title}
        state={texts.state(today, tasks.length)}
        actions={
          <>
            {mayWrite && (
              <LinkButton kind="primary" href={paths.newDispatch()}>
                {texts.newDispatch}
              </LinkButton>
            )}
            <LinkButton href={paths.matrix()}>{texts.matrix}</LinkButton>
          </>
        }
      />
      <div className="columns side">
        <div>
          <section aria-labelledby="office-tasks">
            <h2 id="office-tasks">{texts.toDo}</h2>
            {unready > 0 ? (
              <Unready regions={unready} />
            ) : tasks.length === 0 ? (
              <EmptyState>{rows.length === 0 ? texts.nothingSent : texts.nothingToDo}</EmptyState>
            ) : (
              <ul className="plain-list">
                {tasks.map((task) => (
                  <TaskLine key={taskKey(task)} task={task} mayWrite={mayWrite} />
                ))}
              </ul>
            )}
          </section>
          <Drafts drafts={drafts} />
        </div>
        <Ahead rows={rows} />
      </div>
    </>
  )
}

function taskKey(task: OfficeTask): string {
  if (task.what === 'refused') return `refused ${task.line.id}`
  return task.what === 'uncoded' ? `uncoded ${task.of.dispatchId}` : `${task.what} ${task.row.id}`
}

/** A fresh installation: what must be there before anything can be sent. */
function Unready({ regions }: { regions: number }) {
  return (
    <EmptyState>
      <p>{texts.nothingReady(regions)}</p>
      <p className="row">
        <LinkButton href={paths.secretariatPersons()}>{texts.persons}</LinkButton>
        <LinkButton href={paths.secretariatAddresses()}>{texts.addresses}</LinkButton>
      </p>
    </EmptyState>
  )
}

/** In the order of the sändlista, whatever order they came in. */
const names = (orgs: readonly OrgCode[]) =>
  new Intl.ListFormat('sv-SE').format(recipientOrgs({ choice: 'picked', orgs: [...orgs] }).map(organisationName))

function TaskLine({ task, mayWrite }: { task: OfficeTask; mayWrite: boolean }) {
  const today = useToday()
  switch (task.what) {
    case 'remind':
      return (
        <TaskRow
          href={paths.dispatch(task.row.id)}
          title={task.row.title}
          words={texts.missing(task.row.answered, task.row.asked, task.lastDay, today, task.days)}
          action={mayWrite && <LinkButton href={paths.remind(task.row.id)}>{texts.remind(task.missing)}</LinkButton>}
        />
      )
    case 'close':
      return (
        <TaskRow
          href={paths.dispatch(task.row.id)}
          title={task.row.title}
          words={texts.allIn(task.row.asked)}
          action={mayWrite && <LinkButton href={paths.close(task.row.id)}>{texts.close}</LinkButton>}
        />
      )
    case 'bounced':
      return (
        <TaskRow
          href={paths.dispatch(task.row.id)}
          title={task.row.title}
          words={texts.bounced(names(task.orgs))}
          action={
            task.orgs[0] && <LinkButton href={`${paths.matrix()}?cell=${cellText(task.row.id, task.orgs[0])}`}>{texts.openSlot}</LinkButton>
          }
        />
      )
    case 'unconfirmed':
      return (
        <TaskRow href={paths.dispatch(task.row.id)} title={task.row.title} words={texts.unconfirmed(names(task.orgs), task.orgs.length)} />
      )
    case 'uncoded':
      return (
        <TaskRow
          href={paths.dispatch(task.of.dispatchId)}
          title={task.of.title}
          words={texts.uncoded(task.of.replies)}
          action={<LinkButton href={paths.close(task.of.dispatchId)}>{texts.openAnswers}</LinkButton>}
        />
      )
    case 'refused':
      return <TaskRow href={paths.letter(task.line.id)} title={task.line.subject} words={texts.refused(task.line.toName)} />
  }
}

function TaskRow({ href, title, words, action }: { href: string; title: string; words: string; action?: ReactNode }) {
  return (
    <li className="task">
      <div>
        <Link href={href}>{title}</Link>
        <div>{words}</div>
      </div>
      {action}
    </li>
  )
}

function Drafts({ drafts }: { drafts: readonly DraftListItem[] }) {
  return (
    <section aria-labelledby="office-drafts">
      <h2 id="office-drafts">{texts.drafts}</h2>
      {drafts.length === 0 ? (
        <EmptyState>{texts.noDrafts}</EmptyState>
      ) : (
        <ul className="plain-list">
          {drafts.map((draft) => (
            <li key={draft.id}>
              <Link href={paths.editDispatch(draft.id)}>{draft.title || texts.untitled}</Link>
              <div className="soft small">
                {readerTexts.kinds[draft.kind]}
                {draft.caseNumber && ` · ${draft.caseNumber}`} · {texts.changed} <Moment at={draft.changedAt} /> {texts.by(draft.changedBy)}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Ahead({ rows }: { rows: readonly MatrixRow[] }) {
  const today = useToday()
  const deadlines = deadlinesAhead(rows, today)
  return (
    <section aria-labelledby="office-ahead">
      <h2 id="office-ahead">{texts.ahead}</h2>
      {deadlines.length === 0 ? (
        <EmptyState>{texts.nothingAhead}</EmptyState>
      ) : (
        <ul className="plain-list">
          {deadlines.map(({ row, lastDay }) => (
            <li key={row.id}>
              <div className="small">
                {shortDay(lastDay, today)}: {texts.lastDayOf}
              </div>
              <Link href={paths.dispatch(row.id)}>{row.title}</Link>
              <div>
                <Progress done={row.answered} total={row.asked} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
