import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import pino from 'pino'
import * as z from 'zod/mini'
import { gate } from '../lib/actor.ts'
import { download, get, post, upload } from '../lib/contract.ts'
import { Problem, refuseIf } from '../lib/problem.ts'
import type { World } from './context.ts'
import { build } from './db.ts'
import { command, lookup, read, type Route, uploads } from './http.ts'
import { mountRoutes } from './http-mount.ts'
import { openServer } from './http-server.ts'
import { newId } from './ids.ts'
import { platformProblems } from './texts-http.ts'

const Matter = z.object({ id: z.string(), title: z.string(), version: z.int() })
const ofMatter = z.object({ id: z.uuid() })

/** Endpoints over the table of matters, one of each kind, for the tests of what every endpoint shares. */
export const tryApi = {
  add: post('/api/:org/try', { body: z.strictObject({ title: z.string() }), returns: z.object({ id: z.string() }) }),
  save: post('/api/:org/try/:id/save', { params: ofMatter, returns: z.object({ ifMatch: z.nullable(z.number()) }) }),
  find: get('/api/:org/try/:id', { params: ofMatter, returns: Matter }),
  list: get('/api/:org/try', {
    query: z.object({ title: z.optional(z.string()) }),
    returns: z.object({ items: z.array(z.object({ title: z.string() })) }),
  }),
  put: upload('/api/:org/try-file', { query: z.object({ name: z.string() }), returns: z.object({ size: z.int(), name: z.string() }) }),
  take: download('/api/:org/try-file', { query: z.object({ name: z.string() }) }),
  meet: post('/api/:org/try-meet', { body: z.strictObject({ times: z.int() }), returns: z.object({ attempts: z.int() }) }),
  heads: get('/api/:org/try-heads', { returns: z.object({ ok: z.boolean() }) }),
  breaks: get('/api/:org/try-breaks', { returns: z.object({ ok: z.boolean() }) }),
}

const anybody = gate('anybody', 'any')
const heads = gate('heads', ['secretariat'], 'secretariat-head')

/** As the database ends one of two transactions that wait for each other, or see each other's past. */
const MEETING = sql`do $$ begin raise exception 'met' using errcode = '40P01'; end $$`

const meetings = new Map<string | null, number>()

const routes: Route[] = [
  command(tryApi.meet, anybody, async (tx, ctx, { body }) => {
    const attempts = (meetings.get(ctx.key) ?? 0) + 1
    meetings.set(ctx.key, attempts)
    if (attempts <= body.times) tx.send(MEETING)
    await tx.rows(sql`select 1`)
    return { attempts }
  }),
  command(tryApi.add, anybody, async (tx, ctx, { body }) => {
    const id = newId(ctx.now)
    tx.send(build.insertInto('matter').values({ id, orgCode: ctx.org, caseNumber: '1', title: body.title, madeAt: ctx.now }))
    refuseIf(body.title === 'refuse' ? 'no-good' : undefined)
    // More than the contract knows, to see that it cannot leave.
    return { id, secret: 'x' }
  }),
  command(tryApi.save, anybody, async (_tx, ctx) => ({ ifMatch: ctx.ifMatch ?? null })),
  lookup(tryApi.find, anybody, async (db, _place, { params }) => {
    const row = await db.maybe(build.selectFrom('matter').selectAll().where('id', '=', params.id))
    return row && { ...row, version: 3 }
  }),
  read(tryApi.list, anybody, async (db, _ctx, { query }) => {
    const all = build.selectFrom('matter').selectAll().orderBy('id')
    return { items: await db.rows(query.title === undefined ? all : all.where('title', '=', query.title)) }
  }),
  uploads(tryApi.put, anybody, async (_tx, _ctx, { query, body }) => ({ size: body.length, name: query.name })),
  read(tryApi.take, anybody, async (_db, { world }, { query }) => ({
    name: query.name,
    mediaType: 'application/pdf',
    bytes: async () => Buffer.from(`bytes, made with ${world.db.pool.totalCount - world.db.pool.idleCount} connections in hand`),
  })),
  read(tryApi.heads, heads, async () => ({ ok: true })),
  read(tryApi.breaks, anybody, async (db) => {
    await db.rows(build.selectFrom('matter').selectAll().where('id', '=', 'written by somebody'))
    return { ok: true }
  }),
]

/** A server with those endpoints and two pages, and all that it logs. */
export function tryServer(world: World): { app: FastifyInstance; logged: () => Record<string, unknown>[]; raw: () => string } {
  let text = ''
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  const app = openServer(world, { logger: pino({ level: 'info' }, stream), sentences: platformProblems, trustProxy: [] })
  mountRoutes(app, world, routes)
  app.get('/sida', async () => {
    throw new Problem('refused', 'not-allowed')
  })
  app.get('/egen', async () => {
    throw new Problem('unauthenticated', 'not-signed-in')
  })
  app.post('/formular', async (request) => request.body)
  const logged = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
  return { app, logged, raw: () => text }
}
