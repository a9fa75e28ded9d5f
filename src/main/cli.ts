import { parseArgs } from 'node:util'
import { openLog } from '../platform/log.ts'
import { BadSettings, readSettings } from '../platform/settings.ts'
import { backup, restore } from './command-backup.ts'
import { demo } from './command-demo.ts'
import { doctor } from './command-doctor.ts'
import { journal } from './command-journal.ts'
import { printRoutes, settingsHelp, writeTypes } from './command-look.ts'
import { serve, worker } from './command-serve.ts'
import { init, migrateDatabase } from './command-setup.ts'
import { PROGRAM } from './database.ts'

const HELP = `npm run nspl -- COMMAND [OPTIONS]

  serve      run the platform: [--embedded] [--demo] [--no-worker]
  worker     run the jobs alone
  migrate    bring the database to this version, as its owner
  init       print a one-time link: for the first operator, or for one who must come in again: [--email ADDRESS]
  demo       make the database as a demo, with made-up data
  routes     print every address: method, path, gate
  doctor     check settings, database, roles, mail and disk
  journal    verify [--checkpoint FILE]: the whole journal; export --org CODE --to FILE: one log, to take home; rotate-key
  backup     [--to FOLDER] [--recipient age1…]… [--unencrypted]: the whole database in one file, as its owner
  restore    --from FILE [--identity FILE]: into an empty database; ends with the verdict on the journal
             --from-archive FOLDER [--until INSTANT]: the embedded database, from its archived WAL
  db-types   write src/platform/db-types.ts and db/schema.sql from the migrations

  --embedded  run PostgreSQL in DATA_DIR, when DATABASE_URL is not set

Settings are taken from the environment:
`

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      embedded: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      'no-worker': { type: 'boolean', default: false },
      email: { type: 'string' },
      checkpoint: { type: 'string' },
      org: { type: 'string' },
      to: { type: 'string' },
      from: { type: 'string' },
      recipient: { type: 'string', multiple: true },
      identity: { type: 'string' },
      'from-archive': { type: 'string' },
      until: { type: 'string' },
      unencrypted: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [command, ...rest] = positionals
  if (values.help || command === undefined || command === 'help') {
    console.log(`${HELP}${settingsHelp()}`)
    return command === undefined && !values.help ? 2 : 0
  }
  const action = command === 'journal' ? rest.shift() : undefined
  if (rest.length > 0) throw new Error(`what is "${rest.join(' ')}"? Run with --help to see the commands`)
  if (command === 'doctor') return await doctor(process.env, PROGRAM, values)

  const settings = readSettings(process.env, PROGRAM)
  // What a short command does is printed; its log tells only of trouble, unless more is asked for.
  const runs = command === 'serve' || command === 'worker'
  const log = openLog(settings.logLevel === 'info' && !runs ? 'warn' : settings.logLevel)
  if (command === 'serve') await serve(settings, log, { ...values, worker: !values['no-worker'] })
  else if (command === 'worker') await worker(settings, log, values)
  else if (command === 'migrate') await migrateDatabase(settings, log, values)
  else if (command === 'init') await init(settings, log, values)
  else if (command === 'demo') await demo(settings, log, values)
  else if (command === 'routes') await printRoutes(settings, log)
  else if (command === 'journal') return await journal(settings, log, action, values)
  else if (command === 'backup') await backup(settings, log, values)
  else if (command === 'restore') return await restore(settings, log, values)
  else if (command === 'db-types') await writeTypes(settings, log)
  else throw new Error(`there is no command "${command}". Run with --help to see the commands`)
  return 0
}

try {
  process.exitCode = await run()
} catch (error) {
  console.error(error instanceof BadSettings ? error.message : `Error: ${error instanceof Error ? error.message : String(error)}`)
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error) console.error(error.stack)
  process.exitCode = 1
}
