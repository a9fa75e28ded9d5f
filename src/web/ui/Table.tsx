/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- a table laid out as blocks loses its own roles */
import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

export type Column<Row> = {
  head: ReactNode
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end'
  /** The column that names the row. */
  rowHead?: boolean
}

type TableProps<Row> = {
  caption: string
  captionHidden?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Said instead of a table without rows. */
  empty?: ReactNode
  /** On a narrow screen: each row as a small list, or the table rolled sideways. */
  narrow?: 'stack' | 'scroll'
  foot?: ReactNode
}

/** A plain table. The roles are written out because a stacked row would else lose them. */
export function Table<Row>({ caption, captionHidden = false, columns, rows, rowKey, empty, narrow = 'stack', foot }: TableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <div className="empty">{empty}</div>
  const scrolls = narrow === 'scroll' ? { role: 'region', 'aria-label': texts.scrollTable(caption), tabIndex: 0 } : {}
  return (
    <div className={`table-box ${narrow}`} {...scrolls}>
      <table role="table">
        <caption className={captionHidden ? 'for-ears' : undefined}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column, place) => (
              <th key={place} role="columnheader" scope="col" className={column.align}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column, place) =>
                column.rowHead ? (
                  <th key={place} role="rowheader" scope="row" className={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={place}
                    role="cell"
                    className={column.align}
                    data-head={typeof column.head === 'string' ? column.head : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot role="rowgroup">{foot}</tfoot>}
      </table>
    </div>
  )
}

/** Names and values. A pair whose value is undefined, null or false is left out. */
export function Facts({ items }: { items: readonly (readonly [term: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {items.map(([term, value], place) =>
        value === undefined || value === null || value === false ? null : (
          <div key={place}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
