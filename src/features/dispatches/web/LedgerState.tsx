import { type Status, StatusSign } from '../../../web/ui/StatusSign.tsx'
import type { LedgerLine } from '../shapes.ts'
import { mailTexts as texts } from '../texts-web.ts'

/** What became of a letter, by sign and words. */
export function LedgerState({ line }: { line: LedgerLine }) {
  const [status, words] = look(line)
  return <StatusSign status={status}>{words}</StatusSign>
}

function look({ failedAt, failure, uncertain, acceptedAt, attempts }: LedgerLine): [Status, string] {
  if (failedAt !== null) return ['late', failure ? texts.refusedFor(failure) : texts.refused]
  if (uncertain) return ['waiting', texts.uncertain]
  if (acceptedAt !== null) return ['done', texts.accepted]
  return ['draft', attempts > 0 ? texts.retrying(attempts) : texts.waiting]
}
