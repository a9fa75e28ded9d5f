import type { Role } from '../../../lib/actor.ts'

/** May someone with these roles at kansliet write and send? The server decides; this only spares others the buttons. */
export function canWrite(roles: readonly Role[]): boolean {
  return roles.includes('secretariat-officer') || roles.includes('secretariat-head')
}
