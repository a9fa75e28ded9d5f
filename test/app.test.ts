import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { routes } from '../src/main/features.ts'
import { openDatabase } from '../src/platform/db.ts'
import { buildApp } from '../src/main/app.ts'
import pino from 'pino'
import type { Person } from './people.ts'
import { testWorld, type TestWorld } from './world.ts'

const html = { accept: 'text/html' }
const root = mkdtempSync(join(tmpdir(), 'nspl-web-'))
let it: TestWorld
let skane: Person

beforeAll(async () => {
  for (const folder of ['assets', '.vite']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>app</title>')
  writeFileSync(join(root, 'favicon.svg'), '<svg/>')
  writeFileSync(join(root, '.vite/manifest.json'), '{}')
  writeFileSync(join(root, 'assets/app-BhVz9Q1x.js'), 'plain')
  writeFileSync(join(root, 'assets/source-sans-3-latin-wght-normal-Bo_j9asI.woff2'), 'font')
  writeFileSync(join(root, 'assets/app-BhVz9Q1x.js.br'), 'brotli')
  writeFileSync(join(root, 'assets/app-BhVz9Q1x.js.gz'), 'gzip')
  it = await testWorld({ publicUrl: 'https://nspl.example', webRoot: root })
  skane = await it.as('regional-officer', '12')
})
afterAll(async () => {
  await it.close()
  rmSync(root, { recursive: true })
})

/** Every address on the server, with something in the place of its parameters. */
const visited = () => it.app.mounted.map(({ method, url }) => ({ method, url: url.replace(/:org/g, '12').replace(/:[a-zA-Z]+|\*/g, 'x') }))

describe('every address', () => {
  const LOCKED = /^default-src 'none'; |^sandbox; default-src 'none'$/

  test('answers with the strict headers, signed in or not, found or not', async () => {
    const somewhere = [
      ...visited(),
      { method: 'GET', url: '/nowhere' },
      { method: 'GET', url: '/api/nowhere' },
      { method: 'DELETE', url: '/api/12/me' },
    ]
    expect(somewhere.length).toBeGreaterThan(routes.length + 10)
    // Somebody of her own: on the way she is signed out.
    const crawler = await it.as('regional-officer', '12')
    for (const cookie of [undefined, crawler.cookie]) {
      for (const { method, url } of somewhere) {
        const reply = await it.app.inject({
          method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).parse(method),
          url,
          headers: { ...html, 'sec-fetch-site': 'same-origin', ...(cookie !== undefined && { cookie }), 'idempotency-key': 'crawl-key-1' },
        })
        const where = `${method} ${url} (${reply.statusCode})`
        const { headers } = reply
        expect(headers['content-security-policy'], where).toMatch(LOCKED)
        expect(headers['content-security-policy'], where).not.toMatch(/unsafe|https?:|\*/)
        expect(headers, where).toMatchObject({
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'x-frame-options': 'DENY',
          'strict-transport-security': 'max-age=63072000; includeSubDomains',
        })
        if (url.startsWith('/api/')) expect(headers['cache-control'], where).toBe('no-store')
        expect(headers['x-powered-by'] ?? headers['server'], where).toBeUndefined()
        expect(reply.statusCode, where).not.toBe(500)
      }
    }
  })

  test('that changes something refuses what does not come from our pages', async () => {
    const changing = visited().filter(({ method }) => method !== 'GET')
    expect(changing.length).toBeGreaterThan(10)
    for (const { method, url } of changing) {
      const headers = {
        cookie: skane.cookie,
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
        'idempotency-key': 'crawl-key-2',
      }
      const reply = await it.app.inject({ method: method === 'PUT' ? 'PUT' : 'POST', url, headers, payload: {} })
      expect([url, reply.statusCode, reply.json().code]).toEqual([url, 403, 'not-from-our-pages'])
    }
  })
})

test('without TLS there is no word of TLS', async () => {
  const app = buildApp({ ...it.world, publicUrl: 'http://localhost:3000' }, { webRoot: undefined, logger: pino({ level: 'silent' }) })
  expect((await app.inject('/health/live')).headers['strict-transport-security']).toBeUndefined()
  expect((await app.inject({ url: '/kansli', headers: { ...html, cookie: skane.cookie } })).statusCode).toBe(404)
  await app.close()
})

describe('the built web', () => {
  const get = (url: string, headers: Record<string, string> = {}) => it.app.inject({ url, headers })

  test('its hashed files are kept for ever, and go out compressed when that can be read', async () => {
    const plain = await get('/assets/app-BhVz9Q1x.js')
    expect([plain.body, plain.headers['content-encoding']]).toEqual(['plain', undefined])
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    })
    expect((await get('/assets/app-BhVz9Q1x.js', { 'accept-encoding': 'gzip, deflate, br' })).body).toBe('brotli')
    const gzip = await get('/assets/app-BhVz9Q1x.js', { 'accept-encoding': 'gzip' })
    expect([gzip.body, gzip.headers['content-encoding']]).toEqual(['gzip', 'gzip'])
    const again = await get('/assets/app-BhVz9Q1x.js', { 'if-none-match': String(plain.headers.etag) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  test('its typeface has an address that the plain pages can name', async () => {
    const font = await get('/static/source-sans-3.woff2')
    expect([font.body, font.headers['content-type'], font.headers['cache-control']]).toEqual([
      'font',
      'font/woff2',
      'public, max-age=2592000',
    ])
    const style = /href="(\/static\/[^"]+\.css)"/.exec((await get('/om')).body)?.[1] ?? ''
    expect((await get(style)).body).toContain('url("/static/source-sans-3.woff2")')
  })

  test('other files are asked about each time, and the tool’s notes are not served', async () => {
    expect((await get('/favicon.svg')).headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'image/svg+xml' })
    for (const url of ['/.vite/manifest.json', '/index.html', '/assets/', '/assets/../index.html', '/assets/%2e%2e/%2e%2e/package.json']) {
      expect((await get(url)).statusCode, url).toBe(404)
    }
  })

  test.each(['/kansli', '/kansli/utskick/ny', '/r/12', '/r/12/utskick/1?a=b'])(
    '%s is the app for who has a session, else leads to sign-in',
    async (url) => {
      const page = await get(url, { ...html, cookie: skane.cookie })
      expect([page.statusCode, page.body, page.headers['cache-control']]).toEqual([200, '<!doctype html><title>app</title>', 'no-cache'])
      for (const cookie of ['', `__Host-nspl=${'B'.repeat(43)}`]) {
        const led = await get(url, { ...html, cookie })
        expect([led.statusCode, led.headers.location]).toEqual([303, `/logga-in?till=${encodeURIComponent(url)}`])
      }
    },
  )

  test('never answers for the API', async () => {
    const reply = await get('/api/kansli', { ...html, cookie: skane.cookie })
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'not-found'])
  })

  test('is served also while the database is away: what is written lies in the browser', async () => {
    const db = openDatabase({ host: '/nowhere', user: 'u', password: 'p', database: 'd' }, { onError: () => undefined })
    const app = buildApp({ ...it.world, db }, { webRoot: root, logger: pino({ level: 'silent' }) })
    expect((await app.inject({ url: '/r/12', headers: { ...html, cookie: skane.cookie } })).statusCode).toBe(200)
    await app.close()
    await db.close()
  })

  test('a folder that holds no web is refused', () => {
    expect(() => buildApp(it.world, { webRoot: join(root, 'assets'), logger: pino({ level: 'silent' }) })).toThrow('npm run build')
  })
})

test('the contract is published: every route with its gate, its input and its reply', async () => {
  const Operation = z.object({
    'x-gate': z.string(),
    parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })),
    responses: z.record(z.string(), z.unknown()),
  })
  const Document = z.object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.record(z.string(), Operation)) })
  const { paths } = Document.parse((await it.app.inject('/api/openapi.json')).json())
  for (const { endpoint, gate } of routes) {
    const path = endpoint.path.replace(/:([a-zA-Z]+)/g, '{$1}')
    const operation = paths[path]?.[endpoint.method.toLowerCase()]
    expect(operation?.['x-gate'], path).toBe(gate.name)
    const named = operation?.parameters.filter(({ in: where }) => where === 'path').map(({ name }) => name)
    expect(named?.toSorted(), path).toEqual([...path.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? '').toSorted())
    expect(operation?.parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(endpoint.method !== 'GET')
  }
})
