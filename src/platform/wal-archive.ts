import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { privateFolder } from './embedded-folder.ts'
import type { Address } from './embedded-server.ts'

/**
 * The settings of a server that copies its WAL to a folder, pressed, at least once a minute while anything is written. Makes the folder for whoever runs
 * the server. A segment that is there already must be the same one, so that two servers never write over each other's.
 */
export function archiveSettings(archive: string, who: { uid: number; gid: number }): Record<string, string> {
  privateFolder(archive, who)
  const to = join(archive, '%f.gz')
  const write = `gzip -1 < "%p" > "${to}.part" && sync "${to}.part" && mv "${to}.part" "${to}" && sync "${archive}"`
  return {
    archive_mode: 'on',
    archive_timeout: '60',
    archive_command: `if test -e "${to}"; then gzip -dc "${to}" | cmp -s - "%p"; else ${write}; fi`,
  }
}

/** A path that may stand in the commands that PostgreSQL runs: nothing in it means anything to a shell, or to PostgreSQL. */
export const PLAIN_PATH = /^\/[\w./ -]+$/

/** How a server that is placed from an archive gets its WAL back, as lines of its configuration: up to an instant, or to the end. */
export function recoverySettings(archive: string, until: Date | undefined): string {
  const from = join(archive, '%f.gz')
  const lines = [`restore_command = 'test -e "${from}" && gzip -dc "${from}" > "%p"'`]
  // The server reads no T and Z here.
  if (until)
    lines.push(
      `recovery_target_time = '${until.toISOString().replace('T', ' ').replace('Z', '+00')}'`,
      `recovery_target_action = 'promote'`,
    )
  return lines.map((line) => `${line}\n`).join('')
}

/** Waits until a server that goes through archived WAL is done, and takes writes. */
export async function untilRecovered(superuser: Address): Promise<void> {
  while (await asked(superuser, async (client) => (await one<{ on: boolean }>(client, 'select pg_is_in_recovery() as on'))?.on))
    await wait(200)
}

/** Does the copying of WAL go well, fail, or is it off? By the server itself. */
export async function archiverState(superuser: Address): Promise<'well' | 'failing' | 'off'> {
  return await asked(superuser, async (client) => {
    const row = await one<{ on: boolean; failing: boolean }>(
      client,
      `select current_setting('archive_mode') <> 'off' as on,
        coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing from pg_stat_archiver`,
    )
    return !row?.on ? 'off' : row.failing ? 'failing' : 'well'
  })
}

/** Does something with a connection of its own. */
export async function asked<T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function one<T extends pg.QueryResultRow>(client: pg.Client, statement: string): Promise<T | undefined> {
  return (await client.query<T>(statement)).rows[0]
}
