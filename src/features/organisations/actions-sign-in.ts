import { randomInt } from 'node:crypto'
import type { OrgKind } from '../../lib/actor.ts'
import { dayOf } from '../../lib/day.ts'
import { SECRETARIAT } from '../../lib/regions.ts'
import type { Context, World } from '../../platform/context.ts'
import { type Database, inTransaction, type Tx } from '../../platform/db.ts'
import { newId, newToken, sameBytes, sha256 } from '../../platform/ids.ts'
import { record } from '../../platform/journal.ts'
import { CODE_LETTER, sendMail } from '../../platform/mail.ts'
import { beginSession, endSession, type SignedInBy } from '../../platform/session.ts'
import { anOperatorIsThere, type WhyNotPerson, whyNotPerson } from './rules.ts'
import {
  CODE_MINUTES,
  codeDigits,
  isSameAddress,
  LINK_HOURS,
  type WhyNotLink,
  type WhyNotReturn,
  type WhyNotSignIn,
  whyNotLink,
  whyNotReturn,
  whyNotSignIn,
} from './rules-sign-in.ts'
import type { Hat } from './shapes.ts'
import { hatsOf, insertMandate, insertPerson, isEmailTaken, lockOperators } from './sql.ts'
import {
  actFor,
  countWrongTry,
  findPersonByEmail,
  findPersonName,
  insertCode,
  insertLink,
  listOperators,
  lockCode,
  lockLink,
  markCodeUsed,
  markLinkUsed,
} from './sql-sign-in.ts'
import { codeLetter } from './templates.ts'

/** What came of an attempt to sign in. A refusal is kept too (wrong tries are counted), so it is an answer and no exception. */
export type SignedIn<W extends string> = { ok: true; token: string; hats: Hat[] } | { ok: false; whyNot: W }

type Browser = { sessionBefore: string | undefined }

/**
 * A new code by mail. Nothing tells whether somebody has the address: an unknown one gets a code row as well, which nobody is
 * told, so that wrong tries, locking and expiry look the same.
 */
export async function askCode(world: World, email: string): Promise<void> {
  const now = world.clock()
  await inTransaction(world.db, async (tx) => {
    const person = await findPersonByEmail(tx, email)
    const hat = person && (await hatsOf(tx, person.id, dayOf(now)))[0]
    const id = newId(now)
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    insertCode(tx, { id, email, codeHash: codeHash(id, code), madeAt: now, expiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000) })
    if (!person || !hat || world.demo) return
    const ctx = personContext(world, person, hat, now)
    actFor(tx, hat.org)
    const to = { name: person.name, address: person.email, org: hat.org }
    await sendMail(tx, ctx, [{ purpose: CODE_LETTER, to, objectId: null, letter: codeLetter(code, world.publicUrl), attachments: [] }])
  })
}

/** The session for the right code: once, in time, and not after too many wrong tries. */
export function useCode(world: World, input: { email: string; code: string } & Browser): Promise<SignedIn<WhyNotSignIn>> {
  const now = world.clock()
  return inTransaction(world.db, async (tx) => {
    const kept = await lockCode(tx, input.email)
    const isRight = kept !== undefined && sameBytes(kept.codeHash, codeHash(kept.id, codeDigits(input.code)))
    const whyNot = whyNotSignIn(kept, isRight, now)
    if (!kept || whyNot) {
      if (kept && whyNot === 'code-wrong') countWrongTry(tx, kept.id)
      return { ok: false, whyNot: whyNot ?? 'code-wrong' }
    }
    markCodeUsed(tx, kept.id, now)
    const person = await findPersonByEmail(tx, input.email)
    const signedIn = person && (await signIn(tx, world, person, 'mail-code', input, now))
    return signedIn ?? { ok: false, whyNot: 'code-wrong' }
  })
}

/** The session of a made-up person, in a demo and nowhere else. */
export async function signInDemo(world: World, input: { personId: string } & Browser): Promise<SignedIn<'demo-gone'>> {
  if (!world.demo) return { ok: false, whyNot: 'demo-gone' }
  const now = world.clock()
  return await inTransaction(world.db, async (tx) => {
    const person = await findPersonName(tx, input.personId)
    const signedIn = person && (await signIn(tx, world, { id: input.personId, name: person.name }, 'demo', input, now))
    return signedIn ?? { ok: false, whyNot: 'demo-gone' }
  })
}

/** The one-time link of the first operator, shown once and kept as a hash. Out: its token; undefined when there is an operator. */
export async function makeFirstOperatorLink(db: Database, now: Date): Promise<string | undefined> {
  const token = newToken()
  const expiresAt = new Date(now.getTime() + LINK_HOURS * 3_600_000)
  return await inTransaction(db, async (tx) => {
    if (anOperatorIsThere(await lockOperators(tx), dayOf(now))) return undefined
    insertLink(tx, { tokenHash: sha256(token), purpose: 'first-operator', personId: null, madeAt: now, expiresAt })
    return token
  })
}

export type WhyNotFirst = WhyNotLink | WhyNotPerson | 'email-taken'

/** Trades the link for the first operator, who also heads the secretariat until somebody else is named, and her session. */
export function useFirstOperatorLink(
  world: World,
  input: { token: string; name: string; email: string } & Browser,
): Promise<SignedIn<WhyNotFirst>> {
  const now = world.clock()
  const today = dayOf(now)
  return inTransaction(world.db, async (tx) => {
    const tokenHash = sha256(input.token)
    const details = { name: input.name.trim(), email: input.email.trim(), phone: null }
    const whyNot =
      whyNotLink(await lockLink(tx, tokenHash, 'first-operator'), now) ??
      whyNotPerson(details) ??
      ((await isEmailTaken(tx, details.email, null)) ? ('email-taken' as const) : undefined)
    if (whyNot) return { ok: false, whyNot }

    markLinkUsed(tx, tokenHash, now)
    const person = { id: newId(now), ...details, madeAt: now }
    await insertPerson(tx, person)
    const roles = ['operator', 'secretariat-head'] as const
    for (const role of roles) {
      const mandate = { org: SECRETARIAT, role, title: null, fromOn: today, toOn: null }
      insertMandate(tx, { ...mandate, id: newId(now), personId: person.id, madeAt: now, madeBy: person.id })
    }
    const hat = { org: SECRETARIAT, kind: 'secretariat' as const, roles: [...roles] }
    record(tx, personContext(world, person, hat, now), { type: 'person.added', object: person.id })
    const signedIn = await signIn(tx, world, person, 'first-operator-link', input, now)
    if (!signedIn) throw new Error('the first operator has no mandate')
    return signedIn
  })
}

export type ReturnLink = { ok: true; token: string; name: string } | { ok: false; whyNot: WhyNotReturn; operators: string[] }

/**
 * A one-time link by which an operator comes in again where no mail can leave: for whoever may run commands on the server, as the
 * first one. Without an address it is for the only operator. Refused, it says the operators' addresses to choose among.
 */
export function makeReturnLink(world: World, email: string | undefined): Promise<ReturnLink> {
  const now = world.clock()
  const today = dayOf(now)
  return inTransaction(world.db, async (tx) => {
    const operators = await listOperators(tx, today)
    const whyNot = whyNotReturn(operators, email)
    const person = operators.find((one) => email === undefined || isSameAddress(one.email, email))
    if (whyNot || !person) return { ok: false, whyNot: whyNot ?? 'no-operator', operators: operators.map((one) => one.email) }
    const token = newToken()
    const expiresAt = new Date(now.getTime() + LINK_HOURS * 3_600_000)
    insertLink(tx, { tokenHash: sha256(token), purpose: 'operator-return', personId: person.id, madeAt: now, expiresAt })
    record(tx, { actor: 'system', org: SECRETARIAT, now, today, world }, { type: 'sign-in-link.made', object: person.id })
    return { ok: true, token, name: person.name }
  })
}

/** Trades the link back for the operator's session. */
export function useReturnLink(world: World, input: { token: string } & Browser): Promise<SignedIn<WhyNotLink>> {
  const now = world.clock()
  return inTransaction(world.db, async (tx) => {
    const tokenHash = sha256(input.token)
    const link = await lockLink(tx, tokenHash, 'operator-return')
    const whyNot = whyNotLink(link, now)
    if (whyNot || !link?.personId) return { ok: false, whyNot: whyNot ?? 'link-wrong' }
    markLinkUsed(tx, tokenHash, now)
    const person = await findPersonName(tx, link.personId)
    const signedIn = person && (await signIn(tx, world, { id: link.personId, name: person.name }, 'operator-link', input, now))
    return signedIn ?? { ok: false, whyNot: 'link-wrong' }
  })
}

/** Ends the browser's session, if it has one. */
export async function signOut(world: World, token: string | undefined): Promise<void> {
  if (token === undefined) return
  const now = world.clock()
  await inTransaction(world.db, async (tx) => {
    const personId = await endSession(tx, token, now)
    const person = personId && (await findPersonName(tx, personId))
    const hat = personId && (await hatsOf(tx, personId, dayOf(now)))[0]
    if (!personId || !person || !hat) return
    record(tx, personContext(world, { id: personId, name: person.name }, hat, now), { type: 'session.ended', object: personId })
  })
}

async function signIn(
  tx: Tx,
  world: World,
  person: { id: string; name: string },
  by: SignedInBy,
  browser: Browser,
  now: Date,
): Promise<{ ok: true; token: string; hats: Hat[] } | undefined> {
  const hats = await hatsOf(tx, person.id, dayOf(now))
  const first = hats[0]
  if (!first) return undefined
  const token = beginSession(tx, { personId: person.id, by, before: browser.sessionBefore, now })
  record(tx, personContext(world, person, first, now), { type: 'session.begun', object: person.id })
  return { ok: true, token, hats }
}

/** A million codes are soon tried: the hash only keeps a code from being read by the way, its ten minutes keep it safe. */
function codeHash(id: string, code: string): Buffer {
  return sha256(`${id} ${code}`)
}

function personContext(
  world: World,
  person: { id: string; name: string },
  hat: Pick<Hat, 'org' | 'roles'> & { kind: OrgKind },
  now: Date,
): Context {
  const actor = { personId: person.id, name: person.name, org: hat.org, orgKind: hat.kind, roles: hat.roles }
  return { org: hat.org, now, today: dayOf(now), world, actor, key: null, ifMatch: undefined }
}
