import type { MouseEvent } from 'react'
import { dayOf, longDay } from '../../../lib/day.ts'
import { downloadHref } from '../../../web/client.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { usePageQuery } from '../../../web/router-hooks.ts'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { CopyButton, EmptyState, Moment } from '../../../web/ui/Small.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { organisationName } from '../../dispatches/rules-recipients.ts'
import type { RegisterEntry } from '../../dispatches/shapes.ts'
import { repliesApi } from '../contract.ts'
import { registerTexts as texts } from '../texts-office.ts'
import './office.css'

/** Värdregionens Att diarieföra: what came and left, with what the register asks for, ready to copy. */
export function RegisterPage() {
  const [query, setQuery] = usePageQuery()
  const shown = query['visa'] === 'diarieforda' ? 'yes' : 'no'
  const entries = useRead(dispatchesApi.register, { query: { registered: shown, after: query['efter'] } })
  const waiting = shown === 'no' ? entries.data?.items.length : undefined
  return (
    <>
      <PageHead title={texts.title} state={waiting === undefined ? undefined : texts.state(waiting)} />
      <p className="measure">{texts.explain}</p>
      <RadioGroup
        label={texts.show}
        name="register-show"
        direction="horizontal"
        value={shown}
        choices={[
          { value: 'no', label: texts.showWaiting },
          { value: 'yes', label: texts.showDone },
        ]}
        onChange={(value) => setQuery({ visa: value === 'yes' ? 'diarieforda' : undefined, efter: undefined })}
      />
      <Loaded query={entries}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState>{shown === 'no' ? texts.empty : texts.emptyDone}</EmptyState>
          ) : (
            <>
              <ul className="plain-list register">
                {items.map((entry) => (
                  <li key={entry.id}>
                    <Entry entry={entry} />
                  </li>
                ))}
              </ul>
              {next !== null && <Button onPress={() => setQuery({ efter: next })}>{texts.older}</Button>}
            </>
          )
        }
      </Loaded>
    </>
  )
}

function Entry({ entry }: { entry: RegisterEntry }) {
  const { acting } = useMe()
  const registered = useCommand(dispatchesApi.registered)
  const { direction } = entry
  const mark = async (event: MouseEvent<HTMLButtonElement>) => {
    // The entry leaves the list with the button that has focus: the next one takes it.
    const next = event.currentTarget.closest('li')?.nextElementSibling?.querySelector('h2')
    if (!(await registered.run({ params: { entryId: entry.id } }))) return
    const place = next?.isConnected ? next : document.getElementById('title')
    place?.focus()
  }
  const counterpart = entry.counterpartOrg === null ? texts.everyone : organisationName(entry.counterpartOrg)
  const copyable = (value: string) => (
    <span className="copyable">
      {value} <CopyButton text={value} />
    </span>
  )
  return (
    <article aria-labelledby={`entry-${entry.id}`}>
      <h2 id={`entry-${entry.id}`} tabIndex={-1}>
        {texts.direction[direction]}: {texts.document[entry.document]}, {counterpart}
      </h2>
      <div className="columns side">
        <Facts
          items={[
            [texts.date, copyable(longDay(dayOf(new Date(entry.occurredAt))))],
            [texts.counterpart[direction], copyable(counterpart)],
            [texts.subject, copyable(entry.title)],
            [texts.caseNumber, entry.caseNumber === null ? texts.none : copyable(entry.caseNumber)],
            [texts.counterpartCaseNumber, entry.counterpartCaseNumber === null ? null : copyable(entry.counterpartCaseNumber)],
          ]}
        />
        <div className="stack">
          <p>
            <a href={documentHref(entry)} download>
              {texts.download}
            </a>
          </p>
          {entry.registeredAt === null ? (
            acting.roles.includes('registrar') && (
              <Button aria-describedby={`entry-${entry.id}`} busy={registered.busy} onPress={mark}>
                {texts.mark}
              </Button>
            )
          ) : (
            <p>
              {texts.marked(entry.registeredBy ?? '')}, <Moment at={entry.registeredAt} />
            </p>
          )}
          {registered.problem !== undefined && <Notice kind="error" title={registered.problem} />}
        </div>
      </div>
    </article>
  )
}

/** An answer has its own copy; all else is read in the utskick it belongs to. */
function documentHref({ document, objectId }: RegisterEntry): string {
  return document === 'reply'
    ? downloadHref(repliesApi.copy, { params: { replyId: objectId }, query: { format: 'docx' } })
    : downloadHref(dispatchesApi.document, { params: { dispatchId: objectId }, query: { format: 'docx' } })
}
