import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type * as z from 'zod/mini'
import { type Endpoint, fillPath } from '../src/lib/contract.ts'

type Parts<E extends Endpoint> = { params?: z.input<E['params']>; query?: z.input<E['query']>; body?: z.input<E['body']> }
type Answer<E extends Endpoint> = { status: number; body: z.output<E['returns']> | undefined; code: string | undefined }

export type Client = {
  name: string
  org: string
  /** Asks as this person. `key` repeats a command; status 0 is no answer at all. */
  call: <E extends Endpoint>(endpoint: E, parts: Parts<E> & { key?: string; ifMatch?: number }) => Promise<Answer<E>>
}

export type DemoPerson = { who: string; name: string; org: string }

/** The made-up persons that a demo's sign-in page lists, each as her button says. */
export async function demoPersons(base: string): Promise<DemoPerson[]> {
  const page = await patientFetch(`${base}/logga-in`).then((response) => response.text())
  const buttons = page.matchAll(/<button value="([0-9a-f-]{36}) ([A-Z0-9]+)" name="who"[^>]*>([^<]+)</g)
  return [...buttons].map(([, id = '', org = '', name = '']) => ({ who: `${id} ${org}`, name: name.trim(), org }))
}

/** Comes again for a while when a busy machine turns it away. */
async function patientFetch(url: string, request: RequestInit = {}): Promise<Response> {
  const until = performance.now() + 30_000
  for (;;) {
    const response = await fetch(url, request)
    if (response.status !== 503 || performance.now() > until) return response
    await wait(200)
  }
}

/** Signs in as one of the demo's persons, by the same form as a browser. */
export async function signIn(base: string, person: DemoPerson): Promise<Client> {
  const { org } = person
  const response = await patientFetch(`${base}/logga-in/demo`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: base, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ who: person.who }),
  })
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith('__Host-nspl='))
  if (!cookie) throw new Error(`${person.name} could not sign in: ${response.status}`)
  const session = cookie.split(';')[0] ?? ''
  return {
    name: person.name,
    org,
    call: async <E extends Endpoint>(endpoint: E, parts: Parts<E> & { key?: string; ifMatch?: number }): Promise<Answer<E>> => {
      const search = new URLSearchParams((parts.query ?? {}) as Record<string, string>).toString()
      const path = fillPath(endpoint.path, { ...(parts.params as Record<string, string> | undefined), org })
      const headers: Record<string, string> = { cookie: session, origin: base, 'sec-fetch-site': 'same-origin' }
      if (endpoint.method !== 'GET') headers['idempotency-key'] = parts.key ?? randomUUID()
      if (endpoint.method !== 'GET') headers['content-type'] = 'application/json'
      if (parts.ifMatch !== undefined) headers['if-match'] = `"${parts.ifMatch}"`
      const body = endpoint.method === 'GET' ? null : JSON.stringify(parts.body ?? {})
      const text = await ask(`${base}${path}${search && `?${search}`}`, { method: endpoint.method, headers, body })
      if (text === undefined) return { status: 0, body: undefined, code: undefined }
      if (text.status >= 400) return { status: text.status, body: undefined, code: (JSON.parse(text.body) as { code?: string }).code }
      return { status: text.status, body: endpoint.returns.parse(JSON.parse(text.body)) as z.output<E['returns']>, code: undefined }
    },
  }
}

/**
 * Undefined when the line broke: nobody knows whether it was done. Who is turned away at the door because the machine is busy
 * comes again for a while, as a browser does.
 */
async function ask(url: string, request: RequestInit): Promise<{ status: number; body: string } | undefined> {
  const until = performance.now() + 30_000
  for (;;) {
    const answer = await askOnce(url, request)
    if (answer?.status !== 503 || !answer.body.includes('"too-busy"') || performance.now() > until) return answer
    await wait(200)
  }
}

async function askOnce(url: string, request: RequestInit): Promise<{ status: number; body: string } | undefined> {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(45_000) })
    return { status: response.status, body: await response.text() }
  } catch {
    return undefined
  }
}
