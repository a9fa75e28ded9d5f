import pg from 'pg'
import type { DatabaseAddress } from '../platform/db.ts'

/** PostgreSQL type or domain -> TypeScript type. A domain in the database is a branded type in the code. */
const TYPES: Record<string, string> = {
  text: 'string',
  uuid: 'string',
  bool: 'boolean',
  int4: 'number',
  int8: 'number',
  jsonb: 'unknown',
  bytea: 'Buffer',
  timestamptz: 'Date',
  date: 'Day',
  org_code: 'OrgCode',
  class_code: 'ClassCode',
  _text: 'string[]',
  _bytea: 'Buffer[]',
  _org_code: 'OrgCode[]',
}

type Column = { table: string; column: string; type: string; nullable: boolean; defaulted: boolean }

/** Writes the types of all tables of a migrated database as TypeScript. An unknown type stops it. */
export async function databaseTypes(address: DatabaseAddress): Promise<string> {
  const client = new pg.Client(address)
  await client.connect()
  const { rows } = await client.query<Column>(`
    select c.table_name as "table", c.column_name as "column", coalesce(c.domain_name, c.udt_name) as type,
      c.is_nullable = 'YES' as nullable, (c.column_default is not null or c.is_identity = 'YES') as defaulted
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by c.table_name, c.ordinal_position`)
  await client.end()

  const tables = new Map<string, Column[]>()
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row])
  const types = [...tables].map(([table, columns]) => `export type ${pascal(table)} = {\n${columns.map(line).join('\n')}\n}\n`)
  const list = [...tables.keys()].map((table) => `  ${camel(table)}: ${pascal(table)}`).join('\n')
  return `// Written from the migrated database by "npm run db:types". Do not edit.
import type { Generated } from 'kysely'
import type { ClassCode } from '../lib/class.ts'
import type { Day } from '../lib/day.ts'
import type { OrgCode } from '../lib/regions.ts'

${types.join('\n')}
export type DB = {
${list}
}
`
}

function line({ table, column, type, nullable, defaulted }: Column): string {
  const known = TYPES[type]
  if (!known) throw new Error(`${table}.${column}: no TypeScript type for ${type}`)
  const full = nullable && known !== 'unknown' ? `${known} | null` : known
  return `  ${camel(column)}: ${defaulted ? `Generated<${full}>` : full}`
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function pascal(name: string): string {
  const word = camel(name)
  return word[0]?.toUpperCase() + word.slice(1)
}
