import { describe, expect, test } from 'vitest'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { aContent, aSection } from './fixtures.ts'
import { type Addressee, thinkAbout, usedContent, whyNotSave, whyNotSend } from './rules-writing.ts'
import type { DispatchContent } from './shapes.ts'
import { dispatchesProblems, reasonSentence, thinkSentence } from './texts-problems.ts'

const today = day('2026-11-25')
const paragraph = (text: string, id = 'p') => ({ id, type: 'paragraph' as const, content: [{ text }] })
const draft = { sentAt: null, ceiling: 'limited' } as const

describe('why a draft is not kept', () => {
  const id = '0190a1b2-0000-7000-8000-000000000001'
  const yesNo = { type: 'yes-no', text: '', help: '', required: false } as const
  test.each<[string, Partial<Record<keyof DispatchContent, unknown>>, string | undefined]>([
    ['an empty draft', { title: '', caseNumber: null, coveringLetter: [], sections: [], questions: [], lastDay: null }, undefined],
    ['a section without name', { sections: [{ ...aSection('', ''), number: '', heading: ' ' }] }, undefined],
    ['a question without text', { questions: [{ ...yesNo, id }] }, undefined],
    ['a paste of a megabyte', { sections: [{ ...aSection('1', 'A'), blocks: [paragraph('x'.repeat(1_000_000))] }] }, 'text-too-long'],
    ['control characters', { coveringLetter: [paragraph('a\u0007b')] }, 'control-characters'],
    [
      'two sections with one id',
      { sections: [aSection('1', 'A'), aSection('2', 'B')].map((section) => ({ ...section, id })) },
      'ids-not-unique',
    ],
    ['a section id that is none', { sections: [{ ...aSection('1', 'A'), id: 'section-1' }] }, 'ids-not-uuid'],
    ['an origin that is none', { sections: [{ ...aSection('1', 'A'), originSectionId: 'x' }] }, 'ids-not-uuid'],
    ['a question id that is none', { questions: [{ ...yesNo, id: 'q1' }] }, 'ids-not-uuid'],
    [
      'two questions with one id',
      {
        questions: [
          { ...yesNo, id },
          { ...yesNo, id },
        ],
      },
      'question-ids-not-unique',
    ],
    ['texts of another shape', { sections: 'text' }, 'wrong-shape'],
    ['above the ceiling', { class: 'sensitive' }, 'class-above-ceiling'],
    ['at the ceiling', { class: 'limited' }, undefined],
    ['unknown recipients', { recipients: { choice: 'area', orgs: ['12'] } }, 'recipients-unknown'],
  ])('%s', (_, but, expected) => {
    expect(whyNotSave({ ...aContent(), ...(but as Partial<DispatchContent>) }, draft)).toBe(expected)
  })

  test('what has been sent is not saved again', () => {
    expect(whyNotSave(aContent(), { ...draft, sentAt: '2026-11-25T08:00:00.000Z' })).toBe('already-sent')
  })
})

const addressee = (org: string, but: Partial<Addressee> = {}): Addressee => ({
  org: orgCode(org),
  address: `r@${org}.example`,
  confirmed: true,
  ...but,
})
const send = (but: Partial<DispatchContent>, addressees = [addressee('12')]) =>
  whyNotSend({ content: aContent(but), sentAt: null, addressees, today, ceiling: 'limited' })

describe('why an utskick is not sent', () => {
  test('one that lacks nothing is', () => {
    expect(send({})).toEqual([])
  })

  test.each<[string, Partial<DispatchContent>, string[]]>([
    ['no title', { title: '  ' }, ['no-title']],
    ['no case number', { caseNumber: null }, ['case-number-missing']],
    ['a blank case number', { caseNumber: ' ' }, ['case-number-missing']],
    ['a case number with a line break', { caseNumber: 'NSPL\n17' }, ['case-number-malformed']],
    ['no covering letter', { coveringLetter: [paragraph('  ')] }, ['no-covering-letter']],
    ['no last day', { lastDay: null }, ['no-last-day']],
    ['a last day that has been', { lastDay: day('2026-11-24') }, ['last-day-past']],
    ['a last day today', { lastDay: today }, []],
    ['a consultation with nothing to answer', { sections: [], questions: [] }, ['nothing-to-answer']],
    ['a consultation with questions alone', { sections: [] }, []],
    ['a survey without questions', { kind: 'survey', sections: [], questions: [] }, ['no-questions']],
    ['information with no last day and nothing to answer', { kind: 'information', lastDay: null, sections: [], questions: [] }, []],
    ['a nameless section', { sections: [{ ...aSection('', ''), number: '', heading: '' }] }, ['section-nameless']],
    ['half a contact address', { contact: { name: 'Ivar', email: 'ivar@', phone: '' } }, ['contact-email-malformed']],
    ['a contact without address', { contact: { name: 'Ivar', email: ' ', phone: '' } }, []],
    ['limited without a marking', { class: 'limited' }, ['secrecy-missing']],
    [
      'limited with a marking',
      { class: 'limited', secrecy: { provision: '18 kap. 13 § OSL', date: today, authority: 'Region Uppsala' } },
      [],
    ],
    ['above the ceiling', { class: 'severe' }, ['class-above-ceiling', 'secrecy-missing']],
    [
      'all at once',
      { title: '', caseNumber: null, coveringLetter: [], lastDay: null },
      ['no-title', 'case-number-missing', 'no-covering-letter', 'no-last-day'],
    ],
  ])('%s', (_, but, codes) => {
    expect(send(but).map(({ code }) => code)).toEqual(codes)
  })

  test('an unfinished question is named by its number', () => {
    const questions = aContent().questions.flatMap((question) => [
      question,
      { ...question, id: '0190a1b2-0000-7000-8000-000000000009', text: ' ' },
    ])
    const [reason] = send({ questions })
    expect(reason).toEqual({ code: 'question-blank', details: { number: 2 } })
    expect(reason && reasonSentence(reason)).toMatch(/^Fråga 2: /)
  })

  test('organisations are named whose address is missing or unconfirmed', () => {
    const reasons = send({}, [
      addressee('12'),
      addressee('14', { confirmed: false }),
      addressee('09', { address: null, confirmed: false }),
      addressee('01', { confirmed: false }),
    ])
    expect(reasons.map(({ code, details }) => [code, details])).toEqual([
      ['no-address', { names: ['Region Gotland'] }],
      ['unconfirmed-address', { names: ['Västra Götalandsregionen', 'Region Stockholm'] }],
    ])
    expect(reasons.map(reasonSentence)[1]).toContain('för Västra Götalandsregionen och Region Stockholm.')
  })

  test('nobody to send to', () => {
    expect(send({}, []).map(({ code }) => code)).toEqual(['no-recipients'])
  })

  test('what has been sent is not sent again, and nothing else is said', () => {
    const reasons = whyNotSend({ content: aContent({ title: '' }), sentAt: today, addressees: [], today, ceiling: 'open' })
    expect(reasons).toEqual([{ code: 'already-sent', details: {} }])
  })

  test('every reason has its sentence', () => {
    for (const { code } of send(
      { title: '', caseNumber: null, coveringLetter: [], lastDay: null, class: 'severe', sections: [], questions: [] },
      [],
    )) {
      expect(dispatchesProblems[code], code).toBeDefined()
    }
  })
})

test.each<[string, Partial<DispatchContent>, number, string[]]>([
  ['nothing', {}, 1, []],
  ['a Saturday', { lastDay: day('2027-03-20') }, 1, ['Sista dagen är ingen arbetsdag (lördag).']],
  ['a red day', { lastDay: day('2027-03-26') }, 1, ['Sista dagen är långfredagen.']],
  ['today', { lastDay: today }, 1, ['Sista dagen är i dag.']],
  ['no telephone and no address', { contact: { name: 'A (demo)', email: '', phone: ' ' } }, 1, [expect.stringContaining('kontaktperson')]],
  ['no questions and no files', { questions: [] }, 0, [expect.stringContaining('Inga frågor'), 'Inga filer är bifogade.']],
])('to think about: %s', (_, but, files, sentences) => {
  expect(thinkAbout(aContent(but), files, today).map(thinkSentence)).toEqual(sentences)
})

test('what was written for another kind is not sent', () => {
  const content = aContent({ kind: 'information', title: ' Lägesbild ', caseNumber: ' 17 ' })
  expect(usedContent(content)).toEqual({ ...content, title: 'Lägesbild', caseNumber: '17', lastDay: null, sections: [], questions: [] })
  const survey = aContent({ kind: 'survey' })
  expect(usedContent(survey)).toEqual({ ...survey, sections: [] })
})
