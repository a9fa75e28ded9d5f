import type { Endpoint } from '../../../lib/contract.ts'
import { addressOf } from '../../../web/client.ts'
import { useActingOrg } from '../../../web/router-hooks.ts'

/** The address of a download of the acting organisation's. */
export function useAddress(): (endpoint: Endpoint) => string {
  const org = useActingOrg()
  return (endpoint) => addressOf(endpoint, { org })
}
