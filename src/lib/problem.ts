/**
 * What a person is told when something cannot be done. Each kind is one HTTP status; the code is owned by the feature
 * that says no, which also owns the Swedish sentence.
 */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'refused'
  | 'outdated'
  | 'too-large'
  | 'too-many'
  | 'unavailable'

export type ProblemDetails = Record<string, unknown>

/** The only class that features throw. `details` travels to the client: never put in it what the actor may not see. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly code: string
  readonly details: ProblemDetails

  constructor(kind: ProblemKind, code: string, details: ProblemDetails = {}) {
    super(`${kind}: ${code}`)
    this.kind = kind
    this.code = code
    this.details = details
  }
}

/** The thing itself, or "missing": what an actor may not see answers exactly like what does not exist. */
export function found<T>(thing: T | undefined | null): T {
  if (thing === undefined || thing === null) throw new Problem('missing', 'not-found')
  return thing
}

/** Refuses with 403 unless allowed; for things that the actor may see but not do. */
export function mustBeAllowed(allowed: boolean, code = 'not-allowed'): void {
  if (!allowed) throw new Problem('forbidden', code)
}

/** Refuses with 409 and the rule's own reason; undefined means that the rule has no objection. */
export function refuseIf(whyNot: string | undefined, details: ProblemDetails = {}): void {
  if (whyNot) throw new Problem('refused', whyNot, details)
}
