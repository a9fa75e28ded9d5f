import type { Gate } from '../../../lib/actor.ts'
import { useMe } from '../../../web/session.tsx'
import { seesAddresses } from '../../organisations/access.ts'
import { readsLedger, writesDispatches } from '../access.ts'

/** The server decides; these only spare people buttons and lists that would be refused. */
function useGate(gate: Gate): boolean {
  const { person, acting } = useMe()
  return gate.allows({ personId: person.id, name: person.name, org: acting.org, orgKind: acting.kind, roles: acting.roles })
}

export const useMayWrite = () => useGate(writesDispatches)
export const useMayReadLedger = () => useGate(readsLedger)
export const useMayReadAddresses = () => useGate(seesAddresses)
