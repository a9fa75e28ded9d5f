import { sql } from 'kysely'
import { givenAddresses } from '../src/features/dispatches/fixtures.ts'
import { canonical } from '../src/lib/canonical.ts'
import { type Endpoint, fillPath } from '../src/lib/contract.ts'
import { routes } from '../src/main/features.ts'
import { newToken } from '../src/platform/ids.ts'
import type { Person } from '../test/people.ts'
import type { TestWorld } from '../test/world.ts'
import { type Drill, outcome } from './drill.ts'
import { type Example, hatsOf, sow } from './fuzz-seed.ts'
import { withWorld } from './world.ts'

const AT_ONCE = { short: 10, full: 50 }

/** Of the short drill: those that send something out, or make a record. */
const WITHOUT_RETURN = /\/(send|corrections|remind|hand-in|on-behalf|recall)$/

type Counts = Record<string, number>

/**
 * Each kind of command: once; again under its key; many at once under one key; and many at once under keys of their own. What lies in
 * the database must afterwards be the same as after doing it once, and nobody may be told that something broke.
 */
export const sameCommand: Drill = (size) =>
  withWorld({}, async (it) => {
    await givenAddresses(it)
    const faults: string[] = []
    const never: string[] = []
    let tried = 0
    const commands = routes
      .map(({ endpoint }) => endpoint)
      .filter(({ method, path }) => method !== 'GET' && (size === 'full' || WITHOUT_RETURN.test(path)))
    for (const endpoint of commands.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)))) {
      const name = `${endpoint.method} ${endpoint.path}`
      const once = await freshly(it, endpoint, async (call) => {
        const key = newToken()
        const [first, second] = [await call(key), await call(key)]
        if (first.status === 200 && second.body !== first.body)
          faults.push(`${name}: the second gave ${second.status} ${second.body.slice(0, 200)}`)
        return [first, second]
      })
      if (!once || once.answers[0]?.status !== 200) {
        never.push(name)
        continue
      }
      const together = await freshly(it, endpoint, async (call) => {
        const key = newToken()
        return await Promise.all(Array.from({ length: AT_ONCE[size] }, () => call(key)))
      })
      const bodies = new Set(together?.answers.map(({ status, body }) => `${status} ${body}`))
      if (bodies.size !== 1 || together?.answers[0]?.status !== 200)
        faults.push(`${name}: ${AT_ONCE[size]} at once gave ${[...bodies].slice(0, 3).join(' | ').slice(0, 400)}`)
      const more = differences(once.grown, together?.grown ?? {})
      if (more !== '') faults.push(`${name}: ${AT_ONCE[size]} at once left ${more}`)
      const apart = await freshly(it, endpoint, (call) => Promise.all(Array.from({ length: AT_ONCE[size] }, () => call(newToken()))))
      const broken = apart?.answers.filter(({ status }) => status >= 500) ?? []
      if (broken.length > 0)
        faults.push(`${name}: ${broken.length} of ${AT_ONCE[size]} with keys of their own gave ${broken[0]?.body.slice(0, 300)}`)
      tried += 2 + 2 * AT_ONCE[size]
    }
    const told = never.length === 0 ? '' : `; without an example: ${never.join(', ')}`
    return outcome(
      tried,
      faults,
      `${commands.length - never.length} of ${commands.length} kinds of commands, twice and ${AT_ONCE[size]} at once${told}`,
    )
  })

/** What changes addresses and persons for good comes last. */
const isLast = ({ path }: Endpoint) => /\/(addresses|persons|mandates)/.test(path)

type Answer = { status: number; body: string }
type Call = (key: string) => Promise<Answer>

/** The command's example on things made for it, and how many rows each table grew by. Undefined when there is no example. */
async function freshly(
  it: TestWorld,
  endpoint: Endpoint,
  work: (call: Call) => Promise<Answer[]>,
): Promise<{ answers: Answer[]; grown: Counts } | undefined> {
  const hats = await hatsOf(it)
  const { examples } = await sow(it, hats)
  const example = examples.get(endpoint)
  if (!example) return undefined
  const before = await countsOf(it)
  const answers = await work((key) => callOnce(it, endpoint, example, hats[example.by], key))
  return { answers, grown: grownBetween(before, await countsOf(it)) }
}

async function callOnce(
  it: TestWorld,
  endpoint: Endpoint,
  { params, query, body, ifMatch }: Example,
  person: Person,
  key: string,
): Promise<Answer> {
  const reply = await it.app.inject({
    method: endpoint.method,
    url: fillPath(endpoint.path, { ...params, org: person.org }),
    query,
    headers: {
      cookie: person.cookie,
      origin: 'http://localhost',
      'sec-fetch-site': 'same-origin',
      'idempotency-key': key,
      'content-type': endpoint.carries === 'upload' ? 'application/octet-stream' : 'application/json',
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    },
    payload: Buffer.isBuffer(body) ? body : JSON.stringify(body),
  })
  // The kept reply comes from jsonb, which keeps no order of names.
  return { status: reply.statusCode, body: canonical(reply.json()) }
}

/** The log over all logs grows when its checkpoints are signed, which is not the command's doing. */
const OWN_ENTRIES = sql`where log <> 'TOP'`

/** Rows of each table, with the journal's entries that wait taken in. Checkpoints come when they come, and are left out. */
async function countsOf(it: TestWorld): Promise<Counts> {
  return await it.asOwner(async (tx) => {
    await tx.rows(sql`select journal_take_in()`)
    const tables = await tx.rows(sql<{ name: string }>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname !~ '^journal_(checkpoint|object|head|timestamp)'`)
    const counts: Counts = {}
    for (const { name } of tables) {
      counts[name] = (
        await tx.one(
          sql<{ count: number }>`select count(*)::int as count from ${sql.table(name)} ${name === 'journal_leaf' ? OWN_ENTRIES : sql``}`,
        )
      ).count
    }
    return counts
  })
}

function grownBetween(before: Counts, after: Counts): Counts {
  return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]))
}

function differences(one: Counts, many: Counts): string {
  return Object.keys(one)
    .filter((name) => one[name] !== many[name])
    .map((name) => `${many[name]} in ${name} instead of ${one[name]}`)
    .join(', ')
}
