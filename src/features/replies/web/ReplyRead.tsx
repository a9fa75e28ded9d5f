import { dayOf, longDay, longInstant } from '../../../lib/day.ts'
import { downloadHref } from '../../../web/client.ts'
import { Facts } from '../../../web/ui/Table.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { answerToText } from '../../dispatches/rules-questions.ts'
import { repliesApi } from '../contract.ts'
import type { DecidedBy, ReplyContent, ReplyFile, ReplySummary } from '../shapes.ts'
import { markingText, unbroken } from '../templates-parts.ts'
import { texts } from '../texts-web.ts'

const words = texts.reply

/** An answer as it was, or is about to be, handed in. `replyId` is null before it has been. */
export function ReplyRead({ content, replyId }: { content: ReplyContent; replyId: string | null }) {
  const sections = content.sections.filter((section) => section.stance || section.remark || section.wording !== null)
  return (
    <>
      {content.marking && (
        <p>
          <strong>{words.marked(markingText(content.marking))}</strong> {words.markedHelp}
        </p>
      )}
      <h2>{words.overall}</h2>
      <p className="reply-stance">{content.overall.stance ? texts.stances[content.overall.stance] : words.notSaid}</p>
      {content.overall.comment && <p className="plain-text">{content.overall.comment}</p>}

      {content.form === 'filled' && (content.sections.length > 0 || sections.length > 0) && (
        <>
          <h2>{words.sections}</h2>
          {sections.length === 0 && <p>{words.noSections}</p>}
          {sections.map((section) => (
            <section
              key={section.sectionId}
              className={section.remark || section.wording !== null ? 'reply-section' : 'reply-section brief'}
            >
              <h3>{[section.number, section.heading].filter(Boolean).join(' ')}</h3>
              {section.stance && <p className="reply-stance">{texts.stances[section.stance]}</p>}
              {section.remark && (
                <>
                  <h4 className="small-head">{words.remark}</h4>
                  <p className="plain-text">{section.remark}</p>
                </>
              )}
              {section.wording !== null && (
                <>
                  <h4 className="small-head">{words.wording}</h4>
                  <blockquote className="plain-text">{section.wording || words.wordingRemoved}</blockquote>
                </>
              )}
            </section>
          ))}
        </>
      )}

      {content.questions.length > 0 && (
        <>
          <h2>{words.questions}</h2>
          <dl className="reply-questions">
            {content.questions.map(({ question, answer }, place) => (
              <div key={question.id}>
                <dt>{texts.answer.numbered(place + 1, question.text)}</dt>
                <dd className="plain-text">{answerToText(question, answer) || words.noAnswer}</dd>
              </div>
            ))}
          </dl>
        </>
      )}

      {FILE_ROLES.map((role) => (
        <FilesRead key={role} role={role} content={content} replyId={replyId} />
      ))}

      <h2>{words.decided}</h2>
      {content.decided ? <DecidedRead decided={content.decided} /> : <p>{words.notSaid}</p>}
    </>
  )
}

const FILE_ROLES = ['own-statement', 'original', 'attachment'] as const

/** The files of one role. Each is fetched by its place among all of the answer's. */
function FilesRead({ role, content, replyId }: { role: ReplyFile['role']; content: ReplyContent; replyId: string | null }) {
  const files = content.files.map((file, position) => ({ ...file, position })).filter((file) => file.role === role)
  if (files.length === 0) return null
  return (
    <>
      <h2>{words.files[role]}</h2>
      <ul>
        {files.map(({ name, position }) => (
          <li key={position}>
            {replyId === null ? (
              name
            ) : (
              <Link outside href={downloadHref(repliesApi.file, { params: { replyId, position: String(position) } })}>
                {name}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function DecidedRead({ decided }: { decided: DecidedBy }) {
  const labels = texts.answer
  return (
    <Facts
      items={[
        [labels.decidedHow, labels.decidedHows[decided.how]],
        [labels.decidedWho[decided.how], decided.who || words.notSaid],
        [labels.decidedOn, decided.on ? longDay(decided.on) : words.notSaid],
        ...(decided.paragraph ? ([[labels.paragraph, unbroken(decided.paragraph)]] as const) : []),
        ...(decided.adjusted === 'not-said' ? [] : ([[labels.adjusted, labels.adjustedChoices[decided.adjusted]]] as const)),
        ...(decided.reservation ? ([[labels.reservation, labels.yes]] as const) : []),
        ...(decided.preliminary ? ([[labels.preliminary, labels.yes]] as const) : []),
      ]}
    />
  )
}

/** Who gave the answer and when; one that came by mail or letter was entered by somebody else, on another day perhaps. */
export function arrivalText({ channel, receivedOn, handedInAt, handedInBy }: ReplyContent): string {
  const day = longDay(receivedOn ?? dayOf(new Date(handedInAt)))
  return words.arrivedBy(day, words.arrivedHow[channel], handedInBy)
}

/** One line about an answer: its number, when, how, and what it does to an earlier one. Whether it is coded is kansliet's own matter. */
export function replyLine(reply: ReplySummary): string {
  return [
    reply.number,
    reply.relation === 'first' ? '' : words.relation[reply.relation].toLowerCase(),
    words.form[reply.form].toLowerCase(),
    reply.channel === 'platform' ? longInstant(new Date(reply.handedInAt)) : words.channel[reply.channel].toLowerCase(),
    reply.receivedOn ? longDay(reply.receivedOn) : '',
    reply.late ? words.late : '',
    reply.channel === 'platform' ? '' : reply.confirmedAt ? words.confirmed(longInstant(new Date(reply.confirmedAt))) : words.unconfirmed,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
