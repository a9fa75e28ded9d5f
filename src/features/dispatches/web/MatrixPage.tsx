import { useState, useSyncExternalStore } from 'react'
import { OrgCode } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useRead } from '../../../web/queries.tsx'
import { usePageQuery } from '../../../web/router-hooks.ts'
import { useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Choices.tsx'
import { LinkButton } from '../../../web/ui/Link.tsx'
import { EmptyState } from '../../../web/ui/Small.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { type Status, StatusSign } from '../../../web/ui/StatusSign.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../contract.ts'
import type { MatrixRow } from '../shapes.ts'
import { matrixTexts as texts, officeTexts } from '../texts-overview.ts'
import { MatrixList } from './MatrixList.tsx'
import { cellText, findRows, isOpen, readCell } from './matrix-rows.ts'
import { MatrixTable } from './MatrixTable.tsx'
import { useMayWrite } from './office-roles.ts'
import { SlotPanel } from './SlotPanel.tsx'
import './matrix.css'

/** All utskick and all regions: who has and who has not. */
export function MatrixPage() {
  const matrix = useRead(dispatchesApi.matrix, { query: { limit: '200' } })
  return <Loaded query={matrix}>{({ items }) => <Matrix rows={items} />}</Loaded>
}

function Matrix({ rows }: { rows: readonly MatrixRow[] }) {
  const today = useToday()
  const mayWrite = useMayWrite()
  const [query, setQuery] = usePageQuery()
  const isNarrow = useNarrow()
  const shown = findRows(rows, query['sok'] ?? '', query['visa'] === 'oppna')
  const cell = readCell(query['cell'])
  const dispatch = rows.find(({ id }) => id === cell?.dispatchId)
  const org = OrgCode.safeParse(cell?.org)
  const open = rows.filter(isOpen)
  const sum = (number: (row: MatrixRow) => number) => open.reduce((total, row) => total + number(row), 0)
  // The same function for as long as the page lives, so that rows are not drawn again.
  const [onOpen] = useState(() => (dispatchId: string, code: OrgCode) => setQuery({ cell: cellText(dispatchId, code) }))
  const closePanel = () => {
    document.querySelector<HTMLElement>('.matrix td.open button')?.focus()
    setQuery({ cell: undefined })
  }
  return (
    <>
      <PageHead
        title={texts.title}
        state={texts.state(
          open.length,
          sum(({ answered }) => answered),
          sum(({ asked }) => asked),
          today,
        )}
        actions={
          <>
            {mayWrite && (
              <LinkButton kind="primary" href={paths.newDispatch()}>
                {officeTexts.newDispatch}
              </LinkButton>
            )}
            {!isNarrow && <Button onPress={() => print()}>{texts.print}</Button>}
          </>
        }
      />
      {rows.length === 0 ? (
        <EmptyState>{texts.none}</EmptyState>
      ) : (
        <>
          <MatrixFilters query={query} setQuery={setQuery} />
          <div className="matrix-page with-panel">
            <div>
              {shown.length === 0 ? (
                <EmptyState>
                  <p>{texts.noneFound}</p>
                  <Button onPress={() => setQuery({ sok: undefined, visa: undefined })}>{texts.clear}</Button>
                </EmptyState>
              ) : isNarrow ? (
                <MatrixList rows={shown} region={query['region']} onRegion={(region) => setQuery({ region })} onOpen={onOpen} />
              ) : (
                <MatrixTable rows={shown} open={cell} onOpen={onOpen} />
              )}
              <Legend isNarrow={isNarrow} />
            </div>
            {dispatch && org.success && <SlotPanel dispatch={dispatch} org={org.data} onClose={closePanel} />}
          </div>
        </>
      )}
    </>
  )
}

type SetQuery = ReturnType<typeof usePageQuery>[1]

function MatrixFilters({ query, setQuery }: { query: Readonly<Record<string, string>>; setQuery: SetQuery }) {
  return (
    <div className="matrix-filters">
      <TextField
        label={texts.search}
        name="matrix-search"
        type="search"
        width="half"
        value={query['sok'] ?? ''}
        onChange={(sok) => setQuery({ sok })}
      />
      <Checkbox
        label={texts.showOpen}
        name="matrix-open"
        checked={query['visa'] === 'oppna'}
        onChange={(checked) => setQuery({ visa: checked ? 'oppna' : undefined })}
      />
    </div>
  )
}

const LEGEND: readonly Status[] = ['not-started', 'received', 'draft', 'waiting', 'done', 'done-late', 'late', 'withdrawn', 'not-asked']

function Legend({ isNarrow }: { isNarrow: boolean }) {
  return (
    <section className="matrix-legend">
      <h2>{texts.legend}</h2>
      <ul>
        {LEGEND.map((status) => (
          <li key={status}>
            <StatusSign status={status}>{texts.legendWords[status]}</StatusSign>
          </li>
        ))}
        {Object.values(texts.marks).map(({ sign, words }) => (
          <li key={sign} className="status">
            <span className="matrix-mark">{sign}</span> {words}
          </li>
        ))}
      </ul>
      {!isNarrow && (
        <p id="matrix-help" className="soft">
          {texts.gridHelp}
        </p>
      )}
    </section>
  )
}

// Only on a screen: a sheet of paper is narrower than many windows, and gets the whole matrix.
const NARROW = 'screen and (max-width: 56.25rem)'

function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(NARROW)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(NARROW).matches,
  )
}
