import type { FastifyReply } from 'fastify'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  // Nothing of ours sets HTML from text; who does must fail.
  "require-trusted-types-for 'script'",
].join('; ')

const ALWAYS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

/** The headers of every reply: nothing from other hosts, nothing inline, no framing, nothing kept unless said. */
export function setSecurityHeaders(reply: FastifyReply, publicUrl: string): void {
  void reply.headers(ALWAYS).header('cache-control', 'no-store')
  // Told only to browsers that came by TLS: on a plain address it would be ignored, and on localhost it would be a nuisance.
  if (publicUrl.startsWith('https:')) void reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains')
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]']

/**
 * May a demo answer under this Host header? `publicName` is the host of its public address. Only under the computer's own names and its public address, so that a page
 * elsewhere cannot point its own name at a demo and read it (DNS rebinding).
 */
export function isOurHost(host: string | undefined, publicName: string): boolean {
  if (host === undefined) return false
  const name = PLAIN_HOST.exec(host)?.[1]?.toLowerCase()
  return name !== undefined && (LOCAL.includes(name) || name === publicName)
}

/** A name or address with perhaps a port, as browsers write it; anything stranger is not ours. */
const PLAIN_HOST = /^([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/
