import { gzipSync } from 'node:zlib'
import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testWorld, type TestWorld } from '../../../test/world.ts'
import { orgCode } from '../../lib/regions.ts'
import { mailHandlers, type Transport } from '../../platform/mail.ts'
import { makeFirstOperatorLink, makeReturnLink } from './actions-sign-in.ts'
import { organisationsApi } from './contract.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null' }

function browser(it: TestWorld) {
  return {
    get: (url: string, cookie?: string) => it.app.inject({ method: 'GET', url, headers: cookie === undefined ? {} : { cookie } }),
    post: (url: string, fields: Record<string, string>, cookie?: string, remoteAddress = '192.0.2.1') =>
      it.app.inject({
        method: 'POST',
        url,
        remoteAddress,
        headers: { ...FORM, ...(cookie !== undefined && { cookie }) },
        payload: new URLSearchParams(fields).toString(),
      }),
  }
}

function cookieOf(reply: LightMyRequestResponse): string {
  return String(reply.headers['set-cookie']).split(';')[0] ?? ''
}

const sentence = (reply: LightMyRequestResponse) => /role="alert">([^<]*)</.exec(reply.body)?.[1]

describe('by a code', () => {
  let it: TestWorld
  let web: ReturnType<typeof browser>
  beforeAll(async () => {
    it = await testWorld()
    web = browser(it)
  })
  afterAll(() => it.close())

  const later = (ms: number) => it.now(new Date(it.now().getTime() + ms).toISOString())
  const askCode = async (email: string) => {
    later(1_000)
    await web.post('/logga-in', { email }, undefined, '192.0.2.7')
    const letter = (await it.outbox()).findLast((one) => one.toAddress === email)
    return /\n(\d{3} \d{3})\n/.exec(letter?.textBody ?? '')?.[1] ?? ''
  }

  test('the start page asks to sign in, and a code opens the page that was wanted', async () => {
    const anna = await it.as('regional-officer', '12')
    const start = await web.get('/')
    expect([start.statusCode, start.headers.location]).toEqual([303, '/logga-in'])
    expect((await web.get('/logga-in?till=/r/12/utskick')).body).toContain('value="/r/12/utskick"')

    const code = await askCode(anna.email)
    const inside = await web.post('/logga-in/kod', { email: ` ${anna.email.toUpperCase()} `, code, till: '/r/12/utskick' })
    expect([inside.statusCode, inside.headers.location]).toEqual([303, '/r/12/utskick'])
    expect(String(inside.headers['set-cookie'])).toMatch(/^__Host-nspl=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/)

    const cookie = cookieOf(inside)
    expect((await web.get('/', cookie)).headers.location).toBe('/r/12')
    const me = await it.app.inject({ method: 'GET', url: '/api/12/me', headers: { cookie } })
    expect(me.json()).toMatchObject({ person: { id: anna.personId }, acting: { org: '12', roles: ['regional-officer'] } })
    expect((await it.journal(anna.personId)).map(({ log, type }) => `${log} ${type}`)).toEqual(['12 session.begun'])

    const used = await web.post('/logga-in/kod', { email: anna.email, code })
    expect(used.statusCode).toBe(422)
    expect(sentence(used)).toBe('Koden är redan använd. Skicka en ny kod.')
    expect(used.body).toContain(`value="${anna.email}"`)
  })

  test('nobody learns whether an address exists', async () => {
    const known = await it.as('registrar', '01')
    const answers: string[] = []
    for (const email of [known.email, 'nobody@01.example']) {
      const asked = await web.post('/logga-in', { email }, undefined, '192.0.2.8')
      const tries = []
      for (let at = 0; at < 6; at++) tries.push(await web.post('/logga-in/kod', { email, code: 'fel' }, undefined, '192.0.2.8'))
      answers.push([asked, ...tries].map((reply) => `${reply.statusCode} ${reply.body.replaceAll(email, 'E')}`).join('\n'))
    }
    expect(answers[0]).toBe(answers[1])
    expect(answers[0]).toContain('Det blev för många felaktiga försök')
    expect((await it.outbox()).filter(({ toAddress }) => toAddress === 'nobody@01.example')).toEqual([])
  })

  test('after five wrong tries the right code is refused, and a new one works', async () => {
    const bo = await it.as('registrar', '04')
    const code = await askCode(bo.email)
    for (let at = 0; at < 5; at++) await web.post('/logga-in/kod', { email: bo.email, code: '' })
    expect(sentence(await web.post('/logga-in/kod', { email: bo.email, code }))).toMatch(/för många felaktiga/)
    const again = await askCode(bo.email)
    expect((await web.post('/logga-in/kod', { email: bo.email, code: again })).statusCode).toBe(303)
  })

  test('two at once with the same code: one gets in', async () => {
    const cia = await it.as('registrar', '05')
    const code = await askCode(cia.email)
    const both = await Promise.all([1, 2].map(() => web.post('/logga-in/kod', { email: cia.email, code })))
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 422])
  })

  test('an old code has gone out, and its letter is not sent any more', async () => {
    const dag = await it.as('registrar', '06')
    const code = await askCode(dag.email)
    later(10 * 60_000)
    expect(sentence(await web.post('/logga-in/kod', { email: dag.email, code }))).toMatch(/har gått ut/)
    later(1)
    await it.runJobs()
    const letter = (await it.outbox()).findLast(({ toAddress }) => toAddress === dag.email)
    expect(letter).toMatchObject({ acceptedAt: null, failedAt: it.now(), textBody: '', htmlBody: '' })
  })

  test('the letter with the code is seen by no colleague, and is blank when it has left', async () => {
    const eva = await it.as('registrar', '07')
    const colleague = await it.as('regional-officer', '07')
    await askCode(eva.email)
    const seen = await it.world.db.pool.connect()
    try {
      await seen.query('begin')
      await seen.query(`select set_config('app.org', '07', true), set_config('app.person', '${colleague.personId}', true)`)
      expect((await seen.query('select 1 from outgoing_mail')).rows).toEqual([])
      await seen.query(`select set_config('app.person', '', true)`)
      expect((await seen.query('select 1 from outgoing_mail')).rows).toHaveLength(1)
      await seen.query('rollback')
    } finally {
      seen.release()
    }

    const sent: string[] = []
    const transport: Transport = { send: async ({ letter }) => void sent.push(letter.text) }
    const [deliver] = mailHandlers(
      transport,
      () => undefined,
      () => undefined,
    )
    const letter = (await it.outbox()).findLast(({ toAddress }) => toAddress === eva.email)
    const ctx = { actor: 'system' as const, org: orgCode('07'), now: it.now(), today: it.today(), world: it.world }
    await deliver?.handle(ctx, { mailId: letter?.id })
    expect(sent[0]).toMatch(/\n\d{3} \d{3}\n/)
    expect((await it.outbox()).findLast(({ toAddress }) => toAddress === eva.email)).toMatchObject({
      acceptedAt: it.now(),
      textBody: '',
      htmlBody: '',
    })
  })

  test('too many codes for one address, or tries from one place, have to wait', async () => {
    const fia = await it.as('registrar', '08')
    const asks = []
    for (let at = 0; at < 7; at++) asks.push((await web.post('/logga-in', { email: fia.email }, undefined, '192.0.2.9')).statusCode)
    expect(asks).toEqual([200, 200, 200, 200, 200, 200, 429])
    const askAgain = async () => (await web.post('/logga-in', { email: fia.email }, undefined, '192.0.2.11')).statusCode
    later(4 * 60_000)
    expect(await askAgain()).toBe(429)
    later(60_000)
    expect([await askAgain(), await askAgain()]).toEqual([200, 429])
    const tries = []
    for (let at = 0; at < 40; at++)
      tries.push((await web.post('/logga-in/kod', { email: 'x@y.example', code: '1' }, undefined, '192.0.2.10')).statusCode)
    const held = await web.post('/logga-in/kod', { email: 'x@y.example', code: '1' }, undefined, '192.0.2.10')
    expect([new Set(tries), held.statusCode, sentence(held)]).toEqual([
      new Set([422]),
      429,
      'Det blev för många försök. Vänta fem minuter och försök igen.',
    ])
  })

  test('an address that is none is refused, and kept in the field', async () => {
    const reply = await web.post('/logga-in', { email: 'anna&"<' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('value="anna&amp;&quot;&lt;"')
    expect(sentence(reply)).toMatch(/^Adressen går inte att läsa/)
  })

  test('somebody without a mandate today gets no code', async () => {
    const gun = await it.as([], '09')
    await web.post('/logga-in', { email: gun.email })
    expect((await it.outbox()).filter(({ toAddress }) => toAddress === gun.email)).toEqual([])
  })

  test('a new sign-in ends the session before; signing out ends it too, by POST only', async () => {
    const ida = await it.as('registrar', '10')
    const before = ida.cookie
    const code = await askCode(ida.email)
    const after = cookieOf(await web.post('/logga-in/kod', { email: ida.email, code }, before))
    expect(after).not.toBe(before)
    expect((await web.get('/', before)).headers.location).toBe('/logga-in')
    expect((await web.get('/logga-ut', after)).statusCode).toBe(200)
    expect((await web.get('/', after)).headers.location).toBe('/r/10')

    const out = await web.post('/logga-ut', {}, after)
    expect([out.statusCode, out.headers.location]).toEqual([303, '/logga-in?utloggad=ja'])
    expect(String(out.headers['set-cookie'])).toContain('Max-Age=0')
    expect((await web.get('/', after)).headers.location).toBe('/logga-in')
    expect((await it.journal(ida.personId)).map(({ type }) => type)).toEqual(['session.begun', 'session.ended'])
  })

  test('a session that is not used for twelve hours has ended; one in use goes on', async () => {
    const jan = await it.as('registrar', '13')
    const start = it.now().getTime()
    for (const hours of [11, 22, 33]) {
      it.now(new Date(start + hours * 3_600_000).toISOString())
      expect((await jan.call(organisationsApi.me)).status).toBe(200)
      await expect
        .poll(() => it.asOwner((tx) => tx.one(sql<{ seenAt: Date }>`select seen_at from session where person_id = ${jan.personId}`)))
        .toEqual({ seenAt: it.now() })
    }
    it.now(new Date(start + 46 * 3_600_000).toISOString())
    expect((await jan.call(organisationsApi.me)).code).toBe('not-signed-in')
    expect((await web.get('/', jan.cookie)).headers.location).toBe('/logga-in')
  })

  test('a form from another site is refused', async () => {
    const reply = await it.app.inject({
      method: 'POST',
      url: '/logga-in',
      headers: { ...FORM, 'sec-fetch-site': 'cross-site' },
      payload: 'email=a@b.example',
    })
    expect(reply.statusCode).toBe(403)
  })

  test('the demo list does not exist outside a demo', async () => {
    const kim = await it.as('registrar', '14')
    const reply = await web.post('/logga-in/demo', { who: `${kim.personId} 14` })
    expect([reply.statusCode, reply.headers['set-cookie']]).toEqual([422, undefined])
    expect((await web.get('/logga-in')).body).not.toContain('DEMO')
  })
})

describe('the first operator', () => {
  let it: TestWorld
  let web: ReturnType<typeof browser>
  beforeAll(async () => {
    it = await testWorld()
    web = browser(it)
  })
  afterAll(() => it.close())

  test('comes in by a link that works once, and then no further link is made', async () => {
    const old = await makeFirstOperatorLink(it.world.db, it.now())
    const token = await makeFirstOperatorLink(it.world.db, it.now())
    expect((await web.get(`/forsta/${old}`)).body).toContain('Länken har gått ut')
    expect((await web.get('/forsta/nothing')).statusCode).toBe(422)
    expect((await web.get(`/forsta/${token}`)).statusCode).toBe(200)

    const wrong = await web.post(`/forsta/${token}`, { name: 'Åsa Dahl (demo)', email: 'asa' })
    expect([wrong.statusCode, sentence(wrong)]).toEqual([422, expect.stringMatching(/^E-postadressen går inte/)])
    expect(wrong.body).toContain('value="Åsa Dahl (demo)"')

    const both = await Promise.all(
      [1, 2].map(() => web.post(`/forsta/${token}`, { name: 'Åsa Dahl (demo)', email: 'asa.dahl@kansli.example' })),
    )
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 422])
    const inside = both.find(({ statusCode }) => statusCode === 303)
    expect(inside?.headers.location).toBe('/kansli')
    const me = await it.app.inject({ method: 'GET', url: '/api/NSPL/me', headers: { cookie: inside ? cookieOf(inside) : '' } })
    expect(me.json()).toMatchObject({ person: { name: 'Åsa Dahl (demo)' }, acting: { roles: ['operator', 'secretariat-head'] } })
    expect((await web.get(`/forsta/${token}`)).body).toContain('Länken är redan använd')
    expect(await makeFirstOperatorLink(it.world.db, it.now())).toBeUndefined()
  })
})

describe('an operator who must come in again', () => {
  let it: TestWorld
  let web: ReturnType<typeof browser>
  beforeAll(async () => {
    it = await testWorld({ mail: 'none' })
    web = browser(it)
  })
  afterAll(() => it.close())

  test('is told that no code can come, and comes in by a link that works once', async () => {
    expect(await makeReturnLink(it.world, undefined)).toEqual({ ok: false, whyNot: 'no-operator', operators: [] })
    const ulla = await it.as('operator', 'NSPL', { name: 'Ulla Ek (demo)' })
    await it.as('secretariat-officer', 'NSPL')
    expect((await web.get('/logga-in')).body).toContain('kan inte skicka mejl än')
    const asked = await web.post('/logga-in', { email: ulla.email })
    expect(asked.body).toContain('kan inte skicka mejl än')
    expect(asked.body).not.toContain('inom en minut')

    const [old, link] = [await makeReturnLink(it.world, undefined), await makeReturnLink(it.world, ulla.email.toUpperCase())]
    if (!old.ok || !link.ok) throw new Error('no link')
    expect((await web.get(`/tillbaka/${old.token}`)).body).toContain('Länken har gått ut')
    expect((await web.get(`/forsta/${link.token}`)).statusCode).toBe(422)
    expect((await web.get(`/tillbaka/${link.token}`)).body).toContain('Ulla Ek (demo)')

    const both = await Promise.all([1, 2].map(() => web.post(`/tillbaka/${link.token}`, {})))
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 422])
    const inside = both.find(({ statusCode }) => statusCode === 303)
    const me = await it.app.inject({ method: 'GET', url: '/api/NSPL/me', headers: { cookie: inside ? cookieOf(inside) : '' } })
    expect(me.json()).toMatchObject({ person: { id: ulla.personId } })
    const used = await web.get(`/tillbaka/${link.token}`)
    expect(used.body).toContain('Länken är redan använd')
    expect(used.body).toContain('<a href="/logga-in">')
    expect((await it.journal(ulla.personId)).map(({ type, actor }) => `${type} ${actor}`)).toEqual([
      'sign-in-link.made system',
      'sign-in-link.made system',
      `session.begun ${ulla.personId}`,
    ])
  })

  test('is named when there are several, and nobody else gets a link', async () => {
    const bo = await it.as('operator', 'NSPL')
    expect(await makeReturnLink(it.world, undefined)).toMatchObject({ ok: false, whyNot: 'several-operators' })
    expect(await makeReturnLink(it.world, bo.email)).toMatchObject({ ok: true })
    const officer = await it.as('secretariat-officer', 'NSPL')
    expect(await makeReturnLink(it.world, officer.email)).toMatchObject({ ok: false, whyNot: 'not-an-operator' })
  })
})

describe('a demo', () => {
  let it: TestWorld
  let web: ReturnType<typeof browser>
  beforeAll(async () => {
    it = await testWorld({ demo: true })
    web = browser(it)
  })
  afterAll(() => it.close())

  test('lists its made-up persons, signs in by a button, and sends no code', async () => {
    const anna = await it.as('regional-officer', '12', { name: 'Anna Ek (demo)' })
    const page = await web.get('/logga-in')
    expect(page.body).toContain('DEMO')
    expect(page.body).toContain(`value="${anna.personId} 12" name="who">Anna Ek (demo)<small>Region Skåne</small>`)

    const inside = await web.post('/logga-in/demo', { who: `${anna.personId} 12` })
    expect([inside.statusCode, inside.headers.location]).toEqual([303, '/r/12'])
    const gone = await web.post('/logga-in/demo', { who: '01900000-0000-7000-8000-000000000000 12' })
    expect([gone.statusCode, sentence(gone)]).toEqual([422, 'Personen finns inte längre i demonstrationen. Välj någon annan.'])

    const asked = await web.post('/logga-in', { email: anna.email })
    expect(asked.body).toContain('aldrig skickar e-post')
    expect(await it.outbox()).toEqual([])
  })

  test('the sign-in page of a whole demo, with its style, is at most 14 kB as it travels', async () => {
    const page = await web.get('/logga-in')
    const style = /href="(\/static\/[^"]+)"/.exec(page.body)?.[1] ?? ''
    const css = await web.get(style)
    expect(css.headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8', 'cache-control': expect.stringContaining('immutable') })
    expect(page.body).not.toMatch(/<script|<style|style=/)
    expect(gzipSync(page.body).length + gzipSync(css.body).length).toBeLessThan(14 * 1024)
    const anna = await it.as('regional-officer', '12')
    for (const path of ['/om', '/hjalp', '/tillganglighet']) {
      expect((await web.get(path)).body).not.toContain('Tillbaka till NSPL')
      expect((await web.get(path, anna.cookie)).body).toContain('<a class="back" href="/r/12">Tillbaka till NSPL</a>')
    }
  })
})
