import * as z from 'zod/mini'

/** Identity of an organisation everywhere: a region's two digits, an area's two letters, or NSPL, SKR, SOS, FM, MCF. */
export const OrgCode = z
  .string()
  .check(z.regex(/^[A-Z0-9]{2,8}$/))
  .brand<'OrgCode'>()
export type OrgCode = z.infer<typeof OrgCode>

/** The text as an organisation code. Throws on another form: for literals and trusted text. */
export function orgCode(text: string): OrgCode {
  return OrgCode.parse(text)
}

/** Membership of a cooperation area. A region that is split between two names its municipalities in each. */
export type AreaMembership = { area: OrgCode; extent: 'whole' | 'part'; municipalities: readonly string[] }

export type Region = {
  code: OrgCode
  name: string
  shortName: string
  letter: string
  organisationNumber: string
  seat: string
  areas: readonly AreaMembership[]
}

export type CooperationArea = { code: OrgCode; name: string; shortName: string }

export type OtherOrganisation = { code: OrgCode; kind: 'secretariat' | 'association' | 'authority'; name: string; shortName: string }

const ST = orgCode('ST')
const SY = orgCode('SY')
const SO = orgCode('SO')
const VA = orgCode('VA')
const ME = orgCode('ME')
const NO = orgCode('NO')

/** The six cooperation areas (samverkansregioner; HSF 2017:80, 3 kap. 1 §). */
export const AREAS: readonly CooperationArea[] = [
  { code: ST, name: 'Stockholms sjukvårdsregion (Stockholm–Gotland)', shortName: 'Stockholm–Gotland' },
  { code: SY, name: 'Sydöstra sjukvårdsregionen', shortName: 'Sydöstra' },
  { code: SO, name: 'Södra sjukvårdsregionen', shortName: 'Södra' },
  { code: VA, name: 'Västra sjukvårdsregionen', shortName: 'Västra' },
  { code: ME, name: 'Sjukvårdsregion Mellansverige', shortName: 'Mellansverige' },
  { code: NO, name: 'Norra sjukvårdsregionen', shortName: 'Norra' },
]

const whole = (area: OrgCode): AreaMembership[] => [{ area, extent: 'whole', municipalities: [] }]
const part = (area: OrgCode, ...municipalities: string[]): AreaMembership => ({ area, extent: 'part', municipalities })

type RegionRow = [
  code: string,
  name: string,
  shortName: string,
  letter: string,
  organisationNumber: string,
  seat: string,
  areas: AreaMembership[],
]

const REGION_ROWS: RegionRow[] = [
  ['01', 'Region Stockholm', 'Stockholm', 'AB', '232100-0016', 'Stockholm', whole(ST)],
  ['03', 'Region Uppsala', 'Uppsala', 'C', '232100-0024', 'Uppsala', whole(ME)],
  ['04', 'Region Sörmland', 'Sörmland', 'D', '232100-0032', 'Nyköping', whole(ME)],
  ['05', 'Region Östergötland', 'Östergötland', 'E', '232100-0040', 'Linköping', whole(SY)],
  ['06', 'Region Jönköpings län', 'Jönköping', 'F', '232100-0057', 'Jönköping', whole(SY)],
  ['07', 'Region Kronoberg', 'Kronoberg', 'G', '232100-0065', 'Växjö', whole(SO)],
  ['08', 'Region Kalmar län', 'Kalmar', 'H', '232100-0073', 'Kalmar', whole(SY)],
  ['09', 'Region Gotland', 'Gotland', 'I', '212000-0803', 'Visby', whole(ST)],
  ['10', 'Region Blekinge', 'Blekinge', 'K', '232100-0081', 'Karlskrona', whole(SO)],
  ['12', 'Region Skåne', 'Skåne', 'M', '232100-0255', 'Kristianstad', whole(SO)],
  [
    '13',
    'Region Halland',
    'Halland',
    'N',
    '232100-0115',
    'Halmstad',
    [part(SO, 'Halmstad', 'Hylte', 'Laholm'), part(VA, 'Falkenberg', 'Kungsbacka', 'Varberg')],
  ],
  ['14', 'Västra Götalandsregionen', 'Västra Götaland', 'O', '232100-0131', 'Vänersborg', whole(VA)],
  ['17', 'Region Värmland', 'Värmland', 'S', '232100-0156', 'Karlstad', whole(ME)],
  ['18', 'Region Örebro län', 'Örebro', 'T', '232100-0164', 'Örebro', whole(ME)],
  ['19', 'Region Västmanland', 'Västmanland', 'U', '232100-0172', 'Västerås', whole(ME)],
  ['20', 'Region Dalarna', 'Dalarna', 'W', '232100-0180', 'Falun', whole(ME)],
  ['21', 'Region Gävleborg', 'Gävleborg', 'X', '232100-0198', 'Gävle', whole(ME)],
  ['22', 'Region Västernorrland', 'Västernorrland', 'Y', '232100-0206', 'Härnösand', whole(NO)],
  ['23', 'Region Jämtland Härjedalen', 'Jämtland Härjedalen', 'Z', '232100-0214', 'Östersund', whole(NO)],
  ['24', 'Region Västerbotten', 'Västerbotten', 'AC', '232100-0222', 'Umeå', whole(NO)],
  ['25', 'Region Norrbotten', 'Norrbotten', 'BD', '232100-0230', 'Luleå', whole(NO)],
]

/** The 21 regions, by county code. The same as db/data/regions.csv and the seed migration; a test holds them together. */
export const REGIONS: readonly Region[] = REGION_ROWS.map(([code, name, shortName, letter, organisationNumber, seat, areas]) => ({
  code: orgCode(code),
  name,
  shortName,
  letter,
  organisationNumber,
  seat,
  areas,
}))

/** The region whose authority NSPL's records belong to. */
export const HOST_REGION = orgCode('03')
export const SECRETARIAT = orgCode('NSPL')

/** The others that take part. */
export const OTHER_ORGANISATIONS: readonly OtherOrganisation[] = [
  { code: SECRETARIAT, kind: 'secretariat', name: 'NSPL:s kansli', shortName: 'Kansliet' },
  { code: orgCode('SKR'), kind: 'association', name: 'Sveriges Kommuner och Regioner', shortName: 'SKR' },
  { code: orgCode('SOS'), kind: 'authority', name: 'Socialstyrelsen', shortName: 'Socialstyrelsen' },
  { code: orgCode('FM'), kind: 'authority', name: 'Försvarsmakten', shortName: 'Försvarsmakten' },
  { code: orgCode('MCF'), kind: 'authority', name: 'Myndigheten för civilt försvar', shortName: 'MCF' },
]

const regionByCode = new Map(REGIONS.map((region) => [region.code, region]))

/** The region with this code, or undefined when the code is an area's or another organisation's. */
export function findRegion(code: OrgCode): Region | undefined {
  return regionByCode.get(code)
}

/** The regions of a cooperation area, whole or in part, by county code. Halland stands in two. */
export function regionsIn(area: OrgCode): Region[] {
  return REGIONS.filter(({ areas }) => areas.some((membership) => membership.area === area))
}
