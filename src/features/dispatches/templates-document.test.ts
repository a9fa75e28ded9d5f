import { expect, test } from 'vitest'
import { day } from '../../lib/day.ts'
import { docToPlain } from '../../lib/document.ts'
import { REGIONS } from '../../lib/regions.ts'
import { aContent } from './fixtures.ts'
import { aFile, aHead } from './fixtures-letters.ts'
import { dispatchDocument } from './templates-document.ts'

const madeAt = '2026-11-20T08:00:00.000Z'
const recipients = REGIONS.slice(0, 2).map(({ code }) => ({ org: code }))
const corrections = [
  {
    id: 'c1',
    number: 1,
    text: 'Fel siffror i tabell 2.',
    oldLastDay: day('2027-03-12'),
    newLastDay: day('2027-03-19'),
    madeAt: '2026-12-02T10:00:00.000Z',
  },
]
const files = [
  aFile('Plan', 0, { role: 'original' }),
  aFile('Tabell', 1),
  aFile('Tabell rättad', 2, { replacesId: 'Tabell', correctionId: 'c1' }),
]
const doc = (but: Partial<Parameters<typeof dispatchDocument>[0]> = {}) =>
  dispatchDocument({ head: aHead(), content: aContent(), files: [], corrections: [], recipients, madeAt, ...but })

test('what a registry needs stands in it', () => {
  const text = docToPlain(doc())
  expect(text).toContain('Diarienummer: NSPL 2026-17')
  expect(text).toContain('Svar senast: fredag 19 mars 2027, vecka 11')
  expect(text).toContain('Sekretess: Ingen sekretessmarkering')
  expect(text).toContain('Regionerna ges tillfälle att yttra sig.')
  expect(text).toMatch(/1 Inledning\n-+\n\nText under Inledning\./)
  expect(text).toMatch(/Går planen att genomföra\?.*Ja eller nej/)
  expect(text).toMatch(/Sändlista\n=+\n\nRegion Stockholm, Region Uppsala/)
})

test('corrections stand in it, and replaced files beside those that hold', () => {
  const text = docToPlain(doc({ files, corrections }))
  expect(text).toMatch(/Fel siffror i tabell 2\..*fredag 19 mars 2027/s)
  const lines = text.split('\n').filter((line) => line.includes('.pdf'))
  expect(lines.map((line) => line.replace(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/^1 \| Plan\.pdf \| 1.MB \| ([0-9a-f]{4} ){4}/),
    expect.stringMatching(/^2 \| Tabell rättad\.pdf .* Ny i rättelse 1$/),
    expect.stringMatching(/^\|? ?\| Tabell\.pdf .* Ersatt i rättelse 1$/),
  ])
})

test('a recall is the first thing said', () => {
  const head = aHead({ recalledAt: '2026-12-05T10:00:00.000Z', recallReason: 'Arbetas om.' })
  expect(docToPlain(doc({ head }))).toContain('Utskicket återkallades lördag 5 december 2026, vecka 49. Arbetas om.')
})

test('the time is that of its last change, so that what is sent gives the same bytes each day', () => {
  expect(doc().createdAt).toBe('2026-11-24T09:12:00.000Z')
  expect(doc({ corrections }).createdAt).toBe('2026-12-02T10:00:00.000Z')
  expect(doc({ head: aHead({ sentAt: null }) }).createdAt).toBe(madeAt)
  expect(docToPlain(doc({ head: aHead({ sentAt: null }) }))).toContain('Skickat: Utkast, inte skickat')
})

test('without sections, questions or files there are no empty headings', () => {
  const text = docToPlain(doc({ head: aHead({ kind: 'information', lastDay: null }), content: aContent({ sections: [], questions: [] }) }))
  expect(text).not.toMatch(/Frågor|Remissens text|Bilagor|Rättelser|Svar senast/)
})
