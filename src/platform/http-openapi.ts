import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'
import type { Route } from './http.ts'

type Json = Record<string, unknown>

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457 problem details; `code` is the machine-readable reason, `detail` a Swedish sentence that says what to do.',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    details: { type: 'object' },
    requestId: { type: 'string' },
  },
}

const ORG: Json = {
  name: 'org',
  in: 'path',
  required: true,
  description: 'The organisation one acts for; the session must hold a mandate there today.',
  schema: { type: 'string', pattern: '^[A-Z0-9]{2,8}$' },
}

/** The description of every endpoint (OpenAPI 3.1), made from the same contracts that guard them. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.endpoint.path.replace(/:([a-zA-Z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.endpoint.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'NSPL', version: '1', description: 'Commands carry an Idempotency-Key; repeating one changes nothing.' },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-nspl' } },
    },
    security: [{ session: [] }],
  }
}

/** Publishes the description. It holds nothing about anybody, so it asks for no session. */
export function mountOpenApi(app: FastifyInstance, routes: readonly Route[]): void {
  let made: string | undefined
  app.get('/api/openapi.json', async (_request, reply) => {
    made ??= JSON.stringify(openApi(routes))
    return reply.type('application/json; charset=utf-8').send(made)
  })
}

function operationOf({ endpoint, gate }: Route): Json {
  const command = endpoint.method !== 'GET'
  return {
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replace(/[/:-]+([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase())}`,
    description: `Gate: ${gate.name}`,
    'x-gate': gate.name,
    parameters: [
      ORG,
      ...parameters('path', endpoint.params),
      ...parameters('query', endpoint.query),
      ...(command
        ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 100 } }]
        : []),
    ],
    ...(command && { requestBody: { required: true, content: bodyOf(endpoint.carries, endpoint.body) } }),
    responses: {
      '200': {
        description: 'Done',
        content: endpoint.carries === 'download' ? { '*/*': {} } : { 'application/json': { schema: schemaOf(endpoint.returns, 'output') } },
      },
      default: { description: 'A problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

function bodyOf(carries: string, body: z.ZodMiniType): Json {
  return carries === 'upload' ? { 'application/octet-stream': {} } : { 'application/json': { schema: schemaOf(body, 'input') } }
}

function parameters(where: 'path' | 'query', shape: z.ZodMiniType): Json[] {
  const { properties, required } = schemaOf(shape, 'input')
  const wanted = new Set(Array.isArray(required) ? required : [])
  return Object.entries((properties ?? {}) as Record<string, Json>).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || wanted.has(name),
    schema,
  }))
}

function schemaOf(shape: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return schema
}
