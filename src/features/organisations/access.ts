import { type Actor, type Gate, hasRole } from '../../lib/actor.ts'
import type { OrgCode } from '../../lib/regions.ts'

/** The operator and the head of the secretariat look after the register of all organisations. */
export function canManageAll(actor: Actor): boolean {
  return actor.orgKind === 'secretariat' && hasRole(actor, 'operator', 'secretariat-head')
}

function canManageOwn(actor: Actor): boolean {
  return actor.orgKind === 'region' && hasRole(actor, 'registrar', 'regional-officer')
}

/** May the actor add persons and mandates to an organisation, and end mandates in it? */
export function canManage(actor: Actor, org: OrgCode): boolean {
  return canManageAll(actor) || (canManageOwn(actor) && actor.org === org)
}

/**
 * Name, address and leaving are the person's in every organisation she acts for, and whoever sets her address can sign in
 * as her: never a colleague.
 */
export function canChangePersons(actor: Actor): boolean {
  return canManageAll(actor)
}

/** Whose persons are listed: everybody's, or one organisation's. */
export function personScope(actor: Actor): 'all' | OrgCode {
  return canManageAll(actor) ? 'all' : actor.org
}

/** Whose registry addresses are listed. Whoever sends for the secretariat sees them all. */
export function addressScope(actor: Actor): 'all' | OrgCode {
  return actor.orgKind === 'secretariat' ? 'all' : actor.org
}

export const anyRole: Gate = { name: 'signed in', allows: (actor) => actor.roles.length > 0 }

export const managesPersons: Gate = {
  name: 'manages persons',
  allows: (actor) => canManageAll(actor) || canManageOwn(actor),
}

export const managesAllPersons: Gate = { name: 'manages all persons', allows: canChangePersons }

export const seesAddresses: Gate = {
  name: 'sees registry addresses',
  allows: (actor) =>
    canManageOwn(actor) ||
    (actor.orgKind === 'secretariat' && hasRole(actor, 'operator', 'secretariat-head', 'secretariat-officer', 'registrar')),
}
