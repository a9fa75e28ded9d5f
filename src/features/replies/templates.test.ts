import { describe, expect, test } from 'vitest'
import { day } from '../../lib/day.ts'
import { docToPlain } from '../../lib/document.ts'
import { orgCode } from '../../lib/regions.ts'
import { aHead, HOSTILE } from '../dispatches/fixtures-letters.ts'
import { aCompiledReply, aReplyFile, onSection } from './fixtures-compilation.ts'
import { confirmLetter, replyDocument } from './templates.ts'
import type { DecidedBy, ReplyContent } from './shapes.ts'

const aReply = (but: Partial<ReplyContent> = {}) => aCompiledReply('12', { content: { number: 'K-2027-000104', ...but } }).content
const plain = (but: Partial<ReplyContent> = {}) => docToPlain(replyDocument(aReply(but)))
const decided: DecidedBy = {
  how: 'delegation',
  who: 'Anna Berg (demo)',
  on: day('2027-03-02'),
  paragraph: 'punkt 4.2',
  adjusted: 'immediately-adjusted',
  reservation: true,
  preliminary: true,
}

describe('the copy of an answer', () => {
  test.each([
    ['its number', {}, 'Kvittensnummer: K-2027-000104'],
    ['what it replaces', { relation: 'replaces', earlierNumber: 'K-2027-000007' }, 'Tidigare svar: Ersätter svar K-2027-000007'],
    ['what it completes', { relation: 'completes', earlierNumber: 'K-2027-000007' }, 'Tidigare svar: Kompletterar svar K-2027-000007'],
    ["the region's own numbers", { caseNumbers: ['RS 1', 'HSN 2'] }, 'Regionens diarienummer: RS 1, HSN 2'],
    [
      'when and by whom, in Swedish time',
      { handedInAt: '2027-03-18T09:30:00.000Z' },
      'Lämnat: torsdag 18 mars 2027 kl. 10.30, av Eva Sund (demo)',
    ],
    [
      'that it came by letter, and was entered',
      { channel: 'letter', receivedOn: day('2027-03-17'), enteredByOrg: orgCode('NSPL') },
      'Inkommet: onsdag 17 mars 2027, vecka 11, med brev\nInfört av kansliet:',
    ],
    [
      'who decided',
      { decided },
      'Beslutat av: Anna Berg (demo), på delegation\nBeslutsdag: tisdag 2 mars 2027, vecka 9\nParagraf eller delegationspunkt: punkt 4.2\nJustering: Omedelbart justerad',
    ],
    [
      'that it is preliminary, and has a reservation',
      { decided },
      'Preliminärt svar i avvaktan på beslut\n    Reservation eller särskilt yttrande finns',
    ],
    ['that nobody has said who decided', { decided: null }, 'Beslutat av: Inte angivet'],
    ['the stance on the whole', { overall: { stance: 'oppose', comment: 'Vi avstyrker.' } }, 'Avstyrker\n\nVi avstyrker.'],
  ] satisfies [string, Partial<ReplyContent>, string][])('says %s', (_, but, words) => expect(plain(but)).toContain(words))

  test('has every avsnitt as it was answered, and names those that were not', () => {
    const text = plain({
      sections: [
        onSection('a', { stance: 'support-with-remarks', remark: 'Ett.\n\nTvå.', wording: 'Ny lydelse.' }),
        onSection('b', { number: '2', heading: 'Mål', wording: '' }),
        onSection('c', { number: '3', heading: 'Kostnader' }),
      ],
    })
    expect(text).toMatch(/1 Inledning.*Tillstyrker med synpunkter.*Ett\.\s+Två\.\s+Föreslagen lydelse:\s+Ny lydelse\./s)
    expect(text).toMatch(/2 Mål.*Föreslår att texten utgår\./s)
    expect(text).toContain('Avsnitt utan svar: 3 Kostnader.')
  })

  test('has every question, also those without answer, and the rows of a group', () => {
    const common = { help: '', required: false }
    const text = plain({
      questions: [
        { question: { ...common, id: 'a', type: 'yes-no', text: 'Går det?' }, answer: false },
        { question: { ...common, id: 'b', type: 'kronor', text: 'Kostnad?', least: null, most: null }, answer: null },
        {
          question: {
            ...common,
            id: 'c',
            type: 'group',
            text: 'Övningar?',
            itemName: 'Övning',
            most: 3,
            questions: [{ ...common, id: 'n', type: 'short-text', text: 'Namn' }],
          },
          answer: [{ n: 'Nordlys' }],
        },
      ],
    })
    expect(text).toMatch(/Går det\?.*Nej/)
    expect(text).toMatch(/Kostnad\?.*Inget svar/)
    expect(text).toMatch(/Övningar\?.*Se tabellen nedan\./)
    expect(text).toContain('Nordlys')
  })

  test('has every file once, with its whole checksum', () => {
    const file = aReplyFile('Yttrande.pdf')
    const question = { id: 'f', type: 'file' as const, text: 'Plan?', help: '', required: false }
    const { role: _, ...answered } = file
    const text = plain({ form: 'own-statement', files: [file], questions: [{ question, answer: [answered] }] })
    expect(text.replaceAll(' ', '')).toContain(file.sha256)
    expect(text.replaceAll(' ', '').split(file.sha256)).toHaveLength(2)
    expect(text).toContain('Eget yttrande')
  })

  test('is the same for the same answer, and stands under its own time', () => {
    const content = aReply()
    expect(replyDocument(content)).toEqual(replyDocument(content))
    expect(replyDocument(content).createdAt).toBe(content.handedInAt)
  })
})

describe('the letter that asks a region to confirm', () => {
  const content = aReply({ channel: 'mail', receivedOn: day('2027-03-17'), files: [aReplyFile('Yttrande.pdf', 'original')], decided })
  const to = { recipientName: 'Region Skåne', url: 'https://nspl.example/r/12/utskick/d' }

  test('says how it came, what is entered and that it counts', () => {
    const { subject, text } = confirmLetter({ head: aHead(), content, ...to })
    expect(subject).toBe('Bekräfta svaret: Nationell plan för vårdplatser – NSPL 2026-17')
    expect(text).toContain('med mejl den 17 mars 2027')
    expect(text).toContain('Svaret räknas som lämnat')
    expect(text).toContain('Kvittensnummer: K-2027-000104')
    expect(text).toContain('Filer: Yttrande.pdf (340\u00a0kB)')
    expect(text).toContain('Beslutat av: Anna Berg (demo), på delegation, tisdag 2 mars 2027, vecka 9, punkt 4.2')
    expect(text).toContain(to.url)
  })

  test('says nothing of the content when the class is above open', () => {
    const { subject, text, html } = confirmLetter({ head: aHead({ class: 'sensitive' }), content, ...to })
    for (const body of [subject, text, html]) expect(body).not.toMatch(/vårdplatser|Yttrande\.pdf|Anna Berg|Tillstyrker/)
    expect(text).toContain('K-2027-000104')
  })

  test('keeps what people type as text', () => {
    const hostile = aReply({ number: HOSTILE, decided: { ...decided, who: HOSTILE, paragraph: HOSTILE }, files: [aReplyFile(HOSTILE)] })
    const { subject, html } = confirmLetter({ head: aHead({ title: HOSTILE }), content: hostile, ...to })
    expect(html).not.toContain('<script')
    expect(subject).not.toMatch(/[\r\n\u202e]/)
  })
})
