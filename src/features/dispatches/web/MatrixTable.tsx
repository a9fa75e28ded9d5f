import { memo, type MouseEvent, useEffect } from 'react'
import { type Day, dayOf } from '../../../lib/day.ts'
import { type OrgCode, REGIONS } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { useGo } from '../../../web/router-hooks.ts'
import { useToday } from '../../../web/session.tsx'
import { texts as webTexts } from '../../../web/texts.ts'
import { StatusShape } from '../../../web/ui/StatusSign.tsx'
import { kindOf } from '../rules-kinds.ts'
import type { MatrixRow } from '../shapes.ts'
import { matrixTexts as texts } from '../texts-overview.ts'
import { slotTexts } from '../texts-web.ts'
import { useGridFocus } from './grid-focus.ts'
import { doneCount, groupRows } from './matrix-rows.ts'
import { slotLook } from './SlotLook.tsx'

type OpenCell = { dispatchId: string; org: string } | undefined
type MatrixTableProps = { rows: readonly MatrixRow[]; open: OpenCell; onOpen: (dispatchId: string, org: OrgCode) => void }

/** All utskick and all regions at one look. A native table: a library's took six times as long with as many cells. */
export function MatrixTable({ rows, open, onOpen }: MatrixTableProps) {
  const today = useToday()
  const { ref, onKeyDown, onFocus } = useGridFocus()
  const groups = groupRows(rows)
  // The panel takes room beside the table: the open cell must not end up outside what is seen.
  useEffect(() => {
    ref.current?.querySelector('td.open')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [open?.dispatchId, open?.org, ref])
  const numbers = new Map(groups.flatMap((group) => group.rows).map((row, place) => [row.id, place]))
  return (
    <div className="matrix-scroller">
      <table
        className="matrix"
        // The ARIA pattern itself makes a grid of a table (APG, data grid).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={texts.grid}
        aria-describedby="matrix-help"
        ref={ref}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        <thead>
          <tr>
            <th scope="col" className="matrix-corner">
              {texts.dispatchColumn}
            </th>
            {REGIONS.map(({ code, shortName }) => (
              <th key={code} scope="col" className="matrix-region">
                <span>{shortName}</span>
              </th>
            ))}
            <th scope="col" className="matrix-sum">
              {texts.sumColumn}
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.kind}>
            <tr className="matrix-group">
              <th scope="rowgroup" colSpan={REGIONS.length + 2}>
                <span>{texts.kinds[group.kind]}</span>
              </th>
            </tr>
            {group.rows.map((row) => {
              const openOrg = open?.dispatchId === row.id ? open.org : undefined
              return <MatrixLine key={row.id} row={row} number={numbers.get(row.id) ?? 0} openOrg={openOrg} today={today} onOpen={onOpen} />
            })}
          </tbody>
        ))}
      </table>
    </div>
  )
}

type MatrixLineProps = {
  row: MatrixRow
  number: number
  openOrg: string | undefined
  today: Day
  onOpen: (dispatchId: string, org: OrgCode) => void
}

const MatrixLine = memo(function MatrixLine({ row, number, openOrg, today, onOpen }: MatrixLineProps) {
  const done = doneCount(row)
  return (
    <tr>
      <th scope="row" className="matrix-head">
        <RowLink row={row} number={number} />
        <span className="matrix-sub">{rowWords(row, today)}</span>
      </th>
      {REGIONS.map(({ code, shortName }, place) => {
        const slot = row.slots.find(({ org }) => org === code)
        const look = slotLook(row, slot, today)
        const stop = { 'data-row': number, 'data-column': place + 1, tabIndex: -1 }
        if (slot === undefined) {
          return (
            <td key={code} {...stop} aria-label={slotTexts.cell(shortName, row.title, look.word)}>
              <StatusShape status={look.status} />
            </td>
          )
        }
        return (
          <td key={code} className={openOrg === code ? 'open' : undefined}>
            <button
              type="button"
              {...stop}
              aria-label={slotTexts.cell(shortName, row.title, look.word)}
              aria-expanded={openOrg === code}
              title={`${shortName}: ${look.word}`}
              onClick={() => onOpen(row.id, code)}
            >
              <StatusShape status={look.status} />
              {look.mark && (
                <span className="matrix-mark" aria-hidden="true">
                  {texts.marks[look.mark].sign}
                </span>
              )}
            </button>
          </td>
        )
      })}
      <td className="matrix-sum">
        <span>{webTexts.ofTotal(done, row.asked)}</span>
        <progress value={done} max={Math.max(row.asked, 1)} aria-hidden="true" />
      </td>
    </tr>
  )
})

/** An ordinary link, but one of the grid's own stops. */
function RowLink({ row, number }: { row: MatrixRow; number: number }) {
  const go = useGo()
  const href = paths.dispatch(row.id)
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} data-row={number} data-column={0} tabIndex={-1} onClick={follow}>
      {row.title}
    </a>
  )
}

/** What stands under the title: number, last day, and whether it is over. */
export function rowWords(row: MatrixRow, today: Day): string {
  const parts = [row.caseNumber ?? '']
  if (row.recalledAt !== null) parts.push(texts.recalled)
  else if (row.closedAt !== null) parts.push(texts.closed)
  else if (kindOf(row.kind).hasAnswers && row.lastDay !== null) parts.push(texts.lastDay(row.lastDay, today))
  else if (row.sentAt !== null) parts.push(texts.sent(dayOf(new Date(row.sentAt)), today))
  return parts.filter((part) => part !== '').join(' · ')
}
