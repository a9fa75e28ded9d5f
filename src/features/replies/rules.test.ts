import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../lib/actor.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import type { Question } from '../dispatches/shapes-questions.ts'
import { canAnswer, canReadDraft, canReadPassages, canReadReply, canSeeLate, canWorkAsSender } from './access.ts'
import { BOARD } from './fixtures.ts'
import {
  arrivalOf,
  countingReplies,
  isReplyLate,
  replyNumber,
  whyNotClear,
  whyNotConfirm,
  whyNotContent,
  whyNotDecided,
  whyNotMarkDecided,
  whyNotOnBehalf,
  whyNotRelation,
  whyNotTag,
  worthALook,
} from './rules.ts'
import { EMPTY_OVERALL, type HandedIn } from './rules-draft.ts'
import type { ReplyFile } from './shapes.ts'
import { repliesProblems, whyNotTexts } from './texts.ts'

const today = day('2026-11-25')
const sentAt = new Date('2026-11-20T08:00:00Z')
const dispatch = { kind: 'consultation' as const, lastDay: day('2026-12-18'), sentAt, closedAt: null, recalledAt: null }
const fileOf = (role: ReplyFile['role']): ReplyFile => ({
  sha256: 'a'.repeat(64),
  name: 'f.pdf',
  size: 1,
  mediaType: 'application/pdf',
  role,
})

test.each([
  ['first', false, undefined],
  ['first', true, 'already-answered'],
  ['replaces', true, undefined],
  ['replaces', false, 'no-earlier'],
  ['completes', true, undefined],
  ['completes', false, 'no-earlier'],
] as const)('%s, earlier answer %s: %s', (relation, hasEarlier, reason) => expect(whyNotRelation(relation, hasEarlier)).toBe(reason))

test.each([
  ['nothing said', null, 'decided-missing'],
  ['a board, whole', BOARD, undefined],
  ['nobody named', { ...BOARD, who: '  ' }, 'decided-who-missing'],
  ['no day', { ...BOARD, on: null }, 'decided-day-missing'],
  ['no day, preliminary', { ...BOARD, on: null, preliminary: true }, undefined],
  ['no day, officials', { ...BOARD, how: 'officials' as const, on: null }, undefined],
  ['today', { ...BOARD, on: today }, undefined],
  ['tomorrow', { ...BOARD, on: day('2026-11-26') }, 'decided-day-ahead'],
  ['tomorrow, preliminary', { ...BOARD, on: day('2026-11-26'), preliminary: true }, undefined],
])('decided by: %s', (_what, decided, reason) => expect(whyNotDecided(decided, today)).toBe(reason))

describe('what is handed in', () => {
  const ask = (text: string, required: boolean): Question => ({
    id: text,
    type: 'whole-number',
    text,
    help: '',
    required,
    unit: 'st',
    least: 1,
    most: 9,
  })
  const content: HandedIn = {
    form: 'filled',
    overall: { stance: 'support', comment: '' },
    decided: BOARD,
    sections: [{ sectionId: 's', number: '1', heading: 'Ett', stance: null, remark: ' ', wording: null }],
    questions: [],
    files: [],
  }
  const codes = (but: Partial<HandedIn>, kind: 'consultation' | 'survey' = 'consultation') =>
    whyNotContent({ ...content, ...but }, kind, today).map(({ code }) => code)

  test.each<[string, Partial<HandedIn>, string[]]>([
    ['a stance on the whole is enough', {}, []],
    ['nothing at all', { overall: EMPTY_OVERALL }, ['nothing-filled']],
    ['blanks are nothing', { overall: { stance: null, comment: ' \n' } }, ['nothing-filled']],
    ['only an attachment', { overall: EMPTY_OVERALL, files: [fileOf('attachment')] }, []],
    ['zero is below, and an answer', { questions: [{ question: ask('q', false), answer: 0 }] }, ['answers-invalid']],
    ['an own yttrande without file', { form: 'own-statement' }, ['own-statement-missing']],
    ['an attachment is no yttrande', { form: 'own-statement', files: [fileOf('attachment')] }, ['own-statement-missing']],
    ['an own yttrande', { form: 'own-statement', files: [fileOf('own-statement')], overall: EMPTY_OVERALL }, []],
    ['all reasons at once', { overall: EMPTY_OVERALL, decided: null }, ['nothing-filled', 'decided-missing']],
    ['too much', { overall: { stance: null, comment: 'å'.repeat(4_000_001) } }, ['reply-too-large']],
  ])('%s', (_what, but, reasons) => expect(codes(but)).toEqual(reasons))

  test('what is required is named, and what is wrong is another reason', () => {
    const questions = [
      { question: ask('Antal', true), answer: null },
      { question: ask('Fler', true), answer: 12 },
      { question: ask('Kanske', false), answer: null },
    ]
    expect(whyNotContent({ ...content, questions }, 'survey', today)).toEqual([
      { code: 'required-unanswered', names: ['Antal'], questionId: 'Antal' },
      { code: 'answers-invalid', names: ['Fler'], questionId: 'Fler' },
    ])
  })

  test('a survey takes an own yttrande too', () => {
    expect(codes({ form: 'own-statement', files: [fileOf('own-statement')] }, 'survey')).toEqual([])
  })
})

test.each([
  ['on the last day, a minute to midnight in Sweden', '2026-12-18T22:59:00Z', null, null, false],
  ['a minute later', '2026-12-18T23:00:00Z', null, null, true],
  ['within the longer time', '2026-12-20T12:00:00Z', '2026-12-20', null, false],
  ['a longer time that is shorter does not count', '2026-12-18T12:00:00Z', '2026-12-01', null, false],
  ['a letter that came in time and was entered late', '2027-01-05T12:00:00Z', null, '2026-12-18', false],
  ['a letter that came late', '2027-01-05T12:00:00Z', null, '2026-12-19', true],
] as const)('late: %s', (_what, at, extendedTo, receivedOn, late) => {
  const reply = { handedInAt: new Date(at), receivedOn: receivedOn === null ? null : day(receivedOn) }
  expect(isReplyLate(dispatch, { extendedTo: extendedTo === null ? null : day(extendedTo) }, reply)).toBe(late)
  expect(isReplyLate({ lastDay: null }, { extendedTo: null }, reply)).toBe(false)
})

test('our number is of the Swedish year', () => {
  expect(replyNumber(today, 123)).toBe('K-2026-000123')
  expect(replyNumber(today, 1_234_567)).toBe('K-2026-1234567')
})

test.each([
  ['first', ['12a first'], ['12a']],
  ['replaced', ['12a first', '12b replaces'], ['12b']],
  ['completed', ['12a first', '12b completes', '12c completes'], ['12a', '12b', '12c']],
  ['replaced after being completed', ['12a first', '12b completes', '12c replaces', '12d completes'], ['12c', '12d']],
  ['each organisation for itself', ['12a first', '14a first', '12b replaces', '14b completes'], ['14a', '12b', '14b']],
])('the answers that count: %s', (_what, lines, counting) => {
  const replies = lines.map((line) => {
    const [id = '', relation = ''] = line.split(' ')
    return { id, org: id.slice(0, 2), relation }
  })
  expect(countingReplies(replies).map(({ id }) => id)).toEqual(counting)
})

test.each([
  ['in time', {}, {}, undefined],
  ['the day it was sent', { receivedOn: day('2026-11-20') }, {}, undefined],
  ['before', { receivedOn: day('2026-11-19') }, {}, 'received-before-sent'],
  ['tomorrow', { receivedOn: day('2026-11-26') }, {}, 'received-ahead'],
  ['without the document', { files: [fileOf('attachment')] }, {}, 'original-missing'],
  ['a yttrande is the document', { files: [fileOf('own-statement')] }, {}, undefined],
  ['decided, whole', { decided: BOARD }, {}, undefined],
  ['decided by nobody', { decided: { ...BOARD, who: '' } }, {}, 'decided-who-missing'],
  ['recalled', {}, { recalledAt: sentAt }, 'recalled'],
  ['after closing', {}, { closedAt: sentAt }, undefined],
  ['of what takes no answer', {}, { kind: 'information' as const }, 'kind-without-answers'],
  ['not sent', {}, { sentAt: null }, 'not-sent'],
])('on behalf, %s: %s', (_what, entry, state, reason) => {
  const given = { receivedOn: today, decided: null, files: [fileOf('original')], ...entry }
  expect(whyNotOnBehalf(given, { ...dispatch, ...state }, today)).toBe(reason)
})

test.each([
  ['today: now', '2026-11-25', '2026-11-25T10:00:00.000Z'],
  ['an earlier day: its beginning', '2026-11-23', '2026-11-22T23:00:00.000Z'],
  ['the day it was sent: not before that', '2026-11-20', '2026-11-20T08:00:00.000Z'],
])('arrived %s', (_what, on, at) => {
  expect(arrivalOf(day(on), sentAt, new Date('2026-11-25T10:00:00Z')).toISOString()).toBe(at)
})

test('coding, confirming, clearing, deciding', () => {
  const nowhere = { sectionId: null, questionId: null }
  expect(whyNotTag('own-statement', nowhere)).toBeUndefined()
  expect(whyNotTag('own-statement', { sectionId: 's', questionId: 'q' })).toBe('passage-two-places')
  expect(whyNotTag('filled', nowhere)).toBe('nothing-to-code')
  expect(whyNotConfirm({ org: '12', enteredByOrg: 'NSPL' }, true)).toBeUndefined()
  expect(whyNotConfirm({ org: '12', enteredByOrg: 'NSPL' }, false)).toBe('replaced-since')
  expect(whyNotConfirm({ org: '12', enteredByOrg: '12' }, true)).toBe('confirmed-by-its-own')
  expect([whyNotClear(true), whyNotClear(false)]).toEqual([undefined, 'not-handed-in'])
  expect(whyNotMarkDecided(dispatch, false)).toBeUndefined()
  expect(whyNotMarkDecided(dispatch, true)).toBe('decided-in-reply')
  expect(whyNotMarkDecided({ ...dispatch, recalledAt: sentAt }, true)).toBe('recalled')
})

describe('access', () => {
  const actor = (org: string, role: Role): Actor => ({
    personId: 'p',
    name: 'n',
    org: orgCode(org),
    orgKind: org === 'NSPL' ? 'secretariat' : 'region',
    roles: [role],
  })
  const reply = { org: orgCode('12'), senderOrg: orgCode('NSPL'), isMarked: false }

  test.each<[string, Role, boolean, boolean, boolean]>([
    ['12', 'registrar', true, true, false],
    ['12', 'regional-officer', true, true, false],
    ['12', 'endorser', true, true, false],
    ['12', 'reader', false, true, false],
    ['14', 'regional-officer', false, false, false],
    ['NSPL', 'secretariat-officer', false, false, true],
    ['NSPL', 'secretariat-head', false, false, true],
    ['NSPL', 'registrar', false, false, false],
    ['NSPL', 'reader', false, false, false],
    ['NSPL', 'operator', false, false, false],
  ])('%s %s: answers %s, reads the draft %s, works as the sender %s', (org, role, answers, drafts, sends) => {
    const who = actor(org, role)
    expect([canAnswer(who, reply), canReadDraft(who, reply), canWorkAsSender(who, reply)]).toEqual([answers, drafts, sends])
  })

  test.each([
    ['12', false, false, true],
    ['NSPL', false, false, true],
    ['14', false, true, false],
    ['14', true, false, false],
    ['14', true, true, true],
  ])('%s reads an answer, others open %s, counting %s: %s', (org, open, counts, may) => {
    expect(canReadReply(actor(org, 'reader'), reply, { open, counts })).toBe(may)
    expect(canReadReply(actor(org, 'reader'), { ...reply, isMarked: true }, { open, counts })).toBe(may && org !== '14')
  })

  test('tags are the sender’s; who was late is its and the organisation’s own', () => {
    expect(['12', '14', 'NSPL'].map((org) => canReadPassages(actor(org, 'reader'), reply))).toEqual([false, false, true])
    expect(['12', '14', 'NSPL'].map((org) => canSeeLate(actor(org, 'reader'), reply))).toEqual([true, false, true])
  })
})

test('every refusal is one sentence, or a few, in Swedish; names and numbers are in it', () => {
  const details = { names: ['Hur många platser?'], who: 'Olle Beredd (demo)', at: '2026-11-25T08:00:00Z', number: 'K-2026-000001' }
  for (const [code, sentence] of Object.entries({ ...whyNotTexts, ...repliesProblems })) {
    expect(typeof sentence === 'string' ? sentence : sentence(details), code).toMatch(/^[A-ZÅÄÖ].*[.]$/s)
  }
  const say = (code: string, given: Record<string, unknown>) => {
    const sentence = repliesProblems[code]
    return typeof sentence === 'function' ? sentence(given) : sentence
  }
  expect(say('already-answered', details)).toBe(
    'Olle Beredd (demo) lämnade ett svar onsdag 25 november 2026 kl. 09.00 (K-2026-000001). Läs det. Vill ni ändra: välj Ersätt eller Komplettera.',
  )
  expect(say('required-unanswered', { names: ['Ett', 'Två', 'Tre', 'Fyra', 'Fem'] })).toContain('”Ett”, ”Två”, ”Tre”, 2 till')
})

describe('what is worth a look before it is handed in', () => {
  const section = { sectionId: 's', number: '2.1', heading: 'Styrning', stance: null, remark: '', wording: null }
  const content: HandedIn = { form: 'filled', overall: EMPTY_OVERALL, sections: [section], questions: [], files: [], decided: BOARD }
  const withRemarks = { ...section, stance: 'support-with-remarks' as const }
  test.each<[string, Partial<HandedIn>, string[]]>([
    ['nothing', {}, []],
    ['a stance with remarks, and none', { sections: [withRemarks] }, ['remarks-lacking']],
    ['the same with a remark', { sections: [{ ...withRemarks, remark: 'Se över.' }] }, []],
    ['the same with a wording that takes the text away', { sections: [{ ...withRemarks, wording: '' }] }, []],
    ['the whole with remarks, and none', { overall: { stance: 'support-with-remarks', comment: ' ' } }, ['overall-remarks-lacking']],
    [
      'the whole with remarks in a file',
      { overall: { stance: 'support-with-remarks', comment: '' }, files: [fileOf('own-statement')] },
      [],
    ],
    ['preliminary, and decided on a day', { decided: { ...BOARD, preliminary: true } }, ['preliminary-with-day']],
    ['preliminary', { decided: { ...BOARD, preliminary: true, on: null } }, []],
  ])('%s', (_what, but, codes) => expect(worthALook({ ...content, ...but }).map(({ code }) => code)).toEqual(codes))
})
