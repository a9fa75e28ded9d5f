import type { Actor } from '../../src/lib/actor.ts'
import { type Day, dayOf, startOfDay } from '../../src/lib/day.ts'
import { orgCode, SECRETARIAT } from '../../src/lib/regions.ts'
import type { Context, World } from '../../src/platform/context.ts'
import { inTransaction, type Reader, type Tx } from '../../src/platform/db.ts'
import type { JobHandler } from '../../src/platform/jobs.ts'
import { actFor } from '../../src/features/organisations/sql-sign-in.ts'
import { listPersons } from '../../src/features/organisations/sql.ts'
import { mailHandlers, type Transport } from '../../src/platform/mail.ts'
import { jobHandlers, onMailAccepted, onMailFailed } from '../../src/main/features.ts'

export type Stage = {
  world: World
  /** The clock of the demonstration: everything that is done from here on happens then. */
  at: (day: Day, hour?: number, minute?: number) => void
  today: () => Day
  /** One action, by a person under her mandate, in a transaction of its own. */
  act: <T>(person: string, org: string, work: (tx: Tx, ctx: Context) => Promise<T>, ifMatch?: number) => Promise<T>
  /** Lets the queued letters go. Those to the addresses in `refused` come back. */
  deliver: (refused?: readonly string[]) => Promise<void>
  /** Who exists, read again after people have been added. */
  learn: () => Promise<void>
}

type Known = { personId: string; name: string; mandates: { org: string; role: Actor['roles'][number] }[] }
type Queued = { name: string; org: Context['org']; payload: unknown }

/** Where the demonstration is played: real actions on a real database, with a clock that is moved by hand. */
export function makeStage(world: World): Stage {
  let now = world.clock()
  const known = new Map<string, Known>()
  const queued: Queued[] = []
  const staged: World = {
    ...world,
    clock: () => now,
    enqueue: async (_tx, job, org, payloads) => {
      queued.push(...payloads.map((payload) => ({ name: job.name, org, payload })))
    },
  }
  const today = () => dayOf(now)

  const actorOf = (person: string, org: string): Actor => {
    const found = known.get(person)
    const roles = found?.mandates.filter((mandate) => mandate.org === org).map(({ role }) => role) ?? []
    if (!found || roles.length === 0) throw new Error(`${person} has no mandate for ${org}`)
    const orgKind = org === SECRETARIAT ? 'secretariat' : 'region'
    return { personId: found.personId, name: found.name, org: orgCode(org), orgKind, roles }
  }

  return {
    world: staged,
    today,
    at: (day, hour = 9, minute = 0) => {
      now = new Date(startOfDay(day).getTime() + (hour * 60 + minute) * 60_000)
    },
    act: (person, org, work, ifMatch) =>
      inTransaction(world.db, async (tx) => {
        actFor(tx, org)
        const ctx: Context = { actor: actorOf(person, org), org: orgCode(org), now, today: today(), world: staged, key: null, ifMatch }
        return await work(tx, ctx)
      }),
    learn: () => inTransaction(world.db, (tx) => learnPersons(tx, today(), known), 'read only'),
    deliver: async (refused = []) => {
      const handlers = handlersWith(refused)
      for (const { name, org, payload } of queued.splice(0)) {
        const handler = handlers.find(({ job }) => job.name === name)
        if (!handler) throw new Error(`no handler for ${name}`)
        now = new Date(now.getTime() + 900)
        await handler.handle({ actor: 'system', org, now, today: today(), world: staged }, payload)
      }
    },
  }
}

async function learnPersons(db: Reader, today: Day, known: Map<string, Known>): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = await listPersons(db, { limit: 200, after, of: undefined, ended: false })
    for (const { id, name, mandates } of page) {
      const current = mandates.filter(({ toOn }) => toOn === null || toOn >= today)
      known.set(name, { personId: id, name, mandates: current.map(({ org, role }) => ({ org, role })) })
    }
    if (page.length < 200) return
    after = page.at(-1)?.id
  }
}

/** A mail server of our own that takes everything, but says no to some addresses as a real one would. */
function handlersWith(refused: readonly string[]): JobHandler[] {
  const transport: Transport = {
    send: ({ to }) =>
      refused.includes(to.address)
        ? Promise.reject(Object.assign(new Error('550 5.1.1 mottagaren finns inte'), { responseCode: 550, command: 'RCPT TO' }))
        : Promise.resolve(),
  }
  return [
    ...mailHandlers(
      transport,
      (tx, mail, at) => onMailAccepted.forEach((note) => note(tx, mail, at)),
      (tx, mail, at, failure) => onMailFailed.forEach((note) => note(tx, mail, at, failure)),
    ),
    ...jobHandlers,
  ]
}
