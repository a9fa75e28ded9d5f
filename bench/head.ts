import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import { sql } from 'kysely'
import { inTransaction, openDatabase } from '../src/platform/db.ts'
import { cost, type Figure, inTurns, rate } from './figure.ts'
import type { Place } from './place.ts'

const CONNECTIONS = 20
const SECONDS = 4
const ROUNDS = 3

type Server = { child: ChildProcess; base: string }

/** Authenticated GET of an utskick's head beside bare Fastify and pg; and what memory ours takes under that load. */
export async function head(place: Place): Promise<Figure[]> {
  const { superuser } = place
  const all = openDatabase(superuser, { max: 1, onError: (error) => console.error(error.message) })
  const { id } = await inTransaction(
    all,
    (tx) => tx.one(sql<{ id: string }>`select id from dispatch where kind = 'consultation' and sent_at is not null limit 1`),
    'read only',
  )
  await all.close()

  const token = await place.token('NSPL', 'secretariat-officer')
  const headers = { cookie: `__Host-nspl=${token}` }
  const ours = await serve('ours', JSON.stringify(place.reached.app), '', place.dataDir)
  const url = `${ours.base}/api/NSPL/dispatches/${id}/head`
  const answer = await fetch(url, { headers })
  if (answer.status !== 200) throw new Error(`the head answered ${answer.status}`)
  const reply = await answer.text()
  const bare = await serve('bare', JSON.stringify(superuser), reply)

  let most = 0
  const watch = setInterval(() => (most = Math.max(most, residentMegabytes(ours.child))), 100)
  const load = (address: string, sent: Record<string, string>) => async () => {
    const result = await autocannon({ url: address, connections: CONNECTIONS, duration: SECONDS, headers: sent })
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 200, ${result.errors} failed`)
    return result.requests.average
  }
  const mine = load(url, headers)
  const theirs = load(`${bare.base}/head/${id}`, {})
  await mine()
  await theirs()
  const both = await inTurns(ROUNDS, mine, theirs)
  clearInterval(watch)
  for (const { child } of [ours, bare]) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return [rate('head-get', both.ours, both.bare, 'requests/s', 0.4), cost('rss-under-load', most, 300, 'MB', 1)]
}

async function serve(which: 'ours' | 'bare', database: string, reply = '', dataDir = ''): Promise<Server> {
  const child = fork(`${import.meta.dirname}/serve.js`, ['--which', which, '--database', database, '--reply', reply, '--data-dir', dataDir])
  const [base] = (await once(child, 'message')) as [string]
  return { child, base }
}

function residentMegabytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}
