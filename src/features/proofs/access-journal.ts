import { gate } from '../../lib/actor.ts'

/** Everybody sees the log of the organisation she acts for: how it grows is what makes it worth something. */
export const readsJournal = gate('reads the organisation’s journal', 'any')

/** Whoever only keeps the installation running sees who did what and when, but not what about. */
export const seesWhatAbout = gate(
  'sees what entries are about',
  'any',
  'registrar',
  'regional-officer',
  'endorser',
  'reader',
  'secretariat-officer',
  'secretariat-head',
)
