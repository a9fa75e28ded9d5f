import { sql } from 'kysely'
import type { TestWorld } from '../../../test/world.ts'
import { newId } from '../../platform/ids.ts'
import type { Upkeep } from './shapes.ts'

type Given = { org?: string; failure?: string; failed?: boolean; uncertain?: boolean; purpose?: string; accepted?: boolean }

/** A letter in the ledger that has been tried once, without a job of its own. Out: its id. */
export async function givenLetter(it: TestWorld, letter: Given = {}): Promise<string> {
  const { org = 'NSPL', failure = null, failed = false, uncertain = false, purpose = 'reminder', accepted = false } = letter
  const [id, at] = [newId(it.now()), it.now()]
  await it.asOwner((tx) =>
    tx.write(sql`
      insert into outgoing_mail (id, org_code, message_id, purpose, to_name, to_address, subject, text_body, html_body, made_at, attempted_at,
        attempts, failure, failed_at, uncertain, accepted_at)
      values (${id}, ${org}, ${id}, ${purpose}, 'Region Påhitt', 'registrator@pahitt.example', 'Påminnelse', 't', 'h', ${at}, ${at},
        1, ${failure}, ${failed ? at : null}, ${uncertain}, ${accepted ? at : null})`),
  )
  return id
}

const AT = '2026-11-25T08:00:00.000Z'

/** An installation where nothing is wrong; a test changes what it is about. */
export function aView(change: Partial<Upkeep> = {}): Upkeep {
  return {
    at: AT,
    program: { version: '1.0.0', node: '24.0.0', startedAt: AT, delayMs: 0 },
    database: {
      version: '18.1',
      writable: true,
      standbys: 1,
      size: 5e8,
      connections: 10,
      mostConnections: 100,
      migrations: 9,
      lastMigration: '202611250935-upkeep-journal.sql',
      migratedAt: AT,
    },
    mail: { how: 'smtp', orgs: [], letters: [] },
    jobs: [{ name: 'mail.deliver', waiting: 0, running: 0, failed: 0, oldestDue: null }],
    journal: { logs: 2, entries: 10, unsigned: 0, unsignedSince: null, checkpoints: [] },
    runs: [],
    certificates: { isHttps: false, known: [] },
    disks: [],
    settings: [],
    ...change,
  }
}
