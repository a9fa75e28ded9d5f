import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Embedded } from '../src/platform/embedded.ts'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import { REGIONS, SECRETARIAT } from '../src/lib/regions.ts'
import { dispatchesApi } from '../src/features/dispatches/contract.ts'
import { repliesApi } from '../src/features/replies/contract.ts'
import { addWorkingDays } from '../src/lib/day-working.ts'
import { dayOf } from '../src/lib/day.ts'
import { type Client, demoPersons, signIn } from './client.ts'
import { type RunningServer, freePort, startServer } from '../test/running-server.ts'
import { type Drill, outcome, withFolder } from './drill.ts'

/** What the server said yes to: after a kill, all of it must be there, whole. */
type Acked = { key: string; org: string; body: { version: number; relation: 'first' | 'replaces' }; replyId: string }

const ROUNDS = { short: 4, full: 200 }

/**
 * SIGKILL of the program in the middle of hand-ins. Each acknowledged answer must be there after the kill, none may be half
 * (reply, slot, register, both journals, key), and the same command again must give the same answer.
 */
export const sigkill: Drill = (size) =>
  withFolder(async (dataDir, database) => {
    const { faults, note } = await killed(dataDir, await freePort(), ROUNDS[size], database)
    return outcome(ROUNDS[size], faults, note)
  })

async function killed(
  dataDir: string,
  port: number,
  rounds: number,
  database: () => Promise<Embedded>,
): Promise<{ faults: string[]; note: string }> {
  const acked: Acked[] = []
  const faults: string[] = []
  let unanswered = 0
  let server = await startServer(dataDir, port)
  try {
    const dispatchId = await sendDispatch(server)
    for (let round = 0; round < rounds; round += 1) {
      const clients = await regionsSignedIn(server)
      const before = acked.length
      const working = clients.map((client) => work(client, dispatchId, acked))
      // At a moment that nothing here decides: somewhere in the middle of what eight people do, once something has been acknowledged.
      await until(() => acked.length > before)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 900))
      await server.kill()
      unanswered += (await Promise.all(working)).filter((lost) => lost).length
      server = await startServer(dataDir, port)
      faults.push(...(await repeat(server, dispatchId, acked.slice(before).slice(-5), clients)))
    }
  } finally {
    await server.stop()
  }
  const counted = await check(await database(), acked)
  const note = `${acked.length} acknowledged, ${unanswered} unanswered, ${counted.kept} kept`
  return { faults: [...faults, ...counted.faults], note }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 3_000) throw new Error('nothing was acknowledged in thirty seconds')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function sendDispatch(server: RunningServer): Promise<string> {
  const persons = await demoPersons(server.base)
  const officer = persons.find(({ name, org }) => org === SECRETARIAT && name.startsWith('Ivar'))
  if (!officer) throw new Error('the demo has no officer')
  const client = await signIn(server.base, officer)
  const made = await client.call(dispatchesApi.create, { body: { kind: 'consultation' } })
  const dispatchId = must(made.body).id
  const section = {
    id: randomUUID(),
    number: '1',
    heading: 'Prov',
    blocks: [{ id: randomUUID(), type: 'paragraph' as const, content: [{ text: 'Prov' }] }],
    originSectionId: null,
  }
  const found = must((await client.call(dispatchesApi.find, { params: { dispatchId } })).body)
  const content = {
    ...found.content,
    title: 'DEMO: Prov',
    caseNumber: 'RS2026-99999',
    coveringLetter: section.blocks.map((block) => ({ ...block, id: randomUUID() })),
    contact: { name: 'Prov', email: 'prov@nspl.example', phone: '018-000 00 00' },
    suggestedFunction: 'Prov',
    lastDay: addWorkingDays(dayOf(new Date()), 30),
    sections: [section],
  }
  const saved = await client.call(dispatchesApi.save, { params: { dispatchId }, body: content, ifMatch: found.head.version })
  const sent = await client.call(dispatchesApi.send, {
    params: { dispatchId },
    body: { version: must(saved.body).version, dayAsked: true, fileIds: [] },
  })
  if (sent.status !== 200) throw new Error(`could not send: ${sent.code}`)
  return dispatchId
}

async function regionsSignedIn(server: RunningServer): Promise<Client[]> {
  const persons = await demoPersons(server.base)
  const officers = REGIONS.slice(0, 8).flatMap(({ code }) => persons.find(({ org }) => org === code) ?? [])
  return await Promise.all(officers.map((officer) => signIn(server.base, officer)))
}

/** Drafts and hands in, again and again, until the line breaks. True when something was left unanswered. */
async function work(client: Client, dispatchId: string, acked: Acked[]): Promise<boolean> {
  const params = { dispatchId }
  for (;;) {
    const draft = await client.call(repliesApi.draft, { params })
    if (draft.body === undefined) return draft.status === 0
    const version = draft.body.fields.find(({ field }) => field === 'overall')?.version ?? 0
    const overall = await client.call(repliesApi.saveField, {
      params,
      body: { field: 'overall', value: { stance: 'support', comment: randomUUID() }, version },
    })
    if (overall.status !== 200) return overall.status === 0
    if (!draft.body.fields.some(({ field }) => field === 'decided')) {
      const decided = {
        how: 'officials',
        who: 'Prov',
        on: null,
        paragraph: '',
        adjusted: 'not-said',
        reservation: false,
        preliminary: false,
      }
      await client.call(repliesApi.saveField, { params, body: { field: 'decided', value: decided, version: 0 } })
    }
    const now = await client.call(repliesApi.draft, { params })
    const received = await client.call(repliesApi.received, { params })
    if (now.body === undefined || received.body === undefined) return true
    const relation = received.body.facts.answeredAt === null ? ('first' as const) : ('replaces' as const)
    const key = randomUUID()
    const body = { version: now.body.version, relation }
    const reply = await client.call(repliesApi.handIn, { params, body, key })
    if (reply.body === undefined) return reply.status === 0
    acked.push({ key, org: client.org, body, replyId: reply.body.replyId })
  }
}

/** The same commands again, under the same keys: the kept answers, and nothing done. */
async function repeat(server: RunningServer, dispatchId: string, acked: readonly Acked[], clients: readonly Client[]): Promise<string[]> {
  const faults: string[] = []
  for (const { key, org, body, replyId } of acked) {
    const client = clients.find((one) => one.org === org)
    if (!client || !server.base) continue
    const again = await client.call(repliesApi.handIn, { params: { dispatchId }, body, key })
    if (again.body?.replyId !== replyId)
      faults.push(`the same command gave ${again.status} ${again.body?.replyId ?? again.code} instead of ${replyId}`)
  }
  return faults
}

async function check(server: Embedded, acked: readonly Acked[]): Promise<{ kept: number; faults: string[] }> {
  const db = openDatabase(
    { ...server.superuser, database: server.owner.database },
    { max: 2, onError: (error) => console.error(error.message) },
  )
  try {
    return await inTransaction(
      db,
      async (tx) => {
        await tx.rows(sql`select journal_take_in()`)
        const kept = await tx.rows(sql<{ id: string }>`select id from reply`)
        const ids = new Set(kept.map(({ id }) => id))
        const lost = acked.filter(({ replyId }) => !ids.has(replyId)).map(({ replyId }) => `lost: ${replyId}`)
        const half = await tx.rows(sql<{ id: string; what: string }>`
        select r.id, 'no line in the register' as what from reply r where not exists (select 1 from register_entry e where e.object_id = r.id)
        union all select r.id, 'journal' from reply r where r.channel = 'platform' and (
          select count(*) from journal_leaf l where convert_from(l.body, 'UTF8')::jsonb ->> 'object' = r.id::text
            and convert_from(l.body, 'UTF8')::jsonb ->> 'type' = 'reply.handed-in') <> 2
        union all select r.id, 'slot' from reply r join recipient s on s.id = r.recipient_id where s.answered_at is null
        union all select r.id, 'no history' from reply r where not exists (select 1 from slot_event e where e.detail = r.number)`)
        const keys = await tx.rows(sql<{ key: string }>`select key from command_key where status is null`)
        const faults = [
          ...lost,
          ...half.map(({ id, what }) => `half: ${id} ${what}`),
          ...keys.map(({ key }) => `a key without an answer: ${key}`),
        ]
        return { kept: kept.length, faults }
      },
      'read only',
    )
  } finally {
    await db.close()
    await server.stop()
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the server said no')
  return value
}
