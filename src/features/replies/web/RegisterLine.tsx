import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf, longDay, longInstant, startOfDay } from '../../../lib/day.ts'
import { downloadHref } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { useCommand } from '../../../web/queries.tsx'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { useMe } from '../../../web/session.tsx'
import { texts as webTexts } from '../../../web/texts.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { CopyButton, Moment } from '../../../web/ui/Small.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { organisationName } from '../../dispatches/rules-recipients.ts'
import type { RegisterEntry } from '../../dispatches/shapes.ts'
import { repliesApi } from '../contract.ts'
import { registerTexts as texts } from '../texts-office.ts'

/** One thing to register: its facts to copy, the documents themselves, and the mark. */
export function RegisterLine({ entry }: { entry: RegisterEntry }) {
  const { direction, reply } = entry
  const counterpart = entry.counterpartOrg === null ? texts.everyone : organisationName(entry.counterpartOrg)
  const document = [texts.document[entry.document], reply?.number ?? ''].filter((part) => part !== '').join(' ')
  const name = `${texts.direction[direction]}: ${document}, ${counterpart}`
  const copyable = (term: string, value: string, copied = value) => (
    <span className="copyable">
      {value} <CopyButton text={copied} what={`${term}, ${name}`} />
    </span>
  )
  const fact = (term: string, value: string | null) => [term, value === null ? null : copyable(term, value)] as const
  const at = new Date(entry.occurredAt)
  const day = dayOf(at)
  return (
    <article aria-labelledby={`entry-${entry.id}`}>
      <h2 id={`entry-${entry.id}`}>{name}</h2>
      <div className="columns side">
        <Facts
          items={[
            // What came by letter has a day and no time. A register takes the day as 2026-11-25.
            [
              texts.arrived[direction],
              copyable(texts.date, at.getTime() === startOfDay(day).getTime() ? longDay(day) : longInstant(at), day),
            ],
            fact(texts.number, reply?.number ?? null),
            [texts.relation, relationWords(reply)],
            fact(texts.counterpart[direction], counterpart),
            fact(texts.subject, entry.title),
            entry.caseNumber === null ? [texts.caseNumber, texts.none] : fact(texts.caseNumber, entry.caseNumber),
            fact(texts.counterpartCaseNumber, entry.counterpartCaseNumber),
          ]}
        />
        <div className="stack">
          <Documents entry={entry} name={name} />
          <Mark entry={entry} name={name} />
        </div>
      </div>
    </article>
  )
}

function relationWords(reply: RegisterEntry['reply']): string | null {
  if (reply === null || reply.relation === 'first') return null
  return texts.relations[reply.relation](reply.earlierNumber ?? '')
}

/** The thing itself: an answer's own files and a copy of what it said; all else is read in the utskick it belongs to. */
function Documents({ entry: { document, objectId, dispatchId, reply }, name }: { entry: RegisterEntry; name: string }) {
  const isReply = document === 'reply'
  const word = isReply
    ? downloadHref(repliesApi.copy, { params: { replyId: objectId }, query: { format: 'docx' } })
    : downloadHref(dispatchesApi.document, { params: { dispatchId: objectId }, query: { format: 'docx' } })
  const wordWords = isReply ? texts.downloadReply : texts.download
  return (
    <>
      {reply !== null && reply.files.length > 0 && (
        <>
          <p id={`files-${objectId}`}>{texts.files}</p>
          <ul aria-labelledby={`files-${objectId}`}>
            {reply.files.map(({ position, name: fileName, size, role }) => (
              <li key={position}>
                <a href={downloadHref(repliesApi.file, { params: { replyId: objectId, position: String(position) } })} download>
                  {fileName}
                </a>{' '}
                <span className="soft">
                  {texts.fileRoles[role]}, {webTexts.size(size)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a href={word} download aria-label={texts.ofEntry(wordWords, name)}>
          {wordWords}
        </a>
      </p>
      {dispatchId !== null && (
        <p>
          <Link href={isReply ? paths.receivedReply(dispatchId, objectId) : paths.dispatch(dispatchId)}>
            {isReply ? texts.openReply : texts.openDispatch}
            <span className="for-ears">: {name}</span>
          </Link>
        </p>
      )}
    </>
  )
}

/** What is marked keeps its place until the list is read again, with the way back where the button was. */
function Mark({ entry, name }: { entry: RegisterEntry; name: string }) {
  const { acting } = useMe()
  const org = useActingOrg()
  const client = useQueryClient()
  const registered = useCommand(dispatchesApi.registered, { refresh: false })
  const unregistered = useCommand(dispatchesApi.unregistered, { refresh: false })
  const [changed, setChanged] = useState<boolean>()
  const isDone = changed ?? entry.registeredAt !== null
  const change = async () => {
    const done = await (isDone ? unregistered : registered).run({ params: { entryId: entry.id } })
    if (!done) return
    setChanged(!isDone)
    await client.invalidateQueries({ queryKey: [org, dispatchesApi.register.path], refetchType: 'none' })
  }
  const problem = isDone ? unregistered.problem : registered.problem
  return (
    <>
      {acting.roles.includes('registrar') && (
        <Button onPress={change} aria-label={isDone ? texts.undoOf(name) : texts.ofEntry(texts.mark, name)}>
          {isDone ? texts.undo : texts.mark}
        </Button>
      )}
      <p role="status">
        {isDone && (changed || entry.registeredAt === null) && texts.markedNow}
        {isDone && !changed && entry.registeredAt !== null && (
          <>
            {texts.marked(entry.registeredBy ?? '')}, <Moment at={entry.registeredAt} />
          </>
        )}
      </p>
      {problem !== undefined && <Notice kind="error" title={problem} />}
    </>
  )
}
