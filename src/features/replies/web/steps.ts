import type { OrgCode } from '../../../lib/regions.ts'
import { longInstant } from '../../../lib/day.ts'
import { paths } from '../../../web/paths.ts'
import type { Step } from '../../../web/ui/Steps.tsx'
import type { DispatchHead, RecipientFacts } from '../../dispatches/shapes.ts'
import { texts } from '../texts-web.ts'

const words = texts.answer.steps
type Place = keyof typeof words

const ORDER: readonly Place[] = ['read', 'write', 'check', 'done']

/** Läsa – Skriva – Kontrollera – Svar lämnat, with where one is. Who reads an utskick that is answered is at its end; who writes again has the end ahead. */
export function answerSteps(org: OrgCode, head: DispatchHead, facts: RecipientFacts, current: Place): Step[] {
  const isAnswered = facts.answeredAt !== null
  const at = ORDER.indexOf(isAnswered && current === 'read' ? 'done' : current)
  const hrefs: Partial<Record<Place, string>> = {
    read: paths.asked(org, head.id),
    write: paths.answer(org, head.id),
    check: paths.checkAnswer(org, head.id),
  }
  return ORDER.map((place, index) => {
    const href = place === current || (current === 'read' && (isAnswered || place === 'check')) ? undefined : hrefs[place]
    return {
      name: words[place],
      state: index < at || (index === at && place === 'done') ? 'done' : index === at ? 'current' : 'ahead',
      ...(href === undefined ? {} : { href }),
      ...(place === 'done' && current === 'read' && facts.answeredAt ? { note: longInstant(new Date(facts.answeredAt)) } : {}),
    }
  })
}
