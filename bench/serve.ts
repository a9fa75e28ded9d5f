import { parseArgs } from 'node:util'
import Fastify from 'fastify'
import pg from 'pg'
import pino from 'pino'
import { buildApp } from '../src/main/app.ts'
import { MIGRATIONS } from '../src/main/database.ts'
import { openWorld } from '../src/main/world.ts'
import { readSettings } from '../src/platform/settings.ts'

/** One of the two servers of the head bench, in a process of its own: ours as it is, or bare Fastify and pg with an equal reply. */
const { values } = parseArgs({
  options: { which: { type: 'string' }, database: { type: 'string' }, reply: { type: 'string' }, 'data-dir': { type: 'string' } },
})
const address = JSON.parse(values.database ?? '{}') as { host: string; port: number; user: string; password: string; database: string }
const log = pino({ level: 'error' })

if (values.which === 'ours') {
  const open = await openWorld(address, readSettings({ LOG_LEVEL: 'error', DATA_DIR: values['data-dir'] }, '.'), MIGRATIONS, log)
  const app = buildApp(open.world, { webRoot: undefined, logger: log })
  process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }))
} else {
  const pool = new pg.Pool({ ...address, max: 12 })
  const app = Fastify({ logger: false })
  const reply = values.reply ?? '{}'
  // The row is read by its key as ours is; the bytes that go out are as many as ours.
  app.get<{ Params: { id: string } }>('/head/:id', async (request, answer) => {
    const { rows } = await pool.query<{ title: string }>({
      name: 'head',
      text: 'select * from dispatch where id = $1',
      values: [request.params.id],
    })
    if (rows[0] === undefined) return answer.status(404).send({})
    return answer.type('application/json; charset=utf-8').send(reply)
  })
  process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }))
}
