import { sql } from 'kysely'
import type { Job } from '../lib/contract.ts'
import type { Reader, Tx } from './db.ts'

/** The jobs of one name, but for those that are done. Failed: given up, in the last 30 days. */
export type JobCounts = { name: string; waiting: number; running: number; failed: number; oldestDue: Date | null }

/** How the jobs go. One that waits for its time, or for its next try, counts as waiting; only one whose time has come has an `oldestDue`. */
export function countJobs(db: Reader): Promise<JobCounts[]> {
  return db.rows(sql<JobCounts>`
    select q.name,
      (count(j.id) filter (where j.state in ('created', 'retry')))::int as waiting,
      (count(j.id) filter (where j.state = 'active'))::int as running,
      (count(j.id) filter (where j.state = 'failed'))::int as failed,
      min(j.start_after) filter (where j.state in ('created', 'retry') and j.start_after <= now()) as oldest_due
    from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state <> 'completed'
    where q.name not like '\\_\\_pgboss%' group by q.name order by q.name`)
}

/** Lets a job that waits for its next try be tried at once. 'none': there is no such job to wait for; 'running': it is being done. */
export async function hurryJob(tx: Tx, job: Job, payload: Record<string, string>): Promise<'hurried' | 'running' | 'none'> {
  const mine = sql`name = ${job.name} and data -> 'payload' = ${JSON.stringify(payload)}::jsonb`
  const isRunning = () => tx.maybe(sql`select 1 as one from pgboss.job where ${mine} and state = 'active'`)
  if (await isRunning()) return 'running'
  const hurried = await tx.write(sql`update pgboss.job set start_after = now() where ${mine} and state in ('created', 'retry')`)
  if (hurried > 0) return 'hurried'
  // It may have been taken between the two.
  return (await isRunning()) ? 'running' : 'none'
}
