import { describe, expect, test } from 'vitest'
import { aCompiledReply, aPassage, onSection } from './fixtures-compilation.ts'
import { answersByOrg, compileOverall, compileSection, decidedBy, isUncoded, overallStance, tallyStances } from './rules-compilation.ts'
import { compileQuestion, numbersOf } from './rules-compilation-questions.ts'
import type { Answer, Question } from '../dispatches/shapes-questions.ts'

const ORIGINAL = 'Planen ska övas varje år.\n\nDen gäller från 2028.'
const given = (org: string, said: Parameters<typeof onSection>[1]) =>
  aCompiledReply(org, { content: { sections: [onSection('s1', said)] } })
const section = (...replies: ReturnType<typeof aCompiledReply>[]) => compileSection('s1', ORIGINAL, answersByOrg(replies))
const own = (org: string, passages: ReturnType<typeof aPassage>[] = [], coded = false) =>
  aCompiledReply(org, { content: { form: 'own-statement' }, summary: { coded }, passages })

describe('whose answers, and which of them', () => {
  test('regions stand by county code, whoever was first', () => {
    expect(answersByOrg([aCompiledReply('25'), aCompiledReply('01'), aCompiledReply('12')]).map(({ org }) => org)).toEqual([
      '01',
      '12',
      '25',
    ])
  })

  test('the last counts, with what completes it; those before are kept apart', () => {
    const replies = [
      aCompiledReply('12', { content: { number: 'K-1' } }),
      aCompiledReply('12', { content: { number: 'K-2', relation: 'completes' } }),
      aCompiledReply('12', { content: { number: 'K-3', relation: 'replaces' } }),
      aCompiledReply('12', { content: { number: 'K-4', relation: 'completes' } }),
    ]
    const [skane] = answersByOrg(replies.toReversed())
    expect(skane?.counting.map(({ summary }) => summary.number)).toEqual(['K-3', 'K-4'])
    expect(skane?.replaced.map(({ summary }) => summary.number)).toEqual(['K-1', 'K-2'])
  })

  test('what completes may change the stance and who decided, and leaves them when it says nothing', () => {
    const [answer] = answersByOrg([
      aCompiledReply('12', { content: { overall: { stance: 'support', comment: '' } } }),
      aCompiledReply('12', { content: { relation: 'completes', overall: { stance: null, comment: 'Protokollet.' }, decided: null } }),
    ])
    expect(answer && [overallStance(answer), decidedBy(answer)?.who]).toEqual(['support', 'Regionstyrelsen'])
  })

  test('a document that nobody has read into is uncoded; one with a passage, or marked as coded, is not', () => {
    const answers = answersByOrg([own('01'), own('03', [aPassage({ sectionId: 's1' })]), own('04', [], true), aCompiledReply('05')])
    expect(answers.filter(isUncoded).map(({ org }) => org)).toEqual(['01'])
  })
})

describe('what is said of an avsnitt', () => {
  test('stances are counted in their own order', () => {
    const { tally } = section(
      given('01', { stance: 'oppose' }),
      given('03', { stance: 'support' }),
      given('04', { stance: 'oppose' }),
      given('05', {}),
    )
    expect(tally).toEqual([
      { key: 'support', orgs: ['03'] },
      { key: 'oppose', orgs: ['01', '04'] },
    ])
    expect(tallyStances([])).toEqual([])
  })

  test('the same words stand once, whatever their spaces, with all who say them', () => {
    const { common, rows } = section(
      given('01', { stance: 'oppose', wording: 'Planen ska övas  vartannat år.' }),
      given('03', { stance: 'support-with-remarks', wording: 'Planen ska övas\nvartannat år. ' }),
      given('04', { wording: 'Planen ska övas vart tredje år.' }),
    )
    expect(common).toEqual([
      {
        kind: 'wording',
        text: 'Planen ska övas  vartannat år.',
        by: [
          { org: '01', stance: 'oppose' },
          { org: '03', stance: 'support-with-remarks' },
        ],
      },
    ])
    expect(rows.map(({ org, wordings }) => [org, wordings.map(({ text }) => text)])).toEqual([['04', ['Planen ska övas vart tredje år.']]])
  })

  test('the same words as a remark and as a wording are two things, and letters are told apart', () => {
    const { common } = section(given('01', { remark: 'Stryk.' }), given('03', { wording: 'Stryk.' }), given('04', { remark: 'stryk.' }))
    expect(common).toEqual([])
  })

  test('one who says something of its own besides keeps its row, which tells what it shares', () => {
    const { common, rows } = section(
      given('01', { wording: 'Vartannat år.', remark: 'Det blir för dyrt.' }),
      given('03', { wording: 'Vartannat år.' }),
    )
    expect(common).toHaveLength(1)
    expect(rows).toEqual([
      { org: '01', stance: null, remarks: [{ text: 'Det blir för dyrt.', isPassage: false }], wordings: [], shares: [0] },
    ])
  })

  test('the widest agreement comes first', () => {
    const { common } = section(
      given('01', { remark: 'A' }),
      given('03', { remark: 'A' }),
      ...['04', '05', '06'].map((org) => given(org, { remark: 'B' })),
    )
    expect(common.map(({ text, by }) => [text, by.length])).toEqual([
      ['B', 3],
      ['A', 2],
    ])
  })

  test('a wording that is the text itself proposes nothing; an emptied one proposes that it goes', () => {
    const { rows, untouched } = section(given('01', { wording: ORIGINAL.replace('\n\n', '\n') }), given('03', { wording: ' ' }))
    expect(untouched).toEqual(['01'])
    expect(rows).toEqual([{ org: '03', stance: null, remarks: [], wordings: [{ text: '', isPassage: false }], shares: [] }])
  })

  test('those without words are named by what they said, or that they said nothing', () => {
    const { silent, untouched, uncoded, rows } = section(
      given('01', { stance: 'no-objection' }),
      given('03', { stance: 'support', remark: ' \n' }),
      given('04', {}),
      own('05', [aPassage({ sectionId: 's2' })]),
    )
    expect(silent).toEqual([
      { key: 'support', orgs: ['03'] },
      { key: 'no-objection', orgs: ['01'] },
    ])
    expect([untouched, uncoded, rows]).toEqual([['04'], ['05'], []])
  })

  test('passages of an own yttrande stand with the rest, and bring their stance', () => {
    const { rows, tally } = section(
      own('05', [aPassage({ sectionId: 's1', text: ' Avslå. ', stance: 'oppose' }), aPassage({ sectionId: 's2', text: 'Nej.' })]),
    )
    expect(rows).toEqual([{ org: '05', stance: 'oppose', remarks: [{ text: 'Avslå.', isPassage: true }], wordings: [], shares: [] }])
    expect(tally).toEqual([{ key: 'oppose', orgs: ['05'] }])
  })

  test('what completes an answer adds to it', () => {
    const { rows } = section(
      given('12', { stance: 'support', remark: 'Ett.' }),
      aCompiledReply('12', { content: { relation: 'completes', sections: [onSection('s1', { stance: 'oppose', remark: 'Två.' })] } }),
    )
    expect(rows[0]?.stance).toBe('oppose')
    expect(rows[0]?.remarks.map(({ text }) => text)).toEqual(['Ett.', 'Två.'])
  })

  test('passages that belong to no avsnitt stand among what is said on the whole', () => {
    const { rows } = compileOverall(answersByOrg([own('05', [aPassage({ text: 'Bra.' }), aPassage({ questionId: 'q1', text: 'Nej.' })])]))
    expect(rows[0]?.remarks).toEqual([{ text: 'Bra.', isPassage: true }])
  })
})

describe('what is answered to a question', () => {
  const common = { id: 'q1', text: 'Fråga?', help: '', required: false }
  const choices = [
    { id: 'a', text: 'Egen regi' },
    { id: 'b', text: 'Upphandlad' },
  ]
  const answers = (question: Question, ...all: [string, Answer][]) =>
    compileQuestion(
      question,
      answersByOrg([...all.map(([org, answer]) => aCompiledReply(org, { content: { questions: [{ question, answer }] } })), own('25')]),
    )

  test('yes and no are counted, with names, and no answer is neither', () => {
    const result = answers({ ...common, type: 'yes-no' }, ['01', true], ['03', false], ['04', null], ['05', true])
    expect(result.table).toEqual({
      look: 'choices',
      choices: [
        { key: 'Ja', orgs: ['01', '05'] },
        { key: 'Nej', orgs: ['03'] },
      ],
    })
    expect([result.answered, result.silent, result.uncoded]).toEqual([3, ['04'], ['25']])
  })

  test('a choice that nobody made is there with none', () => {
    expect(answers({ ...common, type: 'one-of', choices }, ['01', 'b']).table).toEqual({
      look: 'choices',
      choices: [
        { key: 'Egen regi', orgs: [] },
        { key: 'Upphandlad', orgs: ['01'] },
      ],
    })
    expect(answers({ ...common, type: 'several-of', choices }, ['01', ['b', 'a']], ['03', ['a']]).table).toMatchObject({
      choices: [{ orgs: ['01', '03'] }, { orgs: ['01'] }],
    })
  })

  test('numbers are added up; zero is a number', () => {
    const question: Question = { ...common, type: 'whole-number', unit: 'platser', least: null, most: null }
    expect(answers(question, ['01', 0], ['03', 7], ['04', null], ['05', 2]).table).toMatchObject({
      look: 'numbers',
      values: [{ text: '0\u00a0platser' }, { text: '7\u00a0platser' }, { text: '2\u00a0platser' }],
      numbers: { sum: 9, least: 0, median: 2, most: 7 },
    })
  })

  test.each([
    [[5], { sum: 5, least: 5, median: 5, most: 5 }],
    [[4, 1], { sum: 5, least: 1, median: 2.5, most: 4 }],
    [[10, 9, 100], { sum: 119, least: 9, median: 10, most: 100 }],
  ])('of %j', (values, expected) => expect(numbersOf(values)).toEqual(expected))

  test('days stand without weekday, and texts as they were written', () => {
    expect(answers({ ...common, type: 'date' }, ['01', '2027-10-15']).table).toMatchObject({
      look: 'lines',
      values: [{ text: '15 oktober 2027' }],
    })
    expect(answers({ ...common, type: 'long-text' }, ['01', 'Ett.\n\nTvå.']).table).toMatchObject({
      look: 'texts',
      values: [{ text: 'Ett.\n\nTvå.' }],
    })
  })

  test('rows of all organisations are one table, with the sums of its numbers', () => {
    const group: Question = {
      ...common,
      type: 'group',
      itemName: 'Övning',
      most: 5,
      questions: [
        { ...common, id: 'g1', type: 'short-text' },
        { ...common, id: 'g2', type: 'kronor', least: null, most: null },
      ],
    }
    expect(answers(group, ['01', [{ g1: 'Alfa', g2: 5 }, { g1: 'Beta' }]], ['03', [{ g1: 'Gamma', g2: 6 }]], ['04', [{}]]).table).toEqual({
      look: 'rows',
      rows: [
        { org: '01', cells: ['Alfa', '5\u00a0kr'] },
        { org: '01', cells: ['Beta', ''] },
        { org: '03', cells: ['Gamma', '6\u00a0kr'] },
      ],
      sums: [undefined, 11],
    })
  })

  test('a later answer that completes is the one that counts, and a passage is an answer', () => {
    const question: Question = { ...common, type: 'short-text' }
    const result = compileQuestion(
      question,
      answersByOrg([
        aCompiledReply('12', { content: { questions: [{ question, answer: 'Förr' }] } }),
        aCompiledReply('12', { content: { relation: 'completes', questions: [{ question, answer: 'Nu' }] } }),
        aCompiledReply('12', { content: { relation: 'completes', questions: [{ question, answer: ' ' }] } }),
        own('14', [aPassage({ questionId: 'q1', text: 'Ur vårt yttrande.' })]),
      ]),
    )
    expect(result.table).toMatchObject({ values: [{ org: '12', text: 'Nu' }] })
    expect(result).toMatchObject({ answered: 2, passages: [{ org: '14', text: 'Ur vårt yttrande.' }], silent: [], uncoded: [] })
  })

  test('a question that nobody has answered has no table', () => {
    expect(answers({ ...common, type: 'yes-no' })).toEqual({ answered: 0, table: undefined, passages: [], silent: [], uncoded: ['25'] })
  })
})
