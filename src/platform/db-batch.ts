import type { Writable } from 'node:stream'
import pg from 'pg'

export type Result = pg.QueryResult<Record<string, unknown>>

/** A statement on its way, and who waits for it. A named one is parsed once per connection. */
export type Statement = {
  text: string
  values: readonly unknown[]
  name: string | undefined
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** What we use of the driver's insides: its messages to the server, without the Sync that it puts behind each statement. */
type Connection = {
  submittedNamedStatements: Record<string, string>
  execute: (config: { portal: string }) => void
  sync: () => void
  stream: Writable
}
type Part = pg.Query & {
  name: string | undefined
  _result: { _types: pg.TypeOverrides }
  _results: Result
  _canceledDueToError: unknown
  _getRows: (connection: Connection) => void
  prepare: (connection: Connection) => void
  handleRowDescription: (message: unknown) => void
  handleDataRow: (message: unknown) => void
  handleCommandComplete: (message: unknown, connection: Connection) => void
}

/**
 * Sends statements of one transaction together: one write, and one Sync behind the last. The server then answers all of them
 * in one write too; after one that fails it skips the rest, which fail with the same error. Per statement this saves a system call
 * and a wake-up on either side. Needs a connection of pg in pipeline mode.
 */
export function sendBatch(client: pg.PoolClient, statements: readonly Statement[], types: pg.TypeOverrides): void {
  const parts = statements.map((statement) => partOf(statement, types))
  let at = 0
  const settle = (connection: Connection, error: unknown) => {
    for (const { name } of parts.slice(at)) if (name !== undefined) delete connection.submittedNamedStatements[name]
    for (const statement of statements.slice(at)) statement.reject(error)
    at = parts.length
  }

  const batch = new pg.Query('', [], () => undefined) as pg.Query & {
    name: string | undefined
    text: string
    callback: (error: unknown) => void
  }
  // The driver notes a parsed statement under the name and text of whichever is being answered.
  const answering = () => {
    batch.name = parts[at]?.name
    batch.text = statements[at]?.text ?? ''
  }
  answering()
  Object.assign(batch, {
    submit: (connection: Connection) => {
      const collector = collectorOf(connection)
      for (const part of parts) part.prepare(collector)
      collector.sync()
      connection.stream.write(Buffer.concat(collector.stream.taken()))
      return null
    },
    handleRowDescription: (message: unknown) => parts[at]?.handleRowDescription(message),
    handleDataRow: (message: unknown) => parts[at]?.handleDataRow(message),
    handleEmptyQuery: () => undefined,
    handleCommandComplete: (message: unknown, connection: Connection) => {
      const [part, statement] = [parts[at], statements[at]]
      if (!part || !statement) return
      part.handleCommandComplete(message, connection)
      at += 1
      answering()
      if (part._canceledDueToError) statement.reject(part._canceledDueToError)
      else statement.resolve(part._results)
    },
    handleError: (error: unknown, connection: Connection) => {
      settle(connection, error)
      batch.callback(error)
    },
    handleReadyForQuery: () => batch.callback(null),
  })
  client.query(batch)
}

type Collector = Connection & { stream: { writable: true; write: (piece: Buffer) => void; taken: () => Buffer[] } }
const collectors = new WeakMap<Connection, Collector>()

/** The connection with a list in place of its socket: handing over many small pieces costs the system more than copying them into one. */
function collectorOf(connection: Connection): Collector {
  const known = collectors.get(connection)
  if (known) return known
  let all: Buffer[] = []
  const stream = {
    writable: true,
    write: (piece: Buffer) => all.push(piece),
    taken: () => {
      const pieces = all
      all = []
      return pieces
    },
  }
  const collector = Object.assign(Object.create(connection) as Connection, { stream }) as unknown as Collector
  collectors.set(connection, collector)
  return collector
}

function partOf({ text, values, name, reject }: Statement, types: pg.TypeOverrides): Part {
  const part = new pg.Query(text, [...values], reject) as Part
  part.name = name
  part._result._types = types
  part._getRows = (connection) => connection.execute({ portal: '' })
  return part
}
