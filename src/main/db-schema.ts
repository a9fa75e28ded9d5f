import pg from 'pg'
import type { DatabaseAddress } from '../platform/db.ts'

const TABLES = `
  select c.relname as name,
    (select string_agg(format('  %I %s%s%s', a.attname, coalesce(d.domain_name, format_type(a.atttypid, a.atttypmod)),
        case when a.attnotnull then ' not null' else '' end,
        case when e.adbin is null then '' else ' default ' || pg_get_expr(e.adbin, e.adrelid) end), E',\\n' order by a.attnum)
      from pg_attribute a left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
        left join information_schema.columns d on d.table_schema = 'public' and d.table_name = c.relname and d.column_name = a.attname
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    array(select format('  constraint %I %s', conname, pg_get_constraintdef(oid)) from pg_constraint
      where conrelid = c.oid and contype <> 'n' order by contype, conname) as constraints,
    array(select pg_get_indexdef(i.indexrelid) from pg_index i
      where i.indrelid = c.oid and not exists (select from pg_constraint where conindid = i.indexrelid) order by 1) as indexes,
    array(select pg_get_triggerdef(oid) from pg_trigger where tgrelid = c.oid and not tgisinternal order by tgname) as triggers,
    array(select format('create policy %I on %I%s for %s to %s%s%s', policyname, tablename,
        case permissive when 'RESTRICTIVE' then ' as restrictive' else '' end, lower(cmd), array_to_string(roles, ', '),
        ' using (' || qual || ')', ' with check (' || with_check || ')') from pg_policies where tablename = c.relname order by policyname) as policies,
    c.relrowsecurity as guarded, c.relforcerowsecurity as forced
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as text from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e') order by p.proname`

const DOMAINS = `
  select format('create domain %I as %s %s', t.typname, format_type(t.typbasetype, t.typtypmod),
    (select string_agg(pg_get_constraintdef(oid), ' ') from pg_constraint where contypid = t.oid and contype = 'c')) as text
  from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype = 'd' order by t.typname`

type Table = {
  name: string
  columns: string
  constraints: string[]
  indexes: string[]
  triggers: string[]
  policies: string[]
  guarded: boolean
  forced: boolean
}

/** The whole schema of a migrated database as one readable text: what the migrations add up to. Never run. */
export async function databaseSchema(address: DatabaseAddress): Promise<string> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    const domains = await client.query<{ text: string }>(DOMAINS)
    const tables = await client.query<Table>(TABLES)
    const functions = await client.query<{ text: string }>(FUNCTIONS)
    const parts = [
      '-- Written from the migrated database by "npm run db:types". Do not edit. It is here to be read; nothing runs it.',
      ...domains.rows.map(({ text }) => `${text};`),
      ...tables.rows.map(tableText),
      ...functions.rows.map(({ text }) => `${text.trimEnd()};`),
    ]
    return `${parts.join('\n\n')}\n`
  } finally {
    await client.end()
  }
}

function tableText({ name, columns, constraints, indexes, triggers, policies, guarded, forced }: Table): string {
  const guard = guarded ? [`alter table ${name} enable row level security`] : []
  const force = forced ? [`alter table ${name} force row level security`] : []
  const after = [...indexes, ...triggers, ...guard, ...force, ...policies].map((text) => `${text};`)
  return [`create table ${name} (\n${[columns, ...constraints].join(',\n')}\n);`, ...after].join('\n')
}
