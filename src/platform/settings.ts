import { isIP } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import * as z from 'zod/mini'
import { ClassCode } from '../lib/class.ts'
import { isRecipient } from './age.ts'
import { hostsOf } from './db-hosts.ts'
import { type ShownSetting, shownSettings } from './settings-shown.ts'
import { badSettings, needsSender, settingTexts } from './texts-settings.ts'
import { PLAIN_PATH } from './wal-archive.ts'

const Url = (...protocols: string[]) =>
  z.string().check(z.refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol)))
const Database = z.optional(
  z
    .string()
    .check(
      z.refine((text) =>
        hostsOf({ connectionString: text }).every(
          (host) => 'connectionString' in host && Url('postgres:', 'postgresql:').safeParse(host.connectionString).success,
        ),
      ),
    ),
)
const LOCAL = ['localhost', '127.0.0.1', '[::1]']

const PublicUrl = z.string().check(
  z.refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, hostname, pathname, search, hash, username } = new URL(text)
    const bare = pathname === '/' && search === '' && hash === '' && username === ''
    return bare && (protocol === 'https:' || (protocol === 'http:' && LOCAL.includes(hostname)))
  }),
)

const Proxies = z.string().check(
  z.refine((text) =>
    text.split(',').every((part) => {
      const [address = '', bits] = part.trim().split('/')
      return address === 'loopback' || (isIP(address) !== 0 && (bits === undefined || /^\d{1,3}$/.test(bits)))
    }),
  ),
)

const Port = z.string().check(
  z.regex(/^\d{1,5}$/),
  z.refine((text) => Number(text) >= 1 && Number(text) <= 65_535),
)

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Everything that may be set from outside. The texts of each lie in texts-settings.ts. */
const Environment = z.object({
  DATABASE_URL: Database,
  DATABASE_OWNER_URL: Database,
  DATA_DIR: z._default(z.string().check(z.minLength(1)), '.data'),
  PORT: z._default(Port, '3000'),
  HOST: z._default(z.string().check(z.regex(/^[A-Za-z0-9.:-]+$/)), '127.0.0.1'),
  PUBLIC_URL: z.optional(PublicUrl),
  SMTP_URL: z.optional(Url('smtp:', 'smtps:')),
  MAIL_FROM: z.optional(z.string().check(z.regex(/^[^@\s,;<>"]+@[^@\s,;<>"]+$/))),
  CLASS_CEILING: z._default(ClassCode, 'limited'),
  TRUST_PROXY: z.optional(Proxies),
  LOG_LEVEL: z._default(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
  METRICS_PORT: z.optional(Port),
  METRICS_HOST: z._default(z.string().check(z.regex(/^[A-Za-z0-9.:-]+$/)), '127.0.0.1'),
  BACKUP_DIR: z.optional(z.string().check(z.minLength(1))),
  BACKUP_RECIPIENTS: z.optional(z.string().check(z.refine((text) => listOf(text).every(isRecipient)))),
  BACKUP_KEEP_DAYS: z._default(z.string().check(z.regex(/^[1-9]\d{0,4}$/)), '30'),
  RESTORE_TEST_DATABASE_URL: Database,
  // It stands in a command that the database's server gives its shell.
  WAL_ARCHIVE_DIR: z.optional(z.string().check(z.regex(PLAIN_PATH))),
  TSA_URL: z.optional(Url('http:', 'https:')),
  JOURNAL_KEY_FILE: z.optional(z.string().check(z.minLength(1))),
  NSPL_POSTGRES_BIN: z.optional(z.string().check(z.refine((text) => text === 'system' || isAbsolute(text)))),
})

export type SettingName = keyof typeof Environment.shape
export const SETTINGS = Object.keys(Environment.shape).filter((name): name is SettingName => name in settingTexts)

export type Settings = {
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
  dataDir: string
  port: number
  host: string
  publicUrl: string
  smtp: { url: string; from: string } | undefined
  classCeiling: ClassCode
  trustProxy: string[]
  logLevel: string
  /** Where /metrics answers, undefined where it does not. */
  metrics: { port: number; host: string } | undefined
  postgresBin: string | undefined
  /** Where the nightly backup goes, and who can open it; undefined where none is made. */
  backup: { folder: string; recipients: string[]; keepDays: number; scratchUrl: string | undefined } | undefined
  /** Where the embedded server archives its WAL; undefined where it does not. */
  walArchive: string | undefined
  /** The authority that stamps the journal from outside; undefined where none is named. */
  tsaUrl: string | undefined
  /** The private keys of the journal; undefined for those in DATA_DIR. */
  journalKeyFile: string | undefined
  /** What may be shown of all of them: no secret. */
  shown: ShownSetting[]
}

/** Settings that cannot be used: the message lists every bad one, and never its value, which may be a secret. */
export class BadSettings extends Error {
  constructor(lines: readonly string[]) {
    super([badSettings, ...lines.map((line) => `  ${line}`)].join('\n'))
    this.name = 'BadSettings'
  }
}

/** Reads the settings from an environment. An empty one counts as not set; paths are taken from `folder`. Throws BadSettings. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>, folder: string): Settings {
  const given = Object.fromEntries(SETTINGS.map((name) => [name, environment[name]?.trim() || undefined]))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])))
    throw new BadSettings(SETTINGS.filter((name) => wrong.has(name)).map((name) => `${name}: ${settingTexts[name].wrong}`))
  }
  const { data } = parsed
  if (data.SMTP_URL !== undefined && data.MAIL_FROM === undefined) throw new BadSettings([needsSender])
  const publicUrl = new URL(data.PUBLIC_URL ?? `http://localhost:${data.PORT}`).origin
  return {
    databaseUrl: data.DATABASE_URL,
    databaseOwnerUrl: data.DATABASE_OWNER_URL,
    dataDir: resolve(folder, data.DATA_DIR),
    port: Number(data.PORT),
    host: data.HOST,
    publicUrl,
    smtp: data.SMTP_URL !== undefined && data.MAIL_FROM !== undefined ? { url: data.SMTP_URL, from: data.MAIL_FROM } : undefined,
    classCeiling: data.CLASS_CEILING,
    trustProxy: data.TRUST_PROXY?.split(',').map((part) => part.trim()) ?? [],
    logLevel: data.LOG_LEVEL,
    metrics: data.METRICS_PORT === undefined ? undefined : { port: Number(data.METRICS_PORT), host: data.METRICS_HOST },
    postgresBin: data.NSPL_POSTGRES_BIN,
    backup:
      data.BACKUP_DIR === undefined
        ? undefined
        : {
            folder: resolve(folder, data.BACKUP_DIR),
            recipients: listOf(data.BACKUP_RECIPIENTS ?? ''),
            keepDays: Number(data.BACKUP_KEEP_DAYS),
            scratchUrl: data.RESTORE_TEST_DATABASE_URL,
          },
    walArchive: data.WAL_ARCHIVE_DIR,
    tsaUrl: data.TSA_URL,
    journalKeyFile: data.JOURNAL_KEY_FILE === undefined ? undefined : resolve(folder, data.JOURNAL_KEY_FILE),
    shown: shownSettings(SETTINGS, environment, { ...data, PUBLIC_URL: publicUrl }),
  }
}
