import { gate } from '../../lib/actor.ts'

/** Whoever keeps the installation running. */
export const keepsRunning = gate('keeps the installation running', ['secretariat'], 'operator')

/** Everybody at the secretariat: how the journal fares is theirs to know. */
export const seesVerification = gate('sees the journal’s verification', ['secretariat'])
