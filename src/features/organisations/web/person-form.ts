import type { Role } from '../../../lib/actor.ts'
import type { Day } from '../../../lib/day.ts'
import type { OrgCode } from '../../../lib/regions.ts'
import type { FieldFault } from '../../../web/ui/Form.tsx'
import { allWhyNotPerson, whyNotMandate } from '../rules.ts'
import type { Mandate, NewMandate, PersonDetails } from '../shapes.ts'
import { organisationsProblems } from '../texts.ts'
import { personTexts } from '../texts-web.ts'
import { organisationKind } from './all-organisations.ts'

/** What is typed of a mandate, before all of it is there. */
export type MandateDraft = { org: OrgCode | null; role: Role | null; title: string; fromOn: Day | null; toOn: Day | null }

export type PersonDraft = { name: string; email: string; phone: string }

const FIELD: Record<string, string> = {
  'name-missing': 'name',
  'name-malformed': 'name',
  'email-missing': 'email',
  'email-malformed': 'email',
  'email-taken': 'email',
  'phone-malformed': 'phone',
  'role-not-for-organisation': 'role',
  'role-held-already': 'role',
  'to-before-from': 'toOn',
}

/** The field that a refusal is about; undefined when it is about the whole. */
export function fieldOf(code: string | undefined): string | undefined {
  return code === undefined ? undefined : FIELD[code]
}

export function detailsOf({ name, email, phone }: PersonDraft): PersonDetails {
  return { name: name.trim(), email: email.trim(), phone: phone.trim() || null }
}

/** What is wrong with the person as typed, by the same rule as the server's. */
export function personFaults(draft: PersonDraft): FieldFault[] {
  return allWhyNotPerson(detailsOf(draft)).map((code) => ({ field: fieldOf(code) ?? 'name', text: organisationsProblems[code] }))
}

/** The mandate when all of it is there and right, else what is wrong with it. */
export function readMandate(draft: MandateDraft, held: readonly Mandate[]): { mandate: NewMandate } | { faults: FieldFault[] } {
  const { org, role, fromOn, toOn } = draft
  const kind = org === null ? undefined : organisationKind(org)
  if (org === null || role === null || fromOn === null || kind === undefined) {
    const missing = [
      { field: 'org', text: personTexts.missing.org, is: org === null || kind === undefined },
      { field: 'role', text: personTexts.missing.role, is: role === null },
      { field: 'fromOn', text: personTexts.missing.fromOn, is: fromOn === null },
    ]
    return { faults: missing.filter(({ is }) => is).map(({ field, text }) => ({ field, text })) }
  }
  const mandate = { org, role, title: draft.title.trim() || null, fromOn, toOn }
  const code = whyNotMandate(mandate, kind, held)
  return code ? { faults: [{ field: fieldOf(code) ?? 'role', text: organisationsProblems[code] }] } : { mandate }
}
