import type { OrgCode } from '../../../lib/regions.ts'
import { longInstant } from '../../../lib/day.ts'
import { paths } from '../../../web/paths.ts'
import type { Step } from '../../../web/ui/Steps.tsx'
import type { DispatchHead, RecipientFacts } from '../../dispatches/shapes.ts'
import { texts } from '../texts-web.ts'

const words = texts.answer.steps
type Place = keyof typeof words

const ORDER: readonly Place[] = ['read', 'write', 'check', 'done']

/** Läsa – Skriva – Kontrollera – Svar lämnat, with where one is. */
export function answerSteps(org: OrgCode, head: DispatchHead, facts: RecipientFacts, current: Place): Step[] {
  const at = ORDER.indexOf(current)
  const hrefs: Partial<Record<Place, string>> = {
    read: paths.asked(org, head.id),
    write: paths.answer(org, head.id),
    check: paths.checkAnswer(org, head.id),
  }
  return ORDER.map((place, index) => {
    const href = index === at || (current === 'read' && place === 'check') ? undefined : hrefs[place]
    const isDone = index < at || (place === 'done' && facts.answeredAt !== null)
    return {
      name: words[place],
      state: index === at ? 'current' : isDone ? 'done' : 'ahead',
      ...(href === undefined ? {} : { href }),
      ...(place === 'done' && facts.answeredAt ? { note: longInstant(new Date(facts.answeredAt)) } : {}),
    }
  })
}
