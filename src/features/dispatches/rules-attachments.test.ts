import { describe, expect, test } from 'vitest'
import { aFile } from './fixtures-letters.ts'
import { attachedFiles, attachmentName, MOST_ATTACHED, numberedFiles } from './rules-attachments.ts'

const numbers = (files: Parameters<typeof numberedFiles>[0]) => numberedFiles(files).map(({ number, file }) => `${number}:${file.id}`)

describe('the numbers of the bilagor', () => {
  test('they follow the places, whatever the order they come in', () => {
    expect(numbers([aFile('b', 4), aFile('a', 2)])).toEqual(['1:a', '2:b'])
  })

  test('a file that replaces another takes its number, also in two steps', () => {
    const files = [aFile('a', 0), aFile('b', 1), aFile('a2', 2, { replacesId: 'a' }), aFile('a3', 3, { replacesId: 'a2' }), aFile('c', 4)]
    expect(numbers(files)).toEqual(['1:a3', '2:b', '3:c'])
    expect(numberedFiles(files)[0]?.replaces?.id).toBe('a2')
  })

  test('one that replaces a file we do not have stands by itself', () => {
    expect(numbers([aFile('a', 0, { replacesId: 'gone' })])).toEqual(['1:a'])
  })
})

test.each([
  ['Remissversion.pdf', 'Bilaga 1 – Remissversion.pdf'],
  ['Bilaga 1 Remissversion.pdf', 'Bilaga 1 – Remissversion.pdf'],
  ['bilaga 7_nyckel.xlsx', 'Bilaga 1 – nyckel.xlsx'],
  ['Bilaga 3 – Konsekvenser.docx', 'Bilaga 1 – Konsekvenser.docx'],
  ['Bilaga 3.pdf', 'Bilaga 1.pdf'],
  ['Bilageförteckning.pdf', 'Bilaga 1 – Bilageförteckning.pdf'],
  ['C:\\Mina dokument\\plan.pdf', 'Bilaga 1 – C-Mina dokument-plan.pdf'],
  ['../../etc/passwd', 'Bilaga 1 – ..-..-etc-passwd'],
  ['plan\r\nBcc: x.pdf', 'Bilaga 1 – plan Bcc- x.pdf'],
  ['plan\u202efdp.exe', 'Bilaga 1 – planfdp.exe'],
  ['Fo\u0308rslag.pdf', 'Bilaga 1 – Förslag.pdf'],
  [`${'x'.repeat(300)}.pdf`, `Bilaga 1 – ${'x'.repeat(120)}.pdf`],
  ['Plan v. 2.0 slutlig', 'Bilaga 1 – Plan v. 2.0 slutlig'],
])('%j travels as %j', (name, expected) => expect(attachmentName(1, name)).toBe(expected))

describe('what fits in a letter', () => {
  const attached = (...sizes: number[]) => [...attachedFiles(numberedFiles(sizes.map((size, at) => aFile(String(at), at, { size }))))]

  test.each([
    ['nothing', [], []],
    ['just as much as may be', [MOST_ATTACHED], ['0']],
    ['one byte more', [MOST_ATTACHED, 1], ['1']],
    ['the largest is left out first', [3_000_000, 9_000_000, 2_000_000], ['0', '2']],
    ['as many as must', [6_000_000, 9_000_000, 5_000_000], ['2']],
    ['all too large', [11_000_000, 12_000_000], []],
  ])('%s', (_, sizes, expected) => expect(attached(...sizes)).toEqual(expected))
})
