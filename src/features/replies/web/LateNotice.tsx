import type { Day } from '../../../lib/day.ts'
import { useToday } from '../../../web/session.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import type { DispatchHead } from '../../dispatches/shapes.ts'
import { texts } from '../texts-web.ts'

/** An answer is taken in also after the answer time: the pages that lead to it say so. */
export function LateNotice({ head, lastDay }: { head: Pick<DispatchHead, 'closedAt'>; lastDay: Day | null }) {
  const today = useToday()
  if (head.closedAt) return <Notice kind="info">{texts.received.closed}</Notice>
  return lastDay !== null && lastDay < today ? <Notice kind="info">{texts.received.overdue}</Notice> : null
}
