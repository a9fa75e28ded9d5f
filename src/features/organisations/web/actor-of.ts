import type { Actor } from '../../../lib/actor.ts'
import type { Me } from '../../../web/session.tsx'

/** The signed-in person as the access rules see her, for the organisation of the address. */
export function actorOf({ person, acting }: Me): Actor {
  return { personId: person.id, name: person.name, org: acting.org, orgKind: acting.kind, roles: acting.roles }
}
