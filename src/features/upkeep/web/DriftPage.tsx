import type { ReactNode } from 'react'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { type Status, StatusSign } from '../../../web/ui/StatusSign.tsx'
import { Table } from '../../../web/ui/Table.tsx'
import { upkeepApi } from '../contract.ts'
import { LOOKS, type Sign } from '../rules.ts'
import type { Upkeep } from '../shapes.ts'
import { advice, driftTexts as words } from '../texts-web.ts'
import { countSigns, type SectionName, type Thing, thingsOf } from './drift-things.ts'
import { TroubledLetters } from './TroubledLetters.tsx'
import './drift.css'

const SHAPES: Record<Sign, Status> = { good: 'done', look: 'waiting', act: 'late', off: 'not-started' }

/** Drift: how the installation fares. Each thing by sign, fact and what to do. */
export function DriftPage() {
  const upkeep = useRead(upkeepApi.upkeep, {}, { refetchEvery: 15_000 })
  return <Loaded query={upkeep}>{(view) => <Drift view={view} isStale={upkeep.isError} />}</Loaded>
}

function Drift({ view, isStale }: { view: Upkeep; isStale: boolean }) {
  const things = thingsOf(view)
  const { act, look } = countSigns(things)
  return (
    <div className="drift">
      <PageHead
        title={words.title}
        state={
          <>
            {words.state(act, look)} <span className="soft">{words.readAt(view.at)}</span>
          </>
        }
      />
      {isStale && <Notice kind="warning" title={words.stale} />}
      <ToDo things={things} />
      <Part name="health" things={things} />
      <Part name="mail" things={things}>
        <OthersMail view={view} />
        <TroubledLetters letters={view.mail.letters} />
      </Part>
      <Part name="jobs" things={things}>
        <EachJob view={view} />
      </Part>
      <Part name="journal" things={things}>
        <EachLog view={view} />
      </Part>
      <Part name="backups" things={things} />
      <Part name="certificates" things={things} />
      <Part name="disks" things={things} />
      <Settings view={view} />
    </div>
  )
}

/** What somebody has to do, first what cannot wait: so that nothing that is wrong is found only by reading to the end. */
function ToDo({ things }: { things: Record<SectionName, Thing[]> }) {
  const all = Object.values(things).flat()
  const wrong = (['act', 'look'] as const).flatMap((sign) => all.filter((thing) => LOOKS[thing.look] === sign))
  if (wrong.length === 0) return null
  return (
    <section aria-labelledby="drift-todo">
      <h2 id="drift-todo">{words.todo}</h2>
      <ul className="plain-list">
        {wrong.map(({ name, look }) => (
          <li key={name} className="drift-thing">
            <StatusSign status={SHAPES[LOOKS[look]]}>{words.signs[LOOKS[look]]}</StatusSign>
            <p>
              <strong>{name}.</strong> {advice[look]}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

type PartProps = { name: SectionName; things: Record<SectionName, Thing[]>; children?: ReactNode }

function Part({ name, things, children }: PartProps) {
  return (
    <section aria-labelledby={`drift-${name}`}>
      <h2 id={`drift-${name}`}>{words.sections[name]}</h2>
      <ul className="plain-list">
        {things[name].map((thing) => (
          <li key={thing.name} className="drift-thing">
            <StatusSign status={SHAPES[LOOKS[thing.look]]}>{words.signs[LOOKS[thing.look]]}</StatusSign>
            <div>
              <h3>{thing.name}</h3>
              {thing.facts.map((fact) => (
                <p key={fact}>{fact}</p>
              ))}
              <p className="soft">{advice[thing.look]}</p>
            </div>
          </li>
        ))}
      </ul>
      {children}
    </section>
  )
}

/** Of others' mail, the numbers: the letters are theirs. */
function OthersMail({ view }: { view: Upkeep }) {
  const others = view.mail.orgs.filter(({ org, waiting, refused }) => String(org) !== 'NSPL' && waiting + refused > 0)
  if (others.length === 0) return null
  return (
    <>
      <h3>{words.othersMail}</h3>
      <p className="soft measure">{words.othersLead}</p>
      <ul>
        {others.map(({ org, waiting, refused }) => (
          <li key={org}>{words.mailOf(org, waiting, refused)}</li>
        ))}
      </ul>
    </>
  )
}

function EachJob({ view }: { view: Upkeep }) {
  return (
    <details>
      <summary>{words.eachJob}</summary>
      <Table
        caption={words.eachJob}
        captionHidden
        rows={view.jobs}
        rowKey={({ name }) => name}
        columns={[
          { head: words.jobName, rowHead: true, cell: ({ name }) => name },
          { head: words.jobWaiting, align: 'end', cell: ({ waiting }) => waiting },
          { head: words.jobRunning, align: 'end', cell: ({ running }) => running },
          { head: words.jobFailed, align: 'end', cell: ({ failed }) => failed },
        ]}
      />
    </details>
  )
}

function EachLog({ view }: { view: Upkeep }) {
  if (view.journal.checkpoints.length === 0) return null
  return (
    <details>
      <summary>{words.eachLog}</summary>
      <Table
        caption={words.eachLog}
        captionHidden
        rows={view.journal.checkpoints}
        rowKey={({ log }) => log}
        columns={[
          { head: words.logName, rowHead: true, cell: ({ log }) => words.log(log) },
          { head: words.logSize, align: 'end', cell: ({ size }) => size },
          { head: words.logSigned, cell: ({ signedAt }) => <Moment at={signedAt} /> },
        ]}
      />
    </details>
  )
}

function Settings({ view }: { view: Upkeep }) {
  return (
    <section aria-labelledby="drift-settings">
      <h2 id="drift-settings">{words.sections.settings}</h2>
      <p className="soft measure">{words.settingsLead}</p>
      <details>
        <summary>{words.eachSetting}</summary>
        <Table
          caption={words.sections.settings}
          captionHidden
          rows={view.settings}
          rowKey={({ name }) => name}
          columns={[
            { head: words.settingName, rowHead: true, cell: ({ name }) => <code>{name}</code> },
            {
              head: words.settingValue,
              cell: ({ value, shown, isDefault }) => {
                if (value === null) return <span className="soft">{words.notSet}</span>
                if (shown === 'set') return words.isSet
                return (
                  <>
                    <code>{value}</code> {isDefault && <span className="soft">({words.byDefault})</span>}
                  </>
                )
              },
            },
          ]}
        />
      </details>
    </section>
  )
}
