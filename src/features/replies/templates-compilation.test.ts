import { describe, expect, test } from 'vitest'
import { day } from '../../lib/day.ts'
import { type Doc, docToPlain, type Part } from '../../lib/document.ts'
import { REGIONS } from '../../lib/regions.ts'
import { aContent } from '../dispatches/fixtures.ts'
import { aFile, aHead } from '../dispatches/fixtures-letters.ts'
import { aCompiledReply, aPassage, aReplyFile, onSection } from './fixtures-compilation.ts'
import type { CompiledReply } from './rules-compilation.ts'
import { compilationDocument } from './templates-compilation.ts'

const sections = [
  {
    id: 's1',
    number: '4.1',
    heading: 'Ansvar',
    blocks: [{ id: 'b', type: 'paragraph' as const, content: [{ text: 'Planen ska övas minst en gång per år.' }] }],
    originSectionId: null,
  },
]
const recipients = REGIONS.map(({ code }) => ({ org: code }))

function compiled(replies: CompiledReply[], but: Partial<Parameters<typeof compilationDocument>[0]> = {}): Doc {
  return compilationDocument({
    head: aHead({ closedAt: '2027-03-22T08:00:00.000Z' }),
    content: aContent({ sections, questions: [] }),
    files: [aFile('Remissversion', 0)],
    recipients,
    corrections: [],
    replies,
    madeAt: '2027-03-22T12:30:00.000Z',
    ...but,
  })
}

const given = (org: string, said: Parameters<typeof onSection>[1]) =>
  aCompiledReply(org, { content: { sections: [onSection('s1', said)] } })
const plain = (...replies: CompiledReply[]) => docToPlain(compiled(replies))
const tableAfter = (doc: Doc, heading: string) => {
  const from = doc.parts.findIndex((part) => part.type === 'heading' && part.text === heading)
  return doc.parts.slice(from).find((part): part is Extract<Part, { type: 'table' }> => part.type === 'table')
}

test('the first page says what was asked, when, and how many have answered', () => {
  const doc = compiled([aCompiledReply('12'), aCompiledReply('01')])
  expect(doc.title).toBe('Remissammanställning')
  expect(doc.header.right).toBe('NSPL 2026-17')
  expect(doc.facts).toEqual([
    ['Diarienummer', 'NSPL 2026-17'],
    ['Skickat', 'tisdag 24 november 2026, vecka 48'],
    ['Sista svarsdag', 'fredag 19 mars 2027, vecka 11'],
    ['Svarstiden avslutad', 'måndag 22 mars 2027, vecka 12'],
    ['Svar', '2 av 21 regioner'],
    ['Bilagor i utskicket', 'Bilaga 1 – Remissversion.pdf'],
    ['Sammanställt', 'måndag 22 mars 2027 kl. 13.30, av NSPL:s kansli'],
  ])
})

test('those who have not answered are listed, and nothing is said of being late', () => {
  const text = plain(...REGIONS.filter(({ code }) => code !== '09').map(({ code }) => aCompiledReply(code)))
  expect(text).toContain('20 av 21 regioner har svarat.')
  expect(text).toContain('Svar saknas från: Gotland.')
  expect(text).not.toMatch(/försen|Försen/)
})

test('a document without any answers can be made too', () => {
  const text = plain()
  expect(text).toContain('0 av 21 regioner har svarat.')
  expect(text).not.toContain('Svaren i översikt')
})

test('others than regions are called recipients', () => {
  const text = docToPlain(
    compiled([aCompiledReply('SOS')], { recipients: [{ org: aCompiledReply('SOS').content.org }, ...recipients.slice(0, 1)] }),
  )
  expect(text).toContain('1 av 2 mottagare har svarat.')
  expect(text).toContain('Svar saknas från: Stockholm.')
})

describe('what is true of an answer stands beside it', () => {
  const marksOf = (...replies: CompiledReply[]) => tableAfter(compiled(replies), 'Svaren i översikt')?.rows[0]?.at(-1)?.content

  test.each<[string, CompiledReply[], string]>([
    ['late', [aCompiledReply('12', { summary: { late: true } })], 'Efter sista svarsdag'],
    [
      'marked',
      [
        aCompiledReply('12', {
          content: { marking: { provision: '18 kap. 13 § OSL', date: day('2026-11-25'), authority: 'Region Skåne' } },
        }),
      ],
      'Sekretessmarkerat',
    ],
    ['an own yttrande', [aCompiledReply('12', { content: { form: 'own-statement' }, summary: { coded: true } })], 'Eget yttrande'],
    ['one not coded', [aCompiledReply('12', { content: { form: 'own-statement' } })], 'Eget yttrande, ej kodat'],
    [
      'entered on its behalf',
      [aCompiledReply('12', { content: { channel: 'mail' } })],
      'Inkommet med mejl, infört av kansliet, inte bekräftat av regionen',
    ],
    [
      'confirmed since',
      [aCompiledReply('12', { content: { channel: 'letter' }, summary: { confirmedAt: '2027-03-20T08:00:00.000Z' } })],
      'Inkommet med brev, infört av kansliet',
    ],
    [
      'replacing',
      [aCompiledReply('12', { content: { number: 'K-1' } }), aCompiledReply('12', { content: { relation: 'replaces' } })],
      'Ersätter K-1',
    ],
    [
      'completed',
      [aCompiledReply('12'), aCompiledReply('12', { content: { number: 'K-9', relation: 'completes' } })],
      'Kompletterat 10 mars 2027,\nK-9',
    ],
    ['nothing', [aCompiledReply('12')], ''],
  ])('%s', (_, replies, words) => expect(marksOf(...replies)).toEqual(words === '' ? [] : [{ text: words }]))

  test('preliminary, with a reservation', () => {
    const { decided } = aCompiledReply('12').content
    const reply = aCompiledReply('12', { content: { decided: decided && { ...decided, preliminary: true, reservation: true } } })
    expect(marksOf(reply)).toEqual([{ text: 'Preliminärt\nReservation eller särskilt yttrande' }])
    expect(docToPlain(compiled([reply]))).toContain('Ett svar är preliminärt')
  })

  test('the day it came is the day it came, not the day it was entered', () => {
    const reply = aCompiledReply('12', { content: { channel: 'letter', receivedOn: day('2027-03-05') } })
    expect(tableAfter(compiled([reply]), 'Svaren i översikt')?.rows[0]?.[1]?.content).toEqual([{ text: '5 mars 2027' }])
  })
})

describe('per avsnitt', () => {
  test('the table has a box for the answer of kansliet on every row, and its titles come again', () => {
    const table = tableAfter(compiled([given('01', { remark: 'Nej.' }), given('03', { remark: 'Jo.' })]), '4.1 Ansvar')
    expect(table?.columns.map(({ title }) => title)).toEqual(['Region', 'Ställningstagande', 'Synpunkt', 'Kansliets bemötande'])
    expect(table).toMatchObject({ look: 'boxed', repeatHeader: true })
    expect(table?.rows.map((row) => row.at(-1)?.content)).toEqual([[], []])
  })

  test('identical wordings are one row for all who propose them, with what they change', () => {
    const wording = 'Planen ska övas minst vartannat år.'
    const doc = compiled(['01', '03', '04'].map((org) => given(org, { stance: 'support-with-remarks', wording })))
    const table = tableAfter(doc, '4.1 Ansvar')
    expect(table?.rows).toHaveLength(1)
    const text = docToPlain(doc)
    expect(text).toContain('3 regioner föreslår samma lydelse')
    expect(text).toContain('Stockholm, Uppsala, Sörmland.')
    expect(text).toContain('Planen ska övas minst [-en gång per -]vartannat år.')
  })

  test('a wording that is another text altogether stands by itself', () => {
    const text = plain(given('01', { wording: 'Avsnittet om ledning flyttas till samverkansavtalet mellan parterna.' }))
    expect(text).toContain('Avsnittet om ledning flyttas till samverkansavtalet mellan parterna.')
    expect(text).not.toContain('[-')
  })

  test('an emptied wording proposes that the text goes', () => {
    expect(plain(given('01', { wording: '' }))).toContain('Föreslår att texten utgår.')
  })

  test('those without remarks stand in one line each', () => {
    const text = plain(
      given('01', { stance: 'support' }),
      given('03', { stance: 'no-objection' }),
      given('04', { stance: 'no-objection' }),
      given('05', {}),
    )
    expect(text).toContain('Tillstyrker, utan synpunkter: Stockholm.')
    expect(text).toContain('Har inga synpunkter: Uppsala, Sörmland.')
    expect(text).toContain('Har inte yttrat sig om avsnittet: Östergötland.')
    expect(text).toContain('Tillstyrker: 1  ·  Har inga synpunkter: 2  ·  Inget ställningstagande: 1')
  })

  test('what is said of an avsnitt that is no longer there is not lost', () => {
    const reply = aCompiledReply('01', {
      content: { sections: [onSection('gone', { number: '9', heading: 'Borttaget', remark: 'Behåll.' })] },
    })
    expect(plain(reply)).toMatch(/9 Borttaget[\s\S]*Behåll\./)
  })
})

test('own yttranden are listed with their files, coded or not, and passages stand where they belong', () => {
  const form = 'own-statement' as const
  const doc = compiled([
    aCompiledReply('01', { content: { form, files: [aReplyFile('Yttrande Stockholm.pdf'), aReplyFile('Protokoll.pdf', 'attachment')] } }),
    aCompiledReply('12', {
      content: { form, files: [aReplyFile('Skåne.pdf', 'original')] },
      summary: { coded: true },
      passages: [aPassage({ sectionId: 's1', text: 'Regionen avstyrker.', stance: 'oppose' })],
    }),
    given('03', { stance: 'support' }),
  ])
  const text = docToPlain(doc)
  expect(text).toContain('Egna yttranden som ännu inte är kodade till avsnitt och frågor ingår inte i det följande: Stockholm.')
  expect(text).toMatch(/Ur eget yttrande:\s+Regionen avstyrker\./)
  expect(tableAfter(doc, 'Egna yttranden')?.rows.map((row) => row.map(({ content }) => content))).toMatchObject([
    [[{ text: 'Stockholm' }], [{ text: 'Yttrande Stockholm.pdf\nProtokoll.pdf' }], [{}], [{ text: 'Nej' }]],
    [[{ text: 'Skåne' }], [{ text: 'Skåne.pdf' }], [{}], [{ text: 'Ja, 1 stycke' }]],
  ])
})

test('replaced answers are named, and what they said is not compiled', () => {
  const text = plain(
    aCompiledReply('12', { content: { number: 'K-1', sections: [onSection('s1', { remark: 'Den gamla synpunkten.' })] } }),
    aCompiledReply('12', {
      content: { number: 'K-2', relation: 'replaces', sections: [onSection('s1', { remark: 'Den nya synpunkten.' })] },
    }),
  )
  expect(text).toContain('Den nya synpunkten.')
  expect(text).not.toContain('Den gamla synpunkten.')
  expect(text).toMatch(/Ersatta svar[\s\S]*K-1, 10 mars 2027[\s\S]*K-2, 10 mars 2027/)
})

test('a survey has its questions, and no columns for stances', () => {
  const question = { id: 'q', type: 'kronor' as const, text: 'Vad kostar det?', help: '', required: false, least: null, most: null }
  const answered = (org: string, answer: number) =>
    aCompiledReply(org, { content: { overall: { stance: null, comment: '' }, questions: [{ question, answer }] } })
  const doc = compiled([answered('01', 1_000), answered('03', 3_000)], {
    head: aHead({ kind: 'survey' }),
    content: aContent({ kind: 'survey', sections: [], questions: [question] }),
  })
  expect(doc.title).toBe('Enkätsammanställning')
  expect(tableAfter(doc, 'Svaren i översikt')?.columns.map(({ title }) => title)).toEqual([
    'Region',
    'Inkommet',
    'Beslutat av',
    'Anmärkning',
  ])
  expect(docToPlain(doc)).toContain('Summa 4\u00a0000\u00a0kr · lägst 1\u00a0000 · median 2\u00a0000 · högst 3\u00a0000')
  expect(docToPlain(doc)).not.toContain('bemötande')
})

test('says which corrections were made, and the last day they moved', () => {
  const correction = { id: 'c1', number: 1, text: 'Rättat', oldLastDay: null, newLastDay: null, madeAt: '2026-12-01T08:00:00.000Z' }
  const doc = compiled([], { corrections: [correction, { ...correction, id: 'c2', number: 2, newLastDay: day('2027-03-19') }] })
  expect(doc.facts).toContainEqual([
    'Rättelser',
    'Rättelse 1, 1 december 2026\nRättelse 2, 1 december 2026, ny sista svarsdag 19 mars 2027',
  ])
  expect(docToPlain(compiled([]))).not.toContain('Rättelser')
})
