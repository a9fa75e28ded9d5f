import { found, Problem, refuseIf } from '../../lib/problem.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db.ts'
import { hurryJob } from '../../platform/jobs-look.ts'
import { record } from '../../platform/journal.ts'
import { mailJobs } from '../../platform/mail.ts'
import { mailTexts } from '../../platform/texts-mail.ts'
import { whyNotGiveUp, whyNotRetry } from './rules.ts'
import { findTroubledLetter, type LetterRow, lockLetter, markGivenUp, markWaiting } from './sql.ts'

/** Tries a letter again now: its job that waits is hurried, or it gets a new one. One that is on its way is left alone. */
export async function retryLetter(tx: Tx, ctx: Context, mailId: string): Promise<LetterRow> {
  const letter = found(await lockLetter(tx, mailId))
  refuseIf(whyNotRetry(factsOf(letter)))

  // A job that has not seen that the letter failed would find it waiting again: there must never be two.
  const job = await hurryJob(tx, mailJobs.deliver, { mailId })
  refuseIf(job === 'running' ? 'letter-under-way' : undefined)
  markWaiting(tx, mailId)
  record(tx, ctx, { type: 'letter.retried', object: mailId })
  if (job === 'none') await ctx.world.enqueue(tx, mailJobs.deliver, ctx.org, [{ mailId }])
  return found(await findTroubledLetter(tx, mailId))
}

/** Nobody tries the letter any more. One that still waited counts as refused, and its sender is told so. */
export async function giveUpLetter(tx: Tx, ctx: Context, mailId: string, typed: string): Promise<LetterRow> {
  const letter = found(await lockLetter(tx, mailId))
  const reason = typed.trim()
  const whyNot = whyNotGiveUp(factsOf(letter), reason)
  if (whyNot === 'reason-missing') throw new Problem('invalid', whyNot, { fields: ['reason'] })
  refuseIf(whyNot)

  const waited = letter.failedAt === null
  const job = waited ? await hurryJob(tx, mailJobs.deliver, { mailId }) : 'none'
  refuseIf(job === 'running' ? 'letter-under-way' : undefined)
  markGivenUp(tx, mailId, {
    at: ctx.now,
    by: ctx.actor.personId,
    reason,
    failedAt: waited ? ctx.now : new Date(letter.failedAt ?? ctx.now),
    failure: waited ? mailTexts.givenUp(reason) : (letter.failure ?? mailTexts.givenUp(reason)),
  })
  record(tx, ctx, { type: 'letter.given-up', object: mailId, content: { reason } })
  if (waited) await ctx.world.enqueue(tx, mailJobs.givenUp, ctx.org, [{ mailId }])
  return found(await findTroubledLetter(tx, mailId))
}

/** Rows carry their moments as Date; the rules only ask whether they are there. */
function factsOf({ acceptedAt, failedAt, givenUpAt }: LetterRow): {
  acceptedAt: string | null
  failedAt: string | null
  givenUpAt: string | null
} {
  const text = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString())
  return { acceptedAt: text(acceptedAt), failedAt: text(failedAt), givenUpAt: text(givenUpAt) }
}
