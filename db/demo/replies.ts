import { addDays, type Day } from '../../src/lib/day.ts'
import { findRegion, orgCode, SECRETARIAT } from '../../src/lib/regions.ts'
import { confirmReceipt, openDispatch } from '../../src/features/dispatches/actions-slots.ts'
import type { PlainAnswer, Question } from '../../src/features/dispatches/shapes-questions.ts'
import { readDraft, saveField } from '../../src/features/replies/actions-draft.ts'
import { handIn } from '../../src/features/replies/actions-hand-in.ts'
import { enterOnBehalf } from '../../src/features/replies/actions-on-behalf.ts'
import type { DecidedBy, ReplyContent, Stance } from '../../src/features/replies/shapes.ts'
import { type Sent, storeDocument } from './dispatches.ts'
import type { Desk } from './persons.ts'
import type { Stage } from './stage.ts'
import { boards, comments, ownStatement } from './texts-others.ts'
import { caseNumber } from './texts-persons.ts'

type Remarks = Record<string, { remark: string; wording?: string }[]>

export type AnswerScript = {
  stance: Stance
  form?: 'filled' | 'own-statement'
  preliminary?: boolean
  relation?: ReplyContent['relation']
  comment?: string
  remarks?: Remarks
  /** Which remark of each avsnitt this region makes; regions with the same turn say the same. */
  turn: number
  numbers?: number[]
}

/** The registry confirms, with the region's own number in its own format. */
export async function receive(stage: Stage, sent: Sent, desk: Desk, withNumber: boolean, index: number): Promise<void> {
  const year = Number(stage.today().slice(0, 4))
  const number = withNumber ? caseNumber(desk.org, year, index) : null
  await stage.act(desk.registrar, desk.org, (tx, ctx) => openDispatch(tx, ctx, sent.id))
  await stage.act(desk.registrar, desk.org, (tx, ctx) => confirmReceipt(tx, ctx, sent.id, number))
}

/** The officer writes; nothing is handed in. */
export async function draft(stage: Stage, sent: Sent, desk: Desk, script: AnswerScript): Promise<void> {
  const fields = await fieldsOf(stage, sent, desk, script)
  const known = await stage.act(desk.officer, desk.org, (tx, ctx) => readDraft(tx, ctx, sent.id))
  const versions = new Map(known.fields.map(({ field, version }) => [field, version]))
  for (const [field, value] of fields) {
    await stage.act(desk.officer, desk.org, (tx, ctx) =>
      saveField(tx, ctx, { dispatchId: sent.id, field, value, version: versions.get(field) ?? 0 }),
    )
  }
}

/** Writes and hands in. */
export async function answer(stage: Stage, sent: Sent, desk: Desk, script: AnswerScript): Promise<void> {
  await draft(stage, sent, desk, script)
  const { version } = await stage.act(desk.officer, desk.org, (tx, ctx) => readDraft(tx, ctx, sent.id))
  await stage.act(desk.officer, desk.org, (tx, ctx) =>
    handIn(tx, ctx, { dispatchId: sent.id, version, relation: script.relation ?? 'first' }),
  )
}

/** An answer that came by mail or letter, entered by kansliet with the document as it came. */
export async function enter(
  stage: Stage,
  sent: Sent,
  person: string,
  org: string,
  channel: 'mail' | 'letter',
  receivedOn: Day,
): Promise<void> {
  const region = findRegion(orgCode(org))
  const name = region?.name ?? org
  const file = await storeDocument(
    stage,
    person,
    SECRETARIAT,
    `Yttrande ${region?.shortName ?? org}.docx`,
    ownStatement(name, sent.content.title),
  )
  await stage.act(person, SECRETARIAT, (tx, ctx) =>
    enterOnBehalf(tx, ctx, {
      dispatchId: sent.id,
      slotOrg: orgCode(org),
      channel,
      receivedOn,
      caseNumber: caseNumber(org, Number(receivedOn.slice(0, 4)), 40),
      overall: { stance: 'support-with-remarks', comment: '' },
      decided: null,
      files: [{ ...file, role: 'original' }],
    }),
  )
}

async function fieldsOf(stage: Stage, sent: Sent, desk: Desk, script: AnswerScript): Promise<[string, unknown][]> {
  const { stance, form = 'filled' } = script
  const fields: [string, unknown][] = [
    ['form', form],
    ['overall', { stance: hasStances(sent) ? stance : null, comment: script.comment ?? (hasStances(sent) ? comments[stance] : '') }],
    ['decided', decidedBy(stage, desk, script)],
  ]
  if (form === 'own-statement') {
    const region = findRegion(orgCode(desk.org))
    const text = ownStatement(region?.name ?? desk.org, sent.content.title)
    const file = await storeDocument(stage, desk.officer, desk.org, `Yttrande ${region?.shortName ?? desk.org}.docx`, text)
    return [...fields, ['files', [{ ...file, role: 'own-statement' }]]]
  }
  for (const section of sent.content.sections) {
    const said = script.remarks?.[section.number]
    const one = said?.[script.turn % (said.length + 1)]
    const sectionStance = one ? 'support-with-remarks' : stance === 'support-with-remarks' ? 'support' : stance
    if (stance === 'no-objection' || stance === 'abstain') continue
    fields.push([`section:${section.id}`, { stance: sectionStance, remark: one?.remark ?? '', wording: one?.wording ?? null }])
  }
  for (const [at, question] of sent.content.questions.entries()) fields.push([`question:${question.id}`, answerTo(question, script, at)])
  return fields
}

const hasStances = (sent: Sent) => sent.content.kind === 'consultation'

function decidedBy(stage: Stage, desk: Desk, { preliminary = false, turn }: AnswerScript): DecidedBy {
  const on = addDays(stage.today(), -2)
  if (turn % 4 === 3) {
    const who = `${desk.officer}, på delegation`
    return { how: 'delegation', who, on: preliminary ? null : on, paragraph: '4.2', adjusted: 'not-said', reservation: false, preliminary }
  }
  const who = boards[turn % boards.length] ?? boards[0]
  const paragraph = preliminary ? '' : `§ ${40 + turn * 7}`
  return {
    how: 'board',
    who,
    on: preliminary ? null : on,
    paragraph,
    adjusted: preliminary ? 'not-said' : 'adjusted',
    reservation: turn % 9 === 4,
    preliminary,
  }
}

function answerTo(question: Question, script: AnswerScript, at: number): unknown {
  if (question.type !== 'group') return plainAnswer(question, script, at)
  const rows = script.turn % 3
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      question.questions.map((part, column) => [part.id, plainAnswer(part, { ...script, turn: script.turn + row }, column)]),
    ),
  )
}

const NAMES = ['DEMO Nordanvind', 'DEMO Höstlöv', 'DEMO Vårflod', 'DEMO Kompassen']

function plainAnswer(question: Exclude<Question, { type: 'group' }>, { turn, numbers }: AnswerScript, at: number): PlainAnswer {
  switch (question.type) {
    case 'yes-no':
      return turn % 3 !== 1
    case 'whole-number':
      return numbers?.[at] ?? 20 + ((turn * 17) % 90)
    case 'kronor':
      return turn % 4 === 2 ? null : 150_000 + ((turn * 35_000) % 600_000)
    case 'one-of':
      return question.choices[turn % question.choices.length]?.id ?? null
    case 'several-of':
      return question.choices.filter((_, index) => (turn + index) % 3 === 0 && index < question.choices.length - 1).map(({ id }) => id)
    case 'date':
      return `2027-0${(turn % 8) + 1}-1${turn % 9}`
    case 'short-text':
      return NAMES[turn % NAMES.length] ?? null
    case 'long-text':
      return turn % 3 === 0 ? 'Regionen ser gärna att ersättning vid lån av personal mellan regioner regleras. (Påhittat svar.)' : null
    case 'file':
      return null
  }
}
