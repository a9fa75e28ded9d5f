/** What operators read about each setting, and about a bad one. */
export const settingTexts = {
  DATABASE_URL: {
    about:
      'PostgreSQL 15 to 18, as the runtime role: not owner, not superuser, no BYPASSRLS. Several hosts: host:port,host:port. Without it, use --embedded.',
    wrong: 'must be postgresql://user:password@host:port/database, with several hosts divided by commas',
  },
  DATABASE_OWNER_URL: {
    about: 'The same database as its owner. Used by "migrate" alone.',
    wrong: 'must be postgresql://user:password@host:port/database, with several hosts divided by commas',
  },
  DATA_DIR: { about: 'Folder of the embedded database and of keys. Default: .data in the program folder.', wrong: 'must be a path' },
  PORT: { about: 'Port to listen on. Default: 3000.', wrong: 'must be a whole number from 1 to 65535' },
  HOST: { about: 'Address to listen on. Default: 127.0.0.1, this machine alone.', wrong: 'must be an address or a host name' },
  PUBLIC_URL: {
    about: 'The address people type, without a path. Default: http://localhost:PORT.',
    wrong: 'must be https://host (http only for localhost), without a path',
  },
  SMTP_URL: {
    about: 'Mail server, such as smtps://user:password@host. Without it no mail leaves. A demo never sends.',
    wrong: 'must be smtp://host:port or smtps://host:port',
  },
  MAIL_FROM: { about: 'Sender of all mail. Needed with SMTP_URL.', wrong: 'must be a mail address' },
  CLASS_CEILING: {
    about: 'Highest class the installation may hold. Default: limited.',
    wrong: 'must be open, limited, sensitive or severe',
  },
  BACKUP_DIR: {
    about: 'Folder for the nightly backup, on another disk than DATA_DIR. Without it none is made. Needs DATABASE_OWNER_URL.',
    wrong: 'must be a path',
  },
  BACKUP_RECIPIENTS: {
    about: 'Who can open the backups: age recipients (age1…), separated by commas. Without any they are not encrypted.',
    wrong: 'must be age recipients separated by commas',
  },
  BACKUP_KEEP_DAYS: { about: 'How long backups are kept. Default: 30 days.', wrong: 'must be a number of days' },
  RESTORE_TEST_DATABASE_URL: {
    about: 'An empty database, as its owner, in which the weekly restore is tried. The embedded server makes its own.',
    wrong: 'must be postgres://user:password@host/database',
  },
  WAL_ARCHIVE_DIR: {
    about: 'Folder on another disk where the embedded database copies every change within a minute. Default: none.',
    wrong: 'must be an absolute path of letters, digits, spaces and ._-',
  },
  JOURNAL_KEY_FILE: {
    about: 'The private keys that sign the journal, in PEM. Default: DATA_DIR/keys/journal.pem, made at the first start.',
    wrong: 'must be a path',
  },
  TSA_URL: {
    about:
      'Time stamping authority (RFC 3161) that stamps the journal once a day, such as https://host/tsa. Only a hash leaves. Default: none.',
    wrong: 'must be http://host or https://host',
  },
  TRUST_PROXY: {
    about: 'Addresses of the proxies in front, separated by commas; "loopback" for one on this machine. Default: none.',
    wrong: 'must be addresses or networks separated by commas, or loopback',
  },
  LOG_LEVEL: { about: 'How much is logged. Default: info.', wrong: 'must be fatal, error, warn, info, debug, trace or silent' },
  METRICS_PORT: {
    about: 'Port of /metrics, on a listener of its own. Not set: no metrics.',
    wrong: 'must be a whole number from 1 to 65535',
  },
  METRICS_HOST: {
    about: 'Address that /metrics listens on, never one that the public reaches. Default: 127.0.0.1.',
    wrong: 'must be an address or a host name',
  },
  NSPL_POSTGRES_BIN: {
    about: 'Folder with the programs of the embedded PostgreSQL, or "system" for those of the system. Default: the packaged ones.',
    wrong: 'must be an absolute path, or system',
  },
} as const

export const badSettings = 'The settings are not right. Nothing was started.'
export const needsSender = 'MAIL_FROM: must be set when SMTP_URL is'
