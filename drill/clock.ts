import { dispatchesApi } from '../src/features/dispatches/contract.ts'
import { aContent, aSection, givenAddresses, givenSent } from '../src/features/dispatches/fixtures.ts'
import { organisationsApi } from '../src/features/organisations/contract.ts'
import { repliesApi } from '../src/features/replies/contract.ts'
import { AGAINST, BOARD, handInNow, moveTo, write } from '../src/features/replies/fixtures.ts'
import { addDays, type Day, daysBetween, dayOf } from '../src/lib/day.ts'
import { orgCode } from '../src/lib/regions.ts'
import { forgetOldKeys } from '../src/platform/housekeeping.ts'
import { newToken } from '../src/platform/ids.ts'
import { verifyJournal } from '../src/platform/journal-verify.ts'
import type { Person } from '../test/people.ts'
import type { TestWorld } from '../test/world.ts'
import { type Drill, outcome } from './drill.ts'
import { withWorld } from './world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** From one clock to another: by how much, or over which night. */
const JUMPS: Record<string, { from: string; to: string }> = {
  '2 h on': jump('2026-11-25T08:00:00.000Z', 2 * HOUR),
  '2 h back': jump('2026-11-25T08:00:00.000Z', -2 * HOUR),
  '30 s back': jump('2026-11-25T08:00:00.000Z', -30_000),
  '400 days on': jump('2026-11-25T08:00:00.000Z', 400 * DAY),
  '400 days back': jump('2026-11-25T08:00:00.000Z', -400 * DAY),
  'into summer time': { from: '2027-03-28T00:59:59.000Z', to: '2027-03-28T01:00:01.000Z' },
  'out of summer time': { from: '2027-10-31T00:59:59.000Z', to: '2027-10-31T01:00:01.000Z' },
  'the same hour twice': { from: '2027-10-31T00:30:00.000Z', to: '2027-10-31T01:30:00.000Z' },
  'into a leap day': { from: '2028-02-28T22:59:59.000Z', to: '2028-02-28T23:00:01.000Z' },
  'out of a leap day': { from: '2028-02-29T22:59:59.000Z', to: '2028-02-29T23:00:01.000Z' },
  'into a new year': { from: '2027-12-31T22:59:59.000Z', to: '2027-12-31T23:00:01.000Z' },
}

/** Midnights in Sweden, by the last day that they end: the first answer comes a second before, the second a second after. */
const MIDNIGHTS: Record<string, string> = {
  '2027-03-19': '2027-03-19T23:00:00.000Z',
  '2027-03-27': '2027-03-27T23:00:00.000Z',
  '2027-03-28': '2027-03-28T22:00:00.000Z',
  '2027-10-30': '2027-10-30T22:00:00.000Z',
  '2027-10-31': '2027-10-31T23:00:00.000Z',
  '2028-02-28': '2028-02-28T23:00:00.000Z',
  '2028-02-29': '2028-02-29T23:00:00.000Z',
  '2027-12-31': '2027-12-31T23:00:00.000Z',
}

function jump(from: string, by: number): { from: string; to: string } {
  return { from, to: new Date(Date.parse(from) + by).toISOString() }
}

/**
 * The clock jumps in the middle of the work: by hours and years, forwards and back, over the nights of summer time and the leap
 * day. Nothing may break; sessions, last days, keys, reminders, journal and housekeeping go by the clock that is, and nothing is negative.
 */
export const clock: Drill = (size) =>
  withWorld({}, async (it) => {
    await givenAddresses(it)
    const faults: string[] = []
    const jumps = Object.entries(JUMPS)
    const midnights = Object.entries(MIDNIGHTS)
    const nights = size === 'full' ? midnights : midnights.filter(([day]) => day !== '2027-03-19' && day !== '2027-12-31')
    for (const [name, { from, to }] of jumps) await overJump(it, from, to, (fault) => faults.push(`${name}: ${fault}`))
    for (const [lastDay, midnight] of nights)
      await overMidnight(it, lastDay, midnight, (fault) => faults.push(`after ${lastDay}: ${fault}`))
    const verified = await verifyJournal(it.world.db, { now: it.now() })
    // Signatures go by the clock, and theirs went back and forth: that they came late is said, and is true here.
    const bent = verified.faults.filter(({ kind }) => kind !== 'not-checkpointed')
    faults.push(...bent.map(({ kind, log, detail }) => `journal ${log}: ${kind} ${detail}`))
    const note = `${jumps.length} jumps and ${nights.length} midnights; ${verified.entries} journal entries verified`
    return outcome(jumps.length + nights.length, faults, note)
  })

type Say = (fault: string) => void

async function overJump(it: TestWorld, from: string, to: string, say: Say): Promise<void> {
  it.now(from)
  const officer = await it.as(['secretariat-officer', 'secretariat-head', 'registrar'], 'NSPL')
  const region = await it.as(['registrar', 'regional-officer'], '12')
  const lastDay = addDays(it.today(), 40)
  const content = contentTo(lastDay)
  const dispatchId = await givenSent(officer, content)
  const key = newToken()
  const receipt = () => region.call(dispatchesApi.confirmReceipt, { params: { dispatchId }, body: { caseNumber: 'RS2026-17' }, key })
  const first = await receipt()
  await it.runJobs()
  await it.world.checkpoints.sign()

  it.now(to)
  const forward = Date.parse(to) - Date.parse(from)
  // A session that nobody has used for twelve hours is over, and one from the future is as good as it was.
  const me = await region.call(organisationsApi.me)
  // Before her mandate's first day there is none.
  const expected = forward > 12 * HOUR ? 401 : forward < -DAY ? 403 : 200
  if (me.status !== expected) say(`a session answered ${me.status} instead of ${expected}`)
  await moveTo(it, to)
  if (Math.abs(forward) > 30 * DAY) {
    // Neither session nor mandate reaches that far: the person comes back with new ones.
    await workOn(it, await again(it, region), await again(it, officer), dispatchId, content, say)
  } else {
    const repeated = await receipt()
    if (repeated.status !== 200 || repeated.body.receivedAt !== first.body.receivedAt) say(`the same command gave ${repeated.status}`)
    await workOn(it, region, officer, dispatchId, content, say)
  }
  const forgotten = await forgetOldKeys(it.world)
  if (forward > 90 * DAY && forgotten === 0) say('no old key was forgotten')
  if (forward < 90 * DAY && forward >= 0 && forgotten > 0) say(`${forgotten} keys were forgotten too early`)
  // What is left of this round must not be too old, or too new, for the next.
  await it.asOwner((tx) => tx.text('delete from command_key', []))
}

const again = (it: TestWorld, { org }: Person) =>
  it.as(org === 'NSPL' ? ['secretariat-officer', 'secretariat-head', 'registrar'] : ['registrar', 'regional-officer'], org)

/** A region's whole work on an utskick, and what the sender sees of it, by the clock that is. */
async function workOn(
  it: TestWorld,
  region: Person,
  officer: Person,
  dispatchId: string,
  content: ReturnType<typeof contentTo>,
  say: Say,
): Promise<void> {
  const params = { dispatchId }
  const late = content.lastDay !== null && it.today() > content.lastDay
  await region.call(dispatchesApi.open, { params })
  await region.call(dispatchesApi.confirmReceipt, { params, body: { caseNumber: 'RS2026-18' } })
  await writeDraft(it, region, dispatchId, content)
  const reminded = await officer.call(dispatchesApi.remind, { params, body: { orgs: [orgCode('14')] } })
  if (reminded.status !== 200 && reminded.code !== 'already-closed') say(`a reminder answered ${reminded.status} ${reminded.code}`)
  const reply = await handInNow(region, dispatchId)
  if (reply.status !== 200) say(`an answer was not taken: ${reply.status} ${reply.code}`)
  else {
    if (reply.body.late !== late) say(`late is ${reply.body.late}, the last day is ${content.lastDay} and today ${it.today()}`)
    if (reply.body.handedInAt !== it.now().toISOString()) say(`handed in at ${reply.body.handedInAt}`)
  }
  await it.runJobs()
  await it.world.checkpoints.sign()
  const reads = [
    await officer.call(dispatchesApi.matrix, { query: {} }),
    await officer.call(dispatchesApi.slot, { params: { ...params, slotOrg: orgCode('12') } }),
    await officer.call(dispatchesApi.reminder, { params }),
    await officer.call(dispatchesApi.register, { query: { registered: 'no' } }),
    await officer.call(dispatchesApi.ledger, { query: {} }),
    await region.call(repliesApi.inbox),
    await region.call(repliesApi.received, { params }),
    await officer.call(repliesApi.ofDispatch, { params }),
    await officer.call(dispatchesApi.counts, { params }),
  ]
  for (const read of reads) {
    if (read.status !== 200) say(`a read answered ${read.status} ${read.code}`)
    else if (negativeIn(read.body)) say(`something is negative: ${JSON.stringify(read.body).slice(0, 300)}`)
  }
}

/** One answers a second before midnight and one a second after: the Swedish day decides who is late. */
async function overMidnight(it: TestWorld, lastDay: string, midnight: string, say: Say): Promise<void> {
  const at = Date.parse(midnight)
  it.now(new Date(at - 20 * DAY).toISOString())
  const officer = await it.as('secretariat-officer', 'NSPL')
  const content = { ...contentTo(addDays(it.today(), 1)), lastDay: dayOf(new Date(at - 1_000)) }
  if (content.lastDay !== lastDay) say(`a second before ${midnight} is ${content.lastDay}`)
  if (daysBetween(content.lastDay, dayOf(new Date(at + 1_000))) !== 1) say(`a second after ${midnight} is ${dayOf(new Date(at + 1_000))}`)
  const dispatchId = await givenSent(officer, content)
  for (const [org, by, late] of [
    ['12', -1_000, false],
    ['14', 1_000, true],
  ] as const) {
    it.now(new Date(at + by).toISOString())
    const region = await it.as('regional-officer', org)
    await writeDraft(it, region, dispatchId, content)
    const reply = await handInNow(region, dispatchId)
    if (reply.status !== 200) say(`${org} was not taken in: ${reply.status} ${reply.code}`)
    else if (reply.body.late !== late) say(`${org}, ${by / 1000} s from midnight, is ${reply.body.late ? 'late' : 'in time'}`)
  }
}

/** An answer that was decided today: one that is decided later than it is handed in is refused, as it should be. */
async function writeDraft(it: TestWorld, region: Person, dispatchId: string, { sections }: ReturnType<typeof contentTo>): Promise<void> {
  for (const { id } of sections) await write(region, dispatchId, `section:${id}`, AGAINST)
  await write(region, dispatchId, 'decided', { ...BOARD, on: it.today() })
}

const contentTo = (lastDay: Day) => aContent({ lastDay, sections: [aSection('1', 'Inledning')] })

function negativeIn(value: unknown): boolean {
  if (typeof value === 'number') return value < 0
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(negativeIn)
}
