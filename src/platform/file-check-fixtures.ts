import { crc32, deflateRawSync, deflateSync } from 'node:zlib'

/** A picture of four by three, made by a real encoder. */
export const JPG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAADAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAYEAEAAwEAAAAAAAAAAAAAAAAAAQMUUv/EABUBAQEAAAAAAAAAAAAAAAAAAAIG/8QAGREAAQUAAAAAAAAAAAAAAAAAAQADFFKR/9oADAMBAAIRAxEAPwCS0W9yAtIrFBgQkvXOlf/Z',
  'base64',
)

export type ZipEntry = {
  name: string
  content: Uint8Array | string
  /** Deflated already: then content only gives size and checksum. */
  deflated?: Uint8Array
  stored?: boolean
  /** What the directory says of the size, when it lies. */
  saysSize?: number
  flags?: number
  externalAttributes?: number
}

/** A zip file as Office writes it, or one that lies as told. */
export function zipOf(entries: readonly ZipEntry[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8')
    const content = Buffer.from(entry.content)
    const data = Buffer.from(entry.deflated ?? (entry.stored ? content : deflateRawSync(content)))
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x0800 | (entry.flags ?? 0), 2)
    fields.writeUInt16LE(entry.stored ? 0 : 8, 4)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(entry.saysSize ?? content.length, 18)
    fields.writeUInt16LE(name.length, 22)
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, data)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(entry.externalAttributes ?? 0, 6)
    more.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, more, name)
    at += 30 + name.length + data.length
  }
  const size = directory.reduce((total, part) => total + part.length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, ...directory, end, Buffer.from(comment, 'latin1')])
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument'
const typesOf = (part: string, type: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="${part}" ContentType="${type}"/></Types>`
const relationships = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'

/** The parts of the smallest Word document. */
export function docxParts(type = `${OPEN_XML}.wordprocessingml.document.main+xml`): ZipEntry[] {
  return [
    { name: '[Content_Types].xml', content: typesOf('/word/document.xml', type) },
    { name: '_rels/.rels', content: relationships },
    { name: 'word/document.xml', content: '<w:document/>'.repeat(50) },
  ]
}

/** The parts of the smallest Excel workbook. */
export function xlsxParts(type = `${OPEN_XML}.spreadsheetml.sheet.main+xml`): ZipEntry[] {
  return [
    { name: '[Content_Types].xml', content: typesOf('/xl/workbook.xml', type) },
    { name: '_rels/.rels', content: relationships },
    { name: 'xl/workbook.xml', content: '<workbook/>' },
  ]
}

/** The parts of the smallest ODF text; with another media type, of another ODF file. */
export function odtParts(mediaType = 'application/vnd.oasis.opendocument.text', manifest = '<manifest:manifest/>'): ZipEntry[] {
  return [
    { name: 'mimetype', content: mediaType, stored: true },
    { name: 'content.xml', content: '<office:document-content/>' },
    { name: 'META-INF/manifest.xml', content: manifest },
  ]
}

/** A real PDF of one empty page, with what the trailer is to say besides. */
export function pdfOf(inTrailer = ''): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
  ]
  let text = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'
  const places = objects.map((object, index) => {
    const place = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const start = text.length
  text += `xref\n0 4\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  text += `trailer\n<< /Size 4 /Root 1 0 R ${inTrailer}>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A PDF whose cross-references are a stream, as since PDF 1.5. */
export function pdfWithStream(inDictionary = ''): Buffer {
  const head = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'
  return Buffer.from(
    `${head}2 0 obj\n<< /Type /XRef /Size 3 ${inDictionary}/Length 3 >>\nstream\nabc\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF`,
    'latin1',
  )
}

/** One PNG chunk with its checksum. */
export function pngChunk(kind: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(content.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** A grey PNG of this size. */
export function pngOf(width = 3, height = 2): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const rows = deflateSync(Buffer.alloc((width + 1) * height))
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', rows), pngChunk('IEND', new Uint8Array(0))])
}
