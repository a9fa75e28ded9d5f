import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../test/running-server.ts'
import { type TestWorld, testWorld } from '../../test/world.ts'
import { makeMetrics, serveMetrics } from './metrics.ts'

let it: TestWorld
beforeAll(async () => {
  it = await testWorld({ metrics: makeMetrics })
})
afterAll(() => it.close())

test('requests are measured by their pattern, and no address, id or name is in the metrics', async () => {
  const officer = await it.as('secretariat-officer', 'NSPL')
  await it.app.inject({ url: '/api/NSPL/dispatches/01900000-0000-7000-8000-00000000dead/head', headers: { cookie: officer.cookie } })
  const text = await it.metrics?.text()
  expect(text).toMatch(/nspl_http_request_seconds_count\{method="GET",route="\/api\/:org\/dispatches\/:dispatchId\/head",status="404"\} 1/)
  expect(text).not.toContain('0000dead')
  expect(text).toContain('nspl_database_up 1')
  expect(text).toContain('nspl_jobs{job="mail.deliver",state="waiting"} 0')
  expect(text).toContain('nspl_mail{state="refused"} 0')
  expect(text).toMatch(/nspl_journal_entries\{state="all"\} \d+\n/)
  expect(text).toMatch(/nspl_event_loop_delay_seconds 0/)
})

test('they are on a listener of their own, and the application has no such address', async () => {
  expect((await it.app.inject('/metrics')).statusCode).toBe(404)
  const metrics = it.metrics ?? makeMetrics(it.world)
  const port = await freePort()
  const stop = await serveMetrics(metrics, { host: '127.0.0.1', port })
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(await answer.text()).toContain('# TYPE nspl_http_request_seconds histogram')
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
    await expect(serveMetrics(metrics, { host: '127.0.0.1', port })).rejects.toThrow(/EADDRINUSE/)
  } finally {
    await stop()
  }
})
