import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { checkFile } from './file-check.ts'
import { docxParts, odtParts, xlsxParts, type ZipEntry, zipOf } from './file-check-fixtures.ts'

const MEGABYTE = 1024 * 1024

const outcome = async (name: string, bytes: Uint8Array) => {
  const checked = await checkFile({ name, bytes })
  return checked.ok ? checked.type : checked.reason
}
const withPart = (...more: ZipEntry[]) => zipOf([...docxParts(), ...more])

/** An entry of this many zeros, made from one megabyte deflated once and repeated: the bomb itself never stands in memory. */
function zeros(name: string, megabytes: number, saysSize = megabytes * MEGABYTE): ZipEntry {
  const piece = deflateRawSync(Buffer.alloc(MEGABYTE), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const deflated = Buffer.concat([...Array.from({ length: megabytes }, () => piece), Buffer.from([0x03, 0x00])])
  return { name, content: '', deflated, saysSize }
}

/** Noise that deflate can halve at most, so that no ratio gives it away. */
function heavy(name: string): ZipEntry {
  let state = 1
  const bytes = new Uint8Array(64 * 1024).map(() => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state >> 16
  })
  const piece = deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH })
  const zerosAfter = deflateRawSync(Buffer.alloc(10 * MEGABYTE), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const round = Buffer.concat([piece, zerosAfter])
  const deflated = Buffer.concat([round, round, Buffer.from([0x03, 0x00])])
  return { name, content: '', deflated, saysSize: 2 * (bytes.length + 10 * MEGABYTE) }
}

describe('a package of the wrong kind', () => {
  const main = 'application/vnd.openxmlformats-officedocument'
  const [docxTypes, ...others] = docxParts()
  const bothTypes = `${String(docxTypes?.content)}${String(xlsxParts()[0]?.content)}`
  const bothAtOnce = zipOf([{ name: '[Content_Types].xml', content: bothTypes }, ...others])

  test.each([
    ['svar.xlsx', 'a Word document', zipOf(docxParts()), 'content-differs'],
    ['svar.docx', 'an Excel workbook', zipOf(xlsxParts()), 'content-differs'],
    ['svar.odt', 'a Word document', zipOf(docxParts()), 'content-differs'],
    ['svar.docx', 'both at once', bothAtOnce, 'content-differs'],
    ['svar.xlsx', 'both at once', bothAtOnce, 'content-differs'],
    ['svar.docx', 'an ODF text', zipOf(odtParts()), 'content-differs'],
    ['svar.odt', 'an ODF sheet', zipOf(odtParts('application/vnd.oasis.opendocument.spreadsheet')), 'content-differs'],
    ['svar.docx', 'a template', zipOf(docxParts(`${main}.wordprocessingml.template.main+xml`)), 'content-differs'],
    ['svar.docx', 'a presentation', zipOf(docxParts(`${main}.presentationml.presentation.main+xml`)), 'content-differs'],
    ['svar.docx', 'any zip file', zipOf([{ name: 'lasmig.txt', content: 'hej' }]), 'content-differs'],
    ['svar.docx', 'an empty zip file', zipOf([]), 'content-differs'],
    ['svar.docx', 'without relationships', zipOf(docxParts().filter(({ name }) => name !== '_rels/.rels')), 'content-differs'],
    ['svar.odt', 'without its manifest', zipOf(odtParts().slice(0, 2)), 'content-differs'],
    ['svar.odt', 'without its text', zipOf(odtParts().toSpliced(1, 1)), 'content-differs'],
    ['svar.docx', 'with a program in front', Buffer.concat([Buffer.from('MZ'), zipOf(docxParts())]), 'content-differs'],
  ])('%s: %s', async (name, _, bytes, reason) => expect(await outcome(name, bytes)).toBe(reason))
})

describe('a package with what may not come in', () => {
  test.each([
    ['macros', 'svar.docx', withPart({ name: 'word/vbaProject.bin', content: 'x' }), 'has-macros'],
    ['macros, in other letters', 'svar.docx', withPart({ name: 'WORD/VBAPROJECT.BIN', content: 'x' }), 'has-macros'],
    ['a main part with macros', 'svar.docx', zipOf(docxParts('application/vnd.ms-word.document.macroEnabled.main+xml')), 'has-macros'],
    ['an ActiveX control', 'svar.docx', withPart({ name: 'word/activeX/activeX1.bin', content: 'x' }), 'has-macros'],
    ['an Excel 4 macro sheet', 'svar.xlsx', zipOf([...xlsxParts(), { name: 'xl/macrosheets/sheet1.xml', content: 'x' }]), 'has-macros'],
    ['Basic', 'svar.odt', zipOf([...odtParts(), { name: 'Basic/Standard/Module1.xml', content: 'x' }]), 'has-macros'],
    ['a script', 'svar.odt', zipOf([...odtParts(), { name: 'Scripts/python/a.py', content: 'x' }]), 'has-macros'],
    ['an encrypted entry', 'svar.docx', withPart({ name: 'word/a.xml', content: 'x', flags: 1 }), 'encrypted'],
    ['an encrypted ODF part', 'svar.odt', zipOf(odtParts(undefined, '<manifest:encryption-data/>')), 'encrypted'],
    ['an encrypted ODF package', 'svar.odt', zipOf([...odtParts(), { name: 'encrypted-package', content: 'x' }]), 'encrypted'],
    [
      'a symbolic link',
      'svar.docx',
      withPart({ name: 'word/a.xml', content: '/etc/passwd', externalAttributes: (0o120777 << 16) >>> 0 }),
      'content-differs',
    ],
    ['a path out of it', 'svar.docx', withPart({ name: '../../etc/cron.d/a', content: 'x' }), 'damaged'],
    ['an absolute path', 'svar.docx', withPart({ name: '/etc/passwd', content: 'x' }), 'damaged'],
    ['a drive letter', 'svar.docx', withPart({ name: 'C:/Windows/a.dll', content: 'x' }), 'damaged'],
    ['a backslash', 'svar.docx', withPart({ name: 'word\\..\\a.xml', content: 'x' }), 'damaged'],
    ['one name twice', 'svar.docx', withPart({ name: 'word/document.xml', content: 'x' }), 'damaged'],
    ['one name twice, in other letters', 'svar.docx', withPart({ name: 'Word/Document.xml', content: 'x' }), 'damaged'],
  ])('%s in %s', async (_, name, bytes, reason) => expect(await outcome(name, bytes)).toBe(reason))
})

describe('a damaged package', () => {
  const whole = zipOf(docxParts())
  const inText = whole.indexOf('word/document.xml') + 'word/document.xml'.length + 2

  test.each([
    ['cut off', whole.subarray(0, whole.length - 30)],
    ['without its directory', whole.subarray(0, 200)],
    ['with bytes after its end', Buffer.concat([whole, Buffer.from('more')])],
    ['with a changed byte in a text', whole.with(inText, whole[inText]! ^ 0xff)],
    ['with a wrong checksum', zipOf([...docxParts(), { name: 'a.xml', content: 'other', deflated: deflateRawSync('wrong') }])],
    ['with an entry shorter than it says', zipOf([...docxParts(), { name: 'a.xml', content: 'text', saysSize: 5 }])],
    [
      'with a way of packing nobody reads',
      (() => {
        const bytes = Buffer.from(whole)
        for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1)) bytes.writeUInt16LE(99, at + 10)
        return bytes
      })(),
    ],
  ])('%s', async (_, bytes) => expect(await outcome('svar.docx', bytes)).toBe('damaged'))
})

describe('a zip bomb', () => {
  test('of one gigabyte of zeros is stopped, and memory stays', async () => {
    const bytes = withPart(zeros('word/media/a.xml', 1024))
    expect(bytes.length).toBeLessThan(2 * MEGABYTE)
    const before = process.memoryUsage.rss()
    let most = before
    const sampling = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 2)
    try {
      expect(await outcome('svar.docx', bytes)).toBe('zip-bomb')
    } finally {
      clearInterval(sampling)
    }
    expect((Math.max(most, process.memoryUsage.rss()) - before) / MEGABYTE).toBeLessThan(50)
  })

  test('that says it is small is stopped at the first byte too many', async () => {
    expect(await outcome('svar.docx', withPart(zeros('word/a.xml', 1024, 1000)))).toBe('zip-bomb')
    expect(await outcome('svar.docx', withPart({ name: 'word/a.xml', content: 'four', saysSize: 3 }))).toBe('zip-bomb')
  })

  test('in many parts, each harmless by itself, is counted together', async () => {
    const parts = Array.from({ length: 45 }, (_, index) => zeros(`word/media/${index}.xml`, 5))
    // Five megabytes each pass the ratio, and the checksum given is that of zeros, so that only the total can stop them.
    const honest = parts.map((part) => ({ ...part, content: new Uint8Array(5 * MEGABYTE) }))
    expect(await outcome('svar.docx', withPart(...honest.slice(0, 39)))).toBe('docx')
    expect(await outcome('svar.docx', withPart(...honest))).toBe('zip-bomb')
  })

  test('mixed with noise is still seen by its ratio', async () => {
    expect(await outcome('svar.docx', withPart(heavy('word/a.xml')))).toBe('zip-bomb')
  })

  test('of more parts than any document has', async () => {
    const many = (count: number) =>
      withPart(...Array.from({ length: count }, (_, index) => ({ name: `a/${index}`, content: '', stored: true })))
    expect(await outcome('svar.docx', many(9_990))).toBe('docx')
    expect(await outcome('svar.docx', many(10_000))).toBe('zip-bomb')
  })

  test('in the part that says what the package is', async () => {
    const [types, ...others] = docxParts()
    const long = { name: '[Content_Types].xml', content: `${String(types?.content)}${' '.repeat(2 * MEGABYTE)}` }
    expect(await outcome('svar.docx', zipOf([long, ...others]))).toBe('zip-bomb')
  })

  test('is no large honest table', async () => {
    const rows = Array.from(
      { length: 200_000 },
      (_, row) => `<row r="${row}"><c r="A${row}" t="n"><v>${(row * 7919) % 100_003}</v></c></row>`,
    ).join('')
    expect(await outcome('svar.xlsx', zipOf([...xlsxParts(), { name: 'xl/worksheets/sheet1.xml', content: rows }]))).toBe('xlsx')
  })
})
