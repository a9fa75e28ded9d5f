import { describe, expect, test } from 'vitest'
import { LARGEST_FILE } from '../lib/file-types.ts'
import { checkFile } from './file-check.ts'
import { docxParts, JPG, odtParts, pdfOf, pdfWithStream, pngChunk, pngOf, xlsxParts, zipOf } from './file-check-fixtures.ts'

const docx = zipOf(docxParts())
const xlsx = zipOf(xlsxParts())
const odt = zipOf(odtParts())
const windowsProgram = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), Buffer.alloc(400)])
const linuxProgram = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(400)])
const html = Buffer.from('<!doctype html><script>alert(1)</script>')
const oldWord = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
const lockedOffice = Buffer.concat([oldWord, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(100)])
const text = Buffer.from('rad ett\r\n\tr\u00e5d;tv\u00e5\n', 'utf8')
const windowsText = Buffer.from('r\u00e5d;\u00e4ven\x96\r\n', 'latin1')

const outcome = async (name: string, bytes: Uint8Array) => {
  const checked = await checkFile({ name, bytes })
  return checked.ok ? checked.type : checked.reason
}

describe('files that come in', () => {
  test.each([
    ['svar.pdf', pdfOf(), 'pdf'],
    ['svar.pdf', pdfWithStream(), 'pdf'],
    ['skannad.pdf', Buffer.concat([pdfOf(), Buffer.alloc(300)]), 'pdf'],
    ['svar.docx', docx, 'docx'],
    ['svar.xlsx', xlsx, 'xlsx'],
    ['svar.odt', odt, 'odt'],
    ['bild.png', pngOf(), 'png'],
    ['bild.jpg', JPG, 'jpg'],
    ['bild.JPEG', JPG, 'jpg'],
    ['kamera.jpg', Buffer.concat([JPG, Buffer.from('maker note')]), 'jpg'],
    ['svar.txt', text, 'txt'],
    ['svar.csv', text, 'csv'],
    ['excel.csv', windowsText, 'csv'],
    ['excel.csv', Buffer.concat([Buffer.from('efbbbf', 'hex'), text]), 'csv'],
  ])('%s is taken in', async (name, bytes, type) => expect(await outcome(name, bytes)).toBe(type))

  test('the name comes back safe', async () => {
    expect(await checkFile({ name: 'C:\\tmp\\a\u030arsplan\u202e.pdf', bytes: pdfOf() })).toEqual({
      ok: true,
      type: 'pdf',
      name: '\u00e5rsplan.pdf',
    })
  })

  test('bytes that are a window on larger memory are read within it', async () => {
    const memory = Buffer.concat([Buffer.from('before'), docx, Buffer.from('after')])
    expect(await outcome('svar.docx', new Uint8Array(memory.buffer, memory.byteOffset + 6, docx.length))).toBe('docx')
  })
})

describe('files that do not', () => {
  test.each([
    ['svar.exe', windowsProgram, 'type-not-allowed'],
    ['svar.pdf.exe', pdfOf(), 'type-not-allowed'],
    ['svar.docm', docx, 'type-not-allowed'],
    ['svar.svg', html, 'type-not-allowed'],
    ['svar.zip', docx, 'type-not-allowed'],
    ['svar', pdfOf(), 'type-not-allowed'],
    ['tom.pdf', Buffer.alloc(0), 'empty'],
    ['stor.txt', Buffer.alloc(LARGEST_FILE + 1, 0x61), 'too-big'],
    ['svar.pdf', windowsProgram, 'content-differs'],
    ['svar.pdf', docx, 'content-differs'],
    ['svar.pdf', html, 'content-differs'],
    ['svar.docx', pdfOf(), 'content-differs'],
    ['svar.docx', linuxProgram, 'content-differs'],
    ['svar.docx', oldWord, 'content-differs'],
    ['svar.docx', lockedOffice, 'encrypted'],
    ['svar.xlsx', lockedOffice, 'encrypted'],
    ['bild.png', JPG, 'content-differs'],
    ['bild.jpg', pngOf(), 'content-differs'],
    ['bild.png', html, 'content-differs'],
    ['svar.txt', windowsProgram, 'content-differs'],
    ['svar.txt', pdfOf(), 'content-differs'],
    ['svar.txt', docx, 'content-differs'],
    ['svar.txt', Buffer.from('{\\rtf1 text}'), 'content-differs'],
    ['svar.txt', Buffer.from('text\u0000text'), 'content-differs'],
    ['svar.txt', Buffer.from('svar', 'utf16le'), 'content-differs'],
    ['svar.csv', Buffer.from('\x1b[31m', 'latin1'), 'content-differs'],
    ['svar.csv', Buffer.from('r\xe5d \x81', 'latin1'), 'content-differs'],
  ])('%s (%#)', async (name, bytes, reason) => expect(await outcome(name, bytes)).toBe(reason))

  test('exactly 25 MB is not too big', async () => expect(await outcome('stor.txt', Buffer.alloc(LARGEST_FILE, 0x61))).toBe('txt'))
})

describe('a PDF', () => {
  const pdf = pdfOf()

  test.each([
    ['locked, by its trailer', pdfOf('/Encrypt 5 0 R '), 'encrypted'],
    ['locked, by its cross-reference stream', pdfWithStream('/Encrypt 5 0 R '), 'encrypted'],
    ['which only names a thing like it', pdfOf('/EncryptMetadata false '), 'pdf'],
    ['cut off in the middle', pdf.subarray(0, pdf.length >> 1), 'damaged'],
    ['without its last line', pdf.subarray(0, pdf.length - 6), 'damaged'],
    ['of only a header', Buffer.from('%PDF-1.7\n'), 'damaged'],
    [
      'whose cross-references lie outside it',
      Buffer.from(pdf.toString('latin1').replace(/startxref\n\d+/, 'startxref\n999999'), 'latin1'),
      'damaged',
    ],
    ['with more than 1 kB after its end', Buffer.concat([pdf, Buffer.alloc(1200)]), 'damaged'],
    ['with a header that is no version', Buffer.from(pdf.toString('latin1').replace('%PDF-1.7', '%PDF-x.y'), 'latin1'), 'content-differs'],
    ['with something in front', Buffer.concat([Buffer.from('GIF89a'), pdf]), 'content-differs'],
    ['with a zip file behind', Buffer.concat([pdf, zipOf(docxParts())]), 'content-differs'],
    ['that is the comment of a zip file', Buffer.concat([pdf, zipOf(docxParts(), pdf.toString('latin1'))]), 'content-differs'],
  ])('%s', async (_, bytes, expected) => expect(await outcome('svar.pdf', bytes)).toBe(expected))

  test('that mentions trailers a million times is checked once', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(8_000_000, 'trailer /XRef obj '), pdf.subarray(9)])
    expect(await outcome('svar.pdf', bytes)).toBe('pdf')
  })
})

describe('a picture', () => {
  const png = pngOf()
  const [signature, chunks] = [png.subarray(0, 8), png.subarray(8)]
  const header = chunks.subarray(0, 25)
  const end = pngChunk('IEND', new Uint8Array(0))

  test.each([
    ['cut off', png.subarray(0, png.length - 13), 'damaged'],
    ['of only a signature', signature, 'damaged'],
    ['with a changed byte', png.with(30, 1), 'damaged'],
    ['of no width', pngOf(0, 2), 'damaged'],
    ['without picture data', Buffer.concat([signature, header, end]), 'damaged'],
    ['that does not begin with its header', Buffer.concat([signature, end, header]), 'damaged'],
    ['with two headers', Buffer.concat([signature, header, header, chunks.subarray(25)]), 'damaged'],
    ['with a zip file behind', Buffer.concat([png, docx]), 'content-differs'],
    ['with a page behind', Buffer.concat([png, html]), 'content-differs'],
    [
      'with a chunk longer than the file',
      Buffer.concat([signature, Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('IHDR'), Buffer.alloc(40)]),
      'damaged',
    ],
  ])('a PNG %s', async (_, bytes, expected) => expect(await outcome('bild.png', bytes)).toBe(expected))

  test.each([
    ['cut off', JPG.subarray(0, JPG.length - 2), 'damaged'],
    ['cut off in its header', JPG.subarray(0, 40), 'damaged'],
    ['of only a signature', JPG.subarray(0, 4), 'damaged'],
    ['without a frame', Buffer.from('ffd8ffda0008010100003f0011ffd9', 'hex'), 'damaged'],
    ['with a segment of impossible length', Buffer.from('ffd8ffe0000100ffd9', 'hex'), 'damaged'],
    ['with noise between segments', Buffer.concat([JPG.subarray(0, 2), Buffer.from('ff00'), JPG.subarray(2)]), 'content-differs'],
    ['with a zip file behind', Buffer.concat([JPG, docx]), 'content-differs'],
  ])('a JPEG %s', async (_, bytes, expected) => expect(await outcome('bild.jpg', bytes)).toBe(expected))
})

test('every beginning of every file is refused or is that file: none makes the check fail', async () => {
  const files: [string, Buffer][] = [
    ['a.pdf', pdfOf()],
    ['a.png', pngOf()],
    ['a.jpg', JPG],
    ['a.docx', docx],
    ['a.xlsx', xlsx],
    ['a.odt', odt],
  ]
  for (const [name, bytes] of files) {
    for (let length = 1; length < bytes.length - 1; length += 3) {
      const checked = await checkFile({ name, bytes: bytes.subarray(0, length) })
      expect(checked.ok, `${name} cut at ${length}`).toBe(false)
    }
  }
})
