/** Made-up persons. Nobody here exists; every name says so, and every address ends in .example. */
export type DemoPerson = { name: string; email: string; mandates: { org: string; role: string; title: string }[] }

const at = (name: string, org: string) =>
  `${name
    .toLowerCase()
    .replace(/[åä]/g, 'a')
    .replace(/[öø]/g, 'o')
    .replace(/é/g, 'e')
    .replace(/[^a-z]+/g, '.')}@${org}.example`

const one = (name: string, domain: string, ...mandates: [org: string, role: string, title: string][]): DemoPerson => ({
  name: `${name} (demo)`,
  email: at(name, domain),
  mandates: mandates.map(([org, role, title]) => ({ org, role, title })),
})

export const namedPersons: DemoPerson[] = [
  one('Vera Exempelius', 'kansliet', ['NSPL', 'secretariat-head', 'Kanslichef']),
  one('Ivar Låtsberg', 'kansliet', ['NSPL', 'secretariat-officer', 'Beredskapsstrateg']),
  one('Sanna Fiktén', 'kansliet', ['NSPL', 'secretariat-officer', 'Beredningssekreterare']),
  one('Noel Provdal', 'kansliet', ['NSPL', 'reader', 'Kommunikatör, inlån Norrbotten 50 %'], ['25', 'reader', 'Kommunikatör']),
  one(
    'Maj Testerud',
    'kansliet',
    ['NSPL', 'secretariat-officer', 'Handläggare 40 %'],
    ['05', 'regional-officer', 'Beredskapssamordnare 60 %'],
  ),
  one('Alf Driftsén', 'kansliet', ['NSPL', 'operator', 'Systemförvaltare']),
  one('Birgit Mallström', 'uppsala', ['03', 'registrar', 'Registrator'], ['NSPL', 'registrar', 'Registrator för värdregionens diarium']),
  one('Tove Akterud', 'skane', ['12', 'registrar', 'Registrator']),
  one('Rami Utkastsson', 'skane', ['12', 'regional-officer', 'Handläggare']),
  one('Elsa Påhitt', 'skane', ['12', 'endorser', 'Regiondirektör']),
  one('Jon Paragrafius', 'skane', ['12', 'reader', 'Nämndsekreterare']),
  one('Dag Klubbe', 'skane', ['12', 'reader', 'Regionstyrelsens ordförande']),
  one('Siv Raukexempel', 'gotland', ['09', 'regional-officer', 'Handläggare']),
]

const FIRST = [
  'Aina',
  'Bo',
  'Cilla',
  'Didrik',
  'Ebba',
  'Folke',
  'Greta',
  'Hjalmar',
  'Inez',
  'Jerker',
  'Karin',
  'Loa',
  'Malte',
  'Nora',
  'Otto',
  'Pia',
  'Rune',
  'Siri',
  'Tage',
  'Ulla',
  'Valter',
]
const LAST = ['Provsson', 'Mallgren', 'Exempelqvist', 'Fiktander', 'Testholm', 'Påhittberg', 'Utkastlund']

/** Registrar and officer for a region without persons of its own in the list above. */
export function ordinaryPersons(org: string, shortName: string, index: number): DemoPerson[] {
  const name = (turn: number) => `${FIRST[(index * 2 + turn) % FIRST.length]} ${LAST[(index + turn * 3) % LAST.length]}`
  const domain = shortName
    .toLowerCase()
    .replace(/[åä]/g, 'a')
    .replace(/ö/g, 'o')
    .replace(/[^a-z]+/g, '-')
  return [one(name(0), domain, [org, 'registrar', 'Registrator']), one(name(1), domain, [org, 'regional-officer', 'Beredskapssamordnare'])]
}

/** The regions' own case numbers: a 9xxxx series in their differing formats. */
export function caseNumber(org: string, year: number, index: number): string {
  const serial = 90_100 + index * 7 + Number(org)
  const forms = [
    `RS ${year}/${serial}`,
    `RS${year}-${serial}`,
    `${serial}-${year}`,
    `RV${String(year).slice(2)}${serial}`,
    `RJL ${year}/${serial}`,
  ]
  return forms[Number(org) % forms.length] ?? `${year}/${serial}`
}
