import { useState } from 'react'
import { call, type Output } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { dispatchesApi } from '../contract.ts'
import type { LedgerLine } from '../shapes.ts'
import { mailTexts as texts } from '../texts-web.ts'
import { LedgerState } from './LedgerState.tsx'

type Page = Output<typeof dispatchesApi.ledger>

const LIMIT = '50'

/** Utgående post: every letter, to whom, and what became of it. */
export function OutgoingPage() {
  const first = useRead(dispatchesApi.ledger, { query: { limit: LIMIT } }, { refetchEvery: 10_000 })
  return <Loaded query={first}>{(page) => <Outgoing first={page} />}</Loaded>
}

function Outgoing({ first }: { first: Page }) {
  const { installation } = useMe()
  const [older, setOlder] = useState<readonly Page[]>([])
  const lines = [...first.items, ...older.flatMap(({ items }) => items)]
  const next = (older.at(-1) ?? first).next
  const showOlder = async () => {
    if (next === null) return
    const page = await call(dispatchesApi.ledger, { query: { limit: LIMIT, after: next } })
    setOlder([...older, page])
  }
  const count = (is: (line: LedgerLine) => boolean) => lines.filter(is).length
  return (
    <>
      <PageHead
        title={texts.title}
        state={
          lines.length === 0
            ? undefined
            : texts.state(
                count(({ acceptedAt, failedAt, uncertain }) => acceptedAt === null && failedAt === null && !uncertain),
                count(({ failedAt }) => failedAt !== null),
                count(({ uncertain, failedAt }) => uncertain && failedAt === null),
              )
        }
      />
      {installation.demo && <Notice kind="info" title={texts.demo} />}
      <Table
        caption={texts.caption}
        captionHidden
        rows={lines}
        rowKey={({ id }) => id}
        empty={texts.empty}
        columns={[
          {
            head: texts.to,
            rowHead: true,
            cell: ({ id, toName, toAddress }) => (
              <>
                <Link href={paths.letter(id)}>{toName}</Link>
                <div className="soft small">{toAddress}</div>
              </>
            ),
          },
          { head: texts.subject, cell: ({ subject }) => subject },
          { head: texts.stateHead, cell: (line) => <LedgerState line={line} /> },
          { head: texts.made, cell: ({ madeAt }) => <Moment at={madeAt} /> },
        ]}
      />
      {next !== null && <Button onPress={showOlder}>{texts.older}</Button>}
    </>
  )
}
