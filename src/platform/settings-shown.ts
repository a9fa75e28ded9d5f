/** A setting as it may be shown: its value, the host it points at, or only that it is set. Null when it is not. */
export type ShownSetting = { name: string; value: string | null; shown: 'value' | 'host' | 'set' }

/** Settings that hold no secret. One that is not listed here is never shown, so that a new one cannot leak by being forgotten. */
const PLAIN: readonly string[] = [
  'DATA_DIR',
  'BACKUP_DIR',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'MAIL_FROM',
  'CLASS_CEILING',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'METRICS_HOST',
  'METRICS_PORT',
  'NSPL_POSTGRES_BIN',
]
/** Addresses that may carry a password: their hosts alone are shown. */
const ADDRESSES: readonly string[] = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'SMTP_URL', 'TSA_URL']

/** The settings of these names that are in force, without secrets. */
export function shownSettings(names: readonly string[], environment: Readonly<Record<string, string | undefined>>): ShownSetting[] {
  return names.map((name): ShownSetting => {
    const value = environment[name]?.trim() || undefined
    const shown = PLAIN.includes(name) ? 'value' : ADDRESSES.includes(name) ? 'host' : 'set'
    if (value === undefined) return { name, value: null, shown }
    if (shown === 'host') return { name, value: hostsOf(value), shown }
    return { name, value: shown === 'value' ? value : '', shown }
  })
}

/** The hosts of an address, which may name several: what stands between the user and the path. */
function hostsOf(address: string): string {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#@]*)/i.exec(address)?.[1] ?? ''
}
