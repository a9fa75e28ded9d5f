import * as z from 'zod/mini'
import { type Endpoint, fillPath } from '../lib/contract.ts'
import { orgOf } from './paths.ts'
import { noteMode } from './read-only.ts'
import { noteSignedIn, noteSignedOut } from './session-lost.ts'
import { texts } from './texts.ts'

/** What the server said no to, or why it could not be reached (status 0). `detail` is the sentence to show. */
export type ApiProblem = Error & { name: 'ApiProblem'; status: number; code: string; detail: string; details: Record<string, unknown> }

const ProblemBody = z.object({ code: z.string(), detail: z.string(), details: z.optional(z.record(z.string(), z.unknown())) })

const PATIENCE = 30_000
const TRIES = [300, 1_200]
/** The longest that a server may ask us to wait before we try again: a person sits and waits too. */
const LONGEST_ASKED = 2_000

type Given<K extends string, S extends z.ZodMiniType> = {} extends z.input<S> ? { [key in K]?: z.input<S> } : { [key in K]: z.input<S> }

/** What an endpoint needs: params, query and body as it declares them. `org` is the acting organisation, else the address says. */
export type Input<E extends Endpoint> = Given<'params', E['params']> &
  Given<'query', E['query']> &
  Given<'body', E['body']> & { org?: string | undefined }
export type Output<E extends Endpoint> = z.output<E['returns']>

export type How = { key?: string; ifMatch?: number; signal?: AbortSignal | undefined }

/** The same three parts without an endpoint's own types, for the functions that only pass them on. */
type Parts = { params?: unknown; query?: unknown; body?: unknown; org?: string | undefined }

export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && error.name === 'ApiProblem'
}

/** In: anything thrown. Out: one Swedish sentence that says what to do. */
export function sentenceOf(error: unknown): string {
  return isApiProblem(error) ? error.detail : texts.fault
}

/** A key for one command, the same for all its attempts. Works without a secure context, unlike randomUUID. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Asks the server. A command carries its idempotency key, so a lost line is tried again without risk of doing it twice.
 * Throws ApiProblem; 401 also shows the notice about signing in again.
 */
export function call<E extends Endpoint>(endpoint: E, input: Input<E> & How): Promise<Output<E>> {
  return ask(endpoint, input)
}

/** As call, for those who only pass on what is already checked against the endpoint. */
export async function ask<E extends Endpoint>(endpoint: E, input: Parts & How): Promise<Output<E>> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (endpoint.method !== 'GET') {
    headers['content-type'] = 'application/json'
    headers['idempotency-key'] = input.key ?? newKey()
  }
  if (input.ifMatch !== undefined) headers['if-match'] = `"${input.ifMatch}"`
  const body = endpoint.method === 'GET' ? null : JSON.stringify(input.body ?? {})
  const response = await fetchPatiently(addressOf(endpoint, input), { method: endpoint.method, headers, body }, input.signal)
  return readAnswer(endpoint, response.status, await response.text())
}

/** Sends the bytes of one file. `onProgress` gets a share between 0 and 1. */
export function uploadFile<E extends Endpoint>(
  endpoint: E,
  input: Input<E> & How,
  file: Blob,
  onProgress?: (share: number) => void,
): Promise<Output<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(endpoint, input))
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('idempotency-key', input.key ?? newKey())
    request.upload.onprogress = (event) => onProgress?.(event.lengthComputable ? event.loaded / event.total : 0)
    request.onerror = () => reject(problem(0, 'no-answer', texts.noAnswer))
    request.onabort = request.onerror
    request.onload = () => {
      noteMode(request.getResponseHeader('nspl-mode'))
      try {
        resolve(readAnswer(endpoint, request.status, request.responseText))
      } catch (error) {
        reject(error instanceof Error ? error : problem(0, 'no-answer', texts.noAnswer))
      }
    }
    input.signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

/** The address of a download, for an ordinary link. */
export function downloadHref<E extends Endpoint>(endpoint: E, input: Input<E>): string {
  return addressOf(endpoint, input)
}

/** The address an input gives, with the acting organisation from the page's own address unless the input says another. */
export function addressOf(endpoint: Endpoint, { params, query, org }: Parts): string {
  const acting = org ?? orgOf(location.pathname)
  if (acting === undefined) throw problem(0, 'no-organisation', texts.notFound)
  const search = new URLSearchParams(textsOf(query)).toString()
  return fillPath(endpoint.path, { ...textsOf(params), org: acting }) + (search && `?${search}`)
}

function textsOf(values: unknown): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {}
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

async function fetchPatiently(address: string, request: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    let asked = 0
    const patience = AbortSignal.timeout(PATIENCE)
    try {
      const response = await fetch(address, {
        ...request,
        credentials: 'same-origin',
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
      })
      noteMode(response.headers.get('nspl-mode'))
      if (response.status !== 503 || attempt >= TRIES.length) return response
      asked = Math.min(Number(response.headers.get('retry-after')) * 1_000 || 0, LONGEST_ASKED)
    } catch (error) {
      if (signal?.aborted) throw error
      if (attempt >= TRIES.length || patience.aborted) throw problem(0, 'no-answer', texts.noAnswer)
    }
    // Not all who were turned away come back at the same moment.
    const pause = Math.max(TRIES[attempt] ?? 0, asked) * (1 + Math.random() / 4)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

function readAnswer<E extends Endpoint>(endpoint: E, status: number, text: string): Output<E> {
  const body = parseJson(text)
  if (status >= 200 && status < 300) {
    const read = z.safeParse<E['returns']>(endpoint.returns, body)
    if (!read.success) throw problem(status, 'wrong-answer', texts.wrongAnswer)
    noteSignedIn()
    return read.data
  }
  const read = ProblemBody.safeParse(body)
  if (status === 401) noteSignedOut()
  if (status === 0) throw problem(0, 'no-answer', texts.noAnswer)
  throw read.success
    ? problem(status, read.data.code, read.data.detail, read.data.details ?? {})
    : problem(status, 'wrong-answer', status >= 502 ? texts.noAnswer : texts.wrongAnswer)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not ours: a proxy's page, or a cut answer. The caller says so in words.
    return undefined
  }
}

function problem(status: number, code: string, detail: string, details: Record<string, unknown> = {}): ApiProblem {
  return Object.assign(new Error(detail), { name: 'ApiProblem' as const, status, code, detail, details })
}
