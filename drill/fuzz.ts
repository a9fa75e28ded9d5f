import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { givenAddresses } from '../src/features/dispatches/fixtures.ts'
import { type Endpoint, fillPath } from '../src/lib/contract.ts'
import { problems, routes } from '../src/main/features.ts'
import { newToken } from '../src/platform/ids.ts'
import { ACCESS, WITHOUT_SESSION } from '../test/access-table.ts'
import { type Person, ProblemShape } from '../test/people.ts'
import type { TestWorld } from '../test/world.ts'
import { bent, fitting, hostile, HOSTILE, type Known } from './arbitraries.ts'
import { type Drill, outcome } from './drill.ts'
import { type Hats, hatsOf, type Ids, sow, type Sown } from './fuzz-seed.ts'
import { withWorld } from './world.ts'

const CASES = { short: 20, full: 500 }
/** What is asked away is sown again after so many commands. */
const SOWING = { short: 20, full: 40 }
const AT_ONCE = 4
const LONGEST = 1_000

type Case = {
  by?: keyof Hats
  params: Record<string, string>
  query: Record<string, string>
  body: string | Buffer
  type: string
  ifMatch: string | undefined
}
type Seen = {
  tried: number
  done: Set<string>
  byStatus: Map<number, number>
  slow: number
  slowest: string
  slowestMs: number
  faults: string[]
}

/**
 * Every route with what fits its contract, what fits but for one thing, and what means no good: never a 5xx, always the documented
 * shape. Whoever asks may come in there.
 */
export const fuzz: Drill = (size) =>
  withWorld({}, async (it) => {
    await givenAddresses(it)
    const seen: Seen = { tried: 0, done: new Set(), byStatus: new Map(), slow: 0, slowest: '', slowestMs: 0, faults: [] }
    // What ends persons and changes addresses comes last: the other routes need them to get anywhere.
    const endpoints = routes.map(({ endpoint }) => endpoint).toSorted((a, b) => Number(endsOthers(a)) - Number(endsOthers(b)))
    let since = Number.POSITIVE_INFINITY
    let hats: Hats | undefined
    let sown: Sown | undefined
    for (const endpoint of endpoints) {
      for (let done = 0; done < CASES[size]; done += AT_ONCE * 5) {
        if (hats === undefined || sown === undefined || since >= SOWING[size] || endsOthers(endpoint)) {
          hats = await hatsOf(it)
          // Where addresses and persons are being changed, nothing more can be sent: what there is must do.
          if (sown === undefined || !endsOthers(endpoint)) sown = await sow(it, hats)
          since = 0
        }
        const who = hats
        const example = exampleOf(endpoint, sown)
        if (example !== undefined) await judge(it, endpoint, example, who[example.by], seen)
        const cases = fc.sample(casesOf(endpoint, sown.ids, sown.known, example), AT_ONCE * 5 - (example === undefined ? 0 : 1))
        await atOnce(cases, async (one, turn) =>
          judge(it, endpoint, one, one.by === undefined ? personFor(endpoint, who, turn) : who[one.by], seen),
        )
        if (endpoint.method !== 'GET') since += AT_ONCE * 5
      }
    }
    await openPages(it, CASES[size], seen)
    const statuses = [...seen.byStatus].toSorted(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`)
    const never = endpoints.map(({ method, path }) => `${method} ${path}`).filter((name) => !seen.done.has(name))
    const note = `${never.length > 0 ? `never a 2xx: ${never.join(', ')}; ` : ''}${endpoints.length} routes and ${WITHOUT_SESSION.length} open addresses; ${statuses.join(', ')}; ${seen.slow} over one second, slowest ${Math.round(seen.slowestMs)} ms at ${seen.slowest}`
    return outcome(seen.tried, seen.faults, note)
  })

const endsOthers = ({ path }: Endpoint) => /^\/api\/:org\/(persons|mandates|addresses)/.test(path)

/** Somebody who may come in, of each kind of organisation in turn. */
function personFor(endpoint: Endpoint, hats: Hats | undefined, turn: number): Person {
  const access = ACCESS[`${endpoint.method} ${endpoint.path}`] ?? {}
  const kinds = (['secretariat', 'region', 'area'] as const).filter((kind) => access[kind] !== undefined)
  const kind = kinds[turn % kinds.length]
  if (!hats || kind === undefined) throw new Error(`nobody may come in at ${endpoint.path}`)
  return hats[kind]
}

/** The call that can be done, as it is. */
function exampleOf(endpoint: Endpoint, { examples }: Sown): (Case & { by: keyof Hats }) | undefined {
  const example = examples.get(endpoint)
  return (
    example && { ...example, type: typeOf(endpoint), body: Buffer.isBuffer(example.body) ? example.body : JSON.stringify(example.body) }
  )
}

const typeOf = ({ carries }: Endpoint) => (carries === 'upload' ? 'application/octet-stream' : 'application/json')

/** Calls of which half are an example with one thing bent in what it carries, where there is an example. */
function casesOf(endpoint: Endpoint, ids: Ids, known: Known, example: Case | undefined): fc.Arbitrary<Case> {
  const made = madeCases(endpoint, ids, known)
  if (example === undefined || Buffer.isBuffer(example.body)) return made
  const whole: unknown = JSON.parse(example.body)
  const close = fc.oneof({ weight: 1, arbitrary: fc.constant(whole) }, { weight: 6, arbitrary: bent(whole) })
  return fc.oneof(
    made,
    close.map((body) => ({ ...example, body: JSON.stringify(body) })),
  )
}

function madeCases(endpoint: Endpoint, ids: Ids, known: Known): fc.Arbitrary<Case> {
  const names = [...endpoint.path.matchAll(/:([a-zA-Z]+)/g)].map(([, name = '']) => name).filter((name) => name !== 'org')
  const bad = fc.constantFrom(...HOSTILE.filter((text) => text !== '' && text.length < 300))
  const param = (name: string) => {
    const there = ids[name] ?? []
    if (there.length === 0) return fc.oneof(fc.uuid(), bad)
    // Mostly the newest: what was just sown.
    return fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...there.slice(0, 3)) },
      { weight: 3, arbitrary: fc.constantFrom(...there) },
      { weight: 1, arbitrary: bad },
    )
  }
  const params = fc.record(Object.fromEntries(names.map((name) => [name, param(name)])), { noNullPrototype: true })
  const right = fitting(endpoint.body, known)
  const json = fc
    .oneof({ weight: 8, arbitrary: right }, { weight: 8, arbitrary: right.chain(bent) }, { weight: 2, arbitrary: hostile })
    .map((value) => JSON.stringify(value))
  const raw = fc.constantFrom(
    '',
    '{',
    '[1,',
    '{"a":1}}',
    '{"__proto__":{"x":1}}',
    '"\\ud800"',
    '{"a":"\\u0000"}',
    `${'['.repeat(20_000)}`,
    '\ufeff{}',
  )
  const file = fc.oneof(
    fc
      .constantFrom('', 'Text.', '%PDF-1.7\n%%EOF', 'PK\u0003\u0004', '<svg xmlns="http://www.w3.org/2000/svg"/>', '\0\0', 'MZ')
      .map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
  )
  return fc.record({
    params,
    query: fc
      .oneof({ weight: 3, arbitrary: fitting(endpoint.query, known) }, { weight: 1, arbitrary: fitting(endpoint.query, known).chain(bent) })
      .map(asQuery),
    body: endpoint.carries === 'upload' ? file : fc.oneof({ weight: 12, arbitrary: json }, { weight: 1, arbitrary: raw }),
    type: fc.oneof(
      { weight: 20, arbitrary: fc.constant(typeOf(endpoint)) },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'multipart/form-data', 'application/xml', 'application/json; charset=utf-7') },
    ),
    ifMatch: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('"1"', '"2"', '"3"', 'W/"2"', '*') },
      { weight: 1, arbitrary: fc.constantFrom(undefined, '', '"x"', '"99999999999"', '-1') },
    ),
  })
}

/** What an address can carry: texts by name. */
function asQuery(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return { q: String(value) }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one : JSON.stringify(one)]))
}

async function atOnce<T>(all: readonly T[], work: (one: T, turn: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let turn = next++; turn < all.length; turn = next++) {
      const one = all[turn]
      if (one !== undefined) await work(one, turn)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function judge(it: TestWorld, endpoint: Endpoint, one: Case, person: Person, seen: Seen): Promise<void> {
  const reads = endpoint.method === 'GET'
  const started = performance.now()
  const reply = await it.app.inject({
    method: endpoint.method,
    url: fillPath(endpoint.path, { ...one.params, org: person.org }),
    query: one.query,
    headers: {
      cookie: person.cookie,
      ...(!reads && {
        'idempotency-key': newToken(),
        origin: 'http://localhost',
        'sec-fetch-site': 'same-origin',
        'content-type': one.type,
      }),
      ...(one.ifMatch !== undefined && { 'if-match': one.ifMatch }),
    },
    ...(!reads && { payload: one.body }),
  })
  note(seen, `${endpoint.method} ${endpoint.path}`, reply.statusCode, performance.now() - started)
  const fault = faultOf(endpoint, reply)
  if (fault !== undefined) seen.faults.push(`${endpoint.method} ${endpoint.path}: ${fault} after ${toldShort(one)}`)
}

function note(seen: Seen, where: string, status: number, ms: number): void {
  seen.tried += 1
  seen.byStatus.set(status, (seen.byStatus.get(status) ?? 0) + 1)
  if (status < 300) seen.done.add(where)
  if (ms > LONGEST) seen.slow += 1
  if (ms > seen.slowestMs) Object.assign(seen, { slowestMs: ms, slowest: where })
}

/** What is wrong with an answer: it must be what the contract returns, or a problem with a code and a sentence of ours. */
function faultOf(endpoint: Endpoint, reply: LightMyRequestResponse): string | undefined {
  const { statusCode: status, headers } = reply
  if (status >= 500) return `${status} ${reply.body.slice(0, 300)}`
  if (status >= 300) {
    const problem = ProblemShape.safeParse(parsed(reply.body))
    if (!problem.success || !String(headers['content-type']).includes('problem+json'))
      return `${status} is no problem of ours: ${reply.body.slice(0, 200)}`
    if (!(problem.data.code in problems)) return `${status} ${problem.data.code} has no sentence`
    return undefined
  }
  if (endpoint.carries === 'download') {
    return String(headers['content-disposition']).startsWith('attachment') ? undefined : 'a file that is no attachment'
  }
  const told = endpoint.returns.safeParse(parsed(reply.body))
  return told.success
    ? undefined
    : `the answer is not what the contract says: ${told.error.issues.map(({ path }) => path.join('.')).join(', ')}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toldShort({ params, query, body, type, ifMatch }: Case): string {
  return JSON.stringify({
    params,
    query,
    type,
    ifMatch,
    body: Buffer.isBuffer(body) ? body.toString('hex').slice(0, 100) : body.slice(0, 1_500),
  })
}

/** Addresses that answer without a session: strange forms, strange names, strange cookies. */
async function openPages(it: TestWorld, cases: number, seen: Seen): Promise<void> {
  const texts = fc.constantFrom(...HOSTILE.filter((text) => text.length < 6_000))
  const forms = fc.dictionary(fc.oneof(fc.constantFrom('email', 'code', 'who', 'next', 'token'), texts), texts, { maxKeys: 4 })
  for (const address of WITHOUT_SESSION) {
    const [method = 'GET', path = '/'] = address.split(' ')
    for (const [form, text] of fc.sample(fc.tuple(forms, texts), cases)) {
      const started = performance.now()
      const reply = await it.app.inject({
        method: method === 'POST' ? 'POST' : 'GET',
        url: path.replace(/:token|\*/, encodeURIComponent(text) || 'x'),
        ...(method === 'GET' && { query: form }),
        headers: {
          accept: 'text/html',
          cookie: `__Host-nspl=${encodeURIComponent(text)}`,
          ...(method === 'POST' && {
            'content-type': 'application/x-www-form-urlencoded',
            origin: 'http://localhost',
            'sec-fetch-site': 'same-origin',
          }),
        },
        ...(method === 'POST' && { payload: new URLSearchParams(form).toString() }),
      })
      note(seen, address, reply.statusCode, performance.now() - started)
      if (reply.statusCode >= 500)
        seen.faults.push(`${address}: ${reply.statusCode} after ${JSON.stringify({ form, text }).slice(0, 1_000)}`)
    }
  }
}
