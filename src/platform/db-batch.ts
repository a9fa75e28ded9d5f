import type { Writable } from 'node:stream'
import pg from 'pg'
import { serialize } from 'pg-protocol'

/** Rows under the names that were asked for; how many a write touched; and what was done ("COMMIT"). */
export type Result = { rows: Record<string, unknown>[]; rowCount: number; command: string }

/** A value as the server reads it: text, bytes, or nothing. */
export type Value = string | Buffer | null

/** A statement on its way, and who waits for it. A named one is parsed once per connection, and its columns are told once. */
export type Statement = {
  text: string
  values: readonly Value[]
  name: string | undefined
  /** What a column is called in the rows. */
  nameOf: (column: string) => string
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** What we use of the driver's insides: which statements the server knows, and its socket. */
type Connection = {
  parsedStatements: Record<string, string>
  submittedNamedStatements: Record<string, string>
  stream: Writable
}
type Field = { name: string; dataTypeID: number }
type Shape = { names: string[]; read: ((text: string) => unknown)[] }

const NO_COLUMNS: Shape = { names: [], read: [] }
const shapes = new WeakMap<Connection, Map<string, Shape>>()

/**
 * Sends statements of one transaction together: one write, and one Sync behind the last. The server then answers all of them
 * in one write too; after one that fails it skips the rest, which fail with the same error. Per statement this saves a system call
 * and a wake-up on either side, and the description of columns that are known. Needs a connection of pg in pipeline mode.
 */
export function sendBatch(client: pg.PoolClient, statements: readonly Statement[], types: pg.TypeOverrides): void {
  let at = 0
  let known: Map<string, Shape> = new Map()
  let current: { shape: Shape; rows: Record<string, unknown>[]; failed: { error: unknown } | undefined }
  // The driver notes a parsed statement under the name and text of whichever is being answered.
  const batch = new pg.Query('', [], () => undefined) as pg.Query & {
    name: string | undefined
    text: string
    callback: (error: unknown) => void
  }
  const next = (to: number) => {
    at = to
    const statement = statements[at]
    batch.name = statement?.name
    batch.text = statement?.text ?? ''
    current = { shape: known.get(statement?.name ?? '') ?? NO_COLUMNS, rows: [], failed: undefined }
  }
  next(0)
  Object.assign(batch, {
    submit: (connection: Connection) => {
      known = knownOf(connection)
      next(0)
      connection.stream.write(
        Buffer.concat([...statements.flatMap((statement) => messagesOf(statement, connection, known)), serialize.sync()]),
      )
      return null
    },
    handleRowDescription: ({ fields }: { fields: Field[] }) => {
      const { name, nameOf } = statements[at] as Statement
      current.shape = {
        names: fields.map((field) => nameOf(field.name)),
        read: fields.map((field) => types.getTypeParser(field.dataTypeID, 'text') as unknown as Shape['read'][number]),
      }
      if (name !== undefined) known.set(name, current.shape)
    },
    handleDataRow: ({ fields }: { fields: (string | null)[] }) => {
      const { names, read } = current.shape
      const row: Record<string, unknown> = {}
      try {
        for (let i = 0; i < names.length; i++) {
          const text = fields[i] as string | null
          row[names[i] as string] = text === null ? null : (read[i] as (text: string) => unknown)(text)
        }
        current.rows.push(row)
      } catch (error) {
        // A value that cannot be read fails its statement; the connection goes on.
        current.failed ??= { error }
      }
    },
    handleEmptyQuery: () => undefined,
    handleCommandComplete: ({ text }: { text: string }) => {
      const statement = statements[at]
      if (!statement) return
      const { rows, failed } = current
      if (statement.name !== undefined && !known.has(statement.name)) known.set(statement.name, NO_COLUMNS)
      next(at + 1)
      if (failed) statement.reject(failed.error)
      else statement.resolve({ rows, ...done(text) })
    },
    handleError: (error: unknown, connection: Connection) => {
      const left = statements.slice(at)
      for (const { name } of left) if (name !== undefined) delete connection.submittedNamedStatements[name]
      next(statements.length)
      for (const statement of left) statement.reject(error)
      batch.callback(error)
    },
    handleReadyForQuery: () => batch.callback(null),
  })
  client.query(batch)
}

function knownOf(connection: Connection): Map<string, Shape> {
  let known = shapes.get(connection)
  if (known === undefined) shapes.set(connection, (known = new Map()))
  return known
}

const EXECUTE = serialize.execute()
const DESCRIBE = serialize.describe({ type: 'P' })

function messagesOf({ text, name, values }: Statement, connection: Connection, known: Map<string, Shape>): Buffer[] {
  const messages: Buffer[] = []
  const isParsed = name !== undefined && (connection.parsedStatements[name] ?? connection.submittedNamedStatements[name]) !== undefined
  if (!isParsed) {
    messages.push(serialize.parse({ text, ...(name !== undefined && { name }) }))
    if (name !== undefined) connection.submittedNamedStatements[name] = text
  }
  messages.push(serialize.bind({ values: [...values], ...(name !== undefined && { statement: name }) }))
  if (name === undefined || !known.has(name)) messages.push(DESCRIBE)
  messages.push(EXECUTE)
  return messages
}

/** "INSERT 0 3", "SELECT 2", "COMMIT": what was done, and to how many rows. */
function done(tag: string): { command: string; rowCount: number } {
  const [command = '', ...counts] = tag.split(' ')
  const last = Number(counts.at(-1) ?? 0)
  return { command, rowCount: Number.isInteger(last) ? last : 0 }
}
