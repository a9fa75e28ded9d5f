import { useState } from 'react'
import { call, type Output } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { EmptyState, Moment } from '../../../web/ui/Small.tsx'
import { StatusSign } from '../../../web/ui/StatusSign.tsx'
import { type Column, Table } from '../../../web/ui/Table.tsx'
import { dispatchesApi } from '../contract.ts'
import type { LedgerLine } from '../shapes.ts'
import { mailTexts as texts } from '../texts-web.ts'
import { LedgerState } from './LedgerState.tsx'
import { countLetters, groupLetters, type LetterGroup } from './letter-groups.ts'
import { Subject } from './Subject.tsx'
import './letter.css'

type Page = Output<typeof dispatchesApi.ledger>

const LIMIT = '50'
const ALL = '200'
const OFTEN = { refetchEvery: 10_000 }

/** Utgående post: every letter, to whom, and what became of it. Those that were refused stand first, however old. */
export function OutgoingPage() {
  const first = useRead(dispatchesApi.ledger, { query: { limit: LIMIT } }, OFTEN)
  const refused = useRead(dispatchesApi.ledger, { query: { limit: ALL, only: 'refused' } }, OFTEN)
  const waiting = useRead(dispatchesApi.ledger, { query: { limit: ALL, only: 'waiting' } }, OFTEN)
  return (
    <Loaded query={refused}>
      {({ items: refusedLines }) => (
        <Loaded query={waiting}>
          {({ items: waitingLines }) => (
            <Loaded query={first}>{(page) => <Outgoing first={page} refused={refusedLines} waiting={waitingLines} />}</Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

type OutgoingProps = { first: Page; refused: readonly LedgerLine[]; waiting: readonly LedgerLine[] }

function Outgoing({ first, refused, waiting }: OutgoingProps) {
  const { installation } = useMe()
  const [older, setOlder] = useState<readonly Page[]>([])
  const lines = [...first.items, ...older.flatMap(({ items }) => items)]
  const next = (older.at(-1) ?? first).next
  const showOlder = async () => {
    if (next === null) return
    const page = await call(dispatchesApi.ledger, { query: { limit: LIMIT, after: next } })
    setOlder([...older, page])
  }
  const counts = countLetters(waiting)
  return (
    <>
      <PageHead
        title={texts.title}
        state={lines.length === 0 ? undefined : texts.state(counts.waiting, refused.length, counts.uncertain)}
      />
      {installation.demo && <Notice kind="info" title={texts.demo} />}
      {refused.length > 0 && (
        <section aria-labelledby="mail-refused">
          <h2 id="mail-refused">{texts.refusedTitle}</h2>
          <Table
            caption={texts.refusedCaption}
            captionHidden
            rows={refused}
            rowKey={({ id }) => id}
            columns={[TO, { head: texts.subject, cell: ({ subject }) => <Subject text={subject} /> }, STATE, MADE]}
          />
        </section>
      )}
      <section aria-labelledby="mail-all">
        <h2 id="mail-all">{texts.allTitle}</h2>
        {lines.length === 0 ? (
          <EmptyState>{texts.empty}</EmptyState>
        ) : (
          <ul className="plain-list">
            {groupLetters(lines).map((group) => (
              <li key={group.lines.at(-1)?.id}>{group.lines.length === 1 ? <OneLetter group={group} /> : <Letters group={group} />}</li>
            ))}
          </ul>
        )}
        {next !== null && <Button onPress={showOlder}>{texts.older}</Button>}
      </section>
    </>
  )
}

const TO: Column<LedgerLine> = {
  head: texts.to,
  rowHead: true,
  cell: ({ id, toName, toAddress }) => (
    <>
      <Link href={paths.letter(id)}>{toName}</Link>
      <div className="soft small">{toAddress}</div>
    </>
  ),
}
const STATE: Column<LedgerLine> = { head: texts.stateHead, cell: (line) => <LedgerState line={line} /> }
const MADE: Column<LedgerLine> = { head: texts.made, cell: ({ madeAt }) => <Moment at={madeAt} /> }

function OneLetter({ group: { lines, subject, madeAt } }: { group: LetterGroup }) {
  const [line] = lines
  if (!line) return null
  return (
    <div className="letter-line">
      <span className="letter-subject">
        <Subject text={subject} />
      </span>
      <span className="soft small letter-when">
        <Link href={paths.letter(line.id)}>{line.toName}</Link>, <Moment at={madeAt} />
      </span>
      <LedgerState line={line} />
    </div>
  )
}

/** The letters of one utskick: one line, and each of them when it is opened. */
function Letters({ group: { subject, lines, madeAt } }: { group: LetterGroup }) {
  const counts = countLetters(lines)
  const status = counts.refused > 0 ? 'late' : counts.uncertain > 0 ? 'waiting' : counts.waiting > 0 ? 'draft' : 'done'
  return (
    <details className="letter-group">
      <summary>
        <span className="letter-subject">
          <Subject text={subject} />
        </span>
        <span className="soft small letter-when">
          {texts.groupSize(lines.length)}, <Moment at={madeAt} />
        </span>
        <StatusSign status={status}>{texts.group(counts)}</StatusSign>
      </summary>
      <Table caption={texts.caption(subject)} captionHidden rows={lines} rowKey={({ id }) => id} columns={[TO, STATE, MADE]} />
    </details>
  )
}
