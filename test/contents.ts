import { sql } from 'kysely'
import { type DatabaseAddress, inTransaction, openDatabase } from '../src/platform/db.ts'

/** What each table of a database holds, as one text per table: how many rows, and a digest of all of them. */
export async function contentsOf(address: DatabaseAddress): Promise<Record<string, string>> {
  const db = openDatabase(address, { max: 1, onError: () => undefined })
  try {
    return await inTransaction(db, async (tx) => {
      const tables = await tx.rows(sql<{ name: string }>`
        select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`)
      const contents: Record<string, string> = {}
      for (const { name } of tables) {
        const { rows } = await tx.text(
          `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text collate "C"), '')) as said from ${name} t`,
          [],
        )
        contents[name] = String(rows[0]?.['said'])
      }
      return contents
    })
  } finally {
    await db.close()
  }
}
