import yauzl from 'yauzl'

export type Unzipped = { files: Map<string, string>; times: string[] }

/** The files of a zip, such as a Word file, as text, and when each says it was made. */
export async function unzip(bytes: Uint8Array): Promise<Unzipped> {
  const { files, times } = await unzipped(bytes)
  return { files: new Map([...files].map(([name, content]) => [name, content.toString('utf8')])), times }
}

/** The files of a zip, in its order. */
export async function unzipBytes(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  return (await unzipped(bytes)).files
}

function unzipped(bytes: Uint8Array): Promise<{ files: Map<string, Buffer>; times: string[] }> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const files = new Map<string, Buffer>()
      const times: string[] = []
      zip.on('end', () => resolve({ files, times }))
      zip.on('error', reject)
      zip.on('entry', (entry: yauzl.Entry) => {
        times.push(`${entry.lastModFileDate} ${entry.lastModFileTime}`)
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks))
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  })
}
