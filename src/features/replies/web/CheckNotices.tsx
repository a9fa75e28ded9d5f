import type { Day } from '../../../lib/day.ts'
import { paths } from '../../../web/paths.ts'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { fieldId } from '../../../web/ui/Field.tsx'
import { unreadOn } from '../../../web/unread.ts'
import { isAnswered } from '../../dispatches/rules-questions.ts'
import type { DispatchHead } from '../../dispatches/shapes.ts'
import { type ContentReason, worthALook, whyNotContent } from '../rules.ts'
import { type HandedIn, isSectionAnswered } from '../rules-draft.ts'
import { whyNotTexts, worthALookTexts } from '../texts.ts'
import { texts } from '../texts-web.ts'

const words = texts.check

/** Something that stands in the way of handing in: its sentence, and where on the answer's page it is mended. */
export type Hindrance = { sentence: string; place: string | undefined }

/** Everything that must be mended first, also what stands in a field without being readable. */
export function hindrancesOf(content: HandedIn, head: Pick<DispatchHead, 'kind'>, today: Day, answerPath: string): Hindrance[] {
  return [
    ...whyNotContent(content, head.kind, today).map((reason) => ({ sentence: sentenceOf(reason), place: placeOf(reason) })),
    ...unreadOn(answerPath).map(({ name, text }) => ({ sentence: words.unread(text), place: fieldId(name) })),
  ]
}

function sentenceOf({ code, names = [] }: ContentReason): string {
  const sentence = whyNotTexts[code]
  return typeof sentence === 'function' ? sentence({ names }) : sentence
}

const PLACES: Partial<Record<ContentReason['code'], string>> = {
  'own-statement-missing': fieldId('files-own-statement'),
  'own-statement-not-for-kind': fieldId('form'),
  'nothing-filled': fieldId('form'),
  'decided-missing': fieldId('decided-how'),
  'decided-who-missing': fieldId('decided-who'),
  'decided-day-missing': fieldId('decided-on'),
  'decided-day-ahead': fieldId('decided-on'),
  'marking-unfinished': fieldId('secrecy-provision'),
}

const placeOf = ({ code, questionId }: ContentReason) => (questionId === undefined ? PLACES[code] : `del-${questionId}`)

export function Hindrances({ hindrances, dispatchId }: { hindrances: readonly Hindrance[]; dispatchId: string }) {
  const org = useActingOrg()
  if (hindrances.length === 0) return null
  return (
    <Notice kind="warning" title={words.missing}>
      <ul>
        {hindrances.map(({ sentence, place }) => (
          <li key={sentence}>
            {sentence}{' '}
            {place !== undefined && (
              <Link href={`${paths.answer(org, dispatchId)}#${place}`} aria-label={words.mendOf(sentence)}>
                {words.mend}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** What can be handed in as it is, but was perhaps not meant so, and what was left without an answer. */
export function Thoughts({ content }: { content: HandedIn }) {
  const thoughts = worthALook(content).map(({ code, names }) => worthALookTexts[code](names.join(', ')))
  const empty = content.form === 'filled' ? unanswered(content) : []
  return (
    <>
      {thoughts.length > 0 && (
        <Notice kind="info" title={words.think}>
          <ul>
            {thoughts.map((thought) => (
              <li key={thought}>{thought}</li>
            ))}
          </ul>
        </Notice>
      )}
      {empty.length > 0 && <p className="soft">{words.emptySections(empty.join(', '))}</p>}
    </>
  )
}

function unanswered({ sections, questions }: HandedIn): string[] {
  return [
    ...sections.filter((section) => !isSectionAnswered(section)).map(({ number, heading }) => number || heading),
    ...questions.flatMap(({ question, answer }, at) => (isAnswered(question, answer) ? [] : [words.question(at + 1)])),
  ]
}
