import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentDisposition, fileTypeOf, safeFileName } from './file-types.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text).length
const hostileNames = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        'con',
        'nul',
        '.',
        '..',
        ' ',
        '/',
        '\\',
        ':',
        '"',
        '%',
        '\u202e',
        '\u0000',
        '\r\n',
        '\u00e5',
        'a\u030a',
        '.pdf',
        '\u{1f600}',
        '\ud800',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

describe('the kind a name says', () => {
  test.each([
    ['svar.pdf', 'pdf'],
    ['SVAR.PDF', 'pdf'],
    ['svar.pdf.docx', 'docx'],
    ['bild.JPEG', 'jpg'],
    ['bild.jpg', 'jpg'],
    ['svar.exe', undefined],
    ['svar.pdf.exe', undefined],
    ['svar.docm', undefined],
    ['svar.doc', undefined],
    ['svar.svg', undefined],
    ['pdf', undefined],
    ['svar.', undefined],
    ['', undefined],
    ['x.constructor', undefined],
  ])('%j is %s', (name, type) => expect(fileTypeOf(name)).toBe(type))
})

describe('a safe name', () => {
  test.each([
    ['Yttrande \u00c5\u00c4\u00d6 \u00e5\u00e4\u00f6.pdf', 'Yttrande \u00c5\u00c4\u00d6 \u00e5\u00e4\u00f6.pdf'],
    ['a\u030arsredovisning.pdf', '\u00e5rsredovisning.pdf'],
    ['C:\\Users\\tove\\svar.pdf', 'svar.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['\\\\server\\share\\svar.docx', 'svar.docx'],
    ['/svar.pdf/', '_'],
    ['..', '_'],
    ['', '_'],
    ['.pdf', '_.pdf'],
    ['   .pdf', '_.pdf'],
    ['svar\u0000.pdf', 'svar.pdf'],
    ['svar\r\nSet-Cookie: a=b.pdf', 'svarSet-Cookie- a=b.pdf'],
    ['svar\u202efdp.exe', 'svarfdp.exe'],
    ['\u200b\ufeffsvar.pdf', 'svar.pdf'],
    ['svar\u2028\u2029\u0085.pdf', 'svar.pdf'],
    ['a<b>c:d"e|f?g*h.pdf', 'a-b-c-d-e-f-g-h.pdf'],
    ['svar.pdf. . .', 'svar.pdf'],
    ['  svar  till   NSPL  .pdf', 'svar till NSPL.pdf'],
    ['CON', '_CON'],
    ['con.pdf', '_con.pdf'],
    ['Com1.tar.pdf', '_Com1.tar.pdf'],
    ['nul .pdf', '_nul.pdf'],
    ['lpt\u00b9.pdf', '_lpt\u00b9.pdf'],
    ['konto.pdf', 'konto.pdf'],
    ['svar\ud800.pdf', 'svar\ufffd.pdf'],
    ['svar.avmycketlangtslag', 'svar.avmycketlangtslag'],
  ])('%j becomes %j', (name, safe) => expect(safeFileName(name)).toBe(safe))

  test.each([
    [`${'a'.repeat(4096)}.pdf`, `${'a'.repeat(116)}.pdf`],
    [`${'\u00e5'.repeat(300)}.docx`, `${'\u00e5'.repeat(57)}.docx`],
    [`${'\u{1f600}'.repeat(300)}.pdf`, `${'\u{1f600}'.repeat(29)}.pdf`],
    ['b'.repeat(300), 'b'.repeat(120)],
  ])('a long name keeps its extension and no half letter', (name, safe) => expect(safeFileName(name)).toBe(safe))

  test('whatever comes: short, one line, no path, no device, and the same the second time', () => {
    fc.assert(
      fc.property(hostileNames, (name) => {
        const safe = safeFileName(name)
        expect(bytesOf(safe)).toBeLessThanOrEqual(120)
        expect(bytesOf(safe)).toBeGreaterThan(0)
        expect(safe).not.toMatch(/[/\\<>:"|?*]|\p{C}|^[. ]|[. ]$/u)
        expect(safe).not.toMatch(/^(con|nul) *(\.|$)/i)
        expect(safe.isWellFormed() && safe === safe.normalize('NFC')).toBe(true)
        expect(safeFileName(safe)).toBe(safe)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('Content-Disposition (RFC 6266)', () => {
  test.each([
    ['svar.pdf', `attachment; filename="svar.pdf"; filename*=UTF-8''svar.pdf`],
    [
      '\u00c5rsredovisning f\u00f6r g\u00e4vle.pdf',
      `attachment; filename="Arsredovisning for gavle.pdf"; filename*=UTF-8''%C3%85rsredovisning%20f%C3%B6r%20g%C3%A4vle.pdf`,
    ],
    ['100 % "klart" (2)\'s.pdf', `attachment; filename="100 _ -klart- (2)'s.pdf"; filename*=UTF-8''100%20%25%20-klart-%20%282%29%27s.pdf`],
    ['a\r\nX: y.pdf', `attachment; filename="aX- y.pdf"; filename*=UTF-8''aX-%20y.pdf`],
    ['\u20ac\u{1f600}.pdf', `attachment; filename="__.pdf"; filename*=UTF-8''%E2%82%AC%F0%9F%98%80.pdf`],
  ])('%j', (name, header) => expect(contentDisposition(name)).toBe(header))

  test('whatever comes, it is one header of printable ASCII, and a client reads the safe name out of it', () => {
    fc.assert(
      fc.property(hostileNames, (name) => {
        const parts = /^attachment; filename="([ !#-[\]-~]+)"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})+)$/.exec(
          contentDisposition(name),
        )
        expect(parts).not.toBeNull()
        expect(decodeURIComponent(parts?.[2] ?? '')).toBe(safeFileName(name))
        expect(parts?.[1]).not.toContain('%')
      }),
      { numRuns: 1000 },
    )
  })
})
