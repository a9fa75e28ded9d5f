import { useEffect } from 'react'
import { paths } from '../../../web/paths.ts'
import { usePlace } from '../../../web/router.tsx'
import { useMe, useToday } from '../../../web/session.tsx'
import { Link } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { witnessTexts as words } from '../texts-witness.ts'
import { useWitnessed, watch } from './witness-state.ts'
import './witness.css'

/** On every page: what the browser has found when it compared the logs with what it has kept. Nothing, as long as they go together. */
export function WitnessNotice() {
  const { acting, installation } = useMe()
  const { org } = acting
  const { record } = useWitnessed(org)
  const { path } = usePlace()
  useEffect(() => watch(org, installation.demo), [org, installation.demo])
  const page = paths.journal(org)
  // The page itself says it, and more.
  if (!record?.found || path === page) return null
  return (
    <div className="witness">
      <Notice kind="error" title={words.title}>
        <p>
          {words.what[record.found.what]} {words.meaning}
        </p>
        <p>
          {words.todo} {record.found.told && words.told}
        </p>
        <p>
          <Link href={page}>{words.toPage}</Link>
        </p>
      </Notice>
    </div>
  )
}

/** One line at the foot of every page. */
export function WitnessLine() {
  const { org } = useMe().acting
  const today = useToday()
  const { record, state } = useWitnessed(org)
  return <Link href={paths.journal(org)}>{lineOf()}</Link>

  function lineOf(): string {
    if (record?.found) return words.line.found
    if (state === 'unanswered') return words.line.unanswered
    if (state === 'checking' || !record) return words.line.checking
    return words.line.checked(record.checkedAt, today)
  }
}
