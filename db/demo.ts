import { addDays, type Day, dayOf } from '../src/lib/day.ts'
import { addWorkingDays } from '../src/lib/day-working.ts'
import { orgCode, REGIONS, SECRETARIAT } from '../src/lib/regions.ts'
import type { World } from '../src/platform/context.ts'
import { inTransaction } from '../src/platform/db.ts'
import { saveDispatch } from '../src/features/dispatches/actions.ts'
import { closeDispatch, correctDispatch } from '../src/features/dispatches/actions-sent.ts'
import { extendSlot } from '../src/features/dispatches/actions-slots.ts'
import { filesOf } from '../src/features/dispatches/sql.ts'
import { markDecided } from '../src/features/replies/actions-draft.ts'
import { listDemoPersons } from '../src/features/organisations/sql.ts'
import { contentOf, sendScript, storeDocument, writeDispatch } from './demo/dispatches.ts'
import { BOUNCING, type Desk, HEAD, makePersons, OFFICER, registryAddress } from './demo/persons.ts'
import { answer, draft, enter, receive } from './demo/replies.ts'
import { makeStage, type Stage } from './demo/stage.ts'
import * as model from './demo/texts-ledningsmodell.ts'
import { annualReport, attachmentNames, correction, exercises, plan, processes, stoppedAtTheDoor } from './demo/texts-others.ts'

/** Fills a demo database, through the product's own actions: it can break no rule. A database that has people already is left alone. */
export async function makeDemo(world: World): Promise<void> {
  if (!world.demo) throw new Error('demo data only go into a database that was made as a demo')
  const made = dayOf(world.clock())
  const people = await inTransaction(world.db, (tx) => listDemoPersons(tx, made), 'read only')
  if (people.length > 0) return
  const stage = makeStage(world)
  const desks = await makePersons(stage, addWorkingDays(made, -110))
  const all = REGIONS.flatMap(({ code }) => desks.get(code) ?? [])
  await closedConsultation(stage, made, all)
  await survey(stage, made, all)
  await planForNextYear(stage, made, all)
  await openConsultation(stage, made, all)
  await forInformation(stage, made, all)
  await stopped(stage, made)
}

const without = (desks: readonly Desk[], ...orgs: string[]) => desks.filter(({ org }) => !orgs.includes(org))
const number = (serial: number, day: Day) => `RS${day.slice(0, 4)}-9${String(serial).padStart(4, '0')}`

/** 2: closed. Twenty of 21; own statements, mail, a letter, a joint answer, preliminary ones that were replaced, one late. */
async function closedConsultation(stage: Stage, made: Day, desks: readonly Desk[]): Promise<void> {
  const sentOn = addWorkingDays(made, -75)
  const lastDay = addWorkingDays(made, -12)
  stage.at(sentOn, 9, 20)
  const script = { ...processes, kind: 'consultation' as const, lastDay, caseNumber: number(11, sentOn) }
  const sent = await sendScript(stage, OFFICER, script, [
    { name: attachmentNames.original, text: `${processes.title}\n\n${processes.sections}` },
  ])
  const byMail = ['10', '21', '24']
  const byLetter = '09'
  const joint = ['05', '06', '08']
  const own = ['01', '14', '18', '19', '20', '22', '25']
  const late = '23'
  const answering = without(desks, '17')
  for (const [index, desk] of answering.entries()) {
    stage.at(addWorkingDays(sentOn, 1 + (index % 4)), 10, index)
    await receive(stage, sent, desk, index % 4 !== 1, index)
  }
  for (const [index, desk] of answering.entries()) {
    if (byMail.includes(desk.org) || desk.org === byLetter) continue
    stage.at(desk.org === late ? addWorkingDays(lastDay, 1) : addWorkingDays(lastDay, -2 - (index % 20)), 14, index)
    const form = own.includes(desk.org) ? 'own-statement' : 'filled'
    const isJoint = joint.includes(desk.org)
    const stance = desk.org === '04' ? 'oppose' : ['07', '13'].includes(desk.org) ? 'no-objection' : 'support-with-remarks'
    const base = {
      stance,
      form,
      remarks: processes.remarks,
      turn: isJoint ? 0 : index,
      ...(isJoint ? { comment: 'Gemensamt svar från regionerna i Sydöstra sjukvårdsregionen.' } : {}),
    } as const
    if (!['12', '03'].includes(desk.org)) {
      await answer(stage, sent, desk, base)
      continue
    }
    await answer(stage, sent, desk, { ...base, preliminary: true })
    stage.at(addWorkingDays(lastDay, -1), 15, index)
    await answer(stage, sent, desk, { ...base, relation: 'replaces' })
  }
  for (const [index, org] of [...byMail, byLetter].entries()) {
    stage.at(addWorkingDays(lastDay, -1), 16, index)
    await enter(stage, sent, OFFICER, org, org === byLetter ? 'letter' : 'mail', addWorkingDays(lastDay, -2))
  }
  await stage.deliver()
  stage.at(addWorkingDays(made, -10), 9)
  await stage.act(OFFICER, SECRETARIAT, (tx, ctx) => closeDispatch(tx, ctx, sent.id))
}

/** 4: a survey, eighteen of 21. */
async function survey(stage: Stage, made: Day, desks: readonly Desk[]): Promise<void> {
  const sentOn = addWorkingDays(made, -30)
  stage.at(sentOn, 10)
  const script = {
    ...exercises,
    kind: 'survey' as const,
    lastDay: addWorkingDays(made, 3),
    caseNumber: number(14, sentOn),
    othersVisible: 'at-once' as const,
  }
  const sent = await sendScript(stage, OFFICER, script, [])
  for (const [index, desk] of without(desks, '07', '23', '25').entries()) {
    stage.at(addWorkingDays(sentOn, 2), 9, index)
    await receive(stage, sent, desk, index % 3 === 0, index)
    stage.at(addWorkingDays(sentOn, 5 + (index % 20)), 13, index)
    await answer(stage, sent, desk, { stance: 'support', turn: index, numbers: [1 + (index % 5), 40 + index * 23] })
  }
}

/** 3: the plan for next year, twelve of 21. */
async function planForNextYear(stage: Stage, made: Day, desks: readonly Desk[]): Promise<void> {
  const sentOn = addWorkingDays(made, -25)
  stage.at(sentOn, 11)
  const script = { ...plan, kind: 'consultation' as const, lastDay: addWorkingDays(made, 8), caseNumber: number(13, sentOn) }
  const sent = await sendScript(stage, HEAD, script, [{ name: attachmentNames.original, text: `${plan.title}\n\n${plan.sections}` }])
  for (const [index, desk] of desks.entries()) {
    stage.at(addWorkingDays(sentOn, 1 + (index % 3)), 9, index)
    await receive(stage, sent, desk, index % 2 === 0, index)
    if (index % 7 === 2 || index % 7 === 4 || index % 7 === 5) continue
    stage.at(addWorkingDays(sentOn, 6 + (index % 15)), 14, index)
    await answer(stage, sent, desk, { stance: index % 5 === 0 ? 'support' : 'support-with-remarks', remarks: plan.remarks, turn: index })
  }
}

/** 1: the open consultation: five answered, nine under beredning, two with longer time, one bounced letter, one correction. */
async function openConsultation(stage: Stage, made: Day, desks: readonly Desk[]): Promise<void> {
  const sentOn = addWorkingDays(made, -20)
  const lastDay = addWorkingDays(made, 45)
  stage.at(sentOn, 9, 5)
  const script = {
    kind: 'consultation' as const,
    title: model.title,
    letter: model.letter,
    sections: model.sections,
    questions: model.questions,
    lastDay,
    caseNumber: number(12, sentOn),
  }
  const files = [
    { name: attachmentNames.original, text: `${model.title}\n\n${model.sections}` },
    { name: attachmentNames.first, text: 'Arbetsgruppens sammansättning\n\nPåhittad förteckning för demonstrationen.' },
    { name: attachmentNames.second, text: 'Begreppslista\n\nPåhittad lista för demonstrationen.' },
  ]
  const sent = await sendScript(stage, OFFICER, script, files, [registryAddress(BOUNCING)])

  const reached = without(desks, BOUNCING)
  for (const [index, desk] of reached.slice(0, 17).entries()) {
    stage.at(addWorkingDays(sentOn, 1 + (index % 5)), 9, index)
    await receive(stage, sent, desk, index % 3 !== 2, index)
  }
  stage.at(addWorkingDays(sentOn, 6), 10)
  await correctAttachment(stage, sent.id)
  for (const [index, desk] of reached.slice(0, 5).entries()) {
    stage.at(addWorkingDays(sentOn, 12 + index), 15, index)
    const stance = index === 3 ? 'support' : 'support-with-remarks'
    await answer(stage, sent, desk, { stance, remarks: model.remarks, turn: index })
  }
  for (const [index, desk] of reached.slice(5, 14).entries()) {
    stage.at(addWorkingDays(sentOn, 8 + index), 11, index)
    await draft(stage, sent, desk, { stance: 'support-with-remarks', remarks: model.remarks, turn: index + 1 })
    if (index === 4) await stage.act(desk.officer, desk.org, (tx, ctx) => markDecided(tx, ctx, { dispatchId: sent.id, decided: true }))
  }
  stage.at(addWorkingDays(sentOn, 14), 13)
  for (const { org } of reached.slice(14, 16)) {
    await stage.act(OFFICER, SECRETARIAT, (tx, ctx) => extendSlot(tx, ctx, sent.id, orgCode(org), addWorkingDays(lastDay, 15)))
  }
  await stage.deliver()
}

async function correctAttachment(stage: Stage, dispatchId: string): Promise<void> {
  const stored = await storeDocument(
    stage,
    OFFICER,
    SECRETARIAT,
    attachmentNames.secondCorrected,
    'Begreppslista, rättad\n\nPåhittad lista för demonstrationen.',
  )
  await stage.act(OFFICER, SECRETARIAT, async (tx, ctx) => {
    const files = await filesOf(tx, dispatchId)
    const replaced = files.find(({ name }) => name === attachmentNames.second)
    const file = { sha256: stored.sha256, name: stored.name, role: 'attachment' as const, replacesId: replaced?.id ?? null }
    await correctDispatch(tx, ctx, dispatchId, { text: correction, newLastDay: null, files: [file] })
  })
  await stage.deliver([registryAddress(BOUNCING)])
}

/** 8: för kännedom, sent the day before. Fourteen numbers are back. */
async function forInformation(stage: Stage, made: Day, desks: readonly Desk[]): Promise<void> {
  const sentOn = addWorkingDays(made, -1)
  stage.at(sentOn, 8, 30)
  const script = { ...annualReport, kind: 'information' as const, lastDay: null, caseNumber: number(18, sentOn) }
  const sent = await sendScript(stage, HEAD, script, [
    { name: 'Årsredovisning 2025.docx', text: 'Årsredovisning 2025\n\nPåhittad för demonstrationen.' },
  ])
  for (const [index, desk] of desks.entries()) {
    stage.at(sentOn, 10, index)
    if (index % 3 !== 0) await receive(stage, sent, desk, true, index)
  }
}

/** 13: what is above the ceiling of the installation is refused at the door; the draft that remains says so. */
async function stopped(stage: Stage, made: Day): Promise<void> {
  stage.at(addDays(made, -1), 16)
  const script = { ...stoppedAtTheDoor, kind: 'survey' as const, lastDay: addWorkingDays(made, 30), caseNumber: number(23, made) }
  const written = await writeDispatch(stage, OFFICER, script, [])
  const above = contentOf({ ...script, class: 'severe' }, OFFICER)
  const saving = stage.act(OFFICER, SECRETARIAT, (tx, ctx) => saveDispatch(tx, ctx, written.id, above), written.version)
  const outcome = await saving.then(
    () => 'saved',
    () => 'refused',
  )
  if (outcome !== 'refused') throw new Error('what is above the ceiling must be refused')
}
