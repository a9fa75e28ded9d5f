import { createElement, type ReactNode } from 'react'
import { texts } from '../texts.ts'
import type { Block, Inline, ListBlock, TableBlock } from '../../lib/blocks.ts'

/** A text's blocks as elements: nothing is ever put in as HTML. */
export function BlocksView({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block) => (
        <BlockView key={block.id} block={block} />
      ))}
    </div>
  )
}

function BlockView({ block }: { block: Block }) {
  if (block.type === 'paragraph') return <p className="prewrap">{runs(block.content)}</p>
  return block.type === 'list' ? <ListView list={block} /> : <TableView table={block} />
}

function ListView({ list }: { list: ListBlock }) {
  const items = list.items.map((item, place) => (
    <li key={place} className="prewrap">
      {runs(item)}
    </li>
  ))
  if (!list.ordered) return <ul>{items}</ul>
  return (
    <ol type={list.letters ? 'a' : '1'} start={list.start ?? 1}>
      {items}
    </ol>
  )
}

function TableView({ table }: { table: TableBlock }) {
  const [first, ...others] = table.rows
  const body = table.header ? others : table.rows
  return (
    <div className="table-box scroll" role="group" aria-label={texts.table} tabIndex={0}>
      <table>
        {table.header && first && (
          <thead>
            <tr>{first.map((cell, place) => createElement('th', { key: place, scope: 'col' }, runs(cell)))}</tr>
          </thead>
        )}
        <tbody>
          {body.map((row, place) => (
            <tr key={place}>{row.map((cell, at) => createElement('td', { key: at }, runs(cell)))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function runs(inlines: readonly Inline[]): ReactNode {
  return inlines.map(({ text, bold, italic }, place) => {
    const slanted = italic ? <em>{text}</em> : text
    return bold ? <strong key={place}>{slanted}</strong> : <span key={place}>{slanted}</span>
  })
}
