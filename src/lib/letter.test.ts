import { describe, expect, test } from 'vitest'
import { letterOf, type LetterPart, oneLine } from './letter.ts'

const given = (parts: LetterPart[], but: object = {}) =>
  letterOf({ subject: 'Remiss: Plan', from: 'Kansliet', title: 'Plan', footer: 'Skickat till registratorn.', parts, ...but })

const all: LetterPart[] = [
  { type: 'heading', text: 'Uppgifter' },
  { type: 'text', content: [{ text: 'Ett ' }, { text: 'två', bold: true }] },
  { type: 'facts', facts: [['Kontakt', 'Anna Berg (demo)\n018-00 00 00']] },
  { type: 'list', items: [[{ text: 'första\nmed rad' }], [{ text: 'andra' }]] },
  {
    type: 'blocks',
    blocks: [
      {
        id: 't',
        type: 'table',
        header: true,
        rows: [
          [[{ text: 'A' }], [{ text: 'B' }]],
          [[{ text: '1' }], [{ text: '2' }]],
        ],
      },
    ],
  },
  { type: 'link', words: 'Läs mer:', url: 'https://nspl.example/r/12?a=1&b=2' },
]

test('the plain text reads from the top to the foot', () => {
  expect(given(all).text).toBe(
    [
      'Kansliet',
      'Plan\n====',
      'Uppgifter\n---------',
      'Ett två',
      'Kontakt: Anna Berg (demo)\n    018-00 00 00',
      '– första\n  med rad\n– andra',
      'A | B\n--|--\n1 | 2',
      'Läs mer:\nhttps://nspl.example/r/12?a=1&b=2',
      '-- \nSkickat till registratorn.\n',
    ].join('\n\n'),
  )
})

test('the page says its language, sets no colour of text or ground, and every element of the text has its style', () => {
  const { html } = given(all)
  expect(html).toContain('<html lang="sv">')
  expect(html).not.toMatch(/[";]\s*(?:background(?:-color)?|color):/)
  for (const tag of ['p', 'h1', 'h2', 'ul', 'li', 'table', 'th', 'td']) expect(html).not.toMatch(new RegExp(`<${tag}>`))
  expect(html).toContain('<a href="https://nspl.example/r/12?a=1&amp;b=2">https://nspl.example/r/12?a=1&amp;b=2</a>')
  expect(html).toContain('018-00 00 00')
  expect(html).toMatch(/<th scope="row"[^>]*>Kontakt<\/th>/)
})

test('lists keep how they count, and get their style', () => {
  const list = { id: 'l', type: 'list' as const, ordered: true, letters: true as const, start: 3, items: [[{ text: 'c' }]] }
  const { html } = given([{ type: 'blocks', blocks: [list] }])
  expect(html).toContain(
    '<style>@counter-style lettered{system:extends lower-alpha;suffix:") "}ol[type=a]{list-style-type:lettered}</style>',
  )
  expect(html).toMatch(/<ol type="a" start="3" style="[^"]+"><li style="[^"]+">c<\/li><\/ol>/)
})

test('markup that somebody has typed is text, also where it looks like ours', () => {
  const words = '<p><td><ol start="1"></table>"\'&'
  const parts: LetterPart[] = [
    { type: 'heading', text: words },
    { type: 'text', content: [{ text: words }] },
    { type: 'facts', facts: [[words, words]] },
    { type: 'list', items: [[{ text: words }]] },
    { type: 'blocks', blocks: [{ id: 'p', type: 'paragraph', content: [{ text: words }] }] },
    { type: 'link', words, url: `https://nspl.example/${words}` },
  ]
  const { html } = given(parts, { subject: words, from: words, title: words, footer: words })
  expect(html.split('&lt;p&gt;&lt;td&gt;&lt;ol start=&quot;1&quot;&gt;&lt;/table&gt;&quot;&#39;&amp;')).toHaveLength(14)
  expect(html).not.toContain('<td><ol')
})

describe('a subject is one line', () => {
  test.each([
    ['Plan\r\nBcc: x@y.example', 'Plan Bcc: x@y.example'],
    ['  Plan \t för\u2028vård ', 'Plan för vård'],
    ['vård\u00adplats\u200b', 'vårdplats'],
    ['\u202eexe.nalp', 'exe.nalp'],
    ['a\u0000b', 'a b'],
    ['half\ud800', 'half'],
  ])('%j', (text, expected) => {
    expect(oneLine(text)).toBe(expected)
    expect(given([], { subject: text }).subject).toBe(expected)
  })
})

test.each(['javascript:alert(1)', '/r/12', 'ftp://nspl.example', ''])('a link to %j is a mistake', (url) => {
  expect(() => given([{ type: 'link', words: '', url }])).toThrow('http')
})
