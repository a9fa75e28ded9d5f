import type { Day } from '../../../lib/day.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { receiptFiles } from '../../../web/paths.ts'
import { useMe, useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { CopyButton } from '../../../web/ui/Small.tsx'
import { takesHome } from '../access.ts'
import { journalApi } from '../contract-journal.ts'
import type { JournalNow } from '../shapes-journal.ts'
import { journalTexts as words } from '../texts-journal-page.ts'
import { CheckpointPart } from './Checkpoint.tsx'
import { EntriesPart } from './Entries.tsx'
import { AsidePart, FoundPart } from './Findings.tsx'
import { check, useWitnessed, type Witnessed } from './witness-state.ts'
import './journal.css'
import { useAddress } from './journal-address.ts'

/** Journal: what it is, how it fares, and everything one needs to hold it to its word. */
export function JournalPage() {
  const { acting, installation } = useMe()
  const { org } = acting
  const isOffice = acting.kind === 'secretariat'
  const today = useToday()
  const witnessed = useWitnessed(org)
  const now = useRead(journalApi.now, {})
  const checkAgain = async () => {
    await check(org, installation.demo)
    await now.refetch()
  }
  return (
    <div className="journal">
      <PageHead title={words.title} state={stateOf(witnessed, today)} actions={<Button onPress={checkAgain}>{words.check}</Button>} />
      {!witnessed.isKept && <Notice kind="info">{words.state.notKept}</Notice>}
      {witnessed.record?.found && <FoundPart found={witnessed.record.found} />}
      {witnessed.record?.newKey && <Notice kind="warning">{words.newKey(isOffice)}</Notice>}
      {words.intro.map((text) => (
        <p key={text} className="measure">
          {text}
        </p>
      ))}
      <Loaded query={now}>
        {(journal) => (
          <>
            <CheckpointPart journal={journal} signature={witnessed.record?.signature} isOffice={isOffice} />
            <AnchorPart anchor={journal.anchor} />
            <HomePart journal={journal} />
          </>
        )}
      </Loaded>
      <EntriesPart />
      <AsidePart found={witnessed.record?.aside ?? []} />
    </div>
  )
}

function stateOf({ record, state }: Witnessed, today: Day): string {
  if (state === 'checking') return words.state.checking
  if (state === 'unanswered') return words.state.unanswered(record?.checkedAt, today)
  if (!record) return words.state.checking
  if (record.found) return words.state.found(record.checkedAt, today)
  return record.firstAt === record.checkedAt
    ? words.state.first(record.checkedAt, today)
    : words.state.well(record.checkedAt, record.firstAt, today)
}

function AnchorPart({ anchor }: { anchor: JournalNow['anchor'] }) {
  const address = useAddress()
  const { state, stampedAt, waitingSince } = anchor
  const today = useToday()
  const states = words.anchorStates
  return (
    <section aria-labelledby="journal-anchor">
      <h2 id="journal-anchor">{words.anchor}</h2>
      {state === 'off' && <p>{states.off}</p>}
      {state === 'anchored' && <p>{states.anchored(stampedAt, today)}</p>}
      {state === 'due' && <p>{states.due(stampedAt, today)}</p>}
      {state === 'late' && <Notice kind="warning">{states.late}</Notice>}
      {state === 'unanchored' && <Notice kind="warning">{states.unanchored(stampedAt ?? waitingSince ?? '', today)}</Notice>}
      {stampedAt !== null && (
        <LinkButton href={address(journalApi.stamp)} outside small>
          {words.stamp}
        </LinkButton>
      )}
    </section>
  )
}

function HomePart({ journal }: { journal: JournalNow }) {
  const { person, acting } = useMe()
  const actor = { personId: person.id, name: person.name, org: acting.org, orgKind: acting.kind, roles: acting.roles }
  const key = journal.keys.find(({ algorithm, retiredAt }) => algorithm === 'ed25519' && retiredAt === null)
  const command = words.command(key?.fingerprint ?? '')
  return (
    <section aria-labelledby="journal-home">
      <h2 id="journal-home">{words.home}</h2>
      <p className="measure">{words.homeHelp}</p>
      {takesHome.allows(actor) ? (
        <>
          <LinkButton href={receiptFiles.bundle(acting.org)} outside kind="primary">
            {words.bundle}
          </LinkButton>
          <p className="measure">{words.verify}</p>
          <pre className="lines">{command}</pre>
          <CopyButton text={command} what={words.home} />
        </>
      ) : (
        <p className="soft">{words.bundleNot(acting.kind === 'secretariat')}</p>
      )}
    </section>
  )
}
