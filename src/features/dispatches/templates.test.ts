import { describe, expect, test } from 'vitest'
import { day } from '../../lib/day.ts'
import type { Letter } from '../../lib/letter.ts'
import { REGIONS } from '../../lib/regions.ts'
import { aContent } from './fixtures.ts'
import { aFile, aHead, HOSTILE } from './fixtures-letters.ts'
import { correctionLetter, recallLetter, registryLetter, reminderLetter } from './templates.ts'
import type { Correction } from './shapes.ts'

const url = 'https://nspl.example/r/12/utskick/0193a000-0000-7000-8000-000000000001'
const to = { recipientName: 'Region Skåne', url }
const recipients = REGIONS.map(({ code }) => ({ org: code }))
const sent = (but: Partial<Parameters<typeof registryLetter>[0]> = {}) =>
  registryLetter({
    head: aHead(),
    content: aContent(),
    files: [aFile('Remissversion', 0, { role: 'original' })],
    recipients,
    ...to,
    ...but,
  })

const aCorrection = (but: Partial<Correction> = {}): Correction => ({
  id: 'c1',
  number: 1,
  text: 'Tabell 2 hade fel siffror.',
  oldLastDay: null,
  newLastDay: null,
  madeAt: '2026-12-02T10:00:00.000Z',
  ...but,
})

const lineOf = (letter: Letter, label: string) => letter.text.split('\n').find((line) => line.startsWith(`${label}: `))

describe('the mail to a registry', () => {
  test('the subject is fixed, so that it can be sorted on', () => {
    expect(sent().letter.subject).toBe('Remiss: Nationell plan för vårdplatser – NSPL 2026-17 – svar senast 2027-03-19')
  })

  test("a number of the host's own series is told apart, and what is for kännedom has no last day", () => {
    expect(sent({ head: aHead({ kind: 'information', lastDay: null, caseNumber: 'RS 2026-0123' }) }).letter.subject).toBe(
      'För kännedom: Nationell plan för vårdplatser – NSPL RS 2026-0123',
    )
  })

  test.each([
    ['Handlingstyp', 'Remiss'],
    ['Ärendemening', 'Nationell plan för vårdplatser'],
    ['Avsändare', 'NSPL:s kansli, Region Uppsala (värdregion)'],
    ['Avsändarens diarienummer', 'NSPL 2026-17'],
    ['Utskicket skickat', 'tisdag 24 november 2026, vecka 48'],
    ['Svar senast', 'fredag 19 mars 2027, vecka 11'],
    ['Förslag till fördelning', 'Beredskapsenheten'],
    ['Innehåller personuppgifter', 'Nej'],
    ['Sekretess', 'Ingen sekretessmarkering'],
    ['Bilagor', 'Bilaga 1 – Remissversion.pdf (1\u00a0MB)'],
    ['Kontakt', 'Astrid Demberg (demo)'],
  ])('the block for the registrar says %s', (label, value) => {
    expect(lineOf(sent().letter, label)).toBe(`${label}: ${value}`)
  })

  test('the sändlista names all, and says when it is all regions', () => {
    expect(lineOf(sent().letter, 'Sändlista')).toMatch(/^Sändlista: Alla 21 regioner: Region Stockholm, .*Region Norrbotten$/)
    expect(lineOf(sent({ recipients: recipients.slice(0, 2) }).letter, 'Sändlista')).toBe('Sändlista: Region Stockholm, Region Uppsala')
  })

  test('the block comes before the covering letter, and the link last', () => {
    const { text } = sent().letter
    const places = ['Handlingstyp:', 'Så svarar ni', 'Missiv\n', 'Regionerna ges tillfälle att yttra sig.', url].map((words) =>
      text.indexOf(words),
    )
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(places).not.toContain(-1)
  })

  test('the ways to answer are all said, and count the same', () => {
    const { text } = sent().letter
    expect(text).toContain('Vägarna räknas lika')
    expect(text).toContain('som svar på det här mejlet, till astrid@nspl.example eller med brev')
    expect(sent({ head: aHead({ kind: 'information', lastDay: null }) }).letter.text).not.toContain('Så svarar ni')
  })

  test('the text of the sections stands in full where no original is attached', () => {
    expect(sent({ files: [] }).letter.text).toContain('Text under Inledning.')
    const withOriginal = sent().letter.text
    expect(withOriginal).not.toContain('Text under Inledning.')
    expect(withOriginal).toContain('– 1 Inledning')
    expect(withOriginal).toContain('Går planen att genomföra?')
  })

  test('both bodies say the same', () => {
    const { text, html } = sent({ files: [] }).letter
    const words = (body: string) =>
      body
        .replace(/<[^>]*>/g, ' ')
        .replace(/&#39;/g, "'")
        .match(/[\p{L}\p{N}]{2,}/gu) ?? []
    const body = html.slice(html.indexOf('<body'))
    expect(new Set(words(body))).toEqual(new Set(words(text)))
  })

  test('what does not fit in ten megabytes is named and linked, the largest first', () => {
    const files = [aFile('Stor', 0, { size: 9_000_000 }), aFile('Liten', 1, { size: 2_000_000 })]
    const { letter, attachments } = sent({ files })
    expect(attachments).toEqual([
      { fileId: 'Stor', name: 'Bilaga 1 – Stor.pdf', size: 9_000_000, attached: false },
      { fileId: 'Liten', name: 'Bilaga 2 – Liten.pdf', size: 2_000_000, attached: true },
    ])
    expect(letter.text).toContain('Bilaga 1 – Stor.pdf (9\u00a0MB) – för stor för mejlet, hämtas via länken')
    expect(letter.text).toMatch(/Bilaga 2 – Liten\.pdf \(2\u00a0MB\)$/m)
  })
})

describe('what may not travel by mail', () => {
  const secrecy = { provision: 'OSL 15 kap. 2 §', date: day('2026-11-20'), authority: 'Region Uppsala' }
  const closed = [aHead({ class: 'limited' }), aHead({ class: 'severe' }), aHead({ secrecy })]
  const files = [aFile('Hemligt namn', 0, { correctionId: 'c1' })]

  test.each(closed.map((head) => [`${head.class}${head.secrecy ? ', marked' : ''}`, head] as const))(
    '%s: the letter is a notice only',
    (_, head) => {
      const registry = sent({ head, files })
      const correction = correctionLetter({ head, correction: aCorrection(), files, ...to })
      expect(registry.attachments).toEqual([])
      expect(correction.attachments).toEqual([])
      const letters = [
        registry.letter,
        correction.letter,
        reminderLetter({ head, lastDay: head.lastDay, ...to }),
        recallLetter({ head, reason: 'Hemligt skäl', ...to }),
      ]
      for (const { subject, text, html } of letters) {
        for (const body of [subject, text, html]) {
          expect(body).not.toMatch(/vårdplatser|Hemligt|yttra sig över|Tabell 2|Beredskapsenheten|Inledning/)
          expect(body).toContain('NSPL 2026-17')
        }
      }
      expect(registry.letter.subject).toBe('Remiss: handling att hämta efter inloggning – NSPL 2026-17 – svar senast 2027-03-19')
      expect(registry.letter.text).toContain(url)
      expect(registry.letter.text).toContain('Svara inte med mejl')
    },
  )

  test('the marking is said, with provision, date and authority', () => {
    expect(lineOf(sent({ head: aHead({ secrecy }) }).letter, 'Sekretess')).toContain('OSL 15 kap. 2 §, 2026-11-20, Region Uppsala')
  })
})

describe('what people type stays text', () => {
  const head = aHead({
    title: HOSTILE,
    caseNumber: HOSTILE,
    suggestedFunction: HOSTILE,
    contact: { name: HOSTILE, email: HOSTILE, phone: HOSTILE },
  })
  const inlines = [{ text: HOSTILE, bold: true as const }]
  const content = aContent({
    coveringLetter: [
      { id: 'p', type: 'paragraph', content: inlines },
      { id: 't', type: 'table', header: true, rows: [[inlines]] },
    ],
    sections: [
      {
        id: 's',
        number: HOSTILE,
        heading: HOSTILE,
        blocks: [{ id: 'b', type: 'list', ordered: true, items: [inlines] }],
        originSectionId: null,
      },
    ],
    questions: [
      {
        id: 'q',
        type: 'one-of',
        text: HOSTILE,
        help: HOSTILE,
        required: true,
        choices: [
          { id: 'a', text: HOSTILE },
          { id: 'b', text: 'b' },
        ],
      },
    ],
  })
  const file = aFile('a', 0, { name: HOSTILE, correctionId: 'c1' })
  const letters: [string, Letter][] = [
    ['registry', sent({ head, content, files: [file], recipientName: HOSTILE }).letter],
    [
      'correction',
      correctionLetter({ head, correction: aCorrection({ text: HOSTILE }), files: [file], recipientName: HOSTILE, url }).letter,
    ],
    ['reminder', reminderLetter({ head, lastDay: head.lastDay, recipientName: HOSTILE, url })],
    ['recall', recallLetter({ head, reason: HOSTILE, recipientName: HOSTILE })],
  ]

  test.each(letters)('%s', (_, { subject, text, html }) => {
    expect(subject).not.toMatch(/[\r\n\u202e]/)
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;')
    expect(text).not.toMatch(/^\s*(Ärendemening|Avsändarens diarienummer|Förslag till fördelning): .*\u202e/m)
    expect(text.match(/^Kontakt: .*$/m)?.[0]).toContain('Bcc: alla@spam.example')
    // Our own style is in the head, and there once.
    expect(html.split('<style>')).toHaveLength(2)
    const tags = new Set([...html.replace(/<style>[^<]*<\/style>/, '').matchAll(/<\/?([a-zA-Z0-9]+)/g)].map((match) => match[1]))
    const known = [
      'html',
      'head',
      'meta',
      'title',
      'body',
      'table',
      'thead',
      'tbody',
      'tr',
      'td',
      'th',
      'p',
      'h1',
      'h2',
      'ul',
      'ol',
      'li',
      'a',
      'br',
      'strong',
      'em',
    ]
    expect([...tags].filter((tag) => !known.includes(tag ?? ''))).toEqual([])
  })

  test('nothing is fetched from anywhere', () => {
    for (const [, { html }] of letters) expect(html).not.toMatch(/\bsrc=|url\(|<link|<img|@import/i)
  })

  test('an address that is none is a mistake, not a link', () => {
    expect(() => sent({ url: 'javascript:alert(1)' })).toThrow('http')
  })
})

describe('the letters that come after', () => {
  test("a reminder says the recipient's own last day, gently", () => {
    const letter = reminderLetter({ head: aHead(), lastDay: day('2027-04-09'), ...to })
    expect(letter.subject).toBe('Påminnelse: Nationell plan för vårdplatser – NSPL 2026-17 – svar senast 2027-04-09')
    expect(letter.text).toContain('Har ni redan svarat har våra brev korsats')
    expect(letter.text).toContain(url)
  })

  test('a correction says what changed, its new day and its new bilagor alone, by their old numbers', () => {
    const files = [aFile('Plan', 0), aFile('Tabeller', 1), aFile('Tabeller rättade', 2, { replacesId: 'Tabeller', correctionId: 'c1' })]
    const correction = aCorrection({ oldLastDay: day('2027-03-12'), newLastDay: day('2027-03-26') })
    const { letter, attachments } = correctionLetter({ head: aHead(), correction, files, ...to })
    expect(letter.subject).toBe('Rättelse 1: Nationell plan för vårdplatser – NSPL 2026-17 – svar senast 2027-03-26')
    expect(letter.text).toContain('Tabell 2 hade fel siffror.')
    expect(letter.text).toContain('Ny sista svarsdag: fredag 26 mars 2027, vecka 12.')
    expect(lineOf(letter, 'Tidigare sista svarsdag')).toContain('fredag 12 mars 2027')
    expect(lineOf(letter, 'Nya bilagor')).toBe(
      'Nya bilagor: Bilaga 2 – Tabeller rättade.pdf (1\u00a0MB), ersätter tidigare bilaga 2 (Tabeller.pdf)',
    )
    expect(attachments.map(({ fileId }) => fileId)).toEqual(['Tabeller rättade'])
  })

  test('a recall says why, and that nothing more is asked', () => {
    const letter = recallLetter({ head: aHead(), reason: 'Arbetas om.', ...to })
    expect(letter.subject).toBe('Återkallelse: Nationell plan för vårdplatser – NSPL 2026-17')
    expect(lineOf(letter, 'Skäl')).toBe('Skäl: Arbetas om.')
    expect(letter.text).toContain('Ingen ytterligare åtgärd krävs')
  })
})
