import type { Role } from '../../lib/actor.ts'
import { type OrgCode, SECRETARIAT } from '../../lib/regions.ts'

export const CODE_MINUTES = 10
export const MOST_WRONG_TRIES = 5
export const LINK_HOURS = 24

export type WhyNotSignIn = 'code-wrong' | 'code-expired' | 'code-used' | 'code-locked'

/** May a code sign somebody in? Asked before the code itself is compared, and again with the outcome. */
export function whyNotSignIn(
  code: { expiresAt: Date; usedAt: Date | null; wrongTries: number } | undefined,
  isRight: boolean,
  now: Date,
): WhyNotSignIn | undefined {
  if (!code) return 'code-wrong'
  if (code.usedAt !== null) return 'code-used'
  if (code.expiresAt <= now) return 'code-expired'
  if (code.wrongTries >= MOST_WRONG_TRIES) return 'code-locked'
  return isRight ? undefined : 'code-wrong'
}

export type WhyNotLink = 'link-wrong' | 'link-used' | 'link-expired'

/** May a one-time link let somebody in? */
export function whyNotLink(link: { expiresAt: Date; usedAt: Date | null } | undefined, now: Date): WhyNotLink | undefined {
  if (!link) return 'link-wrong'
  if (link.usedAt !== null) return 'link-used'
  return link.expiresAt <= now ? 'link-expired' : undefined
}

export const isSameAddress = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

export type WhyNotReturn = 'no-operator' | 'several-operators' | 'not-an-operator'

/** May a link back be made among these operators, for the one with the address, or for the only one? */
export function whyNotReturn(operators: readonly { email: string }[], email: string | undefined): WhyNotReturn | undefined {
  if (operators.length === 0) return 'no-operator'
  if (email === undefined) return operators.length > 1 ? 'several-operators' : undefined
  return operators.some((one) => isSameAddress(one.email, email)) ? undefined : 'not-an-operator'
}

/** What a person typed or pasted as a code: six digits, whatever spaces came with them. */
export function codeDigits(typed: string): string {
  return typed.replace(/\s/g, '')
}

/** Under which address a person acts for an organisation. */
function rootPath(org: OrgCode): string {
  return org === SECRETARIAT ? '/kansli' : `/r/${org}`
}

/** The page where a person begins: at the secretariat, those with one narrow task begin at it. */
export function startPath({ org, roles }: { org: OrgCode; roles: readonly Role[] }): string {
  const only = org === SECRETARIAT && roles.length === 1 ? roles[0] : undefined
  if (only === 'operator') return '/kansli/personer'
  return only === 'registrar' ? '/kansli/diarium' : rootPath(org)
}

/**
 * The page somebody wanted before she was asked to sign in, if it is one of an organisation that she may act for; anything else,
 * and above all another host, is undefined.
 */
export function returnPath(till: string | undefined, orgs: readonly OrgCode[]): string | undefined {
  if (till === undefined || till.length > 500 || !/^\/[A-Za-z0-9/_.~?&=%+-]*$/.test(till)) return undefined
  const path = till.split('?')[0] ?? ''
  return orgs.some((org) => path === rootPath(org) || path.startsWith(`${rootPath(org)}/`)) ? till : undefined
}
