import { sql } from 'kysely'
import { aContent, aSection, givenAddresses, givenSent } from '../src/features/dispatches/fixtures.ts'
import { onMailAccepted, onMailFailed } from '../src/main/features.ts'
import { mailHandlers, smtpTransport, type Transport } from '../src/platform/mail.ts'
import { orgCode } from '../src/lib/regions.ts'
import { type Liar, MOODS, startLiar } from '../test/smtp-liar.ts'
import type { TestWorld } from '../test/world.ts'
import { type Drill, outcome } from './drill.ts'
import { withWorld } from './world.ts'

const ROUNDS = { short: 2, full: 24 }
const TURNS = 8

/**
 * A mail server that lies in every way, letter by letter, and is away at times. No letter may be lost, and one that came twice must
 * be marked as uncertain in the ledger; a refusal for good must be told, and nothing else.
 */
export const smtp: Drill = async (size) => {
  const liar = await startLiar()
  const transport = smtpTransport(`smtp://127.0.0.1:${liar.port}`, 'nspl@nspl.example')
  try {
    return await withWorld({ mail: 'smtp' }, async (it) => {
      await givenAddresses(it)
      const officer = await it.as('secretariat-officer', 'NSPL')
      const seen = { letters: 0, repeated: 0, refused: 0, tries: 0, faults: [] as string[] }
      const done = new Set<string>()
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        await oneRound(it, liar, officer, round, seen, done, transport)
      }
      const note = `${seen.letters} letters in ${seen.tries} tries: ${seen.repeated} came more than once and are marked, ${seen.refused} refused for good and told`
      return outcome(seen.letters, seen.faults, note)
    })
  } finally {
    await liar.stop()
  }
}

type Seen = { letters: number; repeated: number; refused: number; tries: number; faults: string[] }

async function oneRound(
  it: TestWorld,
  liar: Liar,
  officer: Parameters<typeof givenSent>[0],
  round: number,
  seen: Seen,
  done: Set<string>,
  transport: Transport,
): Promise<void> {
  const regions = await it.asOwner((tx) =>
    tx.rows(sql<{ code: string }>`select code from organisation where kind = 'region' order by code`),
  )
  const letters = regions.slice(0, MOODS.length * 2).map(({ code }, place) => ({ code, mood: MOODS[place % MOODS.length] ?? 'good' }))
  liar.moods = new Map(letters.map(({ code, mood }) => [`registrator@${code}.example`, mood]))
  const orgs = letters.map(({ code }) => orgCode(code))
  await givenSent(officer, aContent({ recipients: { choice: 'picked', orgs }, sections: [aSection('1', 'Inledning')] }))
  // Down at first: not one letter leaves, and none is lost.
  liar.isDown = round % 2 === 0
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn === 2) liar.isDown = false
    // The moods pass: whoever was difficult twice is good from then on, but for those who refuse.
    if (turn === 4) for (const [address, mood] of liar.moods) if (!mood.startsWith('5xx')) liar.moods.set(address, 'good')
    await deliverAll(it, transport)
  }
  seen.tries += liar.tries
  liar.tries = 0
  for (const letter of await it.outbox()) {
    if (done.has(letter.id)) continue
    done.add(letter.id)
    seen.letters += 1
    const mood = letters.find(({ code }) => code === letter.toOrg)?.mood
    const came = liar.taken.get(letter.messageId) ?? 0
    const told = `${mood} to ${letter.toAddress}`
    if (mood?.startsWith('5xx')) {
      if (letter.failedAt === null || letter.acceptedAt !== null) seen.faults.push(`${told}: the refusal is not told`)
      if (came > 0) seen.faults.push(`${told}: it came although it was refused`)
      seen.refused += 1
      continue
    }
    if (came === 0 || letter.acceptedAt === null) seen.faults.push(`${told}: lost (came ${came}, accepted ${letter.acceptedAt !== null})`)
    if (came > 1) seen.repeated += 1
    if (came > 1 && !letter.uncertain) seen.faults.push(`${told}: came ${came} times and is not marked as uncertain`)
  }
}

/** One turn of the queue's: every letter that waits, by the product's own handler. That the queue tries again is pg-boss's. */
async function deliverAll(it: TestWorld, transport: Transport): Promise<void> {
  const [deliver] = mailHandlers(
    transport,
    (tx, mail, at) => {
      for (const note of onMailAccepted) note(tx, mail, at)
    },
    (tx, mail, at, failure) => {
      for (const note of onMailFailed) note(tx, mail, at, failure)
    },
  )
  for (const { id, orgCode: org, acceptedAt, failedAt } of await it.outbox()) {
    if (!deliver || acceptedAt !== null || failedAt !== null) continue
    const ctx = { actor: 'system' as const, org, now: it.now(), today: it.today(), world: it.world }
    // What is thrown here is what the queue tries again for.
    await deliver.handle(ctx, { mailId: id }).catch(() => undefined)
  }
}
