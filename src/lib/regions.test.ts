import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AREAS, findRegion, HOST_REGION, OrgCode, orgCode, OTHER_ORGANISATIONS, REGIONS, regionsIn, SECRETARIAT } from './regions.ts'

const root = join(import.meta.dirname, '../..')
const rowsOf = (name: string) => {
  const [head = '', ...lines] = readFileSync(join(root, 'db/data', name), 'utf8')
    .trim()
    .split('\n')
  const columns = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [columns[index]!, value])))
}
const seed = readdirSync(join(root, 'db/migrations'))
  .filter((name) => name.endsWith('organisations-seed.sql'))
  .map((name) => readFileSync(join(root, 'db/migrations', name), 'utf8'))
  .join('\n')

/** Names of cooperation areas as regions.csv writes them. */
const areaInData: Record<string, string> = {
  ST: 'Stockholm-Gotland',
  SY: 'Syd\u00f6stra',
  SO: 'S\u00f6dra',
  VA: 'V\u00e4stra',
  ME: 'Mellansverige',
  NO: 'Norra',
}

describe('the register of reference', () => {
  test('says the same as db/data/regions.csv', () => {
    const ours = REGIONS.map(({ code, name, letter, organisationNumber, seat, areas }) => ({
      county_code: code,
      name,
      county_letter: letter,
      organisation_number: organisationNumber,
      seat,
      cooperation_area: areas.map(({ area }) => areaInData[area]).join('+'),
    }))
    expect(rowsOf('regions.csv')).toEqual(ours.map((row) => expect.objectContaining(row)))
  })

  test('says the same as the seed migration', () => {
    for (const { code, name, shortName, letter, organisationNumber, seat, areas } of REGIONS) {
      expect(seed).toContain(`('${code}', 'region', '${name}', '${shortName}',`)
      expect(seed).toContain(`'${letter}', '${organisationNumber}', '${seat}',`)
      for (const { area, extent, municipalities } of areas)
        expect(seed).toContain(`('${area}', '${code}', '${extent}', '{${municipalities.join(',')}}')`)
    }
    for (const { code, name, shortName } of AREAS) expect(seed).toContain(`('${code}', 'area', '${name}', '${shortName}',`)
    for (const { code, kind, name, shortName } of OTHER_ORGANISATIONS)
      expect(seed).toContain(`('${code}', '${kind}', '${name}', '${shortName}',`)
    const members = REGIONS.flatMap(({ areas }) => areas)
    expect(seed.match(/, '(whole|part)', /g)).toHaveLength(members.length)
    expect(seed.match(/^ {2}\('\w+', '(region|area|secretariat|association|authority)'/gm)).toHaveLength(
      21 + 6 + OTHER_ORGANISATIONS.length,
    )
  })

  test('population is known for each region, each year', () => {
    const rows = rowsOf('population.csv')
    for (const year of ['2023', '2024', '2025']) {
      const ofYear = rows.filter((row) => row['reference_date'] === `${year}-12-31`)
      expect(ofYear.map((row) => row['county_code'])).toEqual(REGIONS.map(({ code }) => code))
      expect(ofYear.every((row) => Number(row['population']) > 50_000)).toBe(true)
    }
  })

  test('21 regions, six areas, and no code twice', () => {
    const codes = [...REGIONS, ...AREAS, ...OTHER_ORGANISATIONS].map(({ code }) => code)
    expect([REGIONS.length, AREAS.length, new Set(codes).size]).toEqual([21, 6, codes.length])
    expect(findRegion(HOST_REGION)?.shortName).toBe('Uppsala')
    expect(findRegion(SECRETARIAT)).toBeUndefined()
  })

  test('organisation numbers have a right last digit (Luhn)', () => {
    for (const { organisationNumber } of REGIONS) {
      const sum = Array.from(organisationNumber.replace('-', '')).reduce((total, digit, index) => {
        const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1)
        return total + Math.floor(weighted / 10) + (weighted % 10)
      }, 0)
      expect(sum % 10, organisationNumber).toBe(0)
    }
  })

  test('Halland stands in two areas, by municipality, and all other regions in one', () => {
    expect(AREAS.map(({ code }) => [code, regionsIn(code).length])).toEqual([
      ['ST', 2],
      ['SY', 3],
      ['SO', 4],
      ['VA', 2],
      ['ME', 7],
      ['NO', 4],
    ])
    expect(REGIONS.filter(({ areas }) => areas.length !== 1).map(({ shortName }) => shortName)).toEqual(['Halland'])
    expect(findRegion(orgCode('13'))?.areas).toEqual([
      { area: 'SO', extent: 'part', municipalities: ['Halmstad', 'Hylte', 'Laholm'] },
      { area: 'VA', extent: 'part', municipalities: ['Falkenberg', 'Kungsbacka', 'Varberg'] },
    ])
  })
})

describe('an organisation code', () => {
  test.each(['01', 'NSPL', 'SO', 'ABCD1234'])('%s is one', (text) => expect(orgCode(text)).toBe(text))

  test.each(['', '1', 'nspl', '01 ', '01\n', 'ABCD12345', '\u00c5L'])('%j is none', (text) => {
    expect(OrgCode.safeParse(text).success).toBe(false)
    expect(() => orgCode(text)).toThrow()
  })
})
