import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ProblemKind } from '../lib/problem.ts'
import { sqlState } from './db.ts'
import { isGone, isInDoubt, isReadOnly } from './db-retry.ts'
import { problemPage } from './pages-problem.ts'
import { addressOf, texts } from './texts-http.ts'

const STATUS: Record<ProblemKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  refused: 409,
  outdated: 412,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
}

/** One Swedish sentence per code, saying what to do. Features own theirs; main puts them together. */
export type Sentences = Readonly<Record<string, string | ((details: Record<string, unknown>) => string)>>

/**
 * Answers everything that goes wrong: RFC 9457 problem details, or a plain page to a browser that asked for a page. A bug
 * shows one general sentence and is logged.
 */
export function mountProblems(app: FastifyInstance, sentences: Sentences): void {
  app.setNotFoundHandler((request, reply) => tell(request, reply, new Problem('missing', 'not-found'), sentences))
  app.setErrorHandler((error: unknown, request, reply) => {
    const problem = asProblem(error)
    if (problem) return tell(request, reply, problem, sentences)
    request.log.error({ ...whatFailed(error), route: request.routeOptions.url }, 'unexpected')
    return send(request, reply, {
      title: texts.title.unexpected,
      status: 500,
      code: 'unexpected',
      detail: texts.unexpected(request.id),
      details: {},
    })
  })
}

function tell(request: FastifyRequest, reply: FastifyReply, problem: Problem, sentences: Sentences): FastifyReply {
  const { kind, code, details } = problem
  if (kind === 'unauthenticated' && request.method === 'GET' && wantsPage(request)) {
    return reply.redirect(addressOf.signIn(request.url), 303)
  }
  if (kind === 'unavailable' || kind === 'too-many') void reply.header('retry-after', '5')
  const sentence = sentences[code]
  const detail = typeof sentence === 'function' ? sentence(details) : (sentence ?? texts.title[kind])
  return send(request, reply, { title: texts.title[kind], status: STATUS[kind], code, detail, details })
}

type Told = { title: string; status: number; code: string; detail: string; details: Record<string, unknown> }

function send(request: FastifyRequest, reply: FastifyReply, told: Told): FastifyReply {
  request.problemCode = told.code
  void reply.status(told.status)
  if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(problemPage({ ...told, requestId: request.id }))
  return reply.type('application/problem+json; charset=utf-8').send({ type: 'about:blank', ...told, requestId: request.id })
}

/** A person's browser asking for a page, and not a program (or our own pages) asking for data. */
function wantsPage(request: FastifyRequest): boolean {
  return !/^\/(api|health)(\/|$)/.test(request.url) && (request.headers.accept ?? '').includes('text/html')
}

/** SQLSTATEs after which trying again is right, though nothing is gone: a lock or a query that took too long, no room, too many met. */
const LATER = /^(40001|40P01|57014|53[0-9A-Z]{3}|55P03)$/

/** The disk of the database has no room left: what is written is refused, what is read goes on. */
const DISK_FULL = '53100'

function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too-large', 'too-large')
  if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return new Problem('invalid', 'wrong-shape')
  }
  if (isInDoubt(error)) return new Problem('unavailable', 'not-confirmed')
  if (isReadOnly(error)) return new Problem('unavailable', 'read-only')
  if (code === DISK_FULL) return new Problem('unavailable', 'disk-full')
  if (LATER.test(code) || isGone(error)) return new Problem('unavailable', 'database-away')
  return undefined
}

/**
 * What the log may know of a bug: where it was, and never what somebody wrote. PostgreSQL quotes values in the messages
 * of its classes 22 (data) and 23 (constraints), and JSON.parse quotes the text.
 */
export function whatFailed(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const sql = sqlState(error)
  const quotes = error instanceof SyntaxError || /^2[23]/.test(sql?.code ?? '')
  return {
    error: quotes ? error.name : error.message,
    stack: error.stack?.split('\n').filter((line) => /^ +at /.test(line)),
    ...(sql && { sql: sql.code, constraint: sql.constraint }),
    ...(error.cause instanceof Error && { cause: whatFailed(error.cause) }),
  }
}
