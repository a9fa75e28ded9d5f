import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../lib/problem.ts'
import type { World } from './context.ts'
import { inTransaction } from './db.ts'
import { whatFailed } from './problems.ts'
import { findSession, sessionToken } from './session.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

/** vite's mark of a file whose name changes with its content. */
const HASHED = /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/

type Kept = 'for-ever' | 'month' | 'asked'
type Asset = { type: string; etag: string; kept: Kept; plain: Buffer; br: Buffer | undefined; gzip: Buffer | undefined }

const CACHE: Record<Kept, string> = {
  'for-ever': 'public, max-age=31536000, immutable',
  month: 'public, max-age=2592000',
  asked: 'no-cache',
}

/** The typeface of the app, under an address that the server's own pages can name: their style knows no build. */
const FONT = /^\/assets\/source-sans-3-latin-wght-normal-[^/]+\.woff2$/
const FONT_PATH = '/static/source-sans-3.woff2'

/**
 * Serves the built web from memory, compressed as it lies on disk, and its index page for every address of the app.
 * Without a session such an address leads to sign-in, and back afterwards. A folder without index.html is refused.
 */
export function mountWeb(app: FastifyInstance, world: World, webRoot: string): void {
  const assets = readAssets(webRoot)
  const index = assets.get('/index.html')
  if (!index) throw new Error(`there is no index.html in ${webRoot}: build the web first (npm run build)`)

  for (const [path, asset] of assets) {
    if (path !== '/index.html') app.get(path, (request, reply) => sendAsset(asset, request, reply))
  }
  const font = [...assets].find(([path]) => FONT.test(path))?.[1]
  if (font) app.get(FONT_PATH, (request, reply) => sendAsset({ ...font, kept: 'month' }, request, reply))
  for (const path of ['/kansli', '/kansli/*', '/r/*']) {
    app.get(path, async (request, reply) => {
      await mustHaveSession(world, request)
      return sendAsset(index, request, reply)
    })
  }
}

function readAssets(root: string): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  if (!existsSync(root)) return assets
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const type = TYPES[extname(entry.name)]
    // vite's own notes lie in a folder with a dot.
    if (!entry.isFile() || !type || relative(root, file).startsWith('.')) continue
    const plain = readFileSync(file)
    const pressed = (ending: string) => (existsSync(file + ending) ? readFileSync(file + ending) : undefined)
    assets.set(`/${relative(root, file).split(sep).join('/')}`, {
      type,
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      kept: HASHED.test(entry.name) ? 'for-ever' : 'asked',
      plain,
      br: pressed('.br'),
      gzip: pressed('.gz'),
    })
  }
  return assets
}

function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.header('cache-control', CACHE[asset.kept]).header('etag', asset.etag).header('vary', 'accept-encoding')
  if (request.headers['if-none-match'] === asset.etag) return reply.status(304).send()
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const [encoding, bytes] =
    asset.br && /\bbr\b/.test(accepted)
      ? ['br', asset.br]
      : asset.gzip && /\bgzip\b/.test(accepted)
        ? ['gzip', asset.gzip]
        : [undefined, asset.plain]
  if (encoding) void reply.header('content-encoding', encoding)
  return reply.type(asset.type).send(bytes)
}

/**
 * A page of the app without a session is sign-in's. When the database is away the page is served unchecked: what somebody
 * was writing lies in her browser.
 */
async function mustHaveSession(world: World, request: FastifyRequest): Promise<void> {
  const token = sessionToken(request)
  if (token === undefined) throw new Problem('unauthenticated', 'not-signed-in')
  const session = await inTransaction(world.db, (tx) => findSession(tx, token, world.clock()), 'read only').catch((error: unknown) => {
    request.log.warn({ error: whatFailed(error) }, 'a page is served unchecked')
    return 'unknown' as const
  })
  if (session === undefined) throw new Problem('unauthenticated', 'not-signed-in')
}
