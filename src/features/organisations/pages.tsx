import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { dayOf } from '../../lib/day.ts'
import type { World } from '../../platform/context.ts'
import { inTransaction } from '../../platform/db.ts'
import { sha256 } from '../../platform/ids.ts'
import { whatFailed } from '../../platform/problems.ts'
import { makeLimiter } from '../../platform/rate-limit.ts'
import { clearSessionCookie, findSession, sessionToken, setSessionCookie } from '../../platform/session.ts'
import { askCode, signInDemo, signOut, useCode, useFirstOperatorLink, useReturnLink, type WhyNotFirst } from './actions-sign-in.ts'
import { pageHtml, stylePath } from './pages-frame.tsx'
import { About, Accessibility, Help } from './pages-public.tsx'
import { CodeEntry, FirstOperator, ReturnLink, SignIn, SignOut } from './pages-sign-in.tsx'
import { pagesStyle } from './pages-style.tsx'
import { isMailAddress } from './rules.ts'
import { returnPath, startPath, type WhyNotLink, whyNotLink } from './rules-sign-in.ts'
import type { Hat } from './shapes.ts'
import { hatsOf, listDemoPersons } from './sql.ts'
import { findLink, findPersonName } from './sql-sign-in.ts'
import { organisationsProblems } from './texts.ts'
import { publicTexts } from './texts-public.ts'
import { signInTexts as texts } from './texts-sign-in.ts'

/** However much or little there was to do, asking for a code takes this long: time must not tell who exists. */
const ASKING_TAKES_MS = 250

/** Sign-in and the public pages: plain HTML that works without scripts. GET changes nothing. */
export function organisationsPages(app: FastifyInstance, world: World): void {
  mountSignIn(app, world)
  mountFirstOperator(app, world)
  mountReturn(app, world)
  mountPublic(app, world)
}

function mountSignIn(app: FastifyInstance, world: World): void {
  const perBrowser = makeLimiter({ capacity: 40, refillPerMinute: 10, now: world.clock })
  // Each code may be guessed at five times: this is what keeps guessing from any number of places slow (some 1 500 of a million a day).
  const perAddress = makeLimiter({ capacity: 6, refillPerMinute: 0.2, now: world.clock })

  app.get('/', async (request, reply) => reply.redirect((await whoIs(world, request))?.start ?? '/logga-in', 303))

  const signInPage = async (
    request: FastifyRequest,
    reply: FastifyReply,
    form: { email: string; till: string | undefined; wrong?: string },
  ) => {
    const demoPersons = world.demo
      ? await inTransaction(world.db, (tx) => listDemoPersons(tx, dayOf(world.clock())), 'read only')
      : undefined
    const signedIn = await whoIs(world, request)
    const signedOut = field(request.query, 'utloggad') !== ''
    return send(
      reply,
      world,
      texts.title,
      <SignIn {...form} mail={world.mail} demoPersons={demoPersons} signedIn={signedIn} signedOut={signedOut} />,
    )
  }

  app.get('/logga-in', (request, reply) => signInPage(request, reply, { email: '', till: tillOf(request.query) }))

  app.post('/logga-in', async (request, reply) => {
    const email = field(request.body, 'email').trim()
    const till = tillOf(request.body)
    if (!isMailAddress(email)) return await signInPage(request, reply.status(422), { email, till, wrong: texts.emailMalformed })
    if (!perBrowser.take(request.ip) || !perAddress.take(email.toLowerCase())) {
      return await signInPage(request, reply.status(429), { email, till, wrong: texts.tooMany })
    }
    await Promise.all([askCode(world, email), pause(ASKING_TAKES_MS)])
    return send(reply, world, texts.codeTitle, <CodeEntry email={email} till={till} wrong={undefined} mail={world.mail} sent />)
  })

  app.get('/logga-in/kod', async (request, reply) =>
    send(
      reply,
      world,
      texts.codeTitle,
      <CodeEntry email="" till={tillOf(request.query)} wrong={undefined} mail={world.mail} sent={false} />,
    ),
  )

  app.post('/logga-in/kod', async (request, reply) => {
    const email = field(request.body, 'email').trim()
    const till = tillOf(request.body)
    const again = (status: number, wrong: string) =>
      send(
        reply.status(status),
        world,
        texts.codeTitle,
        <CodeEntry email={email} till={till} wrong={wrong} mail={world.mail} sent={false} />,
      )
    if (!perBrowser.take(request.ip)) return again(429, texts.tooMany)
    const signedIn = await useCode(world, { email, code: field(request.body, 'code'), sessionBefore: sessionToken(request) })
    return signedIn.ok ? welcome(reply, signedIn, till) : again(422, texts.whyNotSignIn[signedIn.whyNot])
  })

  app.post('/logga-in/demo', async (request, reply) => {
    const [personId = '', org = ''] = field(request.body, 'who').split(' ')
    const till = tillOf(request.body)
    const isPerson = world.demo && /^[0-9a-f-]{36}$/.test(personId)
    const signedIn = isPerson && (await signInDemo(world, { personId, sessionBefore: sessionToken(request) }))
    if (!signedIn || !signedIn.ok) return await signInPage(request, reply.status(422), { email: '', till, wrong: texts.demoGone })
    const chosen = signedIn.hats.find((hat) => hat.org === org)
    return welcome(reply, signedIn, till ?? (chosen && startPath(chosen)))
  })

  app.get('/logga-ut', async (_request, reply) => send(reply, world, texts.signOutTitle, <SignOut />))
  app.post('/logga-ut', async (request, reply) => {
    await signOut(world, sessionToken(request))
    clearSessionCookie(reply)
    return reply.redirect('/logga-in?utloggad=ja', 303)
  })
}

const FIELD_OF: Partial<Record<WhyNotFirst, 'name' | 'email'>> = {
  'name-missing': 'name',
  'name-malformed': 'name',
  'email-missing': 'email',
  'email-malformed': 'email',
  'email-taken': 'email',
}

function mountFirstOperator(app: FastifyInstance, world: World): void {
  const perBrowser = makeLimiter({ capacity: 20, refillPerMinute: 4, now: world.clock })
  const sentences = { ...organisationsProblems, ...texts.whyNotLink, 'email-taken': organisationsProblems['email-taken'] }
  const page = (reply: FastifyReply, form: { name: string; email: string }, whyNot?: WhyNotFirst) => {
    const wrong = whyNot && { field: FIELD_OF[whyNot] ?? ('link' as const), sentence: sentences[whyNot] }
    return send(reply.status(whyNot ? 422 : 200), world, texts.linkTitle, <FirstOperator {...form} wrong={wrong} />)
  }

  app.get<{ Params: { token: string } }>('/forsta/:token', async (request, reply) => {
    const link = await inTransaction(world.db, (tx) => findLink(tx, sha256(request.params.token), 'first-operator'), 'read only')
    return page(reply, { name: '', email: '' }, whyNotLink(link, world.clock()))
  })
  app.post<{ Params: { token: string } }>('/forsta/:token', async (request, reply) => {
    const form = { name: field(request.body, 'name'), email: field(request.body, 'email') }
    if (!perBrowser.take(request.ip)) return page(reply, form, 'link-wrong')
    const { token } = request.params
    const signedIn = await useFirstOperatorLink(world, { ...form, token, sessionBefore: sessionToken(request) })
    return signedIn.ok ? welcome(reply, signedIn, undefined) : page(reply, form, signedIn.whyNot)
  })
}

/** The link that init prints when there is an operator: she signs in by a button, since mail programs open addresses by themselves. */
function mountReturn(app: FastifyInstance, world: World): void {
  const perBrowser = makeLimiter({ capacity: 20, refillPerMinute: 4, now: world.clock })
  const page = (reply: FastifyReply, name: string, whyNot?: WhyNotLink) => {
    const wrong = whyNot && texts.whyNotLink[whyNot]
    return send(reply.status(whyNot ? 422 : 200), world, texts.returnTitle, <ReturnLink name={name} wrong={wrong} />)
  }
  app.get<{ Params: { token: string } }>('/tillbaka/:token', async (request, reply) => {
    const { link, name } = await inTransaction(
      world.db,
      async (tx) => {
        const found = await findLink(tx, sha256(request.params.token), 'operator-return')
        return { link: found, name: found?.personId && (await findPersonName(tx, found.personId))?.name }
      },
      'read only',
    )
    return page(reply, name ?? '', whyNotLink(link, world.clock()))
  })
  app.post<{ Params: { token: string } }>('/tillbaka/:token', async (request, reply) => {
    if (!perBrowser.take(request.ip)) return page(reply, '', 'link-wrong')
    const signedIn = await useReturnLink(world, { token: request.params.token, sessionBefore: sessionToken(request) })
    return signedIn.ok ? welcome(reply, signedIn, undefined) : page(reply, '', signedIn.whyNot)
  })
}

function mountPublic(app: FastifyInstance, world: World): void {
  app.get(stylePath, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(pagesStyle),
  )
  const texts = [
    { path: '/om', title: publicTexts.about.title, Text: About },
    { path: '/hjalp', title: publicTexts.help.title, Text: Help },
    { path: '/tillganglighet', title: publicTexts.accessibility.title, Text: Accessibility },
  ]
  for (const { path, title, Text } of texts) {
    app.get(path, async (request, reply) => {
      // Help must be there also when the database is not.
      const reader = await whoIs(world, request).catch((error: unknown) => {
        request.log.warn({ error: whatFailed(error) }, 'a page is served without its way back')
        return undefined
      })
      return send(reply, world, title, <Text />, reader?.start)
    })
  }
}

function send(reply: FastifyReply, world: World, title: string, children: ReactNode, back?: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(pageHtml({ title, demo: world.demo, back, children }))
}

function welcome(reply: FastifyReply, signedIn: { token: string; hats: Hat[] }, till: string | undefined): FastifyReply {
  setSessionCookie(reply, signedIn.token)
  const orgs = signedIn.hats.map(({ org }) => org)
  const [first] = signedIn.hats
  return reply.redirect(returnPath(till, orgs) ?? (first === undefined ? '/logga-in' : startPath(first)), 303)
}

/** Who has a session, and where she begins: undefined if she may act for nobody today. */
async function whoIs(world: World, request: FastifyRequest): Promise<{ name: string; start: string | undefined } | undefined> {
  const token = sessionToken(request)
  if (token === undefined) return undefined
  const now = world.clock()
  return await inTransaction(
    world.db,
    async (tx) => {
      const session = await findSession(tx, token, now)
      if (!session) return undefined
      const hat = (await hatsOf(tx, session.personId, dayOf(now)))[0]
      return { name: session.name, start: hat && startPath(hat) }
    },
    'read only',
  )
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** One value of a form or of an address; empty when it is not there. */
function field(from: unknown, name: string): string {
  if (typeof from !== 'object' || from === null) return ''
  const value: unknown = Object.entries(from).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : ''
}

const tillOf = (from: unknown) => field(from, 'till') || undefined
