import type { OrgKind } from '../../../lib/actor.ts'
import { AREAS, type OrgCode, OTHER_ORGANISATIONS, REGIONS, SECRETARIAT } from '../../../lib/regions.ts'

type Named = { org: OrgCode; kind: OrgKind; name: string }

/** Every organisation in the order of the register: kansliet, the regions, the areas, the others. */
export const allOrganisations: readonly Named[] = [
  ...OTHER_ORGANISATIONS.filter(({ code }) => code === SECRETARIAT),
  ...REGIONS.map(({ code, name }) => ({ code, kind: 'region' as const, name })),
  ...AREAS.map(({ code, name }) => ({ code, kind: 'area' as const, name })),
  ...OTHER_ORGANISATIONS.filter(({ code }) => code !== SECRETARIAT),
].map(({ code, kind, name }) => ({ org: code, kind, name }))

const byCode = new Map(allOrganisations.map((one) => [one.org, one]))

export function organisationName(org: OrgCode): string {
  return byCode.get(org)?.name ?? org
}

export function organisationKind(org: OrgCode): OrgKind | undefined {
  return byCode.get(org)?.kind
}
