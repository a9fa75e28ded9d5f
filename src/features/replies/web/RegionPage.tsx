import { longDay, shortDay } from '../../../lib/day.ts'
import { findRegion } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { useToday } from '../../../web/session.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { EmptyState } from '../../../web/ui/Small.tsx'
import { lastDayFor } from '../../dispatches/rules.ts'
import { repliesApi } from '../contract.ts'
import type { InboxItem } from '../shapes-desk.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { DESK_GROUPS, deskCounts, deskGroup, isToAnswer } from './desk-groups.ts'
import { SlotState } from './SlotState.tsx'

const words = texts.start

/** Min region: what waits for an answer, and by when. */
export function RegionPage() {
  const org = useActingOrg()
  const today = useToday()
  const inbox = useRead(repliesApi.inbox, {})
  return (
    <Loaded query={inbox}>
      {({ items }) => {
        const { toAnswer, overdue, toConfirm } = deskCounts(items, today)
        return (
          <>
            <PageHead
              title={words.title(findRegion(org)?.shortName ?? org)}
              state={
                <>
                  {capital(longDay(today))}. {words.state(toAnswer, overdue, toConfirm)}
                </>
              }
            />
            {toAnswer === 0 && toConfirm === 0 && <EmptyState>{words.nothing}</EmptyState>}
            {DESK_GROUPS.map((group) => (
              <Rows key={group} title={words.groups[group]} items={items.filter((item) => deskGroup(item, today) === group)} />
            ))}
          </>
        )
      }}
    </Loaded>
  )
}

function Rows({ title, items }: { title: string; items: InboxItem[] }) {
  const org = useActingOrg()
  if (items.length === 0) return null
  return (
    <section className="desk-group">
      <h2>{title}</h2>
      <ul className="desk-rows">
        {items.map((item) => (
          <li key={item.head.id} className="desk-row">
            <div>
              <Link href={paths.asked(org, item.head.id)} className="desk-title">
                {item.head.title}
              </Link>
              <p className="desk-note">{noteOf(item)}</p>
            </div>
            <LastDay item={item} />
            <SlotState head={item.head} facts={item.facts} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function LastDay({ item }: { item: InboxItem }) {
  const today = useToday()
  const { head, facts } = item
  const lastDay = lastDayFor(head, facts)
  if (facts.answeredAt) return <span />
  if (head.closedAt !== null) return <span className="desk-day">{words.closed}</span>
  if (lastDay === null) return <span />
  return (
    <span className="desk-day">
      {facts.extendedTo ? words.extended(shortDay(lastDay, today)) : words.answerBy(shortDay(lastDay, today))}
    </span>
  )
}

function noteOf(item: InboxItem): string {
  const { head } = item
  return [
    texts.kinds[head.kind],
    head.caseNumber === null ? '' : words.ourCase(head.caseNumber),
    item.caseNumbers.length > 0 ? words.ownCase(item.caseNumbers.join(', ')) : '',
    item.corrections > 0 ? words.corrected(item.corrections) : '',
    isToAnswer(item) && item.toFill > 0 ? words.progress(item.filled, item.toFill) : '',
    item.toConfirm !== null ? words.confirmReply : !item.facts.receivedAt ? words.confirmReceipt : '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
