import type { OrgCode } from './regions.ts'

export const ROLES = ['secretariat-officer', 'secretariat-head', 'registrar', 'regional-officer', 'endorser', 'reader', 'operator'] as const
export type Role = (typeof ROLES)[number]

export type OrgKind = 'region' | 'area' | 'secretariat' | 'authority' | 'association'

/** A person acting for one organisation, under the mandates she holds there today. Never a mix of two organisations. */
export type Actor = {
  personId: string
  name: string
  org: OrgCode
  orgKind: OrgKind
  roles: readonly Role[]
}

/** Does the actor hold one of these roles in the organisation she acts for? */
export function hasRole(actor: Actor, ...roles: readonly Role[]): boolean {
  return actor.roles.some((role) => roles.includes(role))
}

/** Who may come in at a route at all. Named, so that the route table and the access test can print it. */
export type Gate = { name: string; allows: (actor: Actor) => boolean }

/** A gate for actors of one kind of organisation with one of the roles (any role when none is given). */
export function gate(name: string, orgKinds: readonly OrgKind[] | 'any', ...roles: readonly Role[]): Gate {
  return {
    name,
    allows: (actor) =>
      (orgKinds === 'any' || orgKinds.includes(actor.orgKind)) && (roles.length === 0 ? actor.roles.length > 0 : hasRole(actor, ...roles)),
  }
}
