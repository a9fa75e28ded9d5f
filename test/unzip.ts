import yauzl from 'yauzl'

export type Unzipped = { files: Map<string, string>; times: string[] }

/** The files of a zip, such as a Word file, as text, and when each says it was made. */
export function unzip(bytes: Uint8Array): Promise<Unzipped> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const files = new Map<string, string>()
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
            files.set(entry.fileName, Buffer.concat(chunks).toString('utf8'))
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  })
}
