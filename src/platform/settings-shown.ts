/** A setting as it may be shown: its value, the host it points at, or only that it is set. Null when it is not. */
export type ShownSetting = { name: string; value: string | null; shown: 'value' | 'host' | 'set'; isDefault: boolean }

/** Settings that hold no secret. One that is not listed here is never shown, so that a new one cannot leak by being forgotten. */
const PLAIN: readonly string[] = [
  'DATA_DIR',
  'BACKUP_DIR',
  'BACKUP_RECIPIENTS',
  'BACKUP_KEEP_DAYS',
  'WAL_ARCHIVE_DIR',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'MAIL_FROM',
  'CLASS_CEILING',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'METRICS_HOST',
  'METRICS_PORT',
  'JOURNAL_KEY_FILE',
  'NSPL_POSTGRES_BIN',
]
/** Addresses that may carry a password: their hosts alone are shown. */
const ADDRESSES: readonly string[] = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'SMTP_URL', 'TSA_URL', 'RESTORE_TEST_DATABASE_URL']

type Values = Readonly<Record<string, string | undefined>>

/** The settings of these names that are in force, without secrets: what is given from outside, or else the default. */
export function shownSettings(names: readonly string[], given: Values, defaults: Values = {}): ShownSetting[] {
  return names.map((name): ShownSetting => {
    const set = given[name]?.trim() || undefined
    const value = set ?? defaults[name]
    const isDefault = set === undefined
    const shown = PLAIN.includes(name) ? 'value' : ADDRESSES.includes(name) ? 'host' : 'set'
    if (value === undefined) return { name, value: null, shown, isDefault }
    if (shown === 'host') return { name, value: hostsOf(value), shown, isDefault }
    return { name, value: shown === 'value' ? value : '', shown, isDefault }
  })
}

/** The hosts of an address, which may name several: what stands between the user and the path. */
function hostsOf(address: string): string {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#@]*)/i.exec(address)?.[1] ?? ''
}
