import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../test/people.ts'
import { type TestWorld, testWorld } from '../../../test/world.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { inTransaction } from '../../platform/db.ts'
import { dispatchesApi as api } from './contract.ts'
import { aContent, givenAddresses, givenDraft, givenSent, givenUpload } from './fixtures.ts'
import { noteAccepted, noteRefused } from './jobs.ts'
import { lockSlot } from './sql-slots.ts'

let it: TestWorld
let officer: Person
let reader: Person
let skane: Person
let vastra: Person
let blekinge: Person
beforeAll(async () => {
  it = await testWorld()
  await givenAddresses(it)
  officer = await it.as('secretariat-officer', 'NSPL')
  reader = await it.as('reader', 'NSPL')
  skane = await it.as('registrar', '12')
  vastra = await it.as('registrar', '14')
  blekinge = await it.as('registrar', '10')
})
afterAll(() => it.close())

const NONE = '01900000-0000-7000-8000-00000000dead'
const of = (dispatchId: string) => ({ params: { dispatchId } })
const slotOf = (dispatchId: string, org: string) => ({ params: { dispatchId, slotOrg: orgCode(org) } })
/** What the sender's own log says, or another's. */
const types = async (id: string, of = 'NSPL') => (await it.journal(id)).filter(({ log }) => log === of).map(({ type }) => type)
const events = async (id: string, org: string) =>
  (await officer.call(api.slot, slotOf(id, org))).body.events.map(({ what, detail }) => [what, detail])
const letters = async (id: string, purpose: string) => (await it.outbox()).filter((one) => one.objectId === id && one.purpose === purpose)
const answer = (id: string, org: string) =>
  it.asOwner((tx) =>
    tx.rows(sql`update recipient set answered_at = ${it.now()}, answered_how = 'platform' where dispatch_id = ${id} and org_code = ${org}`),
  )

describe('rättelse', () => {
  test('a new file and a new last day: everybody is told, the old stays, the number is kept', async () => {
    const { id, version } = await givenDraft(officer)
    const old = await givenUpload(officer, 'remiss.txt', 'första')
    const first = (await officer.call(api.attach, { ...of(id), body: { ...old, role: 'original', replacesId: null } })).body
    await officer.call(api.send, { ...of(id), body: { version, dayAsked: false, fileIds: [first.id] } })
    const [better, more] = [await givenUpload(officer, 'remiss2.txt', 'andra'), await givenUpload(officer, 'mer.txt', 'tredje')]
    const corrected = await officer.call(api.correct, {
      ...of(id),
      body: {
        text: ' Fel tabell i bilaga 1. ',
        newLastDay: day('2027-04-09'),
        files: [
          { ...better, role: 'original', replacesId: first.id },
          { ...more, role: 'attachment', replacesId: null },
        ],
      },
    })
    expect(corrected.body).toMatchObject({ number: 1, text: 'Fel tabell i bilaga 1.', oldLastDay: '2027-03-19', newLastDay: '2027-04-09' })

    const found = (await officer.call(api.find, of(id))).body
    expect(found.head.lastDay).toBe('2027-04-09')
    expect(found.content.lastDay).toBe('2027-04-09')
    expect(found.files.map(({ name, position, replacesId, correctionId }) => [name, position, replacesId, correctionId !== null])).toEqual([
      ['remiss.txt', 1, null, false],
      ['remiss2.txt', 1, first.id, true],
      ['mer.txt', 2, null, true],
    ])
    expect(found.corrections).toEqual([corrected.body])
    const told = await letters(id, 'correction')
    expect(told.map(({ toOrg }) => toOrg)).toEqual(['12', '14'])
    expect(told[0]?.attachments).toMatchObject([{ sha256: better.sha256 }, { sha256: more.sha256 }])
    expect((await skane.call(api.file, { params: { dispatchId: id, fileId: first.id } })).bytes.toString()).toBe('första')
    expect(await events(id, '12')).toEqual([
      ['sent', null],
      ['corrected', '1'],
    ])
    const entries = await it.journal(corrected.body.id)
    expect(entries.map(({ log, type }) => `${log} ${type}`)).toEqual(['12', '14', 'NSPL'].map((log) => `${log} dispatch.corrected`))
    expect(new Set(entries.map(({ content }) => JSON.stringify(content)))).toHaveLength(1)
    expect(Object.keys(entries[0]?.content ?? {}).toSorted()).toEqual(['correction', 'file:1', 'file:2'])

    const again = await officer.call(api.correct, { ...of(id), body: { text: 'Igen', newLastDay: null, files: [] } })
    expect(again.body).toMatchObject({ number: 2, oldLastDay: null, newLastDay: null })
  })

  test('is refused, forbidden or not there', async () => {
    const id = await givenSent(officer)
    const body = { text: 'Ny dag', newLastDay: day('2026-11-24'), files: [] }
    expect((await officer.call(api.correct, { ...of(id), body })).code).toBe('last-day-past')
    const foreign = await givenUpload(skane, 'skane.txt', 'Region Skånes')
    const files = [{ ...foreign, role: 'attachment' as const, replacesId: null }]
    expect((await officer.call(api.correct, { ...of(id), body: { text: 'Fil', newLastDay: null, files } })).code).toBe('file-not-yours')
    expect((await reader.call(api.correct, { ...of(id), body })).status).toBe(403)
    expect((await officer.call(api.correct, { ...of(NONE), body })).status).toBe(404)
    expect(await letters(id, 'correction')).toEqual([])
  })
})

test('a recall waits for a hand-in that is being made: it is either before or after', async () => {
  const id = await givenSent(officer)
  let recalling: Promise<{ status: number }> = Promise.resolve({ status: 0 })
  const order: string[] = []
  await inTransaction(it.world.db, async (tx) => {
    tx.send(sql`select set_config('app.org', '12', true)`)
    await lockSlot(tx, id, orgCode('12'))
    recalling = officer.call(api.recall, { ...of(id), body: { reason: 'Fel version' } }).finally(() => order.push('recalled'))
    await wait(300)
    order.push('handed in')
  })
  expect((await recalling).status).toBe(200)
  expect(order).toEqual(['handed in', 'recalled'])
})

test('two who correct at the same moment make two corrections, and two who open at once open once', async () => {
  const id = await givenSent(officer)
  const body = { text: 'Rättat', newLastDay: null, files: [] }
  const made = await Promise.all([1, 2, 3].map(() => officer.call(api.correct, { ...of(id), body })))
  expect(made.map((reply) => String(reply.body.number)).toSorted()).toEqual(['1', '2', '3'])
  await Promise.all([1, 2, 3].map(() => skane.call(api.open, of(id))))
  expect(await types(id, '12')).toEqual(['dispatch.sent', 'dispatch.opened'])
  expect((await events(id, '12')).filter(([what]) => what === 'opened')).toHaveLength(1)
})

describe('återkallelse och avslut', () => {
  test('a recalled utskick stays, with its reason, and everybody is told once', async () => {
    const id = await givenSent(officer)
    expect((await officer.call(api.recall, { ...of(id), body: { reason: ' ' } })).code).toBe('text-missing')
    expect((await officer.call(api.recall, { ...of(id), body: { reason: 'Fel version' } })).status).toBe(200)
    const head = (await skane.call(api.head, of(id))).body
    expect(head).toMatchObject({ recallReason: 'Fel version', recalledAt: it.now().toISOString() })
    expect((await letters(id, 'recall')).map(({ toOrg }) => toOrg)).toEqual(['12', '14'])
    expect(await events(id, '14')).toContainEqual(['recalled', null])
    expect((await officer.call(api.recall, { ...of(id), body: { reason: 'Igen' } })).code).toBe('recalled')
    expect((await officer.call(api.close, of(id))).code).toBe('recalled')
    expect((await reader.call(api.recall, { ...of(id), body: { reason: 'Fel' } })).status).toBe(403)
    expect((await officer.call(api.recall, { ...of(NONE), body: { reason: 'Fel' } })).status).toBe(404)
    expect((await types(id)).at(-1)).toBe('dispatch.recalled')
    expect((await types(id, '12')).at(-1)).toBe('dispatch.recalled')
  })

  test('the answer time is closed once', async () => {
    const id = await givenSent(officer)
    expect((await officer.call(api.close, of(id))).body).toEqual({ closedAt: it.now().toISOString() })
    expect((await officer.call(api.close, of(id))).code).toBe('already-closed')
    expect((await reader.call(api.close, of(id))).status).toBe(403)
    expect((await officer.call(api.close, of(NONE))).status).toBe(404)
    expect((await types(id)).at(-1)).toBe('dispatch.closed')
  })
})

describe('one slot', () => {
  test('longer time is given to one, who is told by its facts', async () => {
    const id = await givenSent(officer)
    const extended = await officer.call(api.extend, { ...slotOf(id, '12'), body: { to: day('2027-04-02') } })
    expect(extended.body).toMatchObject({ org: '12', extendedTo: '2027-04-02', extendedAt: it.now().toISOString() })
    expect((await officer.call(api.slot, slotOf(id, '12'))).body.facts).toEqual(extended.body)
    expect(await events(id, '12')).toContainEqual(['extended', '2027-04-02'])
    expect(await types(extended.body.id)).toEqual(['slot.extended'])
    expect((await officer.call(api.extend, { ...slotOf(id, '12'), body: { to: day('2027-04-01') } })).code).toBe('not-later')
    await answer(id, '14')
    expect((await officer.call(api.extend, { ...slotOf(id, '14'), body: { to: day('2027-04-02') } })).code).toBe('already-answered')
    expect((await reader.call(api.extend, { ...slotOf(id, '12'), body: { to: day('2027-05-03') } })).status).toBe(403)
    expect((await officer.call(api.extend, { ...slotOf(id, '01'), body: { to: day('2027-05-03') } })).status).toBe(404)
  })

  test('what a registry says by telephone is noted, and a second number beside the first', async () => {
    const id = await givenSent(officer)
    const say = (caseNumber: string | null) =>
      officer.call(api.noteReceipt, { ...slotOf(id, '12'), body: { how: 'telephone', caseNumber } })
    expect((await say('RS 2026-17')).status).toBe(200)
    expect((await say(' RS 2026-17 ')).status).toBe(200)
    expect((await say('HSN 2026-5')).status).toBe(200)
    const { facts, caseNumbers } = (await officer.call(api.slot, slotOf(id, '12'))).body
    expect(facts).toMatchObject({ receivedHow: 'telephone', receivedAt: it.now().toISOString() })
    expect(caseNumbers.toSorted()).toEqual(['HSN 2026-5', 'RS 2026-17'])
    expect(await events(id, '12')).toEqual([
      ['sent', null],
      ['received', 'telephone'],
      ['case-number', 'RS 2026-17'],
      ['case-number', 'HSN 2026-5'],
    ])
    expect(await types(facts.id)).toEqual(['slot.receipt-noted', 'slot.receipt-noted'])
    expect((await say('RS\n17')).code).toBe('case-number-malformed')
    expect((await reader.call(api.noteReceipt, { ...slotOf(id, '12'), body: { how: 'mail', caseNumber: null } })).status).toBe(403)
    expect((await officer.call(api.noteReceipt, { ...slotOf(id, '01'), body: { how: 'mail', caseNumber: null } })).status).toBe(404)
    expect((await officer.call(api.slot, slotOf(id, '01'))).status).toBe(404)
  })

  test('a region opens and confirms; a colleague who says it again adds her number', async () => {
    const id = await givenSent(officer)
    const colleague = await it.as('regional-officer', '12')
    const regionReader = await it.as('reader', '12')
    expect((await regionReader.call(api.open, of(id))).status).toBe(200)
    expect((await skane.call(api.open, of(id))).status).toBe(200)
    expect((await regionReader.call(api.confirmReceipt, { ...of(id), body: { caseNumber: null } })).status).toBe(403)
    const first = await skane.call(api.confirmReceipt, { ...of(id), body: { caseNumber: '' } })
    expect(first.body).toEqual({ receivedAt: it.now().toISOString(), caseNumbers: [] })
    const second = await colleague.call(api.confirmReceipt, { ...of(id), body: { caseNumber: 'RS 2026-99' } })
    expect(second.body).toEqual({ receivedAt: first.body.receivedAt, caseNumbers: ['RS 2026-99'] })
    expect((await skane.call(api.confirmReceipt, { ...of(id), body: { caseNumber: 'RS 2026-99' } })).body).toEqual(second.body)
    expect((await skane.call(api.confirmReceipt, { ...of(id), body: { caseNumber: 'a\u200b1' } })).code).toBe('case-number-malformed')

    const slot = (await officer.call(api.slot, slotOf(id, '12'))).body
    expect(await types(id, '12')).toEqual(['dispatch.sent', 'dispatch.opened'])
    const receipts = await it.journal(slot.facts.id)
    expect(receipts.map(({ log, type, actor }) => [log, type, actor])).toEqual(
      ['12', 'NSPL'].flatMap((log) => [skane, colleague].map(({ personId }) => [log, 'slot.received', personId])),
    )
    expect(receipts.map(({ content }) => 'caseNumber' in content)).toEqual([false, true, false, true])
    expect(slot.facts).toMatchObject({ receivedHow: 'platform', openedAt: it.now().toISOString() })
    expect(slot.caseNumbers).toEqual(['RS 2026-99'])
    expect(slot.events.map(({ what, who }) => [what, who])).toEqual([
      ['sent', officer.name],
      ['opened', regionReader.name],
      ['received', skane.name],
      ['case-number', colleague.name],
    ])
  })

  test('a number that was written wrong is taken away by its own region, and can be given again', async () => {
    const id = await givenSent(officer)
    const regionReader = await it.as('reader', '12')
    const give = (caseNumber: string) => skane.call(api.confirmReceipt, { ...of(id), body: { caseNumber } })
    const remove = (by: typeof skane, caseNumber: string) => by.call(api.removeCaseNumber, { ...of(id), body: { caseNumber } })
    await give('RS 2026-99')
    await give('RS 2026-100')
    expect((await remove(regionReader, 'RS 2026-99')).status).toBe(403)
    expect((await remove(blekinge, 'RS 2026-99')).status).toBe(404)
    expect((await remove(skane, 'RS 2026-99')).body).toEqual({ caseNumbers: ['RS 2026-100'] })
    expect((await remove(skane, 'RS 2026-99')).status).toBe(404)
    const slot = (await officer.call(api.slot, slotOf(id, '12'))).body
    expect(slot.caseNumbers).toEqual(['RS 2026-100'])
    expect(slot.events.at(-1)).toMatchObject({ what: 'case-number-removed', who: skane.name, detail: 'RS 2026-99' })
    expect(await types(slot.facts.id, '12')).toEqual(['slot.received', 'slot.received', 'slot.case-number-removed'])
    expect((await give('RS 2026-99')).body.caseNumbers.toSorted()).toEqual(['RS 2026-100', 'RS 2026-99'])
  })

  test('an organisation that did not get it finds nothing', async () => {
    const id = await givenSent(officer)
    const replies = await Promise.all([
      blekinge.call(api.head, of(id)),
      blekinge.call(api.counts, of(id)),
      blekinge.call(api.document, { ...of(id), query: { format: 'txt' } }),
      blekinge.call(api.open, of(id)),
      blekinge.call(api.confirmReceipt, { ...of(id), body: { caseNumber: null } }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })

  test('a region sees how many, never who', async () => {
    const id = await givenSent(officer)
    await answer(id, '14')
    expect((await skane.call(api.counts, of(id))).body).toEqual({ asked: 2, answered: 1 })
    expect((await officer.call(api.counts, of(id))).body).toEqual({ asked: 2, answered: 1 })
    expect((await skane.call(api.slot, slotOf(id, '14'))).status).toBe(403)
    expect((await vastra.call(api.head, of(id))).status).toBe(200)
  })

  test('above open every opening is journaled', async () => {
    const secrecy = { provision: '18 kap. 13 § OSL', date: day('2026-11-25'), authority: 'Region Uppsala' }
    const id = await givenSent(officer, aContent({ class: 'limited', secrecy }))
    for (const _ of [1, 2]) await skane.call(api.open, of(id))
    expect(await types(id, '12')).toEqual(['dispatch.sent', 'dispatch.opened', 'dispatch.read'])
  })
})

describe('påminnelse', () => {
  test('shows who and the text first, and reminds those alone', async () => {
    const orgs = ['12', '14', '10'].map(orgCode)
    const id = await givenSent(officer, aContent({ recipients: { choice: 'picked', orgs } }))
    await officer.call(api.extend, { ...slotOf(id, '12'), body: { to: day('2027-04-02') } })
    await answer(id, '14')
    const shown = (await officer.call(api.reminder, of(id))).body
    expect(shown.to.map(({ org, address }) => [org, address])).toEqual([
      ['10', 'registrator@10.example'],
      ['12', 'registrator@12.example'],
    ])
    expect(shown.to[0]).toMatchObject({ remindedAt: null, reminders: 0 })
    const reminded = await officer.call(api.remind, { ...of(id), body: { orgs: ['10', '12', '14'].map(orgCode) } })
    expect(reminded.body).toEqual({ reminded: 2 })
    const sent = await letters(id, 'reminder')
    expect(sent.map(({ toOrg }) => toOrg)).toEqual(['10', '12'])
    expect(sent[0]).toMatchObject({ subject: shown.letter.subject, textBody: shown.letter.text, htmlBody: shown.letter.html })
    expect(sent[0]?.textBody).toContain('19 mars 2027')
    expect(sent[1]?.textBody).toContain('2 april 2027')
    const again = (await officer.call(api.reminder, of(id))).body.to
    expect(again[0]).toMatchObject({ org: '10', remindedAt: it.now().toISOString(), reminders: 1 })
    const slots = (await officer.call(api.find, of(id))).body.recipients.map(({ org, reminders, remindedAt }) => [
      org,
      reminders,
      remindedAt !== null,
    ])
    expect(slots).toEqual([
      ['10', 1, true],
      ['12', 1, true],
      ['14', 0, false],
    ])
    expect(await events(id, '10')).toContainEqual(['reminded', null])
    expect((await types(id)).at(-1)).toBe('dispatch.reminded')
  })

  test('goes to the address of today', async () => {
    const id = await givenSent(officer)
    await it.asOwner((tx) => tx.rows(sql`update organisation_address set address = 'ny@12.example' where org_code = '12'`))
    await officer.call(api.remind, { ...of(id), body: { orgs: [orgCode('12')] } })
    expect((await letters(id, 'reminder')).map(({ toAddress }) => toAddress)).toEqual(['ny@12.example'])
    await it.asOwner((tx) => tx.rows(sql`update organisation_address set address = 'registrator@12.example' where org_code = '12'`))
  })

  test('is refused, forbidden or not there', async () => {
    const id = await givenSent(officer)
    expect((await officer.call(api.remind, { ...of(id), body: { orgs: [orgCode('01')] } })).status).toBe(404)
    await answer(id, '12')
    await answer(id, '14')
    expect((await officer.call(api.reminder, of(id))).code).toBe('nobody-to-remind')
    expect((await officer.call(api.remind, { ...of(id), body: { orgs: [orgCode('12')] } })).code).toBe('nobody-to-remind')
    expect((await reader.call(api.remind, { ...of(id), body: { orgs: [orgCode('12')] } })).status).toBe(403)
    await officer.call(api.close, of(id))
    expect((await officer.call(api.remind, { ...of(id), body: { orgs: [orgCode('12')] } })).code).toBe('already-closed')
  })
})

test('a letter that is refused for good is a fact of its slot, and so is one that gets through; each once', async () => {
  const id = await givenSent(officer)
  const mail = (org: string) => ({ purpose: 'dispatch', objectId: id, toOrg: orgCode(org), orgCode: orgCode('NSPL') })
  await it.asOwner(async (tx) => {
    for (const _ of [1, 2]) noteRefused(tx, mail('12'), it.now(), '550 no such user')
    for (const _ of [1, 2]) noteAccepted(tx, mail('14'), it.now())
    noteAccepted(tx, { ...mail('12'), purpose: 'reminder' }, it.now())
  })
  expect(await events(id, '12')).toEqual([
    ['sent', null],
    ['bounced', '550 no such user'],
  ])
  expect((await officer.call(api.slot, slotOf(id, '12'))).body.facts).toMatchObject({
    bouncedAt: it.now().toISOString(),
    deliveredAt: null,
  })
  expect((await events(id, '14')).filter(([what]) => what === 'delivered')).toHaveLength(1)
})

test('a letter that was refused goes again to the address that holds today; one that got through does not', async () => {
  const id = await givenSent(officer)
  const mail = (org: string) => ({ purpose: 'dispatch', objectId: id, toOrg: orgCode(org), orgCode: orgCode('NSPL') })
  expect((await officer.call(api.resend, slotOf(id, '12'))).code).toBe('letter-not-refused')
  await it.asOwner(async (tx) => {
    noteRefused(tx, mail('12'), it.now(), '550 no such user')
    noteAccepted(tx, mail('14'), it.now())
    tx.send(sql`update organisation_address set address = 'ny@12.example' where org_code = '12' and to_on is null`)
  })
  expect((await officer.call(api.resend, slotOf(id, '14'))).code).toBe('letter-not-refused')
  expect((await reader.call(api.resend, slotOf(id, '12'))).status).toBe(403)
  expect((await officer.call(api.resend, slotOf(id, '01'))).status).toBe(404)

  const again = await officer.call(api.resend, slotOf(id, '12'))
  expect(again.body).toMatchObject({ address: 'ny@12.example', bouncedAt: null })
  expect((await events(id, '12')).at(-1)).toEqual(['sent', 'ny@12.example'])
  const letters = (await it.outbox()).filter(({ objectId, toOrg }) => objectId === id && toOrg === '12')
  expect(letters.map(({ toAddress }) => toAddress)).toEqual(['registrator@12.example', 'ny@12.example'])
  expect(letters[1]?.subject).toBe(letters[0]?.subject)
  expect((await it.journal(id)).map(({ type }) => type)).toContain('dispatch.sent-again')
})
