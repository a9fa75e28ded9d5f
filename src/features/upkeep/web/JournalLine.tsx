import { useRead } from '../../../web/queries.tsx'
import { StatusSign } from '../../../web/ui/StatusSign.tsx'
import { upkeepApi } from '../contract.ts'
import { driftTexts as words } from '../texts-web.ts'

/** One line under the secretariat's start page: when the journal was last gone through. Says nothing when that cannot be read. */
export function JournalLine() {
  const { data, dataUpdatedAt } = useRead(upkeepApi.verification, {})
  if (!data) return null
  const now = new Date(dataUpdatedAt).toISOString()
  const { last } = data
  return (
    <p className="soft small">
      {last === null ? (
        <StatusSign status="not-started">{words.neverVerified}</StatusSign>
      ) : last.ok ? (
        <StatusSign status="done">{words.verified(last.entries, last.at, now)}</StatusSign>
      ) : (
        <StatusSign status="late">{words.verifyFailed(last.at, now)}</StatusSign>
      )}
    </p>
  )
}
