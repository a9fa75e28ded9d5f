import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrgCode } from '../src/lib/regions.ts'
import { build, type Database, inTransaction, openDatabase, openTransaction, sqlState, type Tx } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { fill, OSTERGOTLAND, SKANE, STOCKHOLM, UPPSALA } from './rls-fill.ts'

/** Tables outside the net: who takes part, who may come in, and public keys. They hold no organisation's work. */
const OUTSIDE = [
  'area_member',
  'installation',
  'journal_key',
  'mandate',
  'migration',
  'organisation',
  'organisation_address',
  'person',
  'session',
  'sign_in_code',
  'sign_in_link',
]

/** Functions that see through the net. A new one is a decision: what may its caller learn? */
const SEE_THROUGH = [
  'dispatch_counts',
  'enter_session',
  'forget_code_letter',
  'forget_command_keys',
  'has_marked_reply',
  'journal_append',
  'journal_hand_over',
  'journal_hold',
  'journal_keep_checkpoint',
  'journal_keep_key',
  'journal_put',
  'journal_retire_keys',
  'journal_take_in',
  'journal_top_head',
  'journal_unsigned',
  'upkeep_journal',
  'upkeep_mail',
]

/** What every organisation sees of the log over all logs: hashes and sizes, and what an outsider has stamped. */
const TOP_LOG = { journal_checkpoint: 1, journal_head: 1, journal_timestamp: 1 }

/** Columns that say whose a row is. */
const OWNERS = ['org_code', 'sender_org', 'log']

let database: TestDatabase
let owner: Database
let app: Database
let filled: Awaited<ReturnType<typeof fill>>
let tables: string[]

beforeAll(async () => {
  database = await testDatabase()
  const onError = () => undefined
  owner = openDatabase(database.owner, { max: 1, onError })
  // One connection, so that every transaction gets the one that the last has used.
  app = openDatabase(database.app, { max: 1, onError })
  filled = await inTransaction(owner, fill)
  const found = await inTransaction(owner, (tx) =>
    tx.rows(
      sql<{
        name: string
      }>`select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
    ),
  )
  tables = found.map(({ name }) => name).filter((name) => !OUTSIDE.includes(name))
})
afterAll(async () => {
  await Promise.all([app.close(), owner.close()])
  await database.drop()
})

/** Runs as the runtime role for an organisation, with no other rule than the net's, and keeps nothing. */
async function actingFor<T>(org: OrgCode, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await openTransaction(app, 'read write')
  try {
    tx.send(sql`select set_config('app.org', ${org}, true), set_config('app.person', ${filled.person}, true)`)
    return await work(tx)
  } finally {
    await tx.rollback()
  }
}

type Row = Record<string, unknown>
const isForeign = (org: OrgCode) => (row: Row) => OWNERS.every((column) => row[column] === undefined || row[column] !== org)

async function foreignRows(org: OrgCode): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await actingFor(org, (tx) => tx.text(`select * from ${table}`, []))
    const foreign = rows.filter(isForeign(org)).length
    if (foreign > 0) counts[table] = foreign
  }
  return counts
}

test('every table is in the net, forced, or listed as outside it', async () => {
  const bare = await inTransaction(owner, (tx) =>
    tx.rows(sql<{ name: string }>`
      select relname as name from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity) order by 1`),
  )
  expect(bare.map(({ name }) => name)).toEqual(OUTSIDE)
})

test('the runtime role owns nothing and cannot step around the net', async () => {
  const role = await inTransaction(app, (tx) =>
    tx.one(sql<{ strong: boolean; owns: number }>`
      select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong,
        (select count(*)::int from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname = current_user`),
  )
  expect(role).toEqual({ strong: false, owns: 0 })
})

test('only the listed functions see through the net, and each keeps to its own search path', async () => {
  const found = await inTransaction(owner, (tx) =>
    tx.rows(sql<{ name: string; config: string[] | null }>`
      select proname as name, proconfig as config from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`),
  )
  expect(found.map(({ name }) => name)).toEqual(SEE_THROUGH)
  for (const { config } of found) expect(config?.join()).toMatch(/^search_path=/)
})

describe('with no other rule than the net', () => {
  test('every table holds rows that somebody must not see', async () => {
    const empty = []
    for (const table of tables) {
      const { rows } = await inTransaction(owner, (tx) => tx.text(`select * from ${table}`, []))
      if (rows.filter(isForeign(STOCKHOLM)).length === 0) empty.push(table)
    }
    expect(empty).toEqual([])
  })

  test('an organisation that was asked nothing sees nothing of others', async () => {
    expect(await foreignRows(STOCKHOLM)).toEqual(TOP_LOG)
  })

  test('a recipient sees the utskick it was sent, and no other; nobody else’s answer where the utskick says no', async () => {
    const sent = { dispatch: 1, section: 1, question: 1, dispatch_file: 1, correction: 1, stored_file: 1, file_chunk: 1 }
    expect(await foreignRows(SKANE)).toEqual({ ...TOP_LOG, ...sent })
    const { rows } = await actingFor(SKANE, (tx) => tx.text('select id from dispatch', []))
    expect(rows).toEqual([{ id: filled.closed.id }])
  })

  test('recipients of an utskick with open answers see those too, and their files: not who else was asked', async () => {
    const both = { dispatch: 2, section: 2, question: 2, dispatch_file: 2, correction: 2 }
    expect(await foreignRows(UPPSALA)).toEqual({ ...TOP_LOG, ...both, reply: 1, reply_file: 1, stored_file: 3, file_chunk: 3 })
    const one = { dispatch: 1, section: 1, question: 1, dispatch_file: 1, correction: 1 }
    expect(await foreignRows(OSTERGOTLAND)).toEqual({ ...TOP_LOG, ...one, reply: 1, reply_file: 1, stored_file: 2, file_chunk: 2 })
  })

  test('a sender sees the files of the answers it got, and nothing of the desks they were written at', async () => {
    const { rows: orgs } = await inTransaction(owner, (tx) => tx.text(`select code from organisation where kind = 'secretariat'`, []))
    expect(orgs).toEqual([{ code: 'NSPL' }])
    const nspl = await foreignRows('NSPL' as OrgCode)
    // How the installation is kept is nobody's work, and the secretariat's to know.
    expect(nspl).toEqual({ ...TOP_LOG, stored_file: 4, file_chunk: 4, upkeep_run: 1 })
  })

  test.each([STOCKHOLM, SKANE, UPPSALA])('%s can change no row of others', async (org) => {
    const columns = await inTransaction(owner, (tx) =>
      tx.rows(sql<{ table: string; column: string }>`
        select distinct on (table_name) table_name as "table", column_name as "column" from information_schema.column_privileges
        where grantee = ${database.app.user} and privilege_type = 'UPDATE' and table_schema = 'public' order by table_name, column_name`),
    )
    const inNet = columns.filter(({ table }) => tables.includes(table))
    expect(inNet.length).toBeGreaterThan(5)
    for (const { table, column } of inNet) {
      const changed = await actingFor(org, (tx) => tx.text(`update ${table} set ${column} = ${column} returning *`, []))
      expect(changed.rows.filter(isForeign(org)), table).toEqual([])
    }
  })

  test.each([STOCKHOLM, SKANE, UPPSALA])('%s can delete no row of others', async (org) => {
    for (const table of tables) {
      const deleted = await actingFor(org, (tx) => tx.text(`with gone as (delete from ${table} returning *) select * from gone`, [])).catch(
        (error: unknown) => {
          // Not allowed at all, or held by a reference from a row of its own.
          if (!['42501', '23503'].includes(sqlState(error)?.code ?? '')) throw error
          return { rows: [] }
        },
      )
      expect(deleted.rows.filter(isForeign(org)), table).toEqual([])
    }
  })
})

describe('an organisation cannot write itself into what is others’', () => {
  const at = new Date('2026-11-25T09:00:00Z')
  const forged: [what: string, write: (tx: Tx) => void][] = [
    [
      'a slot in an utskick of another sender, to read it',
      (tx) =>
        tx.send(
          build
            .insertInto('recipient')
            .values({ id: newId(at), dispatchId: filled.closed.id, senderOrg: STOCKHOLM, orgCode: STOCKHOLM, addedAt: at }),
        ),
    ],
    [
      'a section in an utskick of another sender, for its recipients to read',
      (tx) =>
        tx.send(
          build
            .insertInto('section')
            .values({ id: newId(at), dispatchId: filled.closed.id, senderOrg: STOCKHOLM, position: 9, heading: 'h', blocks: '[]' }),
        ),
    ],
    [
      'an answer for another organisation’s slot',
      (tx) =>
        tx.send(
          build.insertInto('reply').values({
            id: newId(at),
            recipientId: filled.closed.slots.get(SKANE) ?? '',
            dispatchId: filled.closed.id,
            orgCode: STOCKHOLM,
            senderOrg: STOCKHOLM,
            number: 'K',
            form: 'filled',
            channel: 'platform',
            relation: 'first',
            content: '{}',
            contentSha256: Buffer.alloc(32),
            handedInAt: at,
            handedInBy: filled.person,
            enteredByOrg: STOCKHOLM,
          }),
        ),
    ],
    [
      'a draft at another organisation’s desk',
      (tx) =>
        tx.send(
          build.insertInto('draftField').values({
            recipientId: filled.closed.slots.get(SKANE) ?? '',
            orgCode: STOCKHOLM,
            field: 'x',
            value: '1',
            version: 1,
            savedAt: at,
            savedBy: filled.person,
          }),
        ),
    ],
    [
      'a passage in an answer to another sender',
      (tx) =>
        tx.send(sql`insert into passage (id, reply_id, sender_org, text, made_at, made_by)
          values (${newId(at)}, ${filled.replyOfSkane}, ${STOCKHOLM}, 't', ${at}, ${filled.person})`),
    ],
    [
      'an entry in another’s journal without its function',
      (tx) => tx.send(build.insertInto('journalLeaf').values({ log: SKANE, seq: 9, body: Buffer.from('{}'), leafHash: Buffer.alloc(32) })),
    ],
    [
      'a line in the register of one that has asked it nothing',
      (tx) =>
        tx.send(sql`insert into register_entry (id, org_code, direction, occurred_at, counterpart_org, title, document, object_id)
          values (${newId(at)}, ${SKANE}, 'in', ${at}, ${STOCKHOLM}, 't', 'reply', ${newId(at)})`),
    ],
    [
      'a row in another’s name',
      (tx) => tx.send(build.insertInto('matter').values({ id: newId(at), orgCode: SKANE, caseNumber: '1', title: 't', madeAt: at })),
    ],
  ]

  test.each(forged)('%s', async (_what, write) => {
    const outcome = await actingFor(STOCKHOLM, async (tx) => {
      write(tx)
      return await tx.text('select 1', [])
    }).catch((error: unknown) => sqlState(error)?.code)
    expect(['42501', '23503', '25P02']).toContain(outcome)
  })

  test('a reference from an answer of its own to bytes of another', async () => {
    const { rows } = await inTransaction(owner, (tx) => tx.text(`select id from reply where org_code = '03' limit 1`, []))
    const bytes = await bytesOfSkane()
    const outcome = await actingFor(UPPSALA, (tx) =>
      tx.text(
        `insert into reply_file (reply_id, position, org_code, sender_org, file_org, sha256, name, size, media_type, role)
        select $1, 99, '03', 'NSPL', '12', sha256, 'f', 1, 'text/plain', 'attachment' from (select $2::bytea as sha256) s`,
        [rows[0]?.['id'], bytes],
      ),
    ).catch((error: unknown) => sqlState(error)?.code)
    expect(outcome).toBe('42501')
  })
})

test('not even the sender adds a file to an answer that a region has handed in', async () => {
  const outcome = await actingFor('NSPL' as OrgCode, (tx) =>
    tx.text(
      `insert into reply_file (reply_id, position, org_code, sender_org, file_org, sha256, name, size, media_type, role)
      select $1, 99, '12', 'NSPL', 'NSPL', sha256, 'f', 1, 'text/plain', 'attachment' from stored_file where org_code = 'NSPL' limit 1`,
      [filled.replyOfSkane],
    ),
  ).catch((error: unknown) => sqlState(error)?.code)
  expect(outcome).toBe('42501')
})

test('the runtime role puts nothing in a log but by the function that holds its head', async () => {
  const outcome = await actingFor(SKANE, (tx) => tx.text(`select journal_put('12', '\\x00', '{}', '{}')`, [])).catch(
    (error: unknown) => sqlState(error)?.code,
  )
  expect(outcome).toBe('42501')
})

test('what is on record is deleted by nobody, and bytes, history and letters are not written over', async () => {
  const privileges = (kind: string) =>
    inTransaction(owner, (tx) =>
      tx.rows(sql<{ name: string }>`
        select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
          and has_table_privilege(${database.app.user}, oid, ${kind}) order by 1`),
    ).then((rows) => rows.map(({ name }) => name))
  expect(await privileges('delete')).toEqual(['dispatch_file', 'draft_field', 'question', 'section', 'sign_in_code'])
  const once = [
    'stored_file',
    'file_chunk',
    'slot_event',
    'reminder',
    'matter',
    'reply',
    'reply_file',
    'outgoing_mail',
    'journal_waiting',
    'upkeep_run',
    'journal_timestamp',
  ]
  expect((await privileges('update')).filter((name) => once.includes(name))).toEqual([])
  expect(await privileges('truncate')).toEqual([])
})

async function bytesOfSkane(): Promise<unknown> {
  const { rows } = await inTransaction(owner, (tx) => tx.text(`select sha256 from stored_file where org_code = '12' limit 1`, []))
  return rows[0]?.['sha256']
}

test('a forgotten context is an error on a connection that another has used, and on a new one: never an empty list', async () => {
  const fresh = openDatabase(database.app, { max: 1, onError: () => undefined })
  const withoutContext = (db: Database, table: string) =>
    inTransaction(db, (tx) => tx.text(`select * from ${table}`, [])).then(
      ({ rows }) => `${rows.length} rows`,
      (error: unknown) => sqlState(error)?.code,
    )
  for (const table of tables) {
    expect(await withoutContext(fresh, table), `${table}, new`).toBe('42704')
    await actingFor(SKANE, (tx) => tx.text(`select * from ${table}`, []))
    expect(await withoutContext(app, table), `${table}, used`).toBe('23514')
  }
  await fresh.close()
})
