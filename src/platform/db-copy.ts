import pg from 'pg'

/** The signature, flags and extension length that a binary COPY begins with, and the mark that it ends with (PostgreSQL: COPY, file formats). */
const [BEGINNING, END] = [19, 2]

/**
 * Rows in COPY's binary form, whole, without the beginning and the end of the file: the way to many rows without an object for each. Works on
 * a pooled connection in pipeline mode, where pg takes no query class but its own; the driver's types do not tell of the insides used.
 */
export function copyRows(client: pg.PoolClient, select: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.allocUnsafe(1 << 19)
    let length = 0
    const query = new pg.Query('', [], (error: Error | undefined) => {
      if (error) reject(error)
      else resolve(bytes.subarray(BEGINNING, length - END))
    })
    Object.assign(query, {
      submit: (connection: { query: (text: string) => void }) => {
        connection.query(`copy (${select}) to stdout (format binary)`)
        return null
      },
      // The driver's own would prepare for sending, or collect rows.
      handleCopyData: ({ chunk }: { chunk: Buffer }) => {
        while (length + chunk.length > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
        length += chunk.copy(bytes, length)
      },
    })
    client.query(query)
  })
}
