import pg from 'pg'
import type { DatabaseAddress } from './db.ts'

export const DATABASE = 'nspl'
export const ROLES = { superuser: 'nspl_superuser', owner: 'nspl_owner', app: 'nspl_app' } as const

/** Makes the two roles and the database, or those that a kill left unmade. */
export async function provision(superuser: DatabaseAddress, secrets: { owner: string; app: string }): Promise<void> {
  const client = new pg.Client(superuser)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7305114092)')
    const known = await client.query<{ rolname: string }>('select rolname from pg_roles')
    for (const [role, secret] of [
      [ROLES.owner, secrets.owner],
      [ROLES.app, secrets.app],
    ] as const) {
      if (known.rows.some(({ rolname }) => rolname === role)) continue
      await client.query(
        `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password ${client.escapeLiteral(secret)}`,
      )
    }
    const databases = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (databases.rowCount === 0) await client.query(`create database ${DATABASE} owner ${ROLES.owner}`)
    await client.query(`revoke connect, temporary on database ${DATABASE} from public`)
    await client.query(`grant connect on database ${DATABASE} to ${ROLES.app}`)
  } finally {
    await client.end()
  }
}
