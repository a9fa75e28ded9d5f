import { useInfiniteQuery } from '@tanstack/react-query'
import { SECRETARIAT } from '../../../lib/regions.ts'
import { call } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { Fault, readKey } from '../../../web/queries.tsx'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { journalApi } from '../contract-journal.ts'
import type { JournalEntry } from '../shapes-journal.ts'
import { journalTexts as words } from '../texts-journal-page.ts'

/** The organisation's own log, the latest first. */
export function EntriesPart() {
  const org = useActingOrg()
  const pages = useInfiniteQuery({
    queryKey: readKey(org, journalApi.entries),
    queryFn: ({ pageParam, signal }) => call(journalApi.entries, { org, signal, query: pageParam === null ? {} : { after: pageParam } }),
    initialPageParam: startOfLog(),
    getNextPageParam: ({ next }) => next,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const { seq, at, what, who, about } = words.columns
  return (
    <section aria-labelledby="journal-entries">
      <h2 id="journal-entries">{words.entries}</h2>
      {pages.error && <Fault error={pages.error} onRetry={pages.refetch} />}
      {pages.data && (
        <Table
          caption={words.entries}
          captionHidden
          rows={rows}
          rowKey={(entry) => String(entry.seq)}
          empty={words.noEntries}
          columns={[
            { head: what, cell: (entry) => <What entry={entry} />, rowHead: true },
            { head: about, cell: (entry) => <About about={entry.about} org={org} /> },
            { head: who, cell: (entry) => words.who(entry.who, entry.org, org) },
            { head: at, cell: (entry) => <Moment at={entry.at} /> },
            { head: seq, cell: (entry) => entry.seq, align: 'end' },
          ]}
        />
      )}
      {pages.hasNextPage && (
        <Button busy={pages.isFetchingNextPage} onPress={() => pages.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </section>
  )
}

const startOfLog = (): string | null => null

function What({ entry }: { entry: JournalEntry }) {
  return (
    <>
      {words.what(entry.type)}
      {!entry.signed && <span className="soft small"> ({words.unsigned})</span>}
    </>
  )
}

function About({ about, org }: { about: JournalEntry['about']; org: string }) {
  if (!about) return null
  return <Link href={hrefOf(about, org)}>{about.title}</Link>
}

function hrefOf({ dispatchId, replyId, sent }: NonNullable<JournalEntry['about']>, org: string): string {
  if (org === SECRETARIAT) {
    if (replyId !== null) return paths.receivedReply(dispatchId, replyId)
    return sent ? paths.dispatch(dispatchId) : paths.editDispatch(dispatchId)
  }
  return replyId === null ? paths.asked(org, dispatchId) : paths.reply(org, dispatchId, replyId)
}
