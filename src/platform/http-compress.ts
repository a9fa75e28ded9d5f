import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const pressed = promisify(gzip)

/** Below this a reply fits one packet or two, and pressing it costs more than it saves. */
const SMALLEST = 4 * 1024

/**
 * Presses larger texts for those who can read it: a matrix of 21 regions is sent over thin links too. Replies hold no
 * secret that an attacker could guess at by their length: tokens travel in cookies alone.
 */
export function mountCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < SMALLEST) return payload
    if (!/^(application\/([a-z]+\+)?json|text\/)/.test(String(reply.getHeader('content-type') ?? ''))) return payload
    void reply.header('vary', 'accept-encoding')
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload
    void reply.header('content-encoding', 'gzip').removeHeader('content-length')
    return await pressed(payload, { level: 4 })
  })
}
