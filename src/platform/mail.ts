import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import * as z from 'zod/mini'
import { job } from '../lib/contract.ts'
import { OrgCode } from '../lib/regions.ts'
import type { AnyContext, JobContext } from './context.ts'
import { build, type Tx } from './db.ts'
import { readFileBytes } from './files.ts'
import { newId } from './ids.ts'
import { handles, inOrganisation, type JobHandler } from './jobs.ts'
import { mailTexts } from './texts-mail.ts'

/** A letter ready to go: both bodies say the same. */
export type Letter = { subject: string; text: string; html: string }

export type Attachment = { orgCode: OrgCode; sha256: string; name: string; mediaType: string; size: number }

export type Outgoing = {
  purpose: string
  to: { name: string; address: string; org: OrgCode | null }
  objectId: string | null
  letter: Letter
  attachments: Attachment[]
}

/**
 * The purpose of a letter with a sign-in code: the net shows it to no person, and it is blanked when it has left. After as long
 * as the code is good it is not sent at all.
 */
export const CODE_LETTER = 'sign-in-code'
const CODE_LETTER_MINUTES = 10

const AttachmentShape = z.array(
  z.object({ orgCode: OrgCode, sha256: z.string(), name: z.string(), mediaType: z.string(), size: z.number() }),
)

export const mailJobs = {
  deliver: job('mail.deliver', z.object({ mailId: z.string() })),
  /** A person has given up on a letter: whoever sent it is told, as when a mail server refuses it. */
  givenUp: job('mail.given-up', z.object({ mailId: z.string() })),
}

/** Puts letters in the ledger and in the queue, in the business transaction: a letter is sent if, and only if, it is saved. */
export async function sendMail(tx: Tx, ctx: AnyContext, letters: readonly Outgoing[]): Promise<string[]> {
  const rows = letters.map((one) => {
    const id = newId(ctx.now)
    return {
      id,
      orgCode: ctx.org,
      messageId: `<${id}@${new URL(ctx.world.publicUrl).hostname}>`,
      purpose: one.purpose,
      toName: one.to.name,
      toAddress: one.to.address,
      toOrg: one.to.org,
      objectId: one.objectId,
      subject: one.letter.subject,
      textBody: one.letter.text,
      htmlBody: one.letter.html,
      attachments: JSON.stringify(one.attachments),
      madeAt: ctx.now,
    }
  })
  if (rows.length === 0) return []
  tx.send(build.insertInto('outgoingMail').values(rows))
  await ctx.world.enqueue(
    tx,
    mailJobs.deliver,
    ctx.org,
    rows.map(({ id }) => ({ mailId: id })),
  )
  return rows.map(({ id }) => id)
}

/** Hands letters to the operator's mail server. Refuses nothing: a failure is thrown, and the job tries again. */
export type Transport = {
  send: (message: {
    messageId: string
    to: { name: string; address: string }
    letter: Letter
    attachments: { name: string; mediaType: string; bytes: Buffer }[]
  }) => Promise<void>
}

/** Mail by SMTP to the one server the operator has named. Addresses travel as objects, so that none can smuggle another. */
export function smtpTransport(url: string, from: string): Transport {
  const smtp = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // The message is read when the server has said yes to everything before it: from then on it may have the letter, whatever becomes
  // of its answer.
  const begun = new Set<unknown>()
  smtp.use('stream', (mail, done) => {
    mail.message.processFunc((bytes) =>
      Readable.from(
        noted(bytes, () => begun.add(mail.data.messageId)),
        { objectMode: false },
      ),
    )
    done()
  })
  return {
    send: async ({ messageId, to, letter, attachments }) => {
      begun.delete(messageId)
      const sending = smtp.sendMail({
        messageId,
        from: { name: 'NSPL', address: from },
        to: { name: to.name.replace(/[\r\n]/g, ' '), address: to.address },
        subject: letter.subject.replace(/[\r\n]+/g, ' '),
        text: letter.text,
        html: letter.html,
        attachments: attachments.map(({ name, mediaType, bytes }) => ({ filename: name, contentType: mediaType, content: bytes })),
        headers: { 'Content-Language': 'sv' },
      })
      try {
        await sending
      } catch (error) {
        throw begun.has(messageId) && !isAnswered(error)
          ? Object.assign(new Error(MAY_BE_TAKEN, { cause: error }), { code: codeOf(error) })
          : error
      } finally {
        begun.delete(messageId)
      }
    },
  }
}

/** The same bytes; `note` is called when somebody wants the first of them. */
async function* noted(bytes: Readable, note: () => void): AsyncGenerator<Buffer> {
  note()
  yield* bytes
}

/** The line broke before the server had said whether it took the letter: it may arrive, and once more when it is sent again. */
const MAY_BE_TAKEN = mailTexts.mayBeTaken

function isAnswered(error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
}

/** A letter as its feature knows it again. */
export type MailRef = { purpose: string; objectId: string | null; toOrg: OrgCode | null; orgCode: OrgCode }

/** What a feature notes when the mail server has taken one of its letters; same transaction as the ledger. */
export type OnAccepted = (tx: Tx, mail: MailRef, at: Date) => void

/** What it notes when the mail server has refused one for good. */
export type OnRefused = (tx: Tx, mail: MailRef, at: Date, failure: string) => void

/**
 * The handler that delivers. The attempt is written before SMTP and the acceptance after it: a kill between the two
 * can repeat the letter once, under the same Message-ID, and the ledger then says that it is uncertain. None is lost.
 */
export function mailHandlers(transport: Transport | 'demo' | 'none', onAccepted: OnAccepted, onRefused: OnRefused): JobHandler[] {
  return [
    handles(mailJobs.deliver, async (ctx, { mailId }) => {
      const letter = await inOrganisation(ctx, async (tx) => {
        const row = await tx.maybe(build.selectFrom('outgoingMail').selectAll().where('id', '=', mailId).forUpdate())
        if (!row || row.acceptedAt || row.failedAt) return undefined
        if (row.purpose === CODE_LETTER && ctx.now.getTime() - row.madeAt.getTime() > CODE_LETTER_MINUTES * 60_000) {
          tx.send(sql`update outgoing_mail set failed_at = ${ctx.now}, failure = 'the code had expired' where id = ${mailId}`)
          tx.send(sql`select forget_code_letter(${mailId})`)
          return undefined
        }
        if (transport === 'none') {
          if (!ctx.isLastTry) throw new Error('no SMTP_URL is set: the letter waits')
          giveUp(tx, { ...row, mailId, at: ctx.now, failure: mailTexts.noServer }, onRefused)
          return undefined
        }
        tx.send(sql`update outgoing_mail set attempts = attempts + 1, uncertain = uncertain or (attempted_at is not null and failure is null),
          attempted_at = ${ctx.now}, failure = null where id = ${mailId}`)
        const files = AttachmentShape.parse(row.attachments)
        const attachments = []
        for (const file of files) {
          const bytes = await readFileBytes(tx, file.orgCode, Buffer.from(file.sha256, 'hex'))
          if (!bytes) throw new Error(`mail ${mailId}: attachment ${file.sha256} is gone`)
          attachments.push({ name: file.name, mediaType: file.mediaType, bytes })
        }
        return { row, attachments }
      })
      if (!letter || transport === 'none') return
      if (transport !== 'demo' && !(await isTaken(ctx, mailId, transport, letter, onRefused))) return
      await inOrganisation(ctx, async (tx) => {
        tx.send(sql`update outgoing_mail set accepted_at = ${ctx.world.clock()} where id = ${mailId}`)
        if (letter.row.purpose === CODE_LETTER) tx.send(sql`select forget_code_letter(${mailId})`)
        onAccepted(tx, letter.row, ctx.world.clock())
      })
    }),
    handles(mailJobs.givenUp, (ctx, { mailId }) =>
      inOrganisation(ctx, async (tx) => {
        const row = await tx.maybe(build.selectFrom('outgoingMail').selectAll().where('id', '=', mailId))
        if (row?.failedAt) onRefused(tx, row, row.failedAt, row.failure ?? '')
      }),
    ),
  ]
}

/** True when the mail server took the letter, false when it refused it for good; anything else is thrown, and tried again. */
async function isTaken(
  ctx: JobContext,
  mailId: string,
  transport: Transport,
  letter: {
    row: MailRef & { messageId: string; toName: string; toAddress: string; subject: string; textBody: string; htmlBody: string }
    attachments: { name: string; mediaType: string; bytes: Buffer }[]
  },
  onRefused: OnRefused,
): Promise<boolean> {
  const { row, attachments } = letter
  try {
    await transport.send({
      messageId: row.messageId,
      to: { name: row.toName, address: row.toAddress },
      letter: { subject: row.subject, text: row.textBody, html: row.htmlBody },
      attachments,
    })
  } catch (error) {
    const failure = error instanceof Error ? error.message.slice(0, 500) : String(error)
    const isOver = isRefused(error) || ctx.isLastTry === true
    await inOrganisation(ctx, async (tx) => {
      if (isOver) giveUp(tx, { ...row, mailId, at: ctx.world.clock(), failure }, onRefused)
      else {
        tx.send(sql`update outgoing_mail set failure = ${failure}, uncertain = uncertain or ${failure === MAY_BE_TAKEN}
          where id = ${mailId}`)
      }
    })
    // The ledger has the server's words: they quote addresses, which are nothing for the log.
    if (!isOver) throw new Error(`mail ${mailId}: the mail server did not take it (${codeOf(error)})`)
    return false
  }
  return true
}

/** It will not be tried again: refused for good, or tried for as long as a job is. Whoever sent it is told, and can send it anew. */
function giveUp(tx: Tx, letter: MailRef & { mailId: string; at: Date; failure: string }, onRefused: OnRefused): void {
  const { mailId, at, failure } = letter
  tx.send(sql`update outgoing_mail set failure = ${failure}, failed_at = ${at}, uncertain = uncertain or ${failure === MAY_BE_TAKEN}
    where id = ${mailId}`)
  if (letter.purpose === CODE_LETTER) tx.send(sql`select forget_code_letter(${mailId})`)
  onRefused(tx, letter, at, failure)
}

/**
 * A 5xx to the recipient or to the letter itself is the server's last word, and trying again would not help. To our sign-in or our own
 * address it is about the settings: letters wait until they are put right.
 */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false
  return Number(error.responseCode) >= 500 && (error.command === 'RCPT TO' || error.command === 'DATA')
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const [code, answered] = ['code' in error && error.code, 'responseCode' in error && error.responseCode]
  return [code, answered].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || error.name
}
