import type { FastifyReply } from 'fastify'
import type * as z from 'zod/mini'
import type { Gate } from '../lib/actor.ts'
import type { Endpoint } from '../lib/contract.ts'
import type { Day } from '../lib/day.ts'
import { contentDisposition } from '../lib/file-types.ts'
import type { OrgCode } from '../lib/regions.ts'
import type { Context } from './context.ts'
import type { Reader, Tx } from './db.ts'

/**
 * A file to send: always as an attachment, never rendered in our origin. What takes time to make, as a PDF does, is given as how to make it: that is done when
 * the transaction has ended, so that nobody waits for a document with a connection to the database in her hand.
 */
export type Download = { name: string; mediaType: string; bytes: Uint8Array | (() => Promise<Uint8Array>) }

type Input<E extends Endpoint> = { params: z.output<E['params']>; query: z.output<E['query']>; body: z.output<E['body']> }
type Result<E extends Endpoint> = E['carries'] extends 'download' ? Download : z.input<E['returns']>
type Place = { org: OrgCode; now: Date; today: Day }

type Mode = 'read' | 'lookup' | 'command' | 'upload'
export type AnyInput = { params: unknown; query: unknown; body: unknown }
export type Route = {
  endpoint: Endpoint
  gate: Gate
  mode: Mode
  handle: (tx: Tx, ctx: Context, input: AnyInput) => Promise<unknown>
  find: (db: Reader, place: Place, input: AnyInput) => Promise<unknown>
}

const notUsed = () => Promise.reject(new Error('not this kind of route'))

/** endpoint – who may come in – what is read, with the actor at hand. */
export function read<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  handle: (db: Reader, ctx: Context, input: Input<E>) => Promise<Result<NoInfer<E>>>,
): Route {
  return { endpoint, gate, mode: 'read', handle: handle as Route['handle'], find: notUsed }
}

/**
 * endpoint – who may come in – what is read, for reads that need no actor but the organisation: one trip to the
 * database. The query leaves together with the session check; the net hides what the organisation may not see, and the
 * result is thrown away unless the gate opens. Undefined is 404.
 */
export function lookup<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  find: (db: Reader, place: Place, input: Input<E>) => Promise<Result<NoInfer<E>> | undefined>,
): Route {
  return { endpoint, gate, mode: 'lookup', handle: notUsed, find: find as Route['find'] }
}

/** endpoint – who may come in – what is done, in one transaction with its idempotency key. */
export function command<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  handle: (tx: Tx, ctx: Context, input: Input<E>) => Promise<Result<NoInfer<E>>>,
): Route {
  return { endpoint, gate, mode: 'command', handle: handle as Route['handle'], find: notUsed }
}

/** As command, for one file: `body` is its bytes. */
export function uploads<E extends Endpoint>(
  endpoint: E,
  gate: Gate,
  handle: (tx: Tx, ctx: Context, input: Omit<Input<E>, 'body'> & { body: Buffer }) => Promise<Result<NoInfer<E>>>,
): Route {
  return { endpoint, gate, mode: 'upload', handle: handle as Route['handle'], find: notUsed }
}

/** Sends bytes as an attachment that no browser renders or guesses at. */
export async function sendDownload(reply: FastifyReply, { name, mediaType, bytes: given }: Download): Promise<FastifyReply> {
  const bytes = typeof given === 'function' ? await given() : given
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', contentDisposition(name))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
