import { describe, expect, test } from 'vitest'
import { type Block, whyNotBlocks, whyNotSections } from './blocks.ts'
import { parseBlocks, parseSections } from './blocks-parse.ts'
import { blocksToPlain } from './blocks-text.ts'

function counter(): () => string {
  let last = 0
  return () => {
    last += 1
    return `b${last}`
  }
}

const lines = (...all: string[]) => all.join('\n')
const sectionsOf = (text: string) => parseSections(text, counter())
const namesOf = (text: string) => sectionsOf(text).sections.map((section) => `${section.number}|${section.heading}`)
const blocksOf = (text: string) => parseBlocks(text, counter())
const plainOf = (text: string) => blocksOf(text).map((block) => blocksToPlain([block]))
const shapesOf = (blocks: Block[]) => blocks.map((block) => block.type)

describe("the author's own numbering makes the headings", () => {
  test.each([
    ['1 Inledning', '1|Inledning'],
    ['1. Inledning', '1|Inledning'],
    ['1.Inledning', '1|Inledning'],
    ['1\tInledning', '1|Inledning'],
    ['1\u00a0Inledning', '1|Inledning'],
    ['  1   Inledning  ', '1|Inledning'],
    ['2.1 Ansvar', '2.1|Ansvar'],
    ['2.1. Ansvar', '2.1|Ansvar'],
    ['2.1\nAnsvar', '2.1|Ansvar'],
    ['2.1.3 Ansvar för lagerhållning', '2.1.3|Ansvar för lagerhållning'],
    ['§ 3 Kostnader', '§ 3|Kostnader'],
    ['§3 Kostnader', '§3|Kostnader'],
    ['1 § Kostnader', '1 §|Kostnader'],
    ['2 kap. Inledande bestämmelser', '2 kap.|Inledande bestämmelser'],
    ['Avsnitt 4: Uppföljning', 'Avsnitt 4|Uppföljning'],
    ['Avsnitt 4 – Uppföljning', 'Avsnitt 4|Uppföljning'],
    ['Avsnitt 4. Uppföljning', 'Avsnitt 4|Uppföljning'],
    ['Kapitel 2', 'Kapitel 2|'],
    ['Kapitel 2 Ansvar och roller', 'Kapitel 2|Ansvar och roller'],
    ['Bilaga A: Ordlista', 'Bilaga A|Ordlista'],
    ['## Övergripande synpunkter', '|Övergripande synpunkter'],
    ['## 2.1 Ansvar', '2.1|Ansvar'],
    ['**2 Ansvar**', '2|Ansvar'],
    ['4 Varför behövs en gemensam funktion?', '4|Varför behövs en gemensam funktion?'],
    ['3 ”Hemtagning” av patienter', '3|”Hemtagning” av patienter'],
  ])('"%s"', (line, name) => {
    expect(namesOf(lines(line, '', 'Texten i avsnittet.'))).toEqual([name])
  })
})

describe('a sentence or a quantity that begins with a number is text', () => {
  test.each([
    '2026 ska regionerna ha en gemensam plan.',
    '2026 Års plan gäller.',
    '3 regioner har lämnat synpunkter.',
    '12 § förvaltningslagen säger att parten ska få yttra sig.',
    '12 § Förvaltningslagen gäller.',
    '1 juni 2026 träder avtalet i kraft',
    '10 000 kronor per region',
    '4,5 Mkr avsätts',
    '2.5 miljoner kronor',
    '12.30 Lunch',
    '09.00 Samling',
    '24.11 Möte',
    '100 Vårdplatser',
    'Avsnitt 4 beskriver hur uppföljningen ska gå till.',
    'Kapitel 2 i regeringsformen gäller.',
    '§ 14 i avtalet gäller inte.',
    '1. Regionerna utser kontaktpersoner.',
    '1 Regionerna, kansliet och chefsgruppen,',
    '#beredskap',
    '1 Inledning ........ 3',
    '1 Inledning… 3',
  ])('"%s"', (line) => {
    expect(namesOf(lines('Ett stycke före.', '', line, '', 'Ett stycke efter.'))).toEqual([])
  })
})

describe('headings are told from the items of a numbered list', () => {
  test('items one after the other are a list, also when the sections are numbered in the same way', () => {
    const text = lines('1. Inledning', 'Kansliet ska', '1. samordna', '2. Stödja', '3. Följa upp', '', '2. Ansvar', 'Regionen ansvarar.')
    const { sections } = sectionsOf(text)
    expect(sections.map((section) => section.heading)).toEqual(['Inledning', 'Ansvar'])
    expect(shapesOf(sections[0]?.blocks ?? [])).toEqual(['paragraph', 'list'])
  })

  test('items with empty lines between', () => {
    expect(
      namesOf(lines('1. Synpunkter', '', 'Vi föreslår följande.', '', '1. Utbildning', '', '2. Övning', '', '2. Slutsats', '', 'Tack.')),
    ).toEqual(['1|Synpunkter', '2|Slutsats'])
  })

  test('an item that takes two lines', () => {
    const { sections, preamble } = sectionsOf(
      lines('1. Lagerhållning av läkemedel och', '   förbrukningsvaror', '2. Personal', '', 'Text.'),
    )
    expect(sections).toEqual([])
    expect(shapesOf(preamble)).toEqual(['list', 'paragraph'])
  })

  test('what follows a colon', () => {
    expect(namesOf(lines('Kansliet föreslår:', '1. Samordning', 'Det här är en förklaring.'))).toEqual([])
  })

  test('items with text between them, when the section has a higher number', () => {
    expect(namesOf(lines('4 Ansvar', 'Text.', '', '1. Samordning', '', 'Förklaring av det.', '', '5 Kostnader', 'Text.'))).toEqual([
      '4|Ansvar',
      '5|Kostnader',
    ])
  })

  test('headings with a body each', () => {
    expect(namesOf(lines('1. Inledning', 'Text om det.', '2. Bakgrund', '2.1 Uppdrag', 'Text om det.', '3. Kostnader', 'Text.'))).toEqual([
      '1|Inledning',
      '2|Bakgrund',
      '2.1|Uppdrag',
      '3|Kostnader',
    ])
  })

  test('an outline of headings alone', () => {
    expect(namesOf(lines('1 Inledning', '2 Ansvar', '2.1 Regionen', '3 Kostnader'))).toEqual([
      '1|Inledning',
      '2|Ansvar',
      '2.1|Regionen',
      '3|Kostnader',
    ])
  })

  test('rows of a table with numbers in the first column', () => {
    const { sections, preamble } = sectionsOf(lines('Ordning:', '', '1\tUppsala', '2\tSkåne', '3\tGotland'))
    expect(sections).toEqual([])
    expect(shapesOf(preamble)).toEqual(['paragraph', 'table'])
  })
})

describe('the table of contents is not taken for the sections', () => {
  test.each([
    ['with page numbers after dots', ['1 Inledning .......... 2', '2 Ansvar .......... 3']],
    ['with page numbers', ['1 Inledning 2', '2 Ansvar 3']],
    ['without page numbers', ['1 Inledning', '2 Ansvar']],
    ['with tabs', ['1\tInledning\t2', '2\tAnsvar\t3']],
  ])('%s', (_, contents) => {
    const { sections, preamble } = sectionsOf(lines('Innehåll', ...contents, '', '1 Inledning', 'Text.', '', '2 Ansvar', 'Mera text.'))
    expect(sections.map((section) => [section.heading, blocksToPlain(section.blocks)])).toEqual([
      ['Inledning', 'Text.'],
      ['Ansvar', 'Mera text.'],
    ])
    expect(blocksToPlain(preamble)).toContain('Innehåll')
  })
})

describe('clauses of an agreement', () => {
  test('a clause with its text on the same line keeps number and text', () => {
    const { sections } = sectionsOf(
      lines(
        '§ 1 Parter',
        'Regionerna är parter.',
        '§ 2 Kostnaderna fördelas lika.',
        'Enligt § 1 betalar alla.',
        '§ 3',
        'Giltighet',
        'Avtalet gäller.',
      ),
    )
    expect(sections.map(({ number, heading, blocks }) => [number, heading, blocksToPlain(blocks)])).toEqual([
      ['§ 1', 'Parter', 'Regionerna är parter.'],
      ['§ 2', '', 'Kostnaderna fördelas lika.\n\nEnligt § 1 betalar alla.'],
      ['§ 3', 'Giltighet', 'Avtalet gäller.'],
    ])
  })

  test('appendices that are only listed are no sections, an appendix with text is', () => {
    expect(namesOf(lines('1 Inledning', 'Text.', '', 'Bilagor:', 'Bilaga 1 Avtal', 'Bilaga 2 Budget'))).toEqual(['1|Inledning'])
    expect(namesOf(lines('1 Inledning', 'Text.', '', 'Bilaga 1 Ordlista', 'Text.', '', '1 Begrepp', 'Text.'))).toEqual([
      '1|Inledning',
      'Bilaga 1|Ordlista',
      '1|Begrepp',
    ])
  })
})

test('a page of a PDF: lines and hyphenated words are made whole, sentences with numbers stay sentences', () => {
  const text = lines(
    'Remiss av förslag till gemensam planering',
    '',
    '1 Inledning',
    'Regionerna har sedan 2024 en gemensam funktion för plane-',
    'ring av hälso- och sjukvårdens beredskap. Den leds av en chefs-',
    'grupp och har sitt kansli i Region Uppsala. Under perioden',
    '2026 ska funktionen utvärderas av en extern part, enligt',
    '12 § förvaltningslagen och det avtal som gäller mellan',
    'Region Uppsala och NSPL-',
    'kansliet samt hälso-',
    'och sjukvårdens organ.',
    '',
    '2 Ansvar för lagerhållning och samverkan mellan regionerna',
    'samt kommunerna',
    '',
    'Varje region ansvarar för sin egen lagerhållning och ska rap-',
    'portera varje år.',
  )
  const { sections } = sectionsOf(text)
  expect(sections.map(({ number, heading, blocks }) => [number, heading, blocksToPlain(blocks)])).toEqual([
    [
      '1',
      'Inledning',
      'Regionerna har sedan 2024 en gemensam funktion för planering av hälso- och sjukvårdens beredskap. Den leds av en chefsgrupp och har sitt kansli i Region Uppsala. Under perioden 2026 ska funktionen utvärderas av en extern part, enligt 12 § förvaltningslagen och det avtal som gäller mellan Region Uppsala och NSPL-kansliet samt hälso- och sjukvårdens organ.',
    ],
    [
      '2',
      'Ansvar för lagerhållning och samverkan mellan regionerna samt kommunerna',
      'Varje region ansvarar för sin egen lagerhållning och ska rapportera varje år.',
    ],
  ])
})

describe('paragraphs', () => {
  test.each([
    [
      'lines as Word pastes them, one per paragraph',
      lines('Regionen tillstyrker.', 'Vi ser dock ett behov av stöd.'),
      ['Regionen tillstyrker.', 'Vi ser dock ett behov av stöd.'],
    ],
    [
      'a signature keeps its line breaks',
      lines('Med vänlig hälsning', 'Anna Ek', 'Kanslichef'),
      ['Med vänlig hälsning\nAnna Ek\nKanslichef'],
    ],
    ['an empty line ends a paragraph', lines('Ett.', '', '', '', 'Två.'), ['Ett.', 'Två.']],
    ['Windows line ends', 'Ett.\r\n\r\nTvå.\r\n', ['Ett.', 'Två.']],
    ['old Mac line ends', 'Ett.\r\rTvå.', ['Ett.', 'Två.']],
    ['a line break of Word', 'Ett\vTvå', ['Ett\nTvå']],
    ['a page break', 'Ett\fTvå', ['Ett', 'Två']],
    ['soft hyphens', 'sam\u00advers\u00ad\nkan', ['samverskan']],
    ['spaces that do not break', '10\u00a0000\u202fkr', ['10 000 kr']],
    ['invisible marks and control characters', '\ufeffa\u200bb\u202ec\u0000d\u0007', ['abcd']],
    ['letters in two parts', 'Ska\u030ane', ['Skåne']],
    ['ligatures', 'e\ufb03cient', ['efficient']],
    ['half a surrogate pair', 'a\ud83db', ['a\ufffdb']],
    ['nothing but space', ' \n\t\n', []],
    ['a heading mark where there are no sections', '## Sammanfattning', ['Sammanfattning']],
    ['a number where there are no sections', lines('1 Inledning', '', 'Text.'), ['1 Inledning', 'Text.']],
  ])('%s', (_, text, paragraphs) => {
    expect(plainOf(text)).toEqual(paragraphs)
  })

  test('words between double asterisks are bold', () => {
    expect(blocksOf('Vi **tillstyrker** förslaget. 2 ** 3 ** 4')).toEqual([
      { id: 'b1', type: 'paragraph', content: [{ text: 'Vi ' }, { text: 'tillstyrker', bold: true }, { text: ' förslaget. 2 ** 3 ** 4' }] },
    ])
  })
})

describe('lists', () => {
  test.each(['•', '-', '–', '*', '·', '▪', '\uf0b7', '—'])('items marked "%s"', (mark) => {
    const [block, ...others] = blocksOf(lines(`${mark} Uppsala`, `${mark} Skåne`, '', `${mark} Gotland`))
    expect(others).toEqual([])
    expect(block).toMatchObject({
      type: 'list',
      ordered: false,
      items: [[{ text: 'Uppsala' }], [{ text: 'Skåne' }], [{ text: 'Gotland' }]],
    })
  })

  test.each([
    ['1. a|2. b', { ordered: true, items: [[{ text: 'a' }], [{ text: 'b' }]] }],
    ['1) a|2) b', { ordered: true, items: [[{ text: 'a' }], [{ text: 'b' }]] }],
    ['(1) a|(2) b', { ordered: true, items: [[{ text: 'a' }], [{ text: 'b' }]] }],
    ['4. a|5. b', { ordered: true, start: 4, items: [[{ text: 'a' }], [{ text: 'b' }]] }],
    ['a) ett|b) två', { ordered: true, letters: true, items: [[{ text: 'ett' }], [{ text: 'två' }]] }],
    ['1.\ta|2.\tb', { ordered: true, items: [[{ text: 'a' }], [{ text: 'b' }]] }],
  ])('"%s" keeps its own counting', (text, list) => {
    expect(blocksOf(text.replace('|', '\n'))).toEqual([{ id: 'b1', type: 'list', ...list }])
  })

  test.each([
    ['1.\n\nSamordna\n\n2.\n\nStödja', ['1. Samordna\n2. Stödja']],
    ['•\nlager\n•\npersonal', ['– lager\n– personal']],
    ['a)\nlager\nb)\npersonal', ['a) lager\nb) personal']],
    ['Sida\n\n3\n\nText.', ['Sida', '3', 'Text.']],
    ['Text.\n\n2.', ['Text.', '2.']],
  ])('a mark on a line of its own, as copied from a PDF: %j', (text, blocks) => {
    expect(plainOf(text)).toEqual(blocks)
  })

  test('an item goes on with the next line, text after an empty line does not', () => {
    expect(plainOf(lines('- lagerhållning av', 'läkemedel', '- personal', '', 'Regionen delar bedömningen.'))).toEqual([
      '– lagerhållning av läkemedel\n– personal',
      'Regionen delar bedömningen.',
    ])
  })

  test('a numbered list that is interrupted counts on', () => {
    expect(plainOf(lines('1. Samordna', '- lager', '- personal', '2. Stödja'))).toEqual(['1. Samordna', '– lager\n– personal', '2. Stödja'])
  })

  test('a number that a sentence has first on its line begins no list', () => {
    expect(shapesOf(blocksOf(lines('Avtalet behandlas i punkt', '7. Det ska sägas upp skriftligen.')))).not.toContain('list')
  })
})

describe('tables', () => {
  test('lines with tabs are a table with a header when figures stand below words', () => {
    expect(blocksOf(lines('Region\tVårdplatser', 'Uppsala\t12', 'Skåne\t40'))).toEqual([
      {
        id: 'b1',
        type: 'table',
        header: true,
        rows: [
          [[{ text: 'Region' }], [{ text: 'Vårdplatser' }]],
          [[{ text: 'Uppsala' }], [{ text: '12' }]],
          [[{ text: 'Skåne' }], [{ text: '40' }]],
        ],
      },
    ])
  })

  test('short rows are filled up and empty cells kept', () => {
    const [table] = blocksOf(lines('\tAntal\tEnhet', 'Sängar\t4', 'Bårar\t\tst\t\t'))
    expect(table).toMatchObject({
      header: false,
      rows: [
        [[], [{ text: 'Antal' }], [{ text: 'Enhet' }]],
        [[{ text: 'Sängar' }], [{ text: '4' }], []],
        [[{ text: 'Bårar' }], [], [{ text: 'st' }]],
      ],
    })
  })

  test('labels with values have no header', () => {
    expect(blocksOf(lines('Diarienummer:\tRS 2026-0123', 'Handläggare:\tAnna Ek'))).toMatchObject([{ type: 'table', header: false }])
  })

  test('one line with a tab is text', () => {
    expect(plainOf('Datum:\t2026-11-24')).toEqual(['Datum: 2026-11-24'])
  })
})

test('what stands before the first heading is the preamble, and an empty text gives nothing', () => {
  const { preamble, sections } = sectionsOf(lines('Remiss', '', '1 Inledning', 'Text.'))
  expect(blocksToPlain(preamble)).toBe('Remiss')
  expect(sections).toHaveLength(1)
  expect(sectionsOf(' \r\n ')).toEqual({ preamble: [], sections: [] })
})

test('what is parsed has ids of its own and is accepted as a text', () => {
  const text = lines('Remiss', '', '1 Inledning', 'Text.\u0000', '', '- a', '- b', '', 'A\tB', 'C', 'D\tE', '', '§ 2 Ansvar', 'Text.')
  const { preamble, sections } = sectionsOf(text)
  expect(whyNotBlocks(preamble)).toBeUndefined()
  expect(whyNotSections(sections)).toBeUndefined()
  const ids = [...preamble, ...sections.flatMap((section) => [section, ...section.blocks])].map((thing) => thing.id)
  expect(new Set(ids).size).toBe(ids.length)
})
