import { AREAS, type OrgCode, OTHER_ORGANISATIONS, REGIONS, regionsIn, SECRETARIAT } from '../../lib/regions.ts'
import type { RecipientChoice } from './shapes.ts'

const NAMES = new Map([...REGIONS, ...AREAS, ...OTHER_ORGANISATIONS].map(({ code, name }) => [code, name]))

// The sändlista's order everywhere: regions by county code, then the areas, then the others.
const ORDER = new Map([...NAMES.keys()].map((code, at) => [code, at]))

/** An organisation's full name; its code if we do not know it. */
export function organisationName(code: OrgCode): string {
  return NAMES.get(code) ?? code
}

const isArea = (code: OrgCode) => AREAS.some((area) => area.code === code)

/** Whom an utskick goes to, each once, in the order of the sändlista. A region in two areas is in each, also in part. */
export function recipientOrgs(choice: RecipientChoice): OrgCode[] {
  const orgs = new Set(chosen(choice))
  return [...orgs].toSorted((one, other) => (ORDER.get(one) ?? 0) - (ORDER.get(other) ?? 0))
}

function chosen({ choice, orgs }: RecipientChoice): OrgCode[] {
  switch (choice) {
    case 'all-regions':
      return REGIONS.map(({ code }) => code)
    case 'area':
      return orgs.flatMap((area) => regionsIn(area).map(({ code }) => code))
    case 'picked':
      return orgs
  }
}

export type WhyNotRecipients = 'recipients-unknown'

/** An area's choice names areas. A picked organisation is one with a registry: not an area, and not the secretariat itself. */
export function whyNotRecipients({ choice, orgs }: RecipientChoice): WhyNotRecipients | undefined {
  const fits = choice === 'area' ? isArea : (code: OrgCode) => NAMES.has(code) && !isArea(code) && code !== SECRETARIAT
  return orgs.every(fits) ? undefined : 'recipients-unknown'
}
