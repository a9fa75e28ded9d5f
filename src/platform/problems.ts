import type { FastifyInstance } from 'fastify'
import { Problem, type ProblemKind } from '../lib/problem.ts'
import { sqlState } from './db.ts'
import { texts } from './texts-http.ts'

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

/** Answers everything that goes wrong as RFC 9457 problem details; a bug shows one general sentence and is logged. */
export function mountProblems(app: FastifyInstance, sentences: Sentences): void {
  app.setNotFoundHandler((request, reply) => send(request.id, new Problem('missing', 'not-found'), reply, sentences))
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const problem = asProblem(error)
    if (!problem) {
      request.log.error({ error: error.message, stack: error.stack, sql: sqlState(error)?.code }, 'unexpected')
      return reply
        .status(500)
        .type('application/problem+json; charset=utf-8')
        .send({
          type: 'about:blank',
          title: texts.title.unexpected,
          status: 500,
          code: 'unexpected',
          detail: texts.unexpected(request.id),
          requestId: request.id,
        })
    }
    if (problem.kind === 'unavailable' || problem.kind === 'too-many') void reply.header('retry-after', '5')
    request.problemCode = problem.code
    return send(request.id, problem, reply, sentences)
  })
}

function send(
  requestId: string,
  problem: Problem,
  reply: { status: (code: number) => { type: (t: string) => { send: (b: unknown) => unknown } } },
  sentences: Sentences,
): unknown {
  const sentence = sentences[problem.code]
  const detail = typeof sentence === 'function' ? sentence(problem.details) : (sentence ?? texts.title[problem.kind])
  return reply.status(STATUS[problem.kind]).type('application/problem+json; charset=utf-8').send({
    type: 'about:blank',
    title: texts.title[problem.kind],
    status: STATUS[problem.kind],
    code: problem.code,
    detail,
    details: problem.details,
    requestId,
  })
}

const DATABASE_AWAY = /^(08|57P0|53300)|^(ECONN|ENOENT|EPIPE)/

function asProblem(error: Error & { statusCode?: number; code?: string }): Problem | undefined {
  if (error instanceof Problem) return error
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too-large', 'too-large')
  if (error.code?.startsWith('FST_ERR_CTP')) return new Problem('invalid', 'wrong-shape')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return new Problem('invalid', 'wrong-shape')
  if (error.code && DATABASE_AWAY.test(error.code)) return new Problem('unavailable', 'database-away')
  if (/timeout|Connection terminated/i.test(error.message)) return new Problem('unavailable', 'database-away')
  return undefined
}
