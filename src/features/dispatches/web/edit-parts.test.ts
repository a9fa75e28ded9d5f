import { expect, test } from 'vitest'
import { day } from '../../../lib/day.ts'
import type { DispatchContent } from '../shapes.ts'
import { contentTexts } from './content-texts.ts'
import { missingParts, partsOf } from './edit-parts.ts'
import { newId } from './new-id.ts'
import { newQuestion, QUESTION_TYPES } from './new-question.ts'
import { KeptContent } from './kept-content.ts'
import { DispatchContent as ContentShape } from '../shapes.ts'

const TODAY = day('2027-03-01')

const whole: DispatchContent = {
  kind: 'consultation',
  title: 'Ledningsmodell',
  caseNumber: 'RS2026-90012',
  class: 'open',
  secrecy: null,
  coveringLetter: [{ id: 'a', type: 'paragraph', content: [{ text: 'Missiv.' }] }],
  contact: { name: 'Ivar Exempel (demo)', email: 'ivar@nspl.example', phone: '018-00 00 00' },
  suggestedFunction: '',
  personalData: false,
  lastDay: day('2027-06-01'),
  othersVisible: 'after-last-day',
  recipients: { choice: 'all-regions', orgs: [] },
  sections: [{ id: newId(), number: '1', heading: 'Syfte', blocks: [], originSectionId: null }],
  questions: [],
}

test.each<[string, Partial<DispatchContent>, string[]]>([
  ['nothing', {}, []],
  ['the title', { title: ' ' }, ['title']],
  ['the number', { caseNumber: null }, ['title']],
  ['the letter', { coveringLetter: [] }, ['letter']],
  ['the last day', { lastDay: null }, ['day']],
  ['a last day that is to come', { lastDay: day('2027-02-01') }, ['day']],
  ['something to answer', { sections: [] }, ['sections']],
  ['recipients', { recipients: { choice: 'picked', orgs: [] } }, ['recipients']],
  ['the marking', { class: 'limited' }, ['secrecy']],
  ['the words of a question', { questions: [newQuestion('yes-no')] }, ['questions']],
])('the list of parts says where %s is missing', (_, patch, expected) => {
  expect([...missingParts({ ...whole, ...patch }, TODAY)]).toEqual(expected)
})

test('för kännedom has no last day, avsnitt or questions', () => {
  expect(partsOf('information')).toEqual(['kind', 'title', 'letter', 'files', 'recipients', 'contact', 'secrecy'])
})

test.each(QUESTION_TYPES)('a new question of type %s can be saved half-written', (type) => {
  expect(ContentShape.safeParse({ ...whole, questions: [newQuestion(type)] }).success).toBe(true)
})

test('ids are UUIDs, and differ', () => {
  const ids = Array.from({ length: 100 }, newId)
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(100)
})

test('two versions that differ in a section differ in that part alone', () => {
  const other = { ...whole, sections: whole.sections.map((section) => ({ ...section, heading: 'Mål' })) }
  const theirs = new Map(contentTexts(other))
  expect(contentTexts(whole).filter(([part, text]) => theirs.get(part) !== text)).toEqual([['sections', '1 Syfte']])
})

test('a text too long to be saved is kept on this computer all the same', () => {
  const long: DispatchContent = {
    ...whole,
    title: 'x'.repeat(201),
    coveringLetter: [{ id: 'a', type: 'paragraph', content: [{ text: 'x'.repeat(200_001) }] }],
  }
  expect(ContentShape.safeParse(long).success).toBe(false)
  expect(KeptContent.safeParse(long)).toEqual({ success: true, data: long })
})
